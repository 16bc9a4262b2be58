"""Whether displayed parts add up to the displayed total, within one block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import permutations

from fupan.review.model import Chart, Display, Number, Table
from fupan.review.scale import shown

_ZERO = Decimal(0)
_SAME = Decimal("1e-9")
"""Shares are quotients: their sum is the whole up to what dividing leaves."""


def differs(block: Chart | Table) -> bool:
    """True where rounding makes the shown parts miss the shown total, or a shown difference its two sides: the page says so."""
    if isinstance(block, Table):
        return block.kind == "table" and (_totals(block) or _differences(block))
    if block.kind == "share":
        return any(
            sum((as_shown(s.values[i], s.display) for s in block.series), _ZERO) != 1
            for i in range(len(block.categories))
        )
    return _waterfall(block)


def as_shown(value: Number, display: Display) -> Decimal:
    """The displayed value; 0 for a gap."""
    return shown(value, display) or _ZERO


def figures(table: Table) -> Iterator[tuple[Display, list[Number], Number]]:
    """Each column of figures: its display, the rows' values and the total's."""
    totals = [r for r in table.rows if r.kind == "total"]
    rows = [r for r in table.rows if r.kind == "row" and len(r.cells) == len(table.columns)]
    for i, column in enumerate(table.columns):
        if column.kind == "number":
            yield (
                column.display,
                [r.cells[i].value for r in rows],
                totals[0].cells[i].value if len(totals) == 1 else None,
            )


def _waterfall(chart: Chart) -> bool:
    if chart.kind != "waterfall" or len(chart.categories) < 3:
        return False
    series = chart.series[0]
    values = [as_shown(v, series.display) for v in series.values]
    return sum(values[:-1], _ZERO) != values[-1]


def _totals(table: Table) -> bool:
    """Columns that add up (amounts, counts, shares); what is no sum (a rate, a distinct count, a top list) has no parts to add."""
    for display, values, total in figures(table):
        if (
            total is None
            or len([v for v in values if v]) < 2
            or abs(_sum(values) - total) > _SAME * max(Decimal(1), abs(total))
        ):
            continue
        if sum((as_shown(v, display) for v in values), _ZERO) != as_shown(total, display):
            return True
    return False


def _differences(table: Table) -> bool:
    """A column that is the difference of two others in every row: last year 8, this year 1, change -6 is told."""
    columns = [(d, v) for d, v, _ in figures(table) if d.kind in ("money", "count") and any(v)]
    for (first, left), (second, right), (third, change) in permutations(columns, 3):
        rows = [(a, b, c) for a, b, c in zip(left, right, change, strict=True) if None not in (a, b, c)]
        if not rows or any((a or _ZERO) - (b or _ZERO) != c for a, b, c in rows):
            continue
        if any(as_shown(a, first) - as_shown(b, second) != as_shown(c, third) for a, b, c in rows):
            return True
    return False


def _sum(values: Sequence[Number]) -> Decimal:
    return sum((v for v in values if v is not None), _ZERO)
