"""Findings, gaps and advice: a coloured tag line with the light's shape, then the sentence."""

from __future__ import annotations

from dataclasses import dataclass

from fupan.review import palette
from fupan.review.measure import LINE_HEIGHT, break_lines
from fupan.review.model import Lang, Point, Text
from fupan.review.renderers.pptx.markup import Paragraph, Run
from fupan.review.renderers.words import word

_LARGEST, _SMALLEST, _TAG_SMALLEST = 16.0, 12.0, 12.0
_BETWEEN = 10.0


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
    style = palette.LIGHTS[point.light] if point.light else None
    return " ".join([style.shape, *names[:1], *(f"· {n}" for n in names[1:])] if style else [" · ".join(names)]).strip(), (
        style.ink if style else palette.INK_2
    )


def fit_points(text: Text, width: float, height: float, lang: Lang, *, largest: float = _LARGEST) -> PointsFit:
    """The largest size (down to 12 points) at which all points fit; else as many as fit, and how many more there are."""
    size = largest
    while size > _SMALLEST and _height(text.points, size, width, lang) > height:
        size -= 0.5
    kept = len(text.points)
    while kept > 0 and _height(text.points[:kept], size, width, lang) + (0 if kept == len(text.points) else 26) > height:
        kept -= 1
    paragraphs: list[Paragraph] = []
    for point in text.points[:kept]:
        tag, ink = tag_line(point, lang)
        before = _BETWEEN if paragraphs else 0.0
        if tag:
            paragraphs.append(Paragraph((Run(tag, _tag_size(size), True, ink),), before=before))
            before = 1.0
        paragraphs.append(Paragraph((Run(point.text, size, None, palette.INK),), before=before))
    rest = len(text.points) - kept
    if rest:
        note = word("more_points", lang, n=rest)
        paragraphs.append(Paragraph((Run(note, _SMALLEST, None, palette.INK_3),), before=_BETWEEN))
    return PointsFit(tuple(paragraphs), _height(text.points[:kept], size, width, lang), rest)


def _tag_size(size: float) -> float:
    return max(_TAG_SMALLEST, size - 2)


def _height(points: tuple[Point, ...], size: float, width: float, lang: Lang) -> float:
    total = 0.0
    for index, point in enumerate(points):
        total += _BETWEEN if index else 0.0
        tag, _ = tag_line(point, lang)
        if tag:
            total += len(break_lines(tag, _tag_size(size), width, bold=True)) * _tag_size(size) * LINE_HEIGHT + 1
        total += len(break_lines(point.text, size, width)) * size * LINE_HEIGHT
    return total
