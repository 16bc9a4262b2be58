"""Texts that are longer than their box: nothing said is left out, it goes on to further pages."""

from __future__ import annotations

from dataclasses import replace

from fupan.review.model import Lang, Placed, Slide, Text
from fupan.review.renderers.box import Box
from fupan.review.renderers.pptx.page import MOST_PAGES, Page, with_block
from fupan.review.renderers.pptx.points import points_that_fit
from fupan.review.renderers.pptx.slots import place_slots


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
        alone = len(first.slide.blocks) == 1
        kept = max(kept, 1) if alone else kept
        now, rest = replace(text, points=text.points[:kept]), replace(text, points=text.points[kept:])
        slide = with_block(slide, placed, now) if kept else _without(slide, placed)
        further += _following(with_block(first.slide, placed, rest, alone=True), content, lang)
    return replace(first, slide=slide), further


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
