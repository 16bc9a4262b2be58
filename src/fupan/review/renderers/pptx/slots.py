"""Which box each slot of a slide gets, from its layout and from what its blocks need."""

from __future__ import annotations

from functools import partial

from fupan.review.model import Block, Lang, Layout, Slide, Slot, Table
from fupan.review.renderers.box import Box
from fupan.review.renderers.pptx.blocks import wish
from fupan.review.renderers.pptx.frame import GAP, STACK_GAP, arrange, left_share
from fupan.review.renderers.pptx.table_fit import natural_width, say_unit_once

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
    return arrange(slide.layout, content, wishes, share=_share(slide.layout, left, beside, content.width - GAP, lang))


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
