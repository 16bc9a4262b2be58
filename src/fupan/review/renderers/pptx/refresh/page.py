"""One page: each shape of ours in it is drawn anew, each of a person's stays."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal

from fupan.review.renderers.pptx.refresh.merge import merge
from fupan.review.renderers.pptx.refresh.pairing import named, pair_shapes
from fupan.review.renderers.pptx.refresh.reading import cells, figures, kind, text, told
from fupan.review.renderers.pptx.refresh.stale import Figures
from fupan.review.renderers.pptx.refresh.tables import merge_tables

Kind = Literal["changed", "kept", "added", "removed", "deleted", "own"]
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_SHAPE = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_LITTLE = 2000
"""Places that differ by less (English metric units) are the same: other programs round them."""
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Change:
    """One thing of a refresh.

    changed  ours, with new figures                      kept     a person's; ``stale`` are figures in it that no longer hold
    added    made now, and not in the edited deck        removed  in the edited deck, and no longer made
    deleted  ours, taken out by a person: it stays out   own      a person's page or shape with figures that no longer hold

    ``stale`` says what stands there now where that is known: 1,026万元→998万元. Without ``shape`` it is about a whole page.
    """

    kind: Kind
    page: str
    shape: str
    before: str = ""
    after: str = ""
    stale: tuple[str, ...] = ()


def refresh_page(page: str, theirs: Any, base: Any, fresh: Any, whole: Figures, width: int) -> Iterator[Change]:
    """Draw our shapes of a page anew; *whole* are the figures of the whole deck, *width* the page's."""
    before, after = named(base), named(fresh)
    own = Figures()
    own.add(base.element, fresh.element)
    pairs = list(pair_shapes(theirs, base, width))
    stands = {key: _place(s) for s, key in pairs}
    moved = any(not _near(stands[key], before[key]) for _, key in pairs)
    known = {shape.shape_id for shape, _ in pairs}
    for shape in [s for s in named(theirs).values() if s.shape_id not in known]:
        if stale := own.stale([text(shape)]) or whole.stale([text(shape)]):
            yield Change("own", page, shape.name, "", text(shape)[:_LONGEST], stale)
    for shape, key in pairs:
        if key not in after:
            yield Change("removed", page, key[0], before=told(shape), stale=own.stale([text(shape)]))
            continue
        shape.name = key[0]
        yield from _refresh_shape(page, shape, before[key], after[key], own, place=stands[key] if moved else None)
    found = {key for _, key in pairs}
    yield from (Change("deleted", page, key[0], before=told(s)) for key, s in before.items() if key not in found)
    yield from (Change("added", page, key[0], after=told(s)) for key, s in after.items() if key not in before)
    _number_shapes(theirs)
    yield from _notes(page, theirs, base, fresh, own)


def _near(place: tuple[Any, ...], shape: Any) -> bool:
    return all(a is None or b is None or abs(a - b) < _LITTLE for a, b in zip(place, _place(shape), strict=True))


def _refresh_shape(page: str, shape: Any, old: Any, new: Any, own: Figures, place: Any) -> Iterator[Change]:
    match kind(new):
        case "chart" if kind(old) == "chart":
            yield from _chart(page, shape, old, new)
        case "table" if kind(old) == "table":
            yield from _table(page, shape, old, new, own)
        case "picture" if kind(old) == "picture":
            yield from _picture(page, shape, old, new)
        case found if found == kind(old) == kind(shape):
            yield from _words(page, shape, old, new, own, place)
            return
        case _:
            yield Change("removed", page, shape.name, before=told(shape), stale=own.stale([text(shape)]))
            return
    _put(shape, place or _place(new))


def _place(shape: Any) -> tuple[Any, ...]:
    return shape.left, shape.top, shape.width, shape.height


def _put(shape: Any, place: tuple[Any, ...]) -> None:
    if None not in place and _place(shape) != place:
        shape.left, shape.top, shape.width, shape.height = place


def _words(page: str, shape: Any, old: Any, new: Any, own: Figures, place: Any) -> Iterator[Change]:
    said, was, is_now = text(shape), text(old), text(new)
    element = merge(old.element, shape.element, new.element)
    for tag in ("nvSpPr", "nvGrpSpPr", "nvCxnSpPr"):
        ours, theirs = element.find(f"{_SHAPE}{tag}"), shape.element.find(f"{_SHAPE}{tag}")
        if ours is not None and theirs is not None:
            element.replace(ours, deepcopy(theirs))  # its number, and the placeholder that the page's layout knows
    shape.element.getparent().replace(shape.element, element)
    fresh = type(shape)(element, shape._parent)  # noqa: SLF001 - the proxy of the new element
    _put(fresh, place or _place(new))
    stands = text(fresh)
    if said != was:
        theirs = _only(said, was)
        here = Figures()
        here.add(old.element, new.element)
        gone = dict.fromkeys((*here.stale([theirs]), *own.stale([theirs])))
        yield Change("kept", page, shape.name, _only(was, said), theirs, tuple(gone))
        if stands != said:
            yield Change("changed", page, shape.name, said[:_LONGEST], stands[:_LONGEST])
    elif is_now != was:
        yield Change("changed", page, shape.name, was[:_LONGEST], is_now[:_LONGEST])


