"""The presentation in LibreOffice: it survives a round trip word for word, and no text leaves its box on the hardest data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from tests.review.boxes import words_outside
from tests.review.conftest import DECKS, SAVED


@pytest.mark.needs("libreoffice")
@pytest.mark.parametrize("name", SAVED)
def test_round_trip_keeps_every_text_and_every_chart(name: str, office_decks: Path) -> None:
    ours = Presentation(str(office_decks / "ours" / f"{name}.pptx"))
    back = Presentation(str(office_decks / "back" / f"{name}.pptx"))
    assert len(back.slides) == len(ours.slides)
    for number, (before, after) in enumerate(zip(ours.slides, back.slides, strict=True), 1):
        lost = Counter(_texts(before.shapes)) - Counter(_texts(after.shapes))
        assert not lost, f"page {number} lost {list(lost)}"
        assert sum(s.has_table for s in after.shapes) == sum(s.has_table for s in before.shapes)
        charts = [[s.chart for s in slide.shapes if s.has_chart] for slide in (before, after)]
        assert len(charts[0]) == len(charts[1]), f"page {number}: a chart is no chart any more"
        for one, other in zip(*charts, strict=True):
            assert _values(one) == _values(other)
        assert _words(before.notes_slide.notes_text_frame) == _words(after.notes_slide.notes_text_frame)


def _texts(shapes: Any) -> Iterator[str]:
    """Every text on a page, cell by cell in tables and leaf by leaf in groups; but for the page's number, which is a field."""
    for shape in shapes:
        if shape.shape_type == 6:
            yield from _texts(shape.shapes)
        elif shape.has_table:
            yield from (_words(cell.text_frame) for row in shape.table.rows for cell in row.cells)
        elif shape.has_text_frame and shape.text_frame.text and not shape._element.xpath(".//a:fld"):
            yield _words(shape.text_frame)


def _words(frame: Any) -> str:
    """A text without white space, which only lays it out."""
    return "".join(frame.text.split())


def _values(chart: Any) -> list[tuple[str, tuple[float | None, ...]]]:
    named = [(series.name, tuple(series.values)) for plot in chart.plots for series in plot.series]
    return sorted((name, _rounded(values)) for name, values in named)


def _rounded(values: tuple[float | None, ...]) -> tuple[float | None, ...]:
    """The office fills shorter series up with nothing."""
    last = max((i for i, value in enumerate(values) if value is not None), default=-1)
    return tuple(None if v is None else round(v, 6) for v in values[: last + 1])


@pytest.mark.needs("libreoffice", "poppler")
@pytest.mark.parametrize("name", DECKS)
def test_no_text_leaves_its_box(name: str, office_decks: Path) -> None:
    assert words_outside(office_decks / "ours" / f"{name}.pptx", office_decks / "pdf" / f"{name}.pdf") == []
