"""Waterfall of price, volume and mix against last year."""

from __future__ import annotations

from fupan.review.blocks.chart import describe
from fupan.review.context import Context
from fupan.review.deck_blocks import PriceVolumeMixSpec
from fupan.review.facts.variance import MEANINGS, WORDS, effects
from fupan.review.model import Chart, Series


def draw(spec: PriceVolumeMixSpec, context: Context) -> Chart | None:
    """Last year, the effects that are not zero, and now; the remainder to the total's own figure is a step too."""
    frame, whole = context.frame(spec.of), context.frame(spec.total)
    found = effects(frame, spec.metric, spec.quantity)
    if found is None:
        return None
    before, total = found
    start = whole.of_total(f"{spec.metric}.last_year") or before
    end = whole.of_total(spec.metric)
    end = before + total.total if end is None else end
    steps = [(context.word(*WORDS[name]), getattr(total, name)) for name in WORDS if getattr(total, name)]
    rest = end - start - total.total
    if rest:
        steps.append((context.word("未分解", "Not split"), rest))
    categories = (context.word("去年", "Last year"), *(n for n, _ in steps), context.word("本期", "Now"))
    values = (start, *(a for _, a in steps), end)
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
        context.word("；", "; ").join(context.word(*MEANINGS[n]) for n in MEANINGS if getattr(total, n)),
        alt=describe(categories, [series], context),
        provenance=frame.provenance,
    )
