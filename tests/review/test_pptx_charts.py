"""Native charts: workbooks that hold the shown numbers, axes, cut scales and gaps."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from tests.review import documents
from tests.review.pptx_parts import LANGS, NS, chart_slide, charts, render, waterfall_columns, workbook

from fupan.review import palette
from fupan.review.model import Chart, Lang, Series, show_number
from fupan.review.renderers.excel_format import shown_value


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


def test_numbers_on_charts_print_as_the_model_shows_them() -> None:
    """The label's number format over the sheet's value gives what ``show_number`` prints."""
    series = Series("x", (Decimal("-123456.789"),), documents.Words("zh").wan)
    assert show_number(series.values[0], series.display) == f"{shown_value(series.values[0], series.display):,}"


def test_totals_of_a_cut_axis_have_a_gap_and_still_add_up(tmp_path: Path) -> None:
    chart = next(charts(render(chart_slide(documents.gap_waterfall("zh")), tmp_path)))
    columns = [[cell.value for cell in column[1:]] for column in workbook(chart)["Sheet1"].iter_cols(min_col=2)]
    given, total, foot, gap = (columns[i] for i in (0, 3, -2, -1))
    assert gap[0] > 0
    assert total[0] + foot[0] + gap[0] == pytest.approx(given[0])
    assert (foot[1], gap[1]) == (0, 0)
