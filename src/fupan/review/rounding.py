"""Whether displayed parts add up to the displayed total."""

from __future__ import annotations

from decimal import Decimal

from fupan.review.model import Chart, Display, Number, Table
from fupan.review.scale import shown

_ADDITIVE = ("money", "count")


def differs(block: Chart | Table) -> bool:
    """True where rounding makes the shown parts miss the shown total: the page then says so."""
    if isinstance(block, Chart) and block.kind == "share":
        return any(
            sum((_shown(s.values[i], s.display) for s in block.series), Decimal(0)) != 1
            for i in range(len(block.categories))
        )
    return _waterfall(block) if isinstance(block, Chart) else _table(block)


def _waterfall(chart: Chart) -> bool:
    if chart.kind != "waterfall" or len(chart.categories) < 3:
        return False
    series = chart.series[0]
    values = [_shown(v, series.display) for v in series.values]
    return sum(values[:-1], Decimal(0)) != values[-1]


def _table(table: Table) -> bool:
    totals = [r for r in table.rows if r.kind == "total"]
    if table.kind != "table" or len(totals) != 1:
        return False
    rows = [r for r in table.rows if r.kind == "row"]
    for i, column in enumerate(table.columns):
        if column.kind != "number" or column.display.kind not in _ADDITIVE:
            continue
        raw = [r.cells[i].value for r in rows]
        total = totals[0].cells[i].value
        if total is None or sum((v for v in raw if v is not None), Decimal(0)) != total:
            continue  # not a sum (a distinct count, a top list): nothing to add up
        if sum((_shown(v, column.display) for v in raw), Decimal(0)) != _shown(total, column.display):
            return True
    return False


def _shown(value: Number, display: Display) -> Decimal:
    return shown(value, display) or Decimal(0)
