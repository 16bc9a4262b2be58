"""Waterfall from target or last year to the actual."""

from __future__ import annotations

from fupan.diagnose import Step
from fupan.review.blocks.chart import describe
from fupan.review.context import Context
from fupan.review.deck_blocks import BridgeSpec
from fupan.review.facts.bridge import choose
from fupan.review.model import Chart, Series


def draw(spec: BridgeSpec, context: Context) -> Chart | None:
    """The waterfall of the most telling data set; None without a base (no target, no last year)."""
    chosen = choose(spec.among, spec.total, spec.metric, spec.kind, context, most=spec.most)
    if chosen is None:
        return None
    name, bridge = chosen
    frame = context.frame(name)
    first = (
        context.frame(spec.total).kind("target").label(context.lang)
        if spec.kind == "plan"
        else context.word("去年同期", "Last year")
    )
    partly = spec.kind == "plan" and bool(context.frame(spec.total).of_total("unmatched"))
    last = context.frame(spec.total).kind("credited").label(context.lang) if partly else context.word("实际", "Actual")
    categories = (first, *(_step_name(s, context) for s in bridge.steps), last)
    values = (bridge.start, *(s.amount for s in bridge.steps), bridge.end)
    display = context.scales.block(values)
    series = Series(frame.kind(spec.metric).label(context.lang), values, display, "total")
    title = spec.title.of(context.lang) if spec.title else ""
    if title:
        title += context.word(f"（{display.unit}）", f" ({display.unit})")
    return Chart(
        "waterfall",
        categories,
        (series,),
        title,
        alt=describe(categories, [series], context),
        provenance=frame.provenance,
    )


def _step_name(step: Step, context: Context) -> str:
    n = len(step.members)
    words = {
        "others": (f"其余{n}项", f"{n} others"),
        "untargeted": ("无目标部分", "Without target"),
        "unassigned": ("目标分解差额", "Not broken down"),
    }
    return step.key if step.kind == "slice" else context.word(*words[step.kind])
