"""The presentation in LibreOffice: it opens, survives a round trip, and no text leaves its box on the hardest data."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pptx import Presentation
from tests.review import documents, kinds
from tests.review.office import convert

from fupan.review.renderers.pptx import render_pptx

Rectangle = tuple[float, float, float, float]


@pytest.mark.needs("libreoffice")
@pytest.mark.parametrize("make", [documents.ordinary, documents.hard, kinds.every_kind])
def test_round_trip_keeps_pages_charts_tables_and_texts(make: Any, tmp_path: Path, soffice: str) -> None:
    source = tmp_path / "deck.pptx"
    render_pptx(make("zh"), source)
    back = Presentation(str(convert(soffice, source, "pptx", tmp_path / "back")))
    ours = Presentation(str(source))
    assert len(back.slides) == len(ours.slides)
    for before, after in zip(ours.slides, back.slides, strict=True):
        assert sum(s.has_chart for s in after.shapes) == sum(s.has_chart for s in before.shapes)
        assert sum(s.has_table for s in after.shapes) == sum(s.has_table for s in before.shapes)
        texts = " ".join(s.text_frame.text for s in after.shapes if s.has_text_frame)
        assert before.shapes.title.text_frame.text in texts
        charts = [[s.chart for s in slide.shapes if s.has_chart] for slide in (before, after)]
        for one, other in zip(*charts, strict=True):
            assert _values(one) == _values(other)


def _values(chart: Any) -> list[tuple[str, tuple[float | None, ...]]]:
    named = [(series.name, tuple(series.values)) for plot in chart.plots for series in plot.series]
    return sorted((name, tuple(None if v is None else round(v, 6) for v in values)) for name, values in named)


def _words(pdf: Path) -> list[tuple[Rectangle, list[tuple[str, Rectangle]]]]:
    """Per page: its size and its words with their boxes, in points."""
    made = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True)
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", made.stdout.decode("utf-8", "replace"))
    root = ET.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", text))
    pages = []
    for page in root.iter("{http://www.w3.org/1999/xhtml}page"):
        words = [
            (word.text or "", tuple(float(word.get(side, 0)) for side in ("xMin", "yMin", "xMax", "yMax")))
            for word in page.iter("{http://www.w3.org/1999/xhtml}word")
        ]
        pages.append(((0.0, 0.0, float(page.get("width", 0)), float(page.get("height", 0))), words))
    return pages  # type: ignore[return-value]


def _boxes(shapes: Any) -> list[Rectangle]:
    boxes: list[Rectangle] = []
    for shape in shapes:
        if shape.shape_type == 6:
            boxes += _boxes([leaf for leaf in shape.shapes if leaf.name not in {"Panel", "Light bar"}])
        else:
            left, top, width, height = (side / 12700 for side in (shape.left, shape.top, shape.width, shape.height))
            boxes.append((left, top, left + width, top + height))
    return boxes


@pytest.mark.needs("libreoffice", "poppler")
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", [documents.ordinary, documents.hard, kinds.every_kind])
def test_no_text_leaves_its_box(make: Any, lang: Any, tmp_path: Path, soffice: str) -> None:
    source = tmp_path / "deck.pptx"
    render_pptx(make(lang), source)
    pages = _words(convert(soffice, source, "pdf", tmp_path))
    slides = list(Presentation(str(source)).slides)
    assert len(pages) == len(slides)
    outside = []
    for number, (slide, (size, words)) in enumerate(zip(slides, pages, strict=True), 1):
        assert size[2:] == pytest.approx((960, 540), abs=1)
        boxes = _boxes(slide.shapes)
        for text, (left, top, right, bottom) in words:
            rise = (bottom - top) * 0.28  # a font's own box is higher than its letters
            placed = (left, top + rise, right, bottom - rise)
            if not any(_inside(placed, box) for box in boxes):
                outside.append((number, text, tuple(round(side) for side in placed)))
    assert outside == []


def _inside(word: Rectangle, box: Rectangle, slack: float = 2.5) -> bool:
    return (
        word[0] >= box[0] - slack
        and word[1] >= box[1] - slack
        and word[2] <= box[2] + slack
        and word[3] <= box[3] + slack
    )
