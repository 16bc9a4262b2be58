"""New figures into a deck that people have edited: what they wrote stays, what was ours is drawn anew.

Three decks are compared by the names of slides and shapes: the one made before (base), the one people edited, and the new
one. What is in the edited deck as it was in the base is replaced by the new; what differs is a person's and stays, and is
listed with the figures in it that no longer hold. Places and sizes stay as the person left them.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from fupan.errors import SourceError
from fupan.review.model import Document
from fupan.review.renderers.package import settle
from fupan.review.renderers.pptx.deck import render_pptx
from fupan.warehouse.files import write_bytes

_NUMBER = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?(?:%|个百分点|亿元|万元|元|天|家|个|单|件| pp|[KMB])?")
Drawn = tuple[str, tuple[str, ...], tuple[float, ...]]
"""A series as it stands in a chart: name, categories, numbers."""
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_FIELDS = frozenset({"Slide Number"})
"""Shapes that the viewer fills itself."""
Kind = Literal["changed", "kept", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing of a refresh: changed (ours, new figures), kept (a person's; ``stale`` are figures in it that no longer
    hold), added (a page that the edited deck lacks), removed (a page of ours that is no longer made)."""

    kind: Kind
    page: str
    shape: str
    before: str = ""
    after: str = ""
    stale: tuple[str, ...] = ()


def refresh_pptx(
    edited: Path, base: Document, fresh: Document, path: Path, *, template: Path | None = None
) -> tuple[Change, ...]:
    """Write *edited* with the figures of *fresh* to *path*; *base* is the document it was made of.

    SourceError if *edited* is no presentation that can be read.
    """
    from pptx import Presentation
    from pptx.exc import PackageNotFoundError

    try:
        theirs = Presentation(str(edited))
    except (PackageNotFoundError, KeyError, ValueError) as e:
        raise SourceError("this is no presentation", file=edited.name, expected="a .pptx made by fupan review") from e
    with tempfile.TemporaryDirectory(prefix="fupan-refresh-") as place:
        decks = []
        for name, document in (("base", base), ("fresh", fresh)):
            render_pptx(document, Path(place) / f"{name}.pptx", template=template)
            decks.append(_pages(Presentation(str(Path(place) / f"{name}.pptx"))))
    before, after = decks
    changes: list[Change] = []
    seen = set()
    for slide in theirs.slides:
        name = _page_name(slide)
        if name in before and name in after:
            seen.add(name)
            changes += _refresh_page(name, slide, before[name], after[name])
        elif name in before:
            changes.append(Change("removed", name, ""))
    changes += [
        Change("added", name, "", after=_title(page))
        for name, page in after.items()
        if name not in seen and name not in before
    ]
    theirs.core_properties.identifier = _identifier(fresh)
    stream = BytesIO()
    theirs.save(stream)
    write_bytes(path, settle(stream.getvalue()))
    return tuple(changes)


def made_of(path: Path) -> str:
    """The digest of the document a deck was made of; "" where it does not say."""
    from pptx import Presentation

    return str(Presentation(str(path)).core_properties.identifier or "")


def _identifier(document: Document) -> str:
    from fupan.review.model import digest

    return digest(document)


def _pages(deck: Any) -> dict[str, Any]:
    return {_page_name(slide): slide for slide in deck.slides}


def _page_name(slide: Any) -> str:
    return str(slide.element.cSld.get("name") or "")


def _title(slide: Any) -> str:
    title = slide.shapes.title
    return "" if title is None else str(title.text_frame.text)


def _shapes(slide: Any) -> dict[tuple[str, int], Any]:
    """Top-level shapes by name and count: of several with one name the first is 0."""
    found: dict[tuple[str, int], Any] = {}
    for shape in slide.shapes:
        number = sum(name == shape.name for name, _ in found)
        found[shape.name, number] = shape
    return found


def _refresh_page(name: str, theirs: Any, base: Any, fresh: Any) -> Iterator[Change]:
    before, after = _shapes(base), _shapes(fresh)
    for key, shape in _shapes(theirs).items():
        if key not in before or key not in after or key[0] in _FIELDS:
            continue
        old, new = before[key], after[key]
        if shape.has_chart and old.has_chart and new.has_chart:
            yield from _chart(name, shape, old, new)
        elif shape.has_table and old.has_table and new.has_table:
            yield from _table(name, shape, old, new)
        elif all(hasattr(s, "image") for s in (shape, old, new)):
            yield from _picture(name, shape, old, new)
        else:
            yield from _words(name, shape, old, new)
    yield from _notes(name, theirs, base, fresh)


def _picture(page: str, shape: Any, old: Any, new: Any) -> Iterator[Change]:
    """Another file in the same frame, unless a person put one of their own there."""
    said, was, is_now = (s.image.sha1 for s in (shape, old, new))
    if said != was:
        yield Change("kept", page, shape.name, "", "", ("picture",) if is_now != was else ())
    elif is_now != was:
        _, relation = shape.part.get_or_add_image_part(BytesIO(new.image.blob))
        shape._element.blipFill.blip.rEmbed = relation  # noqa: SLF001 - python-pptx can't exchange a picture
        yield Change("changed", page, shape.name, was[:8], is_now[:8])


