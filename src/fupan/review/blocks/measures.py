"""Measures of the round before: what was promised, whether it is done, and what the figures say since."""

from __future__ import annotations

from decimal import Decimal

from fupan.review.blocks.actions import LIGHTS
from fupan.review.causes import Measure
from fupan.review.context import Context
from fupan.review.deck_blocks import MeasuresSpec
from fupan.review.left_out import not_shown
from fupan.review.model import Cell, Column, Display, Provenance, Row, Table, show_number

_POINTS = Display("points", Decimal("0.01"), 1, signed=True)


def draw(spec: MeasuresSpec, context: Context) -> Table | None:
    """A row per measure, late ones first; None without any."""
    if not context.measures:
        return None
    left = len(context.measures) - spec.most
    shown = context.measures[: spec.most]
    heads = (
        (("项目", "Item"), "text", "1.2"), (("措施", "Measure"), "text", "3.2"), (("责任人", "Owner"), "text", "0.9"),
        (("完成日期", "Due"), "date", "1.1"), (("状态", "State"), "light", "1.2"), (("效果", "Effect"), "text", "1.9"),
        (("结果", "Result"), "text", "2.4"),
    )  # fmt: skip
    return Table(
        tuple(Column(context.word(*label), kind, weight=Decimal(weight)) for label, kind, weight in heads),  # type: ignore[arg-type]
        tuple(_row(m, context) for m in shown),
        "actions",
        spec.title.of(context.lang) if spec.title else "",
        context.word(f"另有{left}项未列（逾期在前）", f"{not_shown(left)} (late ones first)") if left > 0 else "",
        alt=context.word("；", "; ").join(f"{m.entry.measure} {effect(m, context)}" for m in shown),
        provenance=Provenance(
            context.word("上期填写的措施，与两期各页的数字", "measures written a period ago, and the figures of both periods"),
            window=context.measures[0].window, as_of=context.as_of, rows=len(context.measures),
        ),
    )  # fmt: skip


def effect(measure: Measure, context: Context) -> str:
    """The figure then and now, and the change in percentage points where both are shares."""
    if not measure.now or not measure.item.figure:
        return context.word("无可比数字", "no figure to compare")
    told = f"{measure.item.figure} → {measure.now}"
    if measure.points is None:
        return told
    unit = context.word("个百分点", " pp")
    return told + context.word(
        f"（{show_number(measure.points, _POINTS)}{unit}）", f" ({show_number(measure.points, _POINTS)}{unit})"
    )


def _row(measure: Measure, context: Context) -> Row:
    entry, points = measure.entry, measure.points
    days = measure.late_days
    state = {
        "late": context.word(f"逾期{days}天", f"{days} {'day' if days == 1 else 'days'} late"),
        "open": context.word("进行中", "Open"),
        "done": context.word("已完成", "Done"),
    }[measure.state]
    if measure.report is not None and measure.report.done == "partly":
        state += context.word("，部分完成", ", partly done")
    return Row(
        (
            Cell(measure.item.name, strong=True),
            Cell(entry.measure),
            Cell(entry.owner or context.word("未定", "Nobody yet"), tone="neutral" if entry.owner else "bad"),
            Cell(entry.due.isoformat() if entry.due else context.word("未定", "No date"), day=entry.due),
            Cell(state, light=LIGHTS[measure.state]),
            Cell(effect(measure, context), tone="neutral" if not points else "good" if points > 0 else "bad"),
            Cell((measure.report.result if measure.report is not None else "") or context.word("未回报", "Not reported")),
        )
    )  # fmt: skip
