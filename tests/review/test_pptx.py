"""The presentation as a reader's program sees it: texts, tables, charts, notes, languages, identical bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Pt
from tests.review import documents

from fupan.errors import SourceError
from fupan.review import palette
from fupan.review.model import Chart, Display, Document, Lang, Placed, Series, Slide, Tile, Tiles, show_number
from fupan.review.renderers.excel_format import shown_value
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


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("make", [documents.ordinary, documents.hard])
def test_every_slide_has_its_headline_as_title(make: Any, lang: Lang, tmp_path: Path) -> None:
    document = make(lang)
    deck = render(document, tmp_path)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert len(titles) >= len(document.slides)
    assert all(titles)
    if make is documents.ordinary:
        assert titles == [slide.headline for slide in document.slides]


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


@pytest.mark.parametrize("lang", LANGS)
def test_chart_workbooks_hold_exactly_the_shown_numbers(lang: Lang, tmp_path: Path) -> None:
    document = documents.ordinary(lang)
    deck = render(document, tmp_path)
    blocks = [p.content for slide in document.slides for p in slide.blocks if isinstance(p.content, Chart)]
    drawn = list(charts(deck))
    assert len(drawn) == len(blocks) == 7
    for chart, block in zip(drawn, blocks, strict=True):
        book = workbook(chart)
        sheet = book["Sheet1"]
        assert [row[0].value for row in sheet.iter_rows(min_row=2)] == list(block.categories)
        for column, series in enumerate(block.series, 2):
            unit = series.display.unit
            assert unit == "%" or unit in sheet.cell(1, column).value
            for row, value in enumerate(series.values, 2):
                cell = sheet.cell(row, column).value
                assert (None if cell is None else Decimal(str(cell))) == shown_value(value, series.display)
        source = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows()}
        assert block.provenance is not None
        assert block.provenance.question in source.values()
        assert "s-000042-8c1f" in source.values()


def test_chart_caches_equal_their_workbooks(tmp_path: Path) -> None:
    for make in (documents.ordinary, documents.hard):
        for chart in charts(render(make("zh"), tmp_path)):
            sheet = workbook(chart)["Sheet1"]
            for reference in chart._chartSpace.xpath(".//c:numRef"):
                formula = reference.findtext("c:f", namespaces=NS).split("!")[1].replace("$", "")
                cells = [row[0].value for row in sheet[formula]]
                cached = {
                    int(p.get("idx")): float(p.findtext("c:v", namespaces=NS))
                    for p in reference.iter(f"{{{NS['c']}}}pt")
                }
                assert cached == {i: float(v) for i, v in enumerate(cells) if v is not None}


def test_axis_ids_are_never_negative_and_pair_up(tmp_path: Path) -> None:
    for chart in charts(render(documents.ordinary("zh"), tmp_path)):
        space = chart._chartSpace
        ids = space.xpath("c:chart/c:plotArea/*[self::c:catAx or self::c:valAx]/c:axId/@val")
        assert all(int(i) > 0 for i in ids)
        assert set(space.xpath("c:chart/c:plotArea/*/c:crossAx/@val")) == set(ids)
        assert set(space.xpath("c:chart/c:plotArea/*[c:ser]/c:axId/@val")) == set(ids)


def test_combo_puts_the_ratio_on_a_second_axis_with_lights_as_colour_and_shape(tmp_path: Path) -> None:
    chart = next(charts(render(chart_slide(documents.region_combo("zh")), tmp_path)))
    line = chart._chartSpace.xpath(".//c:lineChart")[0]
    assert line.xpath("c:axId/@val") == ["211", "212"]
    fills = dict(
        zip(
            line.xpath(".//c:dPt/c:idx/@val"),
            line.xpath(".//c:dPt/c:marker/c:spPr/a:solidFill/a:srgbClr/@val"),
            strict=True,
        )
    )
    assert "0" not in fills  # only what needs attention leaves the colour of the legend
    assert fills["6"] == palette.RED
    formats = dict(zip(line.xpath(".//c:dLbl/c:idx/@val"), line.xpath(".//c:dLbl/c:numFmt/@formatCode"), strict=True))
    assert formats["0"] == "#,##0%"
    assert formats["1"].startswith('"▲')
    assert formats["6"].startswith('"■')


def waterfall_columns(chart: Any) -> dict[str, list[Any]]:
    sheet = workbook(chart)["Sheet1"]
    return {column[0].value: [cell.value for cell in column[1:]] for column in sheet.iter_cols(min_col=2, max_col=9)}


def test_waterfall_crosses_zero_by_hand(tmp_path: Path) -> None:
    """300, then -500 (to -200), +150 (to -50), +400 (to 350), -350 (to 0), 0, missing, total 0."""
    chart = next(charts(render(chart_slide(documents.crossing_waterfall("zh")), tmp_path)))
    columns = waterfall_columns(chart)
    assert columns["累计水平"] == [300, -200, -50, 350, 0, 0, 0, 0]
    assert columns["底座（透明）"] == [0, 0, -50, 0, 0, 0, 0, 0]
    assert columns["总额"] == [300, 0, 0, 0, 0, 0, 0, 0]
    assert columns["增加"] == [0, 0, 0, 350, 0, 0, 0, 0]
    assert columns["增加（零下）"] == [0, 0, -150, -50, 0, 0, 0, 0]
    assert columns["减少"] == [0, 300, 0, 0, 350, 0, 0, 0]
    assert columns["减少（零下）"] == [0, -200, 0, 0, 0, 0, 0, 0]


@pytest.mark.needs("libreoffice")
def test_waterfall_formulas_compute_what_stands_in_the_cells(tmp_path: Path, soffice: str) -> None:
    from tests.review.office import convert

    for name, block in (("fall", documents.crossing_waterfall("zh")), ("gap", documents.gap_waterfall("zh"))):
        chart = next(charts(render(chart_slide(block), tmp_path)))
        (tmp_path / f"{name}.xlsx").write_bytes(chart.part.chart_workbook.xlsx_part.blob)
        computed = openpyxl.load_workbook(
            convert(soffice, tmp_path / f"{name}.xlsx", "ods", tmp_path)
            and convert(soffice, tmp_path / f"{name}.ods", "xlsx", tmp_path / "again"),
            data_only=True,
        )["Sheet1"]
        written = workbook(chart)["Sheet1"]
        for row in range(2, 10):
            for column in range(2, 11):
                assert (computed.cell(row, column).value or 0) == (written.cell(row, column).value or 0), (row, column)


def test_waterfall_says_where_a_cut_axis_starts(tmp_path: Path) -> None:
    deck = render(chart_slide(documents.gap_waterfall("zh")), tmp_path)
    axis = next(charts(deck))._chartSpace.xpath(".//c:valAx//c:min/@val")
    assert float(axis[0]) == 9000
    texts = [shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame]
    assert any("纵轴自 9,000 万元 起" in text for text in texts)


def test_missing_values_are_gaps_and_empty_charts_say_so(tmp_path: Path) -> None:
    deck = render(chart_slide(documents.trend_line("zh")), tmp_path)
    actual = next(charts(deck))._chartSpace.xpath(".//c:ser")[1]
    assert actual.xpath("c:val//c:ptCount/@val") == ["7"]
    assert len(actual.xpath("c:val//c:pt")) == 6
    for empty in (documents.empty_chart("zh"), documents.hollow_combo("zh")):
        deck = render(chart_slide(empty), tmp_path)
        assert not list(charts(deck))
        assert "没有数据" in [shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame]


def test_forty_bars_go_on_over_pages_with_one_scale_and_no_category_lost(tmp_path: Path) -> None:
    block = documents.forty_bars("zh")
    drawn = list(charts(render(chart_slide(block), tmp_path)))
    assert len(drawn) > 1
    names = [cell for chart in drawn for cell in chart._chartSpace.xpath(".//c:ser[1]/c:cat//c:v/text()")]
    assert len(names) == 40
    assert len({tuple(c._chartSpace.xpath(".//c:valAx/c:scaling/*/@val")) for c in drawn}) == 1
    cut = [name for name in names if name.endswith("…")]
    assert len(cut) == 8
    full = [row[0].value for row in workbook(drawn[0])["Sheet1"].iter_rows(min_row=2, min_col=4, max_col=4)]
    assert full[0] == block.categories[0]


def all_tables(deck: Any) -> list[Any]:
    return [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]


def test_tables_align_numbers_right_and_show_every_text(tmp_path: Path) -> None:
    document = replace(
        documents.ordinary("zh"),
        slides=(Slide("t", "表", "full", blocks=(Placed("main", documents.actions_table("zh")),)),),
    )
    table = all_tables(render(document, tmp_path))[0]
    block = documents.actions_table("zh")
    assert [cell.text for cell in table.rows[0].cells] == [column.label for column in block.columns]
    assert [cell.text for cell in table.rows[1].cells] == [
        "1",
        "东北伺服系统补缺",
        "锁定在手商机，7月补回49万元",
        "区域总监 周敏",
        "2025-07-31",
        "■ 滞后",
    ]
    heat = replace(document, slides=(Slide("h", "表", "full", blocks=(Placed("main", documents.heat_table("zh")),)),))
    xml = all_tables(render(heat, tmp_path))[0]._tbl
    cells = xml.xpath("./a:tr[2]/a:tc")
    assert cells[1].xpath("a:tcPr/a:solidFill/a:srgbClr/@val") == ["00695C"]
    assert cells[1].xpath(".//a:pPr/@algn") == ["ctr"]
    assert set(xml.xpath("./a:tr[last()]//a:rPr/@b")) == {"1"}


@pytest.mark.parametrize("lang", LANGS)
def test_long_table_goes_on_and_loses_no_row(lang: Lang, tmp_path: Path) -> None:
    block = documents.long_table(lang)
    document = replace(documents.ordinary(lang), slides=(Slide("t", "Long", "full", blocks=(Placed("main", block),)),))
    deck = render(document, tmp_path)
    tables = all_tables(deck)
    assert len(tables) == len(deck.slides) > 2
    assert sum(len(table.rows) - 1 for table in tables) == len(block.rows)
    count = len(tables)
    suffix = f"（2/{count}）" if lang == "zh" else f" (2/{count})"
    assert deck.slides[1].shapes.title.text_frame.text == f"Long{suffix}"
    assert tables[-1].rows[len(tables[-1].rows) - 1].cells[0].text == ("合计" if lang == "zh" else "Total")
    for table in tables:
        groups = [row for row in table._tbl.tr_lst if row.xpath("./a:tc[1]/@gridSpan")]
        assert not (groups and groups[-1] is table._tbl.tr_lst[-1])


def test_endless_table_stops_and_counts_what_is_left(tmp_path: Path) -> None:
    block = documents.long_table("zh", 1000)
    document = replace(documents.ordinary("zh"), slides=(Slide("t", "长表", "full", blocks=(Placed("main", block),)),))
    deck = render(document, tmp_path)
    assert len(deck.slides) == 6
    shown = sum(len(table.rows) - 1 for table in all_tables(deck))
    note = next(shape.text_frame.text for shape in deck.slides[5].shapes if shape.name.endswith("More"))
    assert note == f"…另有 {1001 - shown} 行，见同名工作簿"
    assert all_tables(deck)[-1]._tbl.tr_lst[-1].xpath("string(./a:tc[3])") == "123,457"


def test_wide_table_says_the_unit_once_and_counts_left_out_columns(tmp_path: Path) -> None:
    document = replace(documents.hard("zh"), slides=(documents.hard("zh").slides[7],))
    deck = render(document, tmp_path)
    texts = [shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame]
    assert "单位：万元" in texts
    head = [cell.text for cell in all_tables(deck)[0].rows[0].cells]
    assert head[1] == "2025年1月"
    assert f"…另有 {14 - len(head)} 列，见同名工作簿" in texts


def test_tiles_show_value_unit_light_and_comparisons(tmp_path: Path) -> None:
    deck = render(documents.ordinary("zh"), tmp_path)
    groups = [shape for shape in deck.slides[1].shapes if shape.shape_type == 6]
    assert len(groups) == 8
    texts = [shape.text_frame.text for shape in groups[2].shapes if shape.has_text_frame and shape.text_frame.text]
    assert texts[:3] == ["毛利率", "■ 告警", "31.8%"]
    assert groups[2]._element.xpath("./p:nvGrpSpPr/p:cNvPr/@descr") == [
        "毛利率；31.8%；告警；目标 33.0%；同比 −0.9pp；环比 持平"
    ]
    first = [shape.text_frame.text for shape in groups[0].shapes if shape.has_text_frame]
    assert "13,810 万元" in first


def test_points_name_inference_and_advice_and_keep_lights(tmp_path: Path) -> None:
    deck = render(documents.ordinary("en"), tmp_path)
    points = next(shape for shape in deck.slides[4].shapes if shape.name.endswith("Points"))
    tags = [p.text for p in points.text_frame.paragraphs][::2]
    assert tags == ["● Finding", "■ Gap", "▲ Inference", "Advice"]


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


def test_numbers_on_charts_print_as_the_model_shows_them() -> None:
    """The label's number format over the sheet's value gives what ``show_number`` prints."""
    series = Series("x", (Decimal("-123456.789"),), documents._Words("zh").wan)
    assert show_number(series.values[0], series.display) == f"{shown_value(series.values[0], series.display):,}"


def test_well_formed_parts(tmp_path: Path) -> None:
    render(documents.hard("zh"), tmp_path)
    with zipfile.ZipFile(tmp_path / "deck.pptx") as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))


def test_a_tile_without_a_light_shows_none(tmp_path: Path) -> None:
    tiles = Tiles((Tile("订单数", Decimal(3), Display("count"), "3"),))
    deck = render(
        replace(documents.ordinary("zh"), slides=(Slide("k", "标题", blocks=(Placed("main", tiles),)),)), tmp_path
    )
    assert "不评" not in "".join(str(text) for text in deck.slides[0].shapes._spTree.itertext())


def test_totals_of_a_cut_axis_have_a_gap_and_still_add_up(tmp_path: Path) -> None:
    chart = next(charts(render(chart_slide(documents.gap_waterfall("zh")), tmp_path)))
    columns = [[cell.value for cell in column[1:]] for column in workbook(chart)["Sheet1"].iter_cols(min_col=2)]
    given, total, foot, gap = (columns[i] for i in (0, 3, -2, -1))
    assert gap[0] > 0
    assert total[0] + foot[0] + gap[0] == pytest.approx(given[0])
    assert (foot[1], gap[1]) == (0, 0)
