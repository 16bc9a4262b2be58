"""Pictures for chat and mail, and page numbers that only a renderer knows."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

from tests.review import documents

from fupan.review.model import Cell, Column, Placed, Row, Slide, Table
from fupan.review.renderers.contents import with_page_numbers
from fupan.review.renderers.page_pictures import render_png
from fupan.review.renderers.pdf import document_pdf


def size(path: Path) -> tuple[int, int]:
    return struct.unpack(">II", path.read_bytes()[16:24])


def test_each_page_and_each_chart_is_a_picture_of_its_own(tmp_path: Path) -> None:
    whole = documents.ordinary("zh")
    charts = [s for s in whole.slides if any(p.content.block == "chart" for p in s.blocks)][:1]
    (tmp_path / "old.png").write_bytes(b"")
    made = render_png(replace(whole, slides=(whole.slides[0], *charts), definitions=()), tmp_path)
    assert sorted(tmp_path.glob("*.png")) == sorted(made)  # the old one is gone
    pages = [p for p in made if p.stem.isdigit()]
    assert [p.name for p in pages] == ["01.png", "02.png"]
    assert {size(p) for p in pages} == {(1920, 1080)}
    assert {size(p)[0] for p in made if p not in pages} == {1440}


def test_pages_are_numbered_where_they_begin() -> None:
    whole = documents.ordinary("en")
    page = whole.slides[1]
    table = Table((Column("Page"), Column("")), (Row((Cell("x"), Cell("", slide=page.id), Cell("", slide="gone"))),))
    contents = Slide("contents", "Contents", blocks=(Placed("main", table, "contents"),))
    told = with_page_numbers(contents, {page.id: 7}).blocks[0].content
    assert isinstance(told, Table)
    assert [c.text for c in told.rows[0].cells] == ["x", "7", ""]
    assert document_pdf(replace(whole, slides=(whole.slides[0], contents, page), definitions=())).startswith(b"%PDF")
