"""Two documents side by side: which headlines, figures and pages differ."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fupan.review.model import Chart, Document, Picture, Slide, Table, Text, Tiles, show_number


@dataclass(frozen=True, slots=True)
class Difference:
    """A thing that differs: a page that came or went, a headline, a sentence, or one figure with its item and column."""

    kind: Literal["page added", "page removed", "headline", "sentence", "figure"]
    page: str
    block: str = ""
    item: str = ""
    column: str = ""
    before: str = ""
    after: str = ""


def compare_documents(before: Document, after: Document) -> tuple[Difference, ...]:
    """All differences in the order of the later document's pages; figures as shown, matched by page, block, item, column."""
    old, new = ({s.id: s for s in d.slides} for d in (before, after))
    found: list[Difference] = []
    for name, slide in new.items():
        if name not in old:
            found.append(Difference("page added", name, after=slide.headline))
        else:
            found += _pages(old[name], slide)
    found += [Difference("page removed", n, before=s.headline) for n, s in old.items() if n not in new]
    return tuple(found)


def _pages(before: Slide, after: Slide) -> Iterator[Difference]:
    if before.headline != after.headline:
        yield Difference("headline", after.id, before=before.headline, after=after.headline)
    old, new = dict(_figures(before)), dict(_figures(after))
    for key in [*new, *(k for k in old if k not in new)]:
        one, other = old.get(key, ""), new.get(key, "")
        if one != other:
            kind: Literal["sentence", "figure"] = "sentence" if key[2] == "sentence" else "figure"
            yield Difference(kind, after.id, *key, one, other)


def _figures(slide: Slide) -> Iterator[tuple[tuple[str, str, str], str]]:
    """(block, item, column) -> the figure as shown."""
    for placed in slide.blocks:
        block, content = placed.id, placed.content
        match content:
            case Tiles():
                for tile in content.tiles:
                    yield (block, tile.label, ""), tile.text
                    for delta in tile.deltas:
                        yield (block, tile.label, delta.label), delta.text
            case Chart():
                for series in content.series:
                    for name, value in zip(content.categories, series.values, strict=False):
                        yield (block, name, series.name), show_number(value, series.display)
            case Table():
                for row in content.rows:
                    item = " ".join(c.text for c in row.cells if c.strong) or row.cells[0].text
                    for column, cell in zip(content.columns, row.cells, strict=False):
                        if not cell.strong:
                            yield (block, item, column.label), cell.text
            case Picture():
                yield (block, content.title or "picture", "picture"), hashlib.sha256(content.png).hexdigest()[:12]
                yield (block, content.title or "picture", "sentence"), content.sentence
            case Text():
                for point in content.points:
                    yield (block, point.tag or point.rule, "sentence"), point.text
