"""Appendix: finance's bridge, definitions, the state of the data, and what was left out."""

from __future__ import annotations

from decimal import Decimal

from fupan.review.context import Context
from fupan.review.deck_blocks import AppendixSpec
from fupan.review.left_out import told_notes
from fupan.review.model import Cell, Chart, Column, Display, Point, Provenance, Row, Series, Table, Text, show_number

_MOST = 15
_MOST_DEFINITIONS = 80


def draw(spec: AppendixSpec, context: Context) -> Chart | Table | Text | None:
    """The block; None when the caller gave nothing for it."""
    title = spec.title.of(context.lang) if spec.title else ""
    if spec.draw == "finance_bridge":
        return _finance(title, context)
    if spec.draw == "quality":
        return _quality(title, context)
    if spec.draw == "definitions":
        return _definitions(title, context)
    points = tuple(Point(note, rule="note") for note in told_notes(context.notes, context.lang))
    return Text(points, title) if points else None


def _finance(title: str, context: Context) -> Chart | None:
    steps = context.appendix.finance
    if not steps:
        return None
    names = tuple(_unsigned(context.word(s.label_zh, s.label_en)) for s in steps)
    values = tuple(s.amount for s in steps)
    display = context.scales.block(values)
    series = Series(context.word("金额", "Amount"), values, display, "total")
    alt = "; ".join(f"{n} {show_number(v, display)}" for n, v in zip(names, values, strict=True))
    unit = context.word(f"（{display.unit}）", f" ({display.unit})")
    made = Provenance(
        context.word("口径桥：含税订单到财务净额", "bridge from gross with tax to finance's net sales"),
        window=context.window.label,
        as_of=context.as_of,
        rows=sum(s.rows or 0 for s in steps),
        sources=("order_lines", "return_lines", "accruals", "control_totals"),
    )
    return Chart("waterfall", names, (series,), title + unit if title else "", alt=alt, provenance=made)


def _unsigned(name: str) -> str:
    """A step's name without its 减 or plus: the bar's direction and sign say so."""
    for sign in ("减：", "加：", "less ", "plus "):
        name = name.removeprefix(sign)
    return name[:1].upper() + name[1:]


def _quality(title: str, context: Context) -> Table | None:
    loads = context.appendix.loads
    if not loads:
        return None
    count = Display("count")
    heads = (
        Column(context.word("来源", "Source"), weight=Decimal("2.2")),
        *(
            Column(context.word(*w), "number", count)
            for w in (("读入行", "Rows read"), ("装载", "Loaded"), ("隔离", "Quarantined"), ("略过", "Passed over"))
        ),
    )
    body = [
        Row(
            (
                Cell(f.source),
                *(
                    Cell(show_number(Decimal(n), count), Decimal(n))
                    for n in (f.read, f.loaded, f.quarantined, f.left_out)
                ),
            )
        )
        for f in loads[:_MOST]
    ]
    sums = [
        sum(f.read for f in loads),
        sum(f.loaded for f in loads),
        sum(f.quarantined for f in loads),
        sum(f.left_out for f in loads),
    ]
    body.append(
        Row(
            (
                Cell(context.word("合计", "Total"), strong=True),
                *(Cell(show_number(Decimal(n), count), Decimal(n), strong=True) for n in sums),
            ),
            "total",
        )
    )
    left = len(loads) - _MOST
    sentence = (
        context.word(f"另有{left}个来源未列，已计入合计", f"{left} more sources are in the total") if left > 0 else ""
    )
    return Table(heads, tuple(body), title=title, sentence=sentence, alt=title)


def _definitions(title: str, context: Context) -> Table | None:
    definitions = context.appendix.definitions
    if not definitions:
        return None
    heads = (
        Column(context.word("指标", "Metric"), weight=Decimal("1.4")),
        Column(context.word("定义与口径", "Definition and basis"), weight=Decimal(4)),
    )
    rows = tuple(
        Row(
            (
                Cell(name, strong=True),
                Cell(
                    f"{meaning}{f'（{basis}）' if basis and context.lang == 'zh' else f' ({basis})' if basis else ''}"
                ),
            )
        )
        for name, meaning, basis in definitions[:_MOST_DEFINITIONS]
    )
    left = len(definitions) - _MOST_DEFINITIONS
    sentence = (
        context.word(f"另有{left}个指标的口径见各页备注", f"{left} more are defined in the notes of their pages")
        if left > 0
        else ""
    )
    return Table(heads, rows, title=title, sentence=sentence, alt=title)
