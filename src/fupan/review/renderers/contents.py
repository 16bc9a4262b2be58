"""Page numbers in tables that point to pages: known only when a renderer has laid the pages out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fupan.review.model import Cell, Slide, Table


def points_to_pages(slide: Slide) -> bool:
    """Whether a table of *slide* has cells that stand for page numbers."""
    return any(
        cell.slide
        for placed in slide.blocks
        if isinstance(placed.content, Table)
        for row in placed.content.rows
        for cell in row.cells
    )


def goes_on_beside(slide: Slide) -> bool:
    """Whether a table goes on in a second one beside it, of the same columns: both get half of the width."""
    heads = [tuple(c.label for c in p.content.columns) for p in slide.blocks if isinstance(p.content, Table)]
    return slide.layout == "main_side" and len(heads) == len(slide.blocks) == 2 and heads[0] == heads[1]


def with_page_numbers(slide: Slide, numbers: Mapping[str, int]) -> Slide:
    """*slide* with the number of each page that a cell points to as the cell's text; a page that is not there has none."""
    if not points_to_pages(slide):
        return slide
    blocks = (
        replace(placed, content=_numbered(placed.content, numbers)) if isinstance(placed.content, Table) else placed
        for placed in slide.blocks
    )
    return replace(slide, blocks=tuple(blocks))


def _numbered(table: Table, numbers: Mapping[str, int]) -> Table:
    rows = tuple(replace(row, cells=tuple(_cell(cell, numbers) for cell in row.cells)) for row in table.rows)
    return replace(table, rows=rows)


def _cell(cell: Cell, numbers: Mapping[str, int]) -> Cell:
    return replace(cell, text=str(numbers.get(cell.slide, ""))) if cell.slide else cell
