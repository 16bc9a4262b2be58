"""Two documents side by side: which headlines, figures and pages differ, and by how much of it for which cause."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from fupan.review.model import Chart, Display, Document, Number, Picture, Row, Slide, Table, Text, Tiles, show_number

Key = tuple[str, str, str]
"""Block, item, column."""
Shown = tuple[str, Number, Display]
"""A figure as shown, its value, and how it is shown."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A thing that differs: a page that came or went, a headline, a sentence, or one figure with its item and column.

    ``why``: cause and signed amount for each cause that moved it, in the figure's own unit (shares in percentage points);
    without an amount where there is none to tell. The amounts of a figure add up to its whole change.
    """

    kind: Literal["page added", "page removed", "headline", "sentence", "figure"]
    page: str
    block: str = ""
    item: str = ""
    column: str = ""
    before: str = ""
    after: str = ""
    why: tuple[tuple[str, str], ...] = ()


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


def explain(differences: Sequence[Difference], chain: Sequence[tuple[str, Document]]) -> tuple[Difference, ...]:
    """The differences with what moved each. *chain*: the earlier document, then the document after each cause came in
    addition; the last one is the later document."""
    slides = [(cause, {s.id: s for s in document.slides}) for cause, document in chain]
    known = [(cause, {name: dict(_figures(s)) for name, s in pages.items()}) for cause, pages in slides]
    explained = []
    for one in differences:
        why: list[tuple[str, str]] = []
        for n in range(1, len(chain)):
            cause = chain[n][0]
            if one.kind == "figure":
                steps = [
                    pages.get(one.page, {}).get((one.block, one.item, one.column)) for _, pages in known[n - 1 : n + 1]
                ]
                told = _moved(*steps)
            else:
                heads = [pages.get(one.page) for _, pages in slides[n - 1 : n + 1]]
                told = "" if _said(heads[0], one) != _said(heads[1], one) else None
            if told is not None:
                why.append((cause, told))
        explained.append(replace(one, why=tuple(why)))
    return tuple(explained)


def key_figure(document: Document) -> tuple[str, str, Shown] | None:
    """The first key figure of a document that has a value: page, label, figure."""
    for slide in document.slides:
        for placed in slide.blocks:
            if isinstance(placed.content, Tiles):
                for tile in placed.content.tiles:
                    if tile.value is not None:
                        return slide.id, tile.label, (tile.text, tile.value, tile.display)
    return None


def figure_of(document: Document, page: str, label: str) -> Number:
    """The value of a key figure by page and label; None where it is not there."""
    for slide in document.slides:
        for (_, item, column), (_, value, _) in _figures(slide):
            if (slide.id, item, column) == (page, label, ""):
                return value
    return None


def _said(slide: Slide | None, one: Difference) -> str | None:
    if slide is None or one.kind != "sentence":
        return None if slide is None else slide.headline
    found = dict(_figures(slide)).get((one.block, one.item, one.column))
    return None if found is None else found[0]


def _moved(before: Shown | None, after: Shown | None) -> str | None:
    """The signed amount between two steps; "" where there is none to tell, None where nothing moved."""
    if before is None or after is None:
        return None if before is after else ""
    if before[1] is None or after[1] is None:
        return None if before[0] == after[0] else ""
    if before[1] == after[1]:
        return None
    display = after[2]
    if display.kind == "date":
        return ""
    unit = " pp" if display.kind == "percent" else ""
    shown = replace(display, signed=True, prefix="", suffix="" if unit else display.suffix)
    moved = after[1] - before[1]
    told = show_number(moved, shown)
    while moved and not any(c in "123456789" for c in told) and shown.decimals < 6:
        shown = replace(shown, decimals=shown.decimals + 1)  # a small part of a change is told with more digits
        told = show_number(moved, shown)
    return told + unit


def _pages(before: Slide, after: Slide) -> Iterator[Difference]:
    if before.headline != after.headline:
        yield Difference("headline", after.id, before=before.headline, after=after.headline)
    old, new = dict(_figures(before)), dict(_figures(after))
    for key in [*new, *(k for k in old if k not in new)]:
        one, other = (found[key][0] if key in found else "" for found in (old, new))
        if one != other:
            kind: Literal["sentence", "figure"] = "sentence" if key[2] == "sentence" else "figure"
            yield Difference(kind, after.id, *key, one, other)


def _figures(slide: Slide) -> Iterator[tuple[Key, Shown]]:
    """(block, item, column) -> the figure."""
    plain = Display()
    for placed in slide.blocks:
        block, content = placed.id, placed.content
        match content:
            case Tiles():
                for tile in content.tiles:
                    yield (block, tile.label, ""), (tile.text, tile.value, tile.display)
                    for delta in tile.deltas:
                        yield (block, tile.label, delta.label), (delta.text, None, plain)
            case Chart():
                for series in content.series:
                    for name, value in zip(content.categories, series.values, strict=False):
                        yield (block, name, series.name), (show_number(value, series.display), value, series.display)
            case Table():
                for row in content.rows:
                    naming = _naming(row)
                    item = " ".join(row.cells[i].text for i in naming)
                    for i, (column, cell) in enumerate(zip(content.columns, row.cells, strict=False)):
                        if i not in naming:
                            yield (block, item, column.label), (cell.text, cell.value, column.display)
            case Picture():
                name = content.title or "picture"
                yield (block, name, "picture"), (hashlib.sha256(content.png).hexdigest()[:12], None, plain)
                yield (block, name, "sentence"), (content.sentence, None, plain)
            case Text():
                for point in content.points:
                    yield (block, point.tag or point.rule, "sentence"), (point.text, None, plain)


def _naming(row: Row) -> list[int]:
    """Which cells name a row: its strong texts (a total in bold is a figure), in a row of totals the first; else the first."""
    strong = [i for i, c in enumerate(row.cells) if c.strong and c.value is None and c.light is None]
    return strong[: 1 if row.kind == "total" else None] or [0]


def change_of(before: Number, after: Number) -> Decimal:
    """How much a value moved; what is missing counts as nought."""
    return (after or Decimal(0)) - (before or Decimal(0))
