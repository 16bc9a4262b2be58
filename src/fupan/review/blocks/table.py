"""Tables of a data set with shares, growth and lights."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Literal

from fupan.review.context import Context
from fupan.review.deck_blocks import ColumnSpec, TableBlockSpec
from fupan.review.frame import Frame, growth, in_order, is_unknown, member, number
from fupan.review.frame import Row as Record
from fupan.review.left_out import not_shown
from fupan.review.model import Cell, Column, Display, Number, Row, Table, Tone, show_number
from fupan.review.palette import LIGHTS
from fupan.review.scale import shown
from fupan.track import Judgement, Ranked, rank


def draw(spec: TableBlockSpec, context: Context) -> Table | None:
    """The table; columns without any figure are left out; None without rows or figures."""
    frame = context.frame(spec.of)
    if frame.empty or not frame.rows:
        return None
    columns = [c for c in spec.columns if _filled(c, frame)]
    sort = spec.sort
    figures = [c for c in columns if c.show not in ("name", "light", "rank")]
    rows = [r for r in in_order(frame.rows, sort) if any(_value(c, r, Decimal(1)) for c in figures)]
    if spec.only is not None:
        rows = [r for r in rows if _moved(r, spec, frame)]
    if not rows:
        return None
    shown_rows, cut = _shown(rows, spec)
    whole = context.frame(spec.total) if spec.total else frame
    summed = whole.total is not None and (spec.total is not None or spec.top is None)
    seen = [*shown_rows, *([whole.total or {}] if summed else [])]
    displays = {c: _display(c, frame, columns, seen, context) for c in columns}
    ranks = {r.key: r for r in _ranks(columns, frame)}
    body = [Row(tuple(_cell(c, r, frame, displays[c], context, ranks) for c in columns)) for r in shown_rows]
    if cut and spec.both_ends:
        words = context.word(f"其间{cut}个未列", f"{cut} between are not shown")
        body.insert(len(shown_rows) - len(shown_rows) // 2, Row((Cell(f"… {words}"),), "note"))
    if summed:
        body.append(Row(tuple(_total(c, whole, frame, displays[c], context) for c in columns), "total"))
    return Table(
        tuple(
            Column(_label(c, frame, displays[c], context), _kind(c), displays[c], Decimal(str(c.weight)))
            for c in columns
        ),
        tuple(body),
        title=spec.title.of(context.lang) if spec.title else "",
        sentence=_left_out(cut, spec, frame, context),
        alt=_alt(body, context),
        provenance=frame.provenance,
    )


def _moved(row: Record, spec: TableBlockSpec, frame: Frame) -> bool:
    metric = (spec.sort or "").lstrip("-").split(".")[0]
    now, before = number(row, metric) or Decimal(0), number(row, f"{metric}.last_year")
    named = not any(is_unknown(row, d) for d in frame.by)
    if spec.only == "new":
        return named and now > 0 and not before and frame.has(f"{metric}.last_year")
    return named and before is not None and (now < before if spec.only == "down" else now > before)


def _shown(rows: list[Record], spec: TableBlockSpec) -> tuple[list[Record], int]:
    """The rows that fit, and how many are left out: the last ones, or those between both ends."""
    if spec.top is None or len(rows) <= spec.top:
        return rows, 0
    if not spec.both_ends:
        return rows[: spec.top], len(rows) - spec.top
    first = spec.top - spec.top // 2
    return [*rows[:first], *rows[-(spec.top // 2) :]], len(rows) - spec.top


def _left_out(left: int, spec: TableBlockSpec, frame: Frame, context: Context) -> str:
    """What the table leaves out, and by which order; a list that says it is a top list needs no such line."""
    if left <= 0 or spec.sort is None or spec.title is not None or spec.both_ends:
        return ""
    by = frame.kind(spec.sort.lstrip("-")).label(context.lang)
    return context.word(
        f"另有{left}个未列（按{by}排列取前{spec.top}个）",
        f"{not_shown(left)} (the first {spec.top} by {by.lower()})",
    )


def _filled(column: ColumnSpec, frame: Frame) -> bool:
    if column.show == "name":
        return column.of in frame.by
    if column.show == "light":
        return frame.has("lag")
    if column.show in ("growth", "change"):
        return frame.has(f"{column.of}.last_year")
    return any(v is not None for v in frame.values(column.of))


def _kind(column: ColumnSpec) -> Literal["text", "light", "number"]:
    return "text" if column.show == "name" else "light" if column.show == "light" else "number"


def _display(
    column: ColumnSpec, frame: Frame, columns: list[ColumnSpec], seen: list[Record], context: Context
) -> Display:
    """How a column is shown: scaled to the rows on the page, not to those that are left out. Columns of one metric (now,
    last year, the difference) share their unit, fine enough for the smallest difference."""
    if column.show in ("share", "growth"):
        return context.scales.percent(signed=column.show == "growth")
    if column.show in ("name", "light", "rank"):
        return Display()
    kind = frame.kind(column.of)
    if kind.format != "money":
        return context.scales.of(kind.format, [number(r, column.of) for r in seen], decimals=kind.decimals)
    base = column.of.split(".")[0]
    alike = [c for c in columns if c.of.split(".")[0] == base and c.show in ("value", "change")]
    amounts = [number(r, c.of) for c in (*alike, column) for r in seen]
    display = context.scales.block(amounts, signed=column.show == "change" or column.of == "gap")
    changes = [abs(v) for c in alike if c.show == "change" for r in seen if (v := _value(c, r, None))]
    for _ in range(2):
        if changes and not shown(min(changes), display) and display.scale > 1:
            display = replace(display, decimals=display.decimals + 1)
    return display


def _label(column: ColumnSpec, frame: Frame, display: Display, context: Context) -> str:
    words = {"share": ("占比", "Share"), "growth": ("同比", "YoY"), "light": ("灯", "Light"), "rank": ("排名", "Rank")}
    if column.label is not None:
        name = column.label.of(context.lang)
    elif column.show in words:
        name = context.word(*words[column.show])
    else:
        name = frame.kind(column.of).label(context.lang)
    if column.show in ("value", "change") and display.kind == "money":
        name += context.word(f"（{display.unit}）", f" ({display.unit})")
    return name


def _value(column: ColumnSpec, row: Record, total: Number) -> Number:
    now = number(row, column.of)
    if column.show == "share":
        return None if now is None or not total else now / total
    if column.show in ("growth", "change"):
        before = number(row, f"{column.of}.last_year")
        if column.show == "growth":
            return growth(now, before)
        return None if now is None or before is None else now - before
    return now


def _ranks(columns: list[ColumnSpec], frame: Frame) -> tuple[Ranked, ...]:
    of = next((c.of for c in columns if c.show == "rank"), None)
    if of is None or not frame.by:
        return ()
    return rank({_key(r, frame): number(r, of) for r in frame.rows})


def _key(row: Record, frame: Frame) -> str:
    return " / ".join(str(row.get(d)) for d in frame.by)


def _cell(
    column: ColumnSpec, row: Record, frame: Frame, display: Display, context: Context, ranks: dict[str, Ranked]
) -> Cell:
    if column.show == "name":
        return Cell(member(row, column.of, context.lang), strong=column.of == frame.by[0])
    if column.show == "light":
        judgement = context.judge_row(row, frame)
        return Cell(_answers(judgement, context), light=judgement.light)
    if column.show == "rank":
        place = ranks.get(_key(row, frame))
        if place is None:
            return Cell("–")
        return Cell(f"{place.rank}{'=' if place.tied else ''}", Decimal(place.rank))
    value = _value(column, row, frame.of_total(column.of))
    if column.show == "growth" and value is None and number(row, column.of) and frame.has(f"{column.of}.last_year"):
        return Cell(context.word("去年无", "new"))
    figure = None if column.zero == "blank" and value == 0 else value
    return _figure(column, figure, display, lower=_lower(column, frame, context))


def _answers(judgement: Judgement, context: Context) -> str:
    """Who answers for the lag; without a level the light's own name."""
    if judgement.light == "none":
        return ""
    name = judgement.level_name(context.lang).removesuffix("督办") or LIGHTS[judgement.light].name(context.lang)
    return name[:1].upper() + name[1:]


