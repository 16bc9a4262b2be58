"""A block's own title and sentence above it, measured so that the rest of the box is known."""

from __future__ import annotations

from dataclasses import dataclass

from fupan.review import palette
from fupan.review.measure import LINE_HEIGHT, break_lines, shorten
from fupan.review.renderers.box import Box
from fupan.review.renderers.pptx.markup import Body, Paragraph, Run

_TITLE, _SENTENCE = 13.0, 12.0
_LINES = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """The texts (None if there are none) with their box, and the box that is left for the block."""

    body: Body | None
    box: Box
    rest: Box


def place_heading(title: str, sentence: str, box: Box) -> Heading:
    """Title in one line, sentence in at most two; each is cut with "…" if it is longer."""
    paragraphs: list[Paragraph] = []
    height = 0.0
    if title:
        text = shorten(title, _TITLE, box.width, bold=True)
        paragraphs.append(Paragraph((Run(text, _TITLE, True, palette.TITLE),)))
        height += _TITLE * LINE_HEIGHT
    if sentence:
        text = shorten(sentence, _SENTENCE, box.width, lines=_LINES)
        paragraphs.append(Paragraph((Run(text, _SENTENCE, None, palette.INK_2),), before=2.0 if title else 0.0))
        height += len(break_lines(text, _SENTENCE, box.width)) * _SENTENCE * LINE_HEIGHT + (2 if title else 0)
    if not paragraphs:
        return Heading(None, box, box)
    strip, rest = box.cut_top(height + 1, 4)
    return Heading(Body(tuple(paragraphs)), strip, rest)
