"""The pages of the document with what each says: a meeting's minute for those who read one page only."""

from __future__ import annotations

from decimal import Decimal

from fupan.review.context import Context
from fupan.review.deck_blocks import ContentsSpec
from fupan.review.measure import text_width
from fupan.review.model import Cell, Column, Row, Table

_MANY = 15
"""Pages from which on each is told on one line, so that all stand on one page."""
_SIZE, _LINE = 12.0, 660.0
"""Points of the smallest letters, and of the line that they stand on."""


def draw(spec: ContentsSpec, context: Context) -> Table | None:
    """Section, headline and page of each page that is not of the appendix; None under three of them."""
    if len(context.outline) < 3:
        return None
    rows, section, many = [], "", len(context.outline) >= _MANY
    for slide in context.outline:
        named = slide.section if slide.section != section else ""
        section = slide.section
        rows.append(Row((Cell(named, strong=True), Cell(_told(slide.headline, many)), Cell("", slide=slide.id))))
    return Table(
        (
            Column(context.word("章节", "Section"), weight=Decimal("0.9")),
            Column(context.word("结论", "What it says"), weight=Decimal("8.5")),
            Column(context.word("页", "Page"), "number", weight=Decimal("0.5")),
        ),
        tuple(rows),
        title=spec.title.of(context.lang) if spec.title else "",
        alt=context.word("；", "; ").join(row.cells[1].text for row in rows),
    )


def _told(headline: str, many: bool) -> str:
    """The headline; of *many* its first clauses, as far as they stand on one line."""
    told = headline
    while many and text_width(told, _SIZE) > _LINE:
        cut = max(told.rfind(";"), told.rfind("；"))
        if cut < 0:
            return headline
        told = told[:cut]
    return told