def _only(these: str, not_those: str) -> str:
    """The lines of a text that another one does not have."""
    known = set(not_those.split("\n"))
    return "\n".join(line for line in these.split("\n") if line not in known)[:_LONGEST]


def _table(page: str, shape: Any, old: Any, new: Any, own: Figures) -> Iterator[Change]:
    said, was, is_now = cells(shape), cells(old), cells(new)
    base, theirs, fresh = (s.table._tbl for s in (old, shape, new))  # noqa: SLF001 - the whole table is ours
    merged = merge_tables(base, theirs, fresh, was, said, is_now)
    written = [t for i, row in enumerate(said) for j, t in enumerate(row) if t != _at(was, i, j)]
    if merged is None:
        yield Change("kept", page, shape.name, told(old), "；".join(written)[:_LONGEST], ("columns",))
        return
    before = told(shape)
    shape.element.graphic.graphicData.replace(theirs, merged)
    if before != told(shape):
        yield Change("changed", page, shape.name, before, told(shape))
    if said != was:
        ours = [t for i, row in enumerate(was) for j, t in enumerate(row) if t != _at(said, i, j)]
        yield Change(
            "kept", page, shape.name, "；".join(ours)[:_LONGEST], "；".join(written)[:_LONGEST], own.stale(written)
        )


def _at(rows: list[list[str]], i: int, j: int) -> str:
    return rows[i][j] if i < len(rows) and j < len(rows[i]) else ""


def _chart(page: str, shape: Any, old: Any, new: Any) -> Iterator[Change]:
    said, was, is_now = (figures(s.chart) for s in (shape, old, new))
    before = told(shape)
    if said != was:
        yield Change("kept", page, shape.name, told(old), before, ("chart",) if is_now != was else ())
        return
    part, fresh = shape.chart.part, new.chart.part
    rewritten = part.chart_workbook.xlsx_part is None  # another program wrote it, and left out its workbook
    if is_now == was and not rewritten:
        return
    drawn = fresh._element if rewritten else merge(old.chart.part._element, part._element, fresh._element)  # noqa: SLF001
    element = deepcopy(drawn)
    for node in element.findall(f"{_CHART}externalData"):
        element.remove(node)
    for name in [r.rId for r in part.rels.values() if not r.is_external]:
        if rewritten or name in _workbooks(part):
            part.rels.pop(name)
    part._element = element  # noqa: SLF001
    part.chart_workbook._chartSpace = element  # noqa: SLF001
    part.chart_workbook.update_from_xlsx_blob(fresh.chart_workbook.xlsx_part.blob)
    if is_now != was:
        yield Change("changed", page, shape.name, before, told(new))


def _workbooks(part: Any) -> set[str]:
    """Relations of a chart to its workbook."""
    return {r.rId for r in part.rels.values() if r.reltype.endswith("/package")}


def _picture(page: str, shape: Any, old: Any, new: Any) -> Iterator[Change]:
    """Another file in the same frame, unless a person put one of their own there."""
    said, was, is_now = (s.image.sha1 for s in (shape, old, new))
    if said != was:
        yield Change("kept", page, shape.name, "", "", ("picture",) if is_now != was else ())
    elif is_now != was:
        _, relation = shape.part.get_or_add_image_part(BytesIO(new.image.blob))
        shape._element.blipFill.blip.rEmbed = relation  # noqa: SLF001 - python-pptx can't exchange a picture
        yield Change("changed", page, shape.name, was[:8], is_now[:8])


def _number_shapes(slide: Any) -> None:
    """A number of its own for each shape, also inside groups."""
    taken: set[str] = set()
    for node in slide.element.iter(f"{_SHAPE}cNvPr"):
        if node.get("id") in taken:
            node.set("id", str(max(int(i) for i in taken) + 1))
        taken.add(str(node.get("id")))


def _notes(page: str, theirs: Any, base: Any, fresh: Any, own: Figures) -> Iterator[Change]:
    if not (theirs.has_notes_slide and base.has_notes_slide and fresh.has_notes_slide):
        return
    frames = [s.notes_slide.notes_text_frame for s in (theirs, base, fresh)]
    if any(f is None for f in frames):
        return
    said, was, is_now = (f.text.strip() for f in frames)
    if said == was:
        if is_now != was:
            frames[0].text = is_now
        return
    theirs_only = _only(said, was)
    yield Change("kept", page, "Notes", "", theirs_only, own.stale([theirs_only]))
    if is_now != was and (said.endswith(was) or said.startswith(was)):
        frames[0].text = said.replace(was, is_now)  # a person wrote before or behind ours
