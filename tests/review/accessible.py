"""What a presentation lacks for somebody who does not see it well, or not at all: page by page, from the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT

from fupan.review.palette import contrast

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_ROLES = {"tx1": "dk1", "tx2": "dk2", "bg1": "lt1", "bg2": "lt2"}
_INSIDE = {"ctr", "inEnd", "inBase"}
Rectangle = tuple[int, int, int, int]


def faults(path: Path) -> list[str]:
    """Missing titles and alternative texts, a reading order against the eye's, texts too pale for their ground."""
    deck = Presentation(str(path))
    theme = _theme(deck)
    found = []
    for number, slide in enumerate(deck.slides, 1):
        each = [*_title(slide), *_alternatives(slide.shapes), *_order(slide), *_pale(slide, theme)]
        found += [f"page {number}: {fault}" for fault in each]
    return found


def _title(slide: Any) -> Iterator[str]:
    title = slide.shapes.title
    if title is None or not title.text_frame.text.strip():
        yield "has no title"


def _alternatives(shapes: Any) -> Iterator[str]:
    for shape in shapes:
        spoken = shape._element.xpath(".//p:cNvPr/@descr")
        silent = shape.shape_type in (3, 6, 13, 19) or shape.has_chart or shape.has_table
        if silent and not any(len(d) > 1 for d in spoken[:1]):
            yield f"{shape.name} has no alternative text"


def _order(slide: Any) -> Iterator[str]:
    """What stands above is read first, wherever two shapes share a column of the page."""
    shapes = [s for s in slide.shapes if s.width and s.height and s.name not in {"Section", "Source", "Slide Number"}]
    for i, one in enumerate(shapes):
        for after in shapes[i + 1 :]:
            shared = min(one.left + one.width, after.left + after.width) - max(one.left, after.left)
            if shared > min(one.width, after.width) / 2 and after.top + after.height <= one.top:
                yield f"{after.name} stands above {one.name} and is read after it"


def _theme(deck: Any) -> dict[str, str]:
    xml = etree.fromstring(deck.slide_masters[0].part.part_related_by(RT.THEME).blob)
    scheme = xml.find(f".//{A}clrScheme")
    colours = {child.tag.removeprefix(A): child[0].get("lastClr") or child[0].get("val") for child in scheme}
    return {**colours, **{role: colours[name] for role, name in _ROLES.items()}}


def _colour(holder: Any, theme: Mapping[str, str]) -> str | None:
    """The plain fill right inside *holder*."""
    if holder is None:
        return None
    found = holder.find(f"{A}solidFill/{A}srgbClr")
    if found is not None:
        return str(found.get("val"))
    found = holder.find(f"{A}solidFill/{A}schemeClr")
    return None if found is None else theme[found.get("val")]


def _pale(slide: Any, theme: Mapping[str, str]) -> Iterator[str]:
    grounds: list[tuple[Rectangle, str]] = [*_layout(slide, theme)]
    for shape in _leaves(slide.shapes):
        element, box = shape._element, (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)
        if shape.has_chart:
            yield from _pale_chart(shape, theme)
        elif shape.has_table:
            for cell in element.iter(f"{A}tc"):
                yield from _pale_text(cell, _colour(cell.find(f"{A}tcPr"), theme) or "FFFFFF", theme, shape.name)
        else:
            own = _colour(element.find(f"{P}spPr"), theme)
            ground = own or next((c for b, c in reversed(grounds) if _covers(b, box)), "FFFFFF")
            yield from _pale_text(element, ground, theme, shape.name)
            if own:
                grounds.append((box, own))


def _layout(slide: Any, theme: Mapping[str, str]) -> Iterator[tuple[Rectangle, str]]:
    """What the layout puts behind the slide: its background and its filled shapes."""
    everywhere = (0, 0, 10**9, 10**9)
    for part in (slide.slide_layout, slide):
        behind = _colour(part._element.find(f"{P}cSld/{P}bg/{P}bgPr"), theme)
        if behind:
            yield everywhere, behind
        if part is not slide:
            for shape in part.shapes:
                own = None if shape.is_placeholder else _colour(shape._element.find(f"{P}spPr"), theme)
                if own:
                    yield (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height), own


def _leaves(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if shape.shape_type == 6:
            yield from _leaves(shape.shapes)
        else:
            yield shape


def _covers(ground: Rectangle, box: Rectangle) -> bool:
    x, y = (box[0] + box[2]) // 2, (box[1] + box[3]) // 2
    return ground[0] <= x <= ground[2] and ground[1] <= y <= ground[3]


def _pale_text(holder: Any, ground: str, theme: Mapping[str, str], name: str) -> Iterator[str]:
    for run in holder.iter(f"{A}r"):
        look, text = run.find(f"{A}rPr"), run.findtext(f"{A}t") or ""
        ink = _colour(look, theme) or theme["dk1"]
        if text.strip() and contrast(ink, ground) < _least(look):
            yield f"{name}: “{text[:30]}” is {ink} on {ground}, {contrast(ink, ground):.1f}:1"


def _least(look: Any) -> float:
    """4.5:1; 3:1 for large letters (18 pt, 14 pt in bold)."""
    size, bold = (int(look.get("sz") or 1200), look.get("b") == "1") if look is not None else (1200, False)
    return 3.0 if size >= 1800 or (bold and size >= 1400) else 4.5


def _pale_chart(shape: Any, theme: Mapping[str, str]) -> Iterator[str]:
    """Axes, legends and labels stand on white; labels inside a bar on the bar's own fill."""
    for look in shape.chart._chartSpace.iter(f"{A}defRPr", f"{A}rPr"):
        ink = _colour(look, theme)
        if ink is None:
            continue
        label = next((e for e in look.iterancestors(f"{C}dLbl", f"{C}dLbls")), None)
        if label is not None and label.tag == f"{C}dLbls" and _each_has_its_own(label):
            continue
        ground = "FFFFFF"
        place = None if label is None else label.find(f"{C}dLblPos")
        if label is not None and place is not None and place.get("val") in _INSIDE:
            series = next(label.iterancestors(f"{C}ser"), None)
            point = None if series is None else _point(series, label)
            ground = (
                _colour(point, theme)
                or _colour(series.find(f"{C}spPr") if series is not None else None, theme)
                or ground
            )
        if contrast(ink, ground) < _least(look):
            yield f"{shape.name}: letters of {ink} on {ground}, {contrast(ink, ground):.1f}:1"


def _each_has_its_own(labels: Any) -> bool:
    """Whether every point that has a figure has a label of its own: what the series says of labels is never seen."""
    series = next(labels.iterancestors(f"{C}ser"), None)
    if series is None:
        return False
    points = {
        p.get("idx") for p in series.iter(f"{C}pt") if next(p.iterancestors(f"{C}val", f"{C}yVal"), None) is not None
    }
    return points <= {own.find(f"{C}idx").get("val") for own in labels.iter(f"{C}dLbl")}


def _point(series: Any, label: Any) -> Any:
    """The look of the point that a label of its own belongs to."""
    index = label.find(f"{C}idx")
    for point in series.iter(f"{C}dPt"):
        if index is not None and point.find(f"{C}idx").get("val") == index.get("val"):
            return point.find(f"{C}spPr")
    return None
