"""A review of 15 and of 60 pages as files: CPU seconds and peak memory, beside python-pptx's own charts for the same pages.

Each file is made in a process of its own, so its seconds hold the imports that it needs, and those of the processes that it
starts (the charts of html and pdf); the peak is the larger one's. The pages are those of the tests'
documents: tiles, tables, texts and every kind of chart, over and over.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.measure import run_case, table

FILES = ("pptx", "xlsx", "html", "pdf", "python-pptx")


def case(what: str, pages: str, place: str) -> str:
    """CPU seconds of writing *pages* pages as *what* into *place*."""
    document = _document(int(pages))
    path = Path(place) / f"review-{what}-{pages}.{'pptx' if what == 'python-pptx' else what}"
    start = _cpu()
    if what == "pptx":
        from fupan.review.renderers.pptx import render_pptx

        render_pptx(document, path)
    elif what == "xlsx":
        from fupan.review.renderers.xlsx import render_xlsx

        render_xlsx(document, path)
    elif what == "html":
        from fupan.review.renderers.html import document_html

        path.write_text(document_html(document), encoding="utf-8")
    elif what == "pdf":
        from fupan.review.renderers.pdf import render_pdf

        render_pdf(document, path)
    else:
        _plain(document, path)
    return f"{_cpu() - start:.2f}"


def _cpu() -> float:
    """CPU seconds of this process and of those it started and waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _document(pages: int) -> Any:
    from tests.review import documents, kinds

    whole = documents.ordinary("zh")
    made = (*whole.slides, *kinds.every_kind("zh").slides)
    slides = tuple(replace(made[i % len(made)], id=f"p{i}") for i in range(pages))
    return replace(whole, slides=slides)


def _plain(document: Any, path: Path) -> None:
    """The same pages as python-pptx makes them out of the box: its charts, plain tables, text boxes."""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    for slide in document.slides:
        page = deck.slides.add_slide(deck.slide_layouts[5])
        page.shapes.title.text = slide.headline
        for n, placed in enumerate(slide.blocks):
            box = (Inches(0.4 + 4.6 * (n % 2)), Inches(1.6 + 2.8 * (n // 2)), Inches(4.5), Inches(2.7))
            _plain_block(page, placed.content, box)
    deck.save(str(path))


def _plain_block(page: Any, block: Any, box: tuple[Any, ...]) -> None:
    from io import BytesIO

    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    if block.block == "chart":
        data = CategoryChartData()
        data.categories = list(block.categories)
        for series in block.series:
            data.add_series(
                series.name, [None if v is None else float(v / series.display.scale) for v in series.values]
            )
        kinds = {"bar": "BAR_CLUSTERED", "line": "LINE", "stacked": "COLUMN_STACKED", "share": "COLUMN_STACKED_100"}
        chart = page.shapes.add_chart(XL_CHART_TYPE[kinds.get(block.kind, "COLUMN_CLUSTERED")], *box, data).chart
        chart.has_legend = len(block.series) > 1
        chart.plots[0].has_data_labels = True
    elif block.block == "table" and block.rows:
        grid = page.shapes.add_table(len(block.rows) + 1, len(block.columns), *box).table
        for x, column in enumerate(block.columns):
            grid.cell(0, x).text = column.label
            for y, row in enumerate(block.rows, 1):
                grid.cell(y, x).text = row.cells[x].text
    elif block.block == "picture":
        page.shapes.add_picture(BytesIO(block.png), *box)
    else:
        lines = (
            [p.text for p in block.points] if block.block == "text" else [f"{t.label} {t.text}" for t in block.tiles]
        )
        page.shapes.add_textbox(*box).text_frame.text = "\n".join(lines)


def run(place: Path, counts: tuple[int, ...] = (15, 60)) -> None:
    """Print the table."""
    place.mkdir(parents=True, exist_ok=True)
    rows = []
    for what in FILES:
        cells = []
        for pages in counts:
            done = run_case("benchmarks.review", what, str(pages), str(place))
            cells += [f"{done.answer} s", f"{done.peak_mb:.0f} MB"] if done else ["–", "–"]
        rows.append([what, *cells])
    heads = ["", *(f"{n} pages {kind}" for n in counts for kind in ("CPU", "peak"))]
    table("A review as a file", heads, rows)
