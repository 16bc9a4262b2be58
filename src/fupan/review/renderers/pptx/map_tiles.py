"""Provinces as tiles of one group: PowerPoint has no such chart, but shapes that anybody can recolour."""

from __future__ import annotations

from fupan.review.measure import LINE_HEIGHT, fit_size, shorten, text_width
from fupan.review.model import Chart, Lang
from fupan.review.provinces import COLUMNS, ROWS
from fupan.review.renderers.box import Box
from fupan.review.renderers.pptx.canvas import Canvas
from fupan.review.renderers.pptx.markup import Body, Paragraph, Run
from fupan.review.renderers.tile_map import MapCell, map_cells

_GAP = 3.0
_WIDEST = 118.0
_SMALLEST = 12.0


def map_fits(chart: Chart, box: Box, lang: Lang) -> bool:
    """Whether every figure stands whole in a tile of its own."""
    width, height = min(box.width / COLUMNS, _WIDEST) - _GAP - 2, box.height / ROWS - _GAP
    texts = [cell.text for cell in map_cells(chart, lang) if cell.text]
    return height >= 2 * _SMALLEST * LINE_HEIGHT and all(text_width(t, _SMALLEST, bold=True) <= width for t in texts)


def draw_map(canvas: Canvas, chart: Chart, box: Box, alt: str) -> None:
    """All tiles, name above figure; the group carries the alternative text."""
    width = min(box.width / COLUMNS, _WIDEST)
    height = min(box.height / ROWS, width)
    area = Box(box.x + (box.width - width * COLUMNS) / 2, box.y, width * COLUMNS, height * ROWS)
    shapes = [_tile(canvas, cell, _place(cell, area, width, height)) for cell in map_cells(chart, canvas.lang)]
    canvas.group(shapes, area, "Tile map", alt)


def _place(cell: MapCell, area: Box, width: float, height: float) -> Box:
    return Box(
        area.x + cell.column * width + _GAP / 2, area.y + cell.row * height + _GAP / 2, width - _GAP, height - _GAP
    )


def _tile(canvas: Canvas, cell: MapCell, box: Box) -> str:
    lines = [(cell.name, False)] + ([(cell.text, True)] if cell.text else [])
    paragraphs = []
    for text, bold in lines:
        high = box.height / 2 if cell.text else box.height
        size = fit_size(text, box.width - 2, high, largest=13, smallest=_SMALLEST, bold=bold, lines=1) or _SMALLEST
        shown = shorten(text, size, box.width - 2, bold=bold)
        paragraphs.append(Paragraph((Run(shown, size, bold, cell.ink),), "ctr"))
    return canvas.shape_xml(Body(tuple(paragraphs), "ctr", wrap=False), box, f"Tile {cell.name}", background=cell.fill)
