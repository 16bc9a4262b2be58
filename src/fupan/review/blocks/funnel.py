"""Stages with how many entered each and the share of them that went on."""

from __future__ import annotations

from fupan.review.blocks.chart import describe
from fupan.review.context import Context
from fupan.review.deck_blocks import FunnelSpec
from fupan.review.frame import in_order, is_unknown, member, number
from fupan.review.model import Chart, Series


def draw(spec: FunnelSpec, context: Context) -> Chart | None:
    """The stages from the fullest on; None under two of them. The last stage, from which none goes on, shows no rate."""
    frame = context.frame(spec.of)
    ordered = in_order(frame.rows, f"-{spec.metric}")
    rows = [r for r in ordered if number(r, spec.metric) and not is_unknown(r, spec.by)]
    if len(rows) < 2:
        return None
    names = tuple(member(r, spec.by, context.lang) for r in rows)
    entered = Series(
        frame.kind(spec.metric).label(context.lang), tuple(number(r, spec.metric) for r in rows), context.scales.count()
    )
    rates = tuple(number(r, spec.rate) or None for r in rows)
    went_on = Series(frame.kind(spec.rate).label(context.lang), rates, context.scales.percent(), "ratio")
    series = (entered, went_on)
    return Chart(
        "funnel", names, series, spec.title.of(context.lang) if spec.title else "",
        context.word("括号内为同批中进入下一阶段的比例", "In brackets: the share of the same cohort that went on"),
        alt=describe(names, series, context), provenance=frame.provenance,
    )  # fmt: skip
