"""PNG for chat and mail: each page at twice its size, and each chart by itself with its title, in the shipped fonts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from fupan.review import palette
from fupan.review.measure import break_lines, shorten
from fupan.review.renderers.clean import clean_text
from fupan.review.renderers.echarts import Canvas, good_height, has_data
from fupan.review.renderers.png import svg_to_png
from fupan.review.renderers.svg import ChartDrawer

if TYPE_CHECKING:
    from fupan.review.model import Chart, Document, Slide

_WIDTH, _EDGE = 720, 20
_TITLE, _NOTE = 17.0, 12.0
_INNER = re.compile(r"^\s*<svg\b", re.IGNORECASE)


def render_png(document: Document, folder: Path) -> tuple[Path, ...]:
    """Write 01.png, 02.png ... (pages, 1920 x 1080 pixels) and <page>-<block>.png (charts, 1440 wide) into *folder*.

    Earlier pictures of this kind in the folder go. A chart's picture has the page's headline above it and source and day
    below, so that it can be sent alone.
    """
    from fupan.review.renderers.pdf import document_pages

    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    made = []
    for number, png in enumerate(document_pages(document), 1):
        made.append(folder / f"{number:02d}.png")
        made[-1].write_bytes(png)
    with ChartDrawer() as drawer:
        for slide in document.slides:
            for placed in slide.blocks:
                if placed.content.block == "chart" and has_data(placed.content):
                    made.append(folder / f"{slide.id}-{placed.id}.png")
                    made[-1].write_bytes(chart_png(placed.content, slide, document, drawer))
    return tuple(made)


def chart_png(chart: Chart, slide: Slide, document: Document, drawer: ChartDrawer) -> bytes:
    """One chart with headline, own title and source line as PNG at twice its size."""
    width = _WIDTH - 2 * _EDGE
    lines = break_lines(clean_text(slide.headline), _TITLE, width, bold=True)[:3]
    own = [clean_text(text) for text in (chart.title, chart.sentence) if text]
    foot = " · ".join(clean_text(part) for part in (document.company, slide.footer) if part)
    height = round(good_height(chart, width))
    picture = drawer.draw(chart, Canvas(width, height, document.lang))
    texts, top = [], float(_EDGE)
    for line in lines:
        top += _TITLE * 1.35
        texts.append(_text(line, top - 5, _TITLE, palette.TITLE, bold=True))
    for text in own:
        top += _NOTE * 1.5
        texts.append(_text(shorten(text, _NOTE, width), top - 2, _NOTE, palette.INK_2))
    top += 8
    placed = _INNER.sub(f'<svg x="{_EDGE}" y="{top:.0f}"', picture, count=1)
    bottom = top + height + _NOTE * 1.8
    texts.append(_text(shorten(foot, _NOTE, width), bottom - 4, _NOTE, palette.INK_3))
    whole = bottom + _EDGE / 2
    return svg_to_png(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{whole:.0f}">{"".join(texts)}{placed}</svg>'
    )


def _text(text: str, y: float, size: float, ink: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{_EDGE}" y="{y:.1f}" font-family="Noto Sans SC" font-size="{size}"{weight} fill="{palette.css(ink)}">'
        f"{escape(text)}</text>"
    )
