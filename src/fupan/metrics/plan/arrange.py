"""Order and limit inside the engine, by a unique key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from fupan.metrics.plan.drill import BUCKET

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking


def arrange(asking: Asking, table: ir.Table, first_metric: str, top: int | None) -> ir.Table:
    """Rows in time, then by the first metric descending (nothing last), then by keys; at most *top* of them.

    The unknown member never leads: with *top* it is among the others.
    """
    keys = [table[n].asc() for n in asking.names]
    order = [table[BUCKET].asc()] if BUCKET in table.columns else []
    leading = table[first_metric].cast("float64")
    order += [leading.isnull().asc(), ibis.desc(leading)]
    if not asking.names and BUCKET not in table.columns:
        return table
    if top is not None:
        table = table.filter(table[asking.names[0]].notnull())
    table = table.order_by([*order, *keys])
    return table.limit(top) if top is not None else table
