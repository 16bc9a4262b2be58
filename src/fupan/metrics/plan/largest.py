"""The rows behind a figure that contribute most: found by what tells them apart, and only these read whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import ibis

from fupan.metrics.plan.behind import CONTRIBUTION, row_key

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.definition import Fact

LEAST_ROWS = 200_000
"""A smaller fact is read whole at once."""
_MOST_KEYS = 2_000

Rows = list[dict[str, Any]]


def largest(
    run: Callable[[Any], Rows], table: ir.Table, fact: Fact, columns: Sequence[str], *, limit: int, of: int
) -> Rows:
    """The *columns* of the first *limit* rows of *table*, the largest contribution first; ties by what tells rows apart.

    Of a large fact (*of* rows) in files kept by columns, the many columns are read for the rows found alone: 50 rows of
    10 million were 2.5 s, most of them spent on columns of rows that are not shown.
    """
    keys = row_key(table, fact)
    size = table[CONTRIBUTION].cast("float64").abs()
    ordered = table.order_by([size.isnull().asc(), size.desc(), *(table[c].asc() for c in keys)]).limit(limit)
    if of < LEAST_ROWS or limit > _MOST_KEYS or not keys or table.get_backend().name != "duckdb":
        return run(ordered.select(*columns))
    found = run(ordered.select(*keys))
    whole = run(_among(table, keys, found).select(*dict.fromkeys([*columns, *keys]))) if found else []
    rows = _in_order(found, whole, keys)
    return run(ordered.select(*columns)) if rows is None else [{c: row[c] for c in columns} for row in rows]


def _among(table: ir.Table, keys: Sequence[str], found: Rows) -> ir.Table:
    """Rows that have a value of the rows found in each key: a few more than these.

    DuckDB looks a plain list up after it has read all columns; what is wrapped is told while the key's column is read.
    """
    for key in keys:
        values = {row[key] for row in found}
        if None not in values:
            table = table.filter(ibis.coalesce(table[key].isin(sorted(values)), ibis.literal(value=False)))
    return table


def _in_order(found: Rows, whole: Rows, keys: Sequence[str]) -> Rows | None:
    """The whole rows in the order found; None where keys do not tell them apart."""
    by_key: dict[tuple[Any, ...], Rows] = defaultdict(list)
    for row in whole:
        by_key[tuple(row[k] for k in keys)].append(row)
    wanted = [tuple(row[k] for k in keys) for row in found]
    if len(set(wanted)) != len(wanted) or any(len(by_key[k]) != 1 for k in wanted):
        return None
    return [by_key[k][0] for k in wanted]
