"""Texts that are longer than their box: nothing said is left out, it goes on below the chart or to further pages."""

from __future__ import annotations

from dataclasses import replace

from fupan.review.model import Chart, Lang, Placed, Slide, Text
from fupan.review.renderers.box import Box
from fupan.review.renderers.pptx.page import MOST_PAGES, Page, with_block
from fupan.review.renderers.pptx.points import points_that_fit
from fupan.review.renderers.pptx.slots import place_slots

_LEAST_CHART = 250.0
"""Points of height that a main chart keeps where a text goes on below it."""


def split_texts(first: Page, content: Box, lang: Lang) -> tuple[Page, list[Page]]:
    """*first* with the points that fit it, and the pages on which the others follow, as large as they like to be."""
    boxes = place_slots(first.slide, content, lang)
    slide, further = first.slide, list[Page]()
    for placed in first.slide.blocks:
        text = placed.content
        if not isinstance(text, Text) or sum(other.slot == placed.slot for other in first.slide.blocks) > 1:
            continue
        kept = points_that_fit(text, boxes[placed.slot], lang)
        if kept >= len(text.points):
            continue
        rest = replace(placed, slot="below", id=f"{placed.id}_more", content=_from(text, kept))
        if kept and (whole := _under_main(with_block(slide, placed, _to(text, kept)), rest, placed, content, lang)):
            slide = whole
            continue
        alone = len(first.slide.blocks) == 1
        kept = max(kept, 1) if alone else kept
        slide = with_block(slide, placed, _to(text, kept)) if kept else _without(slide, placed)
        further += _following(with_block(first.slide, placed, _from(text, kept), alone=True), content, lang)
    return replace(first, slide=slide), further


def _to(text: Text, end: int) -> Text:
    return replace(text, points=text.points[:end])


def _from(text: Text, start: int) -> Text:
    return replace(text, title="", points=text.points[start:])


def _under_main(slide: Slide, rest: Placed, side: Placed, content: Box, lang: Lang) -> Slide | None:
    """*slide* with the few points that are left below its main chart, where they stand whole and the chart stays large."""
    charts = [p.content for p in slide.blocks if p.slot == "main" and isinstance(p.content, Chart)]
    if len(charts) != 1 or any(p.slot in {"main", "below"} and p.content is not charts[0] for p in slide.blocks):
        return None
    whole = replace(slide, blocks=(*slide.blocks, rest))
    boxes = place_slots(whole, content, lang)
    texts = [p for p in whole.blocks if p.slot in {side.slot, "below"}]
    stands = all(
        isinstance(p.content, Text) and points_that_fit(p.content, boxes[p.slot], lang) == len(p.content.points)
        for p in texts
    )
    return whole if stands and boxes["main"].height >= _LEAST_CHART else None


def _without(slide: Slide, block: Placed) -> Slide:
    return replace(slide, blocks=tuple(placed for placed in slide.blocks if placed is not block))


def _following(slide: Slide, content: Box, lang: Lang) -> list[Page]:
    """Full pages of a text's remaining points."""
    pages: list[Page] = []
    while len(pages) < MOST_PAGES - 1:
        placed = slide.blocks[0]
        text = placed.content
        if not isinstance(text, Text) or not text.points:
            break
        kept = max(1, points_that_fit(text, content, lang))
        if len(pages) == MOST_PAGES - 2:
            kept = len(text.points)
        pages.append(Page(with_block(slide, placed, replace(text, points=text.points[:kept]))))
        slide = with_block(slide, placed, replace(text, points=text.points[kept:]))
    return pages
