"""Which box each slot of a slide gets, from its layout and from what its blocks need."""

from __future__ import annotations

from functools import partial

from fupan.review.model import Block, Lang, Slide, Slot
from fupan.review.renderers.box import Box
from fupan.review.renderers.pptx.blocks import wish
from fupan.review.renderers.pptx.frame import STACK_GAP, arrange


def place_slots(slide: Slide, content: Box, lang: Lang) -> dict[Slot, Box]:
    """The boxes of the slots that *slide* uses."""
    blocks: dict[Slot, list[Block]] = {}
    for placed in slide.blocks:
        blocks.setdefault(placed.slot, []).append(placed.content)
    return arrange(slide.layout, content, {slot: partial(_wish, inside, lang) for slot, inside in blocks.items()})


def _wish(blocks: list[Block], lang: Lang, width: float) -> float | None:
    heights = [wish(block, width, lang) for block in blocks]
    known = [height for height in heights if height is not None]
    return None if len(known) < len(heights) else sum(known) + STACK_GAP * (len(known) - 1)
