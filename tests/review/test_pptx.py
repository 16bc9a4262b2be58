"""The presentation as a reader's program sees it: titles, reading order, texts, notes, languages, identical bytes."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tests.review import documents
from tests.review.pptx_parts import LANGS, charts, render

from fupan.review import palette
from fupan.review.model import Lang
from fupan.review.renderers.pptx import render_pptx


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("make", [documents.ordinary, documents.hard])
def test_every_slide_has_its_headline_as_title(make: Any, lang: Lang, tmp_path: Path) -> None:
    document = make(lang)
    deck = render(document, tmp_path)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert len(titles) >= len(document.slides)
    assert all(titles)
    if make is documents.ordinary:
        assert [title.replace("\v", "") for title in titles] == [slide.headline for slide in document.slides]


@pytest.mark.parametrize("make", [documents.ordinary, documents.hard])
def test_same_document_gives_same_bytes(make: Any, tmp_path: Path) -> None:
    for name in ("a", "b"):
        render_pptx(make("zh"), tmp_path / name / "deck.pptx")
    assert (tmp_path / "a/deck.pptx").read_bytes() == (tmp_path / "b/deck.pptx").read_bytes()


def test_size_theme_and_properties(tmp_path: Path) -> None:
    deck = render(documents.ordinary("zh"), tmp_path)
    assert (round(deck.slide_width / 914400, 3), round(deck.slide_height / 914400, 3)) == (13.333, 7.5)
    with zipfile.ZipFile(tmp_path / "deck.pptx") as package:
        theme = package.read("ppt/theme/theme1.xml").decode()
        assert not [name for name in package.namelist() if "thumbnail" in name or "printerSettings" in name]
    assert theme.count('<a:ea typeface="微软雅黑"/>') == 2
    assert f'<a:accent1><a:srgbClr val="{palette.ACCENT}"/></a:accent1>' in theme
    assert (deck.core_properties.title, deck.core_properties.author) == ("2025年6月销售月度复盘", "华辰电子有限公司")
    assert deck.core_properties.modified.date() == documents.AS_OF


@pytest.mark.parametrize(("lang", "tongue"), [("zh", "zh-CN"), ("en", "en-US")])
def test_runs_charts_and_notes_carry_the_language(lang: Lang, tongue: str, tmp_path: Path) -> None:
    deck = render(documents.ordinary(lang), tmp_path)
    for slide in deck.slides:
        runs = slide.shapes._spTree.xpath(".//a:r/a:rPr")
        assert runs
        assert {run.get("lang") for run in runs} == {tongue}
        noted = slide.notes_slide.notes_text_frame._txBody.xpath(".//a:r/a:rPr")
        assert {run.get("lang") for run in noted} == {tongue}
    for chart in charts(deck):
        assert chart._chartSpace.xpath("c:lang/@val") == [tongue]


def test_shape_ids_are_unique_and_reading_order_is_section_title_lead_content_source(tmp_path: Path) -> None:
    deck = render(documents.ordinary("zh"), tmp_path)
    for index, slide in enumerate(deck.slides):
        ids = slide.shapes._spTree.xpath(".//p:cNvPr/@id")
        assert len(ids) == len(set(ids))
        names = [shape.name for shape in slide.shapes]
        if index:
            assert names[:3] == ["Section", "Title", "Lead"]
            assert names[-2:] == ["Source", "Slide Number"]


def test_every_chart_table_and_tile_has_an_alternative_text(tmp_path: Path) -> None:
    deck = render(documents.ordinary("en"), tmp_path)
    seen = 0
    for slide in deck.slides:
        for frame in slide.shapes._spTree.xpath("./p:graphicFrame | ./p:grpSp"):
            assert frame.xpath("./*/p:cNvPr/@descr")[0].strip()
            seen += 1
    assert seen == 8 + 7 + 2  # tiles, charts, tables


def test_footer_names_sources_day_and_that_data_are_made_up(tmp_path: Path) -> None:
    deck = render(documents.ordinary("zh"), tmp_path)
    source = next(shape for shape in deck.slides[1].shapes if shape.name == "Source").text_frame.text
    assert source == "示例数据（虚构）；来源：订单明细（已签收、不含税）；目标：2025年度销售目标v3；截至2025-06-30"
    numbers = [
        next(s for s in slide.shapes if s.name == "Slide Number").text_frame.text for slide in list(deck.slides)[1:]
    ]
    assert numbers == [str(i) for i in range(2, 10)]


def test_content_is_never_smaller_than_its_floor(tmp_path: Path) -> None:
    """12 points for what is said, 10 for labels, footers and tables of many figures."""
    deck = render(documents.hard("zh"), tmp_path)
    for slide in deck.slides:
        for shape in slide.shapes:
            for size in shape._element.xpath(".//a:rPr/@sz"):
                assert int(size) >= 1000, (shape.name, size)
                if shape.name.split(" · ")[-1] in {"Title", "Lead", "Points", "Block title", "More", "Empty"}:
                    assert int(size) >= 1200, (shape.name, size)
    for chart in charts(deck):
        assert min(int(size) for size in chart._chartSpace.xpath(".//@sz")) >= 1000


def test_nothing_may_shrink_texts_on_its_own(tmp_path: Path) -> None:
    deck = render(documents.hard("en"), tmp_path)
    for slide in deck.slides:
        for body in slide.shapes._spTree.xpath(".//p:txBody/a:bodyPr"):
            assert body.xpath("a:noAutofit")


def test_notes_say_question_metrics_snapshot_rows_and_sql(tmp_path: Path) -> None:
    deck = render(documents.ordinary("zh"), tmp_path)
    notes = deck.slides[2].notes_slide.notes_text_frame.text
    for part in (
        "结论：华东超额",
        "问题：各区域完成得怎样？",
        "指标口径：净销售额",
        "期间：2025-06",
        "数据截至：2025-06-30",
        "快照：s-000042-8c1f",
        "依据行数：12,480",
        "group by region",
    ):
        assert part in notes


def test_control_characters_do_not_break_the_file(tmp_path: Path) -> None:
    document = documents.ordinary("zh")
    slide = replace(document.slides[1], headline="坏\x00字\x0b符\ud800", notes="备\x07注", footer="\x1f")
    deck = render(replace(document, slides=(slide,)), tmp_path)
    assert deck.slides[0].shapes.title.text_frame.text.startswith("坏�字")


def test_twelve_slides_with_ten_charts_take_about_a_second(tmp_path: Path) -> None:
    from time import process_time

    document = documents.ordinary("zh")
    pages = (*document.slides, *(replace(page, id=f"{page.id}2") for page in document.slides[2:5]))
    render(document, tmp_path)
    start = process_time()
    render_pptx(replace(document, slides=pages), tmp_path / "deck.pptx")
    assert process_time() - start < 3  # 0.4 s on the machine where this was written; a loaded one is slower


def test_shapes_stay_on_the_page_and_blocks_do_not_overlap(tmp_path: Path) -> None:
    for make in (documents.ordinary, documents.hard):
        deck = render(make("zh"), tmp_path)
        for slide in deck.slides:
            boxes = [(s.name, s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes]
            for name, left, top, right, bottom in boxes:
                assert left >= 0, name
                assert top >= 0, name
                assert right <= deck.slide_width + 12700, name
                assert bottom <= deck.slide_height + 12700, name
            for i, (name, l1, t1, r1, b1) in enumerate(boxes):
                for other, l2, t2, r2, b2 in boxes[i + 1 :]:
                    slack = 2 * 12700
                    apart = r1 <= l2 + slack or r2 <= l1 + slack or b1 <= t2 + slack or b2 <= t1 + slack
                    assert apart, (make.__name__, slide.shapes.title.text_frame.text, name, other)


def test_well_formed_parts(tmp_path: Path) -> None:
    render(documents.hard("zh"), tmp_path)
    with zipfile.ZipFile(tmp_path / "deck.pptx") as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
