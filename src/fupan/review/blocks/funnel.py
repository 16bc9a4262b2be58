"""Stages of one cohort from the first to the last, each with its share of the one before."""

from __future__ import annotations

from itertools import pairwise

from fupan.review.blocks.chart import describe
from fupan.review.context import Context
from fupan.review.deck_blocks import FunnelSpec
from fupan.review.model import Chart, Number, Series


def draw(spec: FunnelSpec, context: Context) -> Chart | None:
    """The stages that have a figure; None where fewer than two have one, or the first is nothing."""
    frame = context.frame(spec.of)
    found = [(frame.kind(m).label(context.lang), frame.of_total(m)) for m in spec.metrics]
    stages = [(name, value) for name, value in found if value is not None]
    if len(stages) < 2 or not stages[0][1]:
        return None
    names, values = tuple(n for n, _ in stages), tuple(v for _, v in stages)
    shares: list[Number] = [None]
    shares += [now / before if before else None for before, now in pairwise(values)]
    counts = Series(context.word("数量", "Number"), values, context.scales.count())
    series = (counts, Series(context.word("转化率", "Conversion"), tuple(shares), context.scales.percent(), "ratio"))
    return Chart(
        "funnel", names, series, spec.title.of(context.lang) if spec.title else "",
        alt=describe(names, series, context), provenance=frame.provenance,
    )  # fmt: skip