def _words(page: str, shape: Any, old: Any, new: Any) -> Iterator[Change]:
    said, was, is_now = _text(shape), _text(old), _text(new)
    if said != was:
        yield Change("kept", page, shape.name, was, said, _stale(said, was, is_now))
        return
    if is_now == was and shape.shape_type == old.shape_type:
        _replace(shape, new)  # lights and bars may have moved without a word
        return
    _replace(shape, new)
    yield Change("changed", page, shape.name, was, is_now)


def _text(shape: Any) -> str:
    """All words of a shape or of a group, paragraph by paragraph."""
    return "\n".join("".join(t.text or "" for t in p.iter(f"{_A}t")) for p in shape.element.iter(f"{_A}p"))


def _stale(said: str, was: str, is_now: str) -> tuple[str, ...]:
    """Figures that a person kept from the old text and that the new one no longer has."""
    old, now = set(_NUMBER.findall(was)), set(_NUMBER.findall(is_now))
    return tuple(dict.fromkeys(f for f in _NUMBER.findall(said) if f in old and f not in now))


def _replace(shape: Any, new: Any) -> None:
    """Our new shape in the place, size and order of the one that stands there."""
    element = deepcopy(new.element)
    left, top, width, height = shape.left, shape.top, shape.width, shape.height
    shape.element.getparent().replace(shape.element, element)
    moved = type(shape)(element, shape._parent)  # noqa: SLF001 - the proxy of the new element
    if None not in (left, top, width, height) and (moved.left, moved.top) != (left, top):
        moved.left, moved.top, moved.width, moved.height = left, top, width, height


def _table(page: str, shape: Any, old: Any, new: Any) -> Iterator[Change]:
    said, was, is_now = _cells(shape), _cells(old), _cells(new)
    if said == was:
        if is_now != was:
            shape.element.graphic.graphicData.replace(shape.table._tbl, deepcopy(new.table._tbl))  # noqa: SLF001
            yield Change("changed", page, shape.name, _line(was), _line(is_now))
        return
    written = [(i, j) for i, row in enumerate(said) for j, text in enumerate(row) if text != _at(was, i, j)]
    words = "；".join(said[i][j] for i, j in written)
    if [len(r) for r in is_now] != [len(r) for r in said]:
        yield Change("kept", page, shape.name, _line(was), words, ("rows",))
        return
    changed = False
    for i, row in enumerate(is_now):
        for j, text in enumerate(row):
            if (i, j) not in written and said[i][j] != text:
                cell, fresh = shape.table.cell(i, j)._tc, new.table.cell(i, j)._tc  # noqa: SLF001
                cell.getparent().replace(cell, deepcopy(fresh))
                changed = True
    if changed:
        yield Change("changed", page, shape.name, _line(was), _line(is_now))
    yield Change("kept", page, shape.name, "；".join(_at(was, i, j) for i, j in written), words)


def _cells(shape: Any) -> list[list[str]]:
    return [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]


def _at(rows: list[list[str]], i: int, j: int) -> str:
    return rows[i][j] if i < len(rows) and j < len(rows[i]) else ""


def _line(rows: list[list[str]]) -> str:
    return " / ".join(" ".join(r) for r in rows)[:400]


def _chart(page: str, shape: Any, old: Any, new: Any) -> Iterator[Change]:
    said, was, is_now = (_figures(s.chart) for s in (shape, old, new))
    if said != was:
        yield Change("kept", page, shape.name, _told(was), _told(said), ("chart",) if is_now != was else ())
        return
    if is_now == was:
        return
    part, fresh = shape.chart.part, new.chart.part
    element = deepcopy(fresh._element)  # noqa: SLF001 - the whole drawing is ours
    for node in element.findall("{http://schemas.openxmlformats.org/drawingml/2006/chart}externalData"):
        element.remove(node)
    part._element = element  # noqa: SLF001
    part.chart_workbook._chartSpace = element  # noqa: SLF001
    part.chart_workbook.update_from_xlsx_blob(fresh.chart_workbook.xlsx_part.blob)
    yield Change("changed", page, shape.name, _told(was), _told(is_now))


def _figures(chart: Any) -> list[Drawn]:
    names = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    found: list[Drawn] = []
    for ser in chart._chartSpace.iter(f"{names}ser"):  # noqa: SLF001 - bubbles have no plot in python-pptx
        parts = []
        for tag in ("tx", "cat", "xVal", "val", "yVal", "bubbleSize"):
            node = ser.find(f"{names}{tag}")
            texts = [] if node is None else [v.text or "" for v in node.iter(f"{names}v")]
            parts.append(texts)
        label, categories, *numbers = parts
        found.append(("".join(label), tuple(categories), tuple(round(float(n), 9) for texts in numbers for n in texts)))
    return found


def _told(figures: list[Drawn]) -> str:
    return "; ".join(f"{name} {', '.join(f'{n:g}' for n in numbers)}" for name, _, numbers in figures)[:400]


def _notes(page: str, theirs: Any, base: Any, fresh: Any) -> Iterator[Change]:
    if not (theirs.has_notes_slide and base.has_notes_slide and fresh.has_notes_slide):
        return
    frames = [s.notes_slide.notes_text_frame for s in (theirs, base, fresh)]
    if any(f is None for f in frames):
        return
    said, was, is_now = (f.text for f in frames)
    if said == was and is_now != was:
        frames[0].text = is_now
    elif said != was:
        yield Change("kept", page, "Notes", "", said[:400], _stale(said, was, is_now))
