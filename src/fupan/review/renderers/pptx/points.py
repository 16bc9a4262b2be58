"""Findings, gaps and advice: a coloured tag line with the light's shape, then the sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fupan.review import palette
from fupan.review.measure import LINE_HEIGHT, break_lines
from fupan.review.model import Lang, Point, Text
from fupan.review.renderers.box import Box
from fupan.review.renderers.pptx.heading import place_heading
from fupan.review.renderers.pptx.markup import Paragraph, Run
from fupan.review.renderers.words import word

_LARGEST, _SMALLEST, _TAG_SMALLEST, _LARGEST_INLINE = 16.0, 12.0, 12.0, 14.0
_BETWEEN, _BETWEEN_INLINE = 10.0, 6.0


@dataclass(frozen=True, slots=True)
class PointsFit:
    """Paragraphs that fit the box, their height in points, and how many points are left out."""

    paragraphs: tuple[Paragraph, ...]
    height: float
    left_out: int


def tag_line(point: Point, lang: Lang) -> tuple[str, str]:
    """(text, colour) above a point: shape, tag, and what kind of claim it is unless it is a fact or the tag says so."""
    claim = palette.CLAIMS[point.claim][0 if lang == "zh" else 1]
    names = [point.tag] if point.tag else []
    if point.claim != "fact" and claim not in names:
        names.append(claim)
    style = palette.LIGHTS[point.light] if point.light and point.light != "none" else None
    return " ".join(
        [style.shape, *names[:1], *(f"· {n}" for n in names[1:])] if style else [" · ".join(names)]
    ).strip(), (style.ink if style else palette.INK_2)


def fit_points(text: Text, width: float, height: float, lang: Lang, *, largest: float = _LARGEST) -> PointsFit:
    """The largest size (down to 12 points) at which all points fit; else as many as fit, and how many more there are."""
    size, inline = largest, False
    while size > _SMALLEST and _height(text.points, size, width, lang, inline) > height:
        size -= 0.5
    if _height(text.points, size, width, lang, inline) > height:
        inline, size = True, _LARGEST_INLINE
        while size > _SMALLEST and _height(text.points, size, width, lang, inline) > height:
            size -= 0.5
    kept = len(text.points)
    while (
        kept
        and _height(text.points[:kept], size, width, lang, inline) + (26 if kept < len(text.points) else 0) > height
    ):
        kept -= 1
    paragraphs: list[Paragraph] = []
    for point in text.points[:kept]:
        tag, ink = tag_line(point, lang)
        before = (_BETWEEN_INLINE if inline else _BETWEEN) if paragraphs else 0.0
        if tag and inline:
            runs = (Run(f"{tag}  ", size, True, ink), Run(point.text, size, None, palette.INK))
            paragraphs.append(Paragraph(runs, before=before))
            continue
        if tag:
            paragraphs.append(Paragraph((Run(tag, _tag_size(size), True, ink),), before=before))
            before = 1.0
        paragraphs.append(Paragraph((Run(point.text, size, None, palette.INK),), before=before))
    rest = len(text.points) - kept
    if rest:
        note = word("more_points", lang, n=rest)
        paragraphs.append(Paragraph((Run(note, _SMALLEST, None, palette.INK_3),), before=_BETWEEN))
    return PointsFit(tuple(paragraphs), _height(text.points[:kept], size, width, lang, inline), rest)


def fit_text(text: Text, box: Box, lang: Lang) -> PointsFit:
    """*text* below its own title in *box*: large where there is room."""
    rest = place_heading(text.title, "", box).rest
    largest = 18.0 if rest.width > 500 else _LARGEST if rest.height > 200 else 14.0
    return fit_points(text, rest.width, rest.height, lang, largest=largest)


def points_that_fit(text: Text, box: Box, lang: Lang) -> int:
    """How many of its points stand in *box* whole; without the word that there are more, as they follow elsewhere."""
    if not fit_text(text, box, lang).left_out:
        return len(text.points)
    for kept in range(len(text.points) - 1, 0, -1):
        if not fit_text(replace(text, points=text.points[:kept]), box, lang).left_out:
            return kept
    return 0


def _tag_size(size: float) -> float:
    return max(_TAG_SMALLEST, size - 2)


def wished_height(text: Text, width: float, lang: Lang) -> float:
    """Height at which all points stand comfortably (13 points, tags on lines of their own)."""
    return _height(text.points, 13, width, lang, inline=False) + 2


def _height(points: tuple[Point, ...], size: float, width: float, lang: Lang, inline: bool) -> float:
    total = 0.0
    for index, point in enumerate(points):
        total += (_BETWEEN_INLINE if inline else _BETWEEN) if index else 0.0
        tag, _ = tag_line(point, lang)
        if tag and inline:
            text = f"{tag}  {point.text}"
            total += len(break_lines(text, size, width, bold=True)) * size * LINE_HEIGHT
            continue
        if tag:
            total += len(break_lines(tag, _tag_size(size), width, bold=True)) * _tag_size(size) * LINE_HEIGHT + 1
        total += len(break_lines(point.text, size, width)) * size * LINE_HEIGHT
    return total
