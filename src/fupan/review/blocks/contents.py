"""The pages of the document with what each says: a meeting's minute for those who read one page only."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from fupan.review.context import Context
from fupan.review.deck_blocks import ContentsSpec
from fupan.review.measure import text_width
from fupan.review.model import Cell, Column, Row, Slide, Table

_MANY = 16
"""Pages beyond which they stand in two columns, each told in two lines at most."""
_SIZE, _LINES = 12.0, 540.0
"""Points of the smallest letters, and of the two lines of a column that they stand on."""


def draw(spec: ContentsSpec, context: Context) -> Table | None:
    """Section, headline and page of each page that is not of the appendix; None under three of them."""
    outline = context.outline
    if len(outline) < 3:
        return None
    many = len(outline) > _MANY
    if spec.part == "rest" and not many:
        return None
    if many and spec.part != "all":
        half = _middle(outline)
        outline = outline[:half] if spec.part == "first" else outline[half:]
    rows, section = [], ""
    for slide in outline:
        named = slide.section if slide.section != section else ""
        section = slide.section
        rows.append(Row((Cell(named, strong=True), Cell(_told(slide.headline, many)), Cell("", slide=slide.id))))
    weights = ("1.3", "7.0", "0.6") if many and spec.part != "all" else ("0.9", "8.5", "0.5")
    return Table(
        (
            Column(context.word("章节", "Section"), weight=Decimal(weights[0])),
            Column(context.word("结论", "What it says"), weight=Decimal(weights[1])),
            Column(context.word("页", "Page"), "number", weight=Decimal(weights[2])),
        ),
        tuple(rows),
        title=spec.title.of(context.lang) if spec.title else "",
        alt=context.word("；", "; ").join(row.cells[1].text for row in rows),
    )


def _middle(outline: Sequence[Slide]) -> int:
    """Where the second column begins: near the middle, with a section of its own if one begins there."""
    half = (len(outline) + 1) // 2
    for at in (half, half - 1, half + 1):
        if outline[at].section != outline[at - 1].section:
            return at
    return half


def _told(headline: str, many: bool) -> str:
    """The headline; of *many* its first clauses, as far as they stand on two lines of a column."""
    told = headline
    while many and text_width(told, _SIZE) > _LINES:
        cut = max(told.rfind(";"), told.rfind("；"))
        if cut < 0:
            return headline
        told = told[:cut]
    return told