def _total(column: ColumnSpec, whole: Frame, frame: Frame, display: Display, context: Context) -> Cell:
    row = whole.total or {}
    if column.show == "name":
        return Cell(context.word("合计", "Total") if column.of == frame.by[0] else "", strong=True)
    if column.show == "light":
        judgement = context.judge_row(row, whole)
        return Cell(_answers(judgement, context), light=judgement.light)
    if column.show == "rank":
        return Cell("")
    figure = _value(column, row, number(row, column.of))
    return _figure(column, figure, display, lower=_lower(column, frame, context), strong=True)


def _figure(column: ColumnSpec, value: Number, display: Display, *, lower: bool, strong: bool = False) -> Cell:
    tone: Tone = "neutral"
    if value is not None and (column.show in ("growth", "change") or column.of == "gap"):
        rounded = (value / display.scale).quantize(Decimal(1).scaleb(-display.decimals))
        tone = "neutral" if rounded == 0 else "good" if (rounded > 0) != lower else "bad"
    return Cell(show_number(value, display), value, strong=strong, tone=tone)


def _lower(column: ColumnSpec, frame: Frame, context: Context) -> bool:
    """Whether less of the column's metric is better: a rise of overdue money is never good."""
    return frame.kind(column.of).direction == "down" or context.lights.of(column.of).direction == "lower"


def _alt(body: list[Row], context: Context) -> str:
    comma, semicolon = ("，", "；") if context.lang == "zh" else (", ", "; ")
    return semicolon.join(comma.join(c.text for c in row.cells if c.text) for row in body)
