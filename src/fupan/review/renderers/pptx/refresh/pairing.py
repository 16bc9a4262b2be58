"""Which page and which shape of an edited deck is which of ours: by name, else by what stands in it and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fupan.review.renderers.pptx.refresh.reading import cells, figures, kind, text

_NEAR = 0.06
"""How far, as a share of the page's width, the middle of a shape may be from ours to be taken for it."""
_FIELDS = frozenset({"sldNum", "dt"})


def name_of(slide: Any) -> str:
    """The name we gave a page; "" for a page of a person's, and where another program forgot it."""
    return str(slide.element.cSld.get("name") or "")


def pair_pages(theirs: list[Any], ours: dict[str, Any]) -> list[tuple[Any, str]]:
    """Each page of *theirs* with the name of the page of *ours* that it is, "" for a page of a person's own."""
    found = [(slide, name_of(slide) if name_of(slide) in ours else "") for slide in theirs]
    taken = {name for _, name in found}
    free = {name: _marks(slide) for name, slide in ours.items() if name not in taken}
    paired: list[tuple[Any, str]] = []
    for slide, known in found:
        name = known
        if not name and not name_of(slide):
            marks = _marks(slide)
            best = max(free, key=lambda n: len(free[n] & marks), default="")
            if best and len(free[best] & marks) >= max(1, len(free[best]) // 3):
                name = best
                del free[best]
        paired.append((slide, name))
    return paired


def _marks(slide: Any) -> set[str]:
    """What tells a page: names of our blocks, and its texts."""
    found = {s.name for s in slide.shapes if "·" in s.name}
    return found | {text(s) for s in slide.shapes if len(text(s)) > 1 and not is_field(s)}


def is_field(shape: Any) -> bool:
    """Whether the viewer fills the shape itself: page number, date."""
    types = shape.element.xpath("./p:nvSpPr/p:nvPr/p:ph/@type")
    return shape.name == "Slide Number" or bool(_FIELDS.intersection(types)) or text(shape) == "<number>"


def named(slide: Any) -> dict[tuple[str, int], Any]:
    """Top-level shapes by name and count: of several with one name the first is 0."""
    found: dict[tuple[str, int], Any] = {}
    for shape in slide.shapes:
        if not is_field(shape):
            number = sum(name == shape.name for name, _ in found)
            found[shape.name, number] = shape
    return found


def pair_shapes(theirs: Any, base: Any, width: int) -> Iterator[tuple[Any, tuple[str, int]]]:
    """Each shape of a page of *theirs* that is ours, with its key in ``named(base)``."""
    said, ours = named(theirs), named(base)
    free = dict(ours)
    left: list[Any] = []
    for key, shape in said.items():
        if key in free and kind(shape) == kind(free[key]):
            yield shape, key
            del free[key]
        else:
            left.append(shape)
    for alike in (_says_the_same, lambda one, other: _stands_there(one, other, width)):
        rest: list[Any] = []
        for shape in left:
            found = next((k for k, other in free.items() if kind(shape) == kind(other) and alike(shape, other)), None)
            if found is None:
                rest.append(shape)
            else:
                yield shape, found
                del free[found]
        left = rest


def _says_the_same(one: Any, other: Any) -> bool:
    if kind(one) == "chart":
        return figures(one.chart) == figures(other.chart)
    if kind(one) == "table":
        return cells(one) == cells(other)
    if kind(one) == "picture":
        return bool(one.image.sha1 == other.image.sha1)
    return bool(text(one)) and text(one) == text(other)


def _stands_there(one: Any, other: Any, width: int) -> bool:
    places = [(s.left, s.top, s.width, s.height) for s in (one, other)]
    if any(v is None for place in places for v in place) or "·" in one.name:
        return False
    (x1, y1, w1, h1), (x2, y2, w2, h2) = places
    return bool(abs(x1 + w1 / 2 - x2 - w2 / 2) + abs(y1 + h1 / 2 - y2 - h2 / 2) < _NEAR * width)
