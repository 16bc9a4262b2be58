"""The days that a question asks about as rows, so that what holds on many of them is read once and met with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis

from fupan.metrics.plan.frame import literal

if TYPE_CHECKING:
    import ibis.expr.types as ir


def spine(days: Mapping[str, Sequence[date]]) -> ir.Table:
    """A table with a column of dates per entry of *days*, all of the same length: its n-th row holds the n-th of each."""
    count = len(next(iter(days.values())))
    index = ibis.range(0, count).unnest().name("_i").as_table()
    index = index.select(_i=index["_i"].cast("int64"))
    return index.select(**{name: _pick(index["_i"], listed) for name, listed in days.items()})


def numbers(name: str, listed: Sequence[int]) -> ir.Table:
    """A table of one column of whole numbers, one row for each of those *listed* (none negative)."""
    every = ibis.range(0, max(listed) + 1).unnest().name("_i").as_table()
    every = every.select(**{name: every["_i"].cast("int64")})
    return every if len(listed) > max(listed) else every.filter(every[name].isin(listed))


def _pick(index: ir.Value, days: Sequence[date]) -> Any:
    """The day that stands at *index*: a balanced tree of comparisons."""

    def tree(low: int, high: int) -> Any:
        if high - low == 1:
            return literal(days[low])
        middle = (low + high) // 2
        return ibis.ifelse(index < middle, tree(low, middle), tree(middle, high))

    return tree(0, len(days))


def with_every(found: ir.Table, rows: ir.Table, key: str) -> ir.Table:
    """*found* with a row, without figures, for each of the spine's *rows* that it has none of."""
    side = found.select(**{f"{c}#": found[c] for c in found.columns})
    joined = rows.select(key).left_join(side, rows[key] == side[f"{key}#"])
    return joined.select(**{c: joined[key if c == key else f"{c}#"] for c in found.columns})
