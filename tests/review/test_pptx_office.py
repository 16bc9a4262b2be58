"""The presentation in LibreOffice: it opens, survives a round trip, and no text leaves its box on the hardest data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from tests.review import documents, kinds
from tests.review.boxes import words_outside
from tests.review.office import convert

from fupan.review.renderers.pptx import render_pptx


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
    return sorted((name, _rounded(values)) for name, values in named)


def _rounded(values: tuple[float | None, ...]) -> tuple[float | None, ...]:
    """The office fills shorter series up with nothing."""
    last = max((i for i, value in enumerate(values) if value is not None), default=-1)
    return tuple(None if v is None else round(v, 6) for v in values[: last + 1])


@pytest.mark.needs("libreoffice", "poppler")
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", [documents.ordinary, documents.hard, kinds.every_kind])
def test_no_text_leaves_its_box(make: Any, lang: Any, tmp_path: Path, soffice: str) -> None:
    source = tmp_path / "deck.pptx"
    render_pptx(make(lang), source)
    assert words_outside(source, soffice, tmp_path) == []
