"""The company's own template keeps its theme, layouts and page."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Pt
from tests.review import documents
from tests.review.pptx_parts import render

from fupan.errors import SourceError
from fupan.review.renderers.pptx import render_pptx


@pytest.fixture
def company_template(tmp_path: Path) -> Path:
    """A 4:3 template with own accent, a sample slide, and Office's layouts."""
    deck = Presentation()
    from pptx.opc.constants import RELATIONSHIP_TYPE as RT

    theme = deck.slide_master.part.part_related_by(RT.THEME)
    theme._blob = re.sub(
        rb"<a:accent1>.*?</a:accent1>", b'<a:accent1><a:srgbClr val="8A2C8F"/></a:accent1>', theme.blob
    )
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text_frame.text = "Sample that must go"
    path = tmp_path / "company.pptx"
    deck.save(str(path))
    return path


@pytest.mark.parametrize("make", [documents.ordinary, documents.hard])
def test_company_template_keeps_its_theme_and_layouts(make: Any, company_template: Path, tmp_path: Path) -> None:
    deck = render(make("zh"), tmp_path, template=company_template)
    assert "Sample that must go" not in [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert deck.slides[0].slide_layout.name == "Title Slide"
    assert {slide.slide_layout.name for slide in list(deck.slides)[1:]} == {"Title Only"}
    with zipfile.ZipFile(tmp_path / "deck.pptx") as package:
        assert b"8A2C8F" in package.read("ppt/theme/theme1.xml")
        slides = [name for name in package.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    assert len(slides) == len(deck.slides)
    width, height = deck.slide_width, deck.slide_height
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= width + Pt(1)
            assert shape.top + shape.height <= height + Pt(1)


def test_template_that_is_none_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pptx"
    bad.write_text("not a presentation")
    with pytest.raises(SourceError, match=r"no PowerPoint template.*expected a \.pptx file"):
        render_pptx(documents.ordinary("zh"), tmp_path / "deck.pptx", template=bad)
    assert not (tmp_path / "deck.pptx").exists()
