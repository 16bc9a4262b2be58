"""Heat table: two dimensions, shaded by how far a ratio is from its target; totals computed at their own level."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fupan.review.context import Context
from fupan.review.deck_blocks import HeatSpec
from fupan.review.frame import Frame, growth, in_order, is_unknown, member, number
from fupan.review.frame import Row as Record
from fupan.review.model import Cell, Column, Number, Row, Table, show_number

_FULL_HEAT = Decimal("0.25")
"""A lag (or lead) of a quarter has the full colour."""


def draw(spec: HeatSpec, context: Context) -> Table | None:
    """Rows x columns of the metric (``growth`` is last year's growth of net sales); None without any figure."""
    frame = context.frame(spec.of)
    cells = {
        (member(r, spec.rows, context.lang), member(r, spec.columns, context.lang)): r for r in frame.rows if _value(spec, r) is not None
    }  # fmt: skip
    if not cells:
        return None
    rows = _order(spec, frame, spec.row_totals, spec.rows, context, {k[0] for k in cells})
    columns = _order(spec, frame, spec.column_totals, spec.columns, context, {k[1] for k in cells})
    more_rows, more_columns = rows[spec.most_rows :], columns[spec.most_columns :]
    rows, columns = rows[: spec.most_rows], columns[: spec.most_columns]
    row_totals = _totals(spec, spec.row_totals, spec.rows, context)
    column_totals = _totals(spec, spec.column_totals, spec.columns, context)
    body = []
    for name in rows:
        line = [Cell(name, strong=True)] + [_cell(spec, cells.get((name, c)), frame, context) for c in columns]
        if row_totals:
            line.append(_cell(spec, row_totals.get(name), context.frame(spec.row_totals or ""), context, strong=True))
        body.append(Row(tuple(line)))
    if column_totals:
        last = [Cell(context.word("合计", "Total"), strong=True)]
        of = context.frame(spec.column_totals or "")
        last += [_cell(spec, column_totals.get(c), of, context, strong=True) for c in columns]
        if row_totals:
            whole = context.frame(spec.total or "")
            last.append(_cell(spec, whole.total, whole, context, strong=True))
        body.append(Row(tuple(last), "total"))
    display = context.scales.percent(signed=spec.metric == "growth")
    heads = [
        frame.kind(spec.rows).label(context.lang),
        *columns,
        *([context.word("合计", "Total")] if row_totals else []),
    ]
    return Table(
        tuple(Column(h, "text" if i == 0 else "number", display) for i, h in enumerate(heads)),
        tuple(body),
        "heat",
        spec.title.of(context.lang) if spec.title else "",
        _left_out(more_rows, more_columns, context),
        alt=_alt(heads, body, context),
        provenance=frame.provenance,
    )


def _value(spec: HeatSpec, row: Record | None) -> Number:
    if row is None:
        return None
    if spec.metric == "growth":
        return growth(number(row, "net_sales"), number(row, "net_sales.last_year"))
    return number(row, spec.metric)


def _order(
    spec: HeatSpec, frame: Frame, totals: str | None, dimension: str, context: Context, there: set[str]
) -> list[str]:
    """Members by size: from the totals' data set, else by what their cells hold."""
    source = context.frame(totals) if totals else Frame()
    ranked = [
        member(r, dimension, context.lang)
        for r in in_order(source.rows, f"-{spec.sort}")
        if not is_unknown(r, dimension)
    ]
    rest = [member(r, dimension, context.lang) for r in in_order(frame.rows, f"-{spec.sort}")]
    return [n for n in dict.fromkeys([*ranked, *rest]) if n in there]


def _totals(spec: HeatSpec, name: str | None, dimension: str, context: Context) -> Mapping[str, Record]:
    if name is None:
        return {}
    return {member(r, dimension, context.lang): r for r in context.frame(name).rows if _value(spec, r) is not None}


def _cell(spec: HeatSpec, row: Record | None, frame: Frame, context: Context, *, strong: bool = False) -> Cell:
    value = _value(spec, row)
    if row is None or value is None:
        return Cell("–", strong=strong)
    display = context.scales.percent(signed=spec.metric == "growth")
    text = show_number(value, display)
    if spec.lag is None:
        return Cell(text, value, heat=_heat(value), strong=strong)
    judgement = context.judge_row(row, frame)
    lag = judgement.lag
    heat = None if judgement.light == "none" or lag is None else _heat(-lag)
    return Cell(text, value, light=judgement.light, heat=heat, strong=strong)


def _heat(ahead: Decimal) -> Decimal:
    return max(Decimal(-1), min(Decimal(1), ahead / _FULL_HEAT)).quantize(Decimal("0.01"))


def _left_out(rows: list[str], columns: list[str], context: Context) -> str:
    parts = []
    if rows:
        parts.append(
            context.word(f"另有{len(rows)}行未列（按销售额从大到小取）", f"{len(rows)} smaller rows are not shown")
        )
    if columns:
        parts.append(
            context.word(
                f"另有{len(columns)}列未列（按销售额从大到小取）", f"{len(columns)} smaller columns are not shown"
            )
        )
    return "；".join(parts) if context.lang == "zh" else "; ".join(parts)


def _alt(heads: list[str], body: list[Row], context: Context) -> str:
    comma, semicolon = ("，", "；") if context.lang == "zh" else (", ", "; ")
    return semicolon.join(
        f"{row.cells[0].text}{context.word('：', ': ')}"
        + comma.join(f"{h} {c.text}" for h, c in zip(heads[1:], row.cells[1:], strict=True))
        for row in body
    )
