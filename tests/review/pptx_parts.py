"""A rendered presentation and its charts, tables and workbooks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
from pptx import Presentation
from tests.review import documents

from fupan.review.model import Chart, Document, Lang, Placed, Slide
from fupan.review.renderers.pptx import render_pptx

NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}
LANGS: tuple[Lang, ...] = ("zh", "en")


def render(document: Document, folder: Path, **more: Any) -> Any:
    path = folder / "deck.pptx"
    render_pptx(document, path, **more)
    return Presentation(str(path))


def charts(deck: Any) -> Iterator[Any]:
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                yield shape.chart


def chart_slide(chart: Chart) -> Document:
    slide = Slide("one", "一页", "full", blocks=(Placed("main", chart, "one"),))
    return replace(documents.ordinary("zh"), slides=(slide,))


def workbook(chart: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob), data_only=True)


def waterfall_columns(chart: Any) -> dict[str, list[Any]]:
    sheet = workbook(chart)["Sheet1"]
    return {column[0].value: [cell.value for cell in column[1:]] for column in sheet.iter_cols(min_col=2, max_col=9)}


def all_tables(deck: Any) -> list[Any]:
    return [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
