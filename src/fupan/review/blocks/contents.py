"""The pages of the document with what each says: a meeting's minute for those who read one page only."""

from __future__ import annotations

from decimal import Decimal

from fupan.review.context import Context
from fupan.review.deck_blocks import ContentsSpec
from fupan.review.model import Cell, Column, Row, Table


def draw(spec: ContentsSpec, context: Context) -> Table | None:
    """Section, headline and page of each page that is not of the appendix; None under three of them."""
    if len(context.outline) < 3:
        return None
    rows, section = [], ""
    for slide in context.outline:
        named = slide.section if slide.section != section else ""
        section = slide.section
        rows.append(Row((Cell(named, strong=True), Cell(slide.headline), Cell("", slide=slide.id))))
    return Table(
        (
            Column(context.word("章节", "Section"), weight=Decimal("0.9")),
            Column(context.word("结论", "What it says"), weight=Decimal("8.5")),
            Column(context.word("页", "Page"), "number", weight=Decimal("0.5")),
        ),
        tuple(rows),
        title=spec.title.of(context.lang) if spec.title else "",
        alt=context.word("；", "; ").join(slide.headline for slide in context.outline),
    )
