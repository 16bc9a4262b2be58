"""What stands on a page: its sentences and its figures."""

from __future__ import annotations

from collections.abc import Iterator

from fupan.review.model import Chart, Number, Slide, Table, Text, Tiles


def sentences(slide: Slide) -> list[str]:
    """Headline, and the sentences of text blocks."""
    found = [slide.headline]
    for placed in slide.blocks:
        if isinstance(placed.content, Text):
            found += [p.text for p in placed.content.points]
        if slide.id == "notes" and isinstance(placed.content, Table):
            found += [c.text for r in placed.content.rows for c in r.cells]
    return found


def figures(slide: Slide) -> Iterator[Number]:
    """Each figure of tiles, charts and tables, in the order of the page."""
    for placed in slide.blocks:
        match placed.content:
            case Tiles():
                yield from (t.value for t in placed.content.tiles)
            case Chart():
                yield from (v for s in placed.content.series for v in s.values)
            case Table():
                yield from (c.value for r in placed.content.rows for c in r.cells)
