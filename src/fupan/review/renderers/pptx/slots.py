"""Which box each slot of a slide gets, from its layout and from what its blocks need."""

from __future__ import annotations

from functools import partial

from fupan.review.model import Block, Lang, Slide, Slot, Table
from fupan.review.renderers.box import Box
from fupan.review.renderers.pptx.blocks import wish
from fupan.review.renderers.pptx.frame import STACK_GAP, arrange

BOTH_TABLES = 0.6
"""Share of the left side where tables stand on both."""


def place_slots(slide: Slide, content: Box, lang: Lang) -> dict[Slot, Box]:
    """The boxes of the slots that *slide* uses."""
    blocks: dict[Slot, list[Block]] = {}
    for placed in slide.blocks:
        blocks.setdefault(placed.slot, []).append(placed.content)
    beside = [block for slot in ("second", "side") for block in blocks.get(slot, ())]
    tables = any(isinstance(b, Table) for b in blocks.get("main", ())) and any(isinstance(b, Table) for b in beside)
    wishes = {slot: partial(_wish, inside, lang) for slot, inside in blocks.items()}
    return arrange(slide.layout, content, wishes, share=BOTH_TABLES if tables else 0.0)


def _wish(blocks: list[Block], lang: Lang, width: float) -> float | None:
    heights = [wish(block, width, lang) for block in blocks]
    known = [height for height in heights if height is not None]
    return None if len(known) < len(heights) else sum(known) + STACK_GAP * (len(known) - 1)
