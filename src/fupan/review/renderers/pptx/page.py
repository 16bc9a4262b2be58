"""A page of a presentation: a slide, or a part of one that goes on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fupan.review.model import Block, Placed, Slide

MOST_PAGES = 6
"""Pages that one block may take; what then is left is counted and pointed to the workbook."""
SMALLEST_TABLE = 12.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a slide. ``span`` keeps the axis of bars that go on; ``table_size`` the text size of a table that does;
    ``rows`` is how many rows tables side by side have at most, so that all rows are of one height."""

    slide: Slide
    number: int = 1
    count: int = 1
    span: tuple[float, float] | None = None
    table_size: float | None = None
    rows: int = 0


def with_block(slide: Slide, placed: Placed, block: Block, *, alone: bool = False) -> Slide:
    """The slide with *placed* replaced; *alone*: as a full page without the other blocks."""
    new = replace(placed, content=block)
    if alone:
        return replace(slide, layout="full", blocks=(replace(new, slot="main"),))
    return replace(slide, blocks=tuple(new if other is placed else other for other in slide.blocks))
