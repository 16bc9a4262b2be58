"""Which box each slot of a slide gets, from its layout and from what its blocks need."""

from __future__ import annotations

from functools import partial

from fupan.review.model import Block, Chart, Lang, Layout, Slide, Slot, Table, Text
from fupan.review.renderers.box import Box
from fupan.review.renderers.contents import goes_on_beside
from fupan.review.renderers.native_charts.bars import bars_height
from fupan.review.renderers.pptx.blocks import wish
from fupan.review.renderers.pptx.frame import GAP, LEAST_HEIGHT, STACK_GAP, arrange, left_share
from fupan.review.renderers.pptx.points import points_that_fit
from fupan.review.renderers.pptx.table_fit import natural_width, say_unit_once

_NARROWER = (0.56, 0.5)
"""Shares that the left side is reduced to where a text beside it needs the room."""
_MOST_BARS = 230.0
"""Height up to which bars are named one by one whatever stands below them."""
_LEAST_LEFT, _MOST_LEFT, _MOST_BESIDE_CHART = 0.5, 0.68, 0.44
"""Shares of the width: what the left side gets at least and at most where tables stand on both sides, and what a table
beside a chart may take."""


def place_slots(slide: Slide, content: Box, lang: Lang) -> dict[Slot, Box]:
    """The boxes of the slots that *slide* uses."""
    blocks: dict[Slot, list[Block]] = {}
    for placed in slide.blocks:
        blocks.setdefault(placed.slot, []).append(placed.content)
    beside = [block for slot in ("second", "side") for block in blocks.get(slot, ())]
    left = [b for slot in ("main", "below") for b in blocks.get(slot, ())]
    wishes = {slot: partial(_wish, inside, lang) for slot, inside in blocks.items()}
    least = {slot: _least(inside) for slot, inside in blocks.items()}
    even = goes_on_beside(slide)
    share = 0.5 if even else _share(slide.layout, left, beside, content.width - GAP, lang)
    boxes = arrange(slide.layout, content, wishes, share=share, least=least)
    for narrower in _NARROWER:
        if not _overflows(blocks, boxes, lang) or (share or left_share(slide.layout)) <= narrower:
            break
        boxes = arrange(slide.layout, content, wishes, share=narrower, least=least)
    return boxes


def _least(blocks: list[Block]) -> float:
    """The height that a chart keeps where a text beside it is long: a few bars need less."""
    bars = [b for b in blocks if isinstance(b, Chart) and b.kind == "bar"]
    if len(bars) != len(blocks) or not bars:
        return LEAST_HEIGHT
    return min(_MOST_BARS, sum(bars_height(b) + (22 if b.title else 0) + (18 if b.sentence else 0) for b in bars))


def _overflows(blocks: dict[Slot, list[Block]], boxes: dict[Slot, Box], lang: Lang) -> bool:
    """Whether a text beside the main block finds no room for all of its points."""
    beside = [(inside[0], boxes[s]) for s, inside in blocks.items() if s in {"second", "side"} and len(inside) == 1]
    return any(isinstance(b, Text) and points_that_fit(b, box, lang) < len(b.points) for b, box in beside)


def _share(layout: Layout, left: list[Block], beside: list[Block], width: float, lang: Lang) -> float:
    """The left side's share where tables ask for room; 0 for the layout's own."""
    own, other = _tables_width(left, lang), _tables_width(beside, lang)
    if not other or not left:
        return 0.0
    if own:
        return min(max(own / (own + other), _LEAST_LEFT), _MOST_LEFT)
    beyond = other > width * (1 - left_share(layout))
    return 1 - min(other / width, _MOST_BESIDE_CHART) if beyond else 0.0


def _tables_width(blocks: list[Block], lang: Lang) -> float:
    return max((natural_width(say_unit_once(b, lang)) for b in blocks if isinstance(b, Table) and b.rows), default=0.0)


def _wish(blocks: list[Block], lang: Lang, width: float) -> float | None:
    heights = [wish(block, width, lang) for block in blocks]
    known = [height for height in heights if height is not None]
    return None if len(known) < len(heights) else sum(known) + STACK_GAP * (len(known) - 1)
