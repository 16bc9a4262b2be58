"""The workbook: numbers are numbers, texts never formulas, every block has a sheet and a source."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.review import documents

from fupan.review import palette
from fupan.review.model import Display, Document, Placed, Slide, Tile, Tiles
from fupan.review.renderers.xlsx import render_xlsx
from fupan.review.scale import Scales


def render(document: Document, folder: Path) -> Any:
    path = folder / "book.xlsx"
    render_xlsx(document, path)
    return openpyxl.load_workbook(path)


def only(block: Any, folder: Path) -> Any:
    slide = Slide("one", "一页", "full", blocks=(Placed("main", block, "块"),))
    return render(replace(documents.ordinary("zh"), slides=(slide,)), folder).worksheets[1]


@pytest.mark.parametrize("make", [documents.ordinary, documents.hard])
def test_same_document_gives_same_bytes(make: Any, tmp_path: Path) -> None:
    for name in ("a", "b"):
        render_xlsx(make("en"), tmp_path / name / "book.xlsx")
    assert (tmp_path / "a/book.xlsx").read_bytes() == (tmp_path / "b/book.xlsx").read_bytes()


@pytest.mark.parametrize("make", [documents.ordinary, documents.hard])
def test_every_block_has_a_sheet_that_the_contents_link_to(make: Any, tmp_path: Path) -> None:
    document = make("zh")
    book = render(document, tmp_path)
    blocks = sum(len(slide.blocks) for slide in document.slides)
    assert len(book.worksheets) == blocks + 3
    assert all(len(name) <= 31 for name in book.sheetnames)
    contents = book.worksheets[0]
    links = [cell.hyperlink.location for row in contents.iter_rows() for cell in row if cell.hyperlink]
    assert [link.split("!")[0].strip("'") for link in links] == book.sheetnames[1:-2]
    for sheet in book.worksheets[1:-2]:
        assert sheet["A1"].hyperlink.location == f"'{contents.title}'!A1"
        assert sheet.freeze_panes is not None or sheet["A5"].value == "没有数据"


def test_table_numbers_are_exact_in_the_unit_of_the_header(tmp_path: Path) -> None:
    sheet = only(documents.long_table("zh"), tmp_path)
    assert [cell.value for cell in sheet[5]] == ["经销商", "区域", "净销售额（万元）", "达成率", "状态"]
    row = sheet[11]  # the sixth row: dealer 5
    assert row[2].value == pytest.approx(-1382.7165)  # (5 * 1,234,567 - 20,000,000) / 10,000
    assert (row[2].number_format, row[3].number_format, row[3].value) == ("#,##0", "#,##0.0%", 0.1)
    assert sheet.freeze_panes == "B6"


def test_totals_are_bold_and_lights_are_shape_text_and_colour(tmp_path: Path) -> None:
    sheet = only(documents.long_table("zh"), tmp_path)
    assert all(cell.font.bold for cell in sheet[sheet.max_row][:4])
    assert sheet["E7"].value == "▲ 告警"
    assert sheet["E7"].font.color.rgb == f"FF{palette.LIGHTS['amber'].ink}"


def test_heat_cells_are_shaded_numbers_with_the_shape_in_their_format(tmp_path: Path) -> None:
    sheet = only(documents.heat_table("zh"), tmp_path)
    assert (sheet["B6"].value, sheet["B6"].fill.fgColor.rgb) == (1.26, "FF00695C")
    assert sheet["D8"].number_format == '"■ "#,##0%'


def test_dates_are_dates(tmp_path: Path) -> None:
    sheet = only(documents.actions_table("zh"), tmp_path)
    assert sheet["E6"].value == datetime(2025, 7, 31)  # noqa: DTZ001 - Excel has no time zones
    assert sheet["E6"].number_format == "yyyy-mm-dd"


def test_texts_are_never_formulas_or_links(tmp_path: Path) -> None:
    document = documents.hard("zh")
    book = render(document, tmp_path)
    texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any(cell.value == documents.FORMULA for cell in texts)
    assert {cell.data_type for cell in texts} == {"s"}
    with zipfile.ZipFile(tmp_path / "book.xlsx") as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet for sheet in sheets)
    assert not any(b"example.invalid" in sheet for sheet in sheets)


def test_chart_sheet_holds_shown_and_unrounded_figures_lights_and_a_native_chart(tmp_path: Path) -> None:
    block = documents.region_combo("zh")
    sheet = only(block, tmp_path)
    assert [cell.value for cell in sheet[5]][:5] == ["类别", "目标（万元）", "实际（万元）", "达成率", "达成率 状态"]
    assert [cell.value for cell in sheet[6]][:5] == ["华东", 3892, 4982, 1.28, "● 正常"]
    assert sheet["A15"].value == "原值（未取整，基本单位）"
    assert Decimal(str(sheet["C16"].value)) == block.series[1].values[0]
    with zipfile.ZipFile(tmp_path / "book.xlsx") as package:
        chart = package.read("xl/charts/chart1.xml").decode()
    assert chart.count("<c:ser>") == 3
    assert "c:lineChart" in chart
    assert "'01 各区域目标与实际'!$C$6:$C$12" in chart


@pytest.mark.parametrize(
    "block",
    [
        documents.gap_waterfall("zh"),
        documents.product_bars("zh"),
        documents.ageing_stack("zh"),
        documents.trend_line("zh"),
        documents.dealer_bullet("zh"),
        documents.share_columns("zh"),
        documents.forty_bars("zh"),
    ],
    ids=lambda block: block.kind,
)
def test_every_chart_kind_has_its_native_chart(block: Any, tmp_path: Path) -> None:
    only(block, tmp_path)
    with zipfile.ZipFile(tmp_path / "book.xlsx") as package:
        assert [name for name in package.namelist() if name.startswith("xl/charts/")] == ["xl/charts/chart1.xml"]


def test_empty_blocks_say_so(tmp_path: Path) -> None:
    assert only(documents.empty_table("zh"), tmp_path)["A6"].value == "本月没有逾期90天以上的应收款。"
    assert only(documents.empty_chart("zh"), tmp_path)["A5"].value == "没有数据"


def test_sources_and_definitions(tmp_path: Path) -> None:
    book = render(documents.ordinary("zh"), tmp_path)
    source = [cell.value for row in book["来源 Source"].iter_rows() for cell in row if cell.value]
    for part in ("本月整体怎样？", "s-000042-8c1f", "订单_2025.xlsx, 目标2025.xlsx", "12,480"):
        assert part in source
    definitions = [[cell.value for cell in row] for row in book["指标定义"].iter_rows()]
    assert definitions[0] == ["指标", "项目", "定义"]
    assert definitions[1][:2] == ["net_sales", "净销售额"]


def test_columns_are_wide_enough_for_chinese(tmp_path: Path) -> None:
    sheet = only(documents.actions_table("zh"), tmp_path)
    assert sheet.column_dimensions["B"].width >= 2 * len("方案报价→商务谈判转化下滑")


def test_control_characters_do_not_break_the_file(tmp_path: Path) -> None:
    document = documents.ordinary("zh")
    slide = replace(document.slides[1], headline="坏\x00字\ud800")
    assert render(replace(document, slides=(slide,)), tmp_path).worksheets[1]["A2"].value == "坏�字�"


def test_a_unit_stands_once_with_its_figure(tmp_path: Path) -> None:
    dollars = Scales("en", "USD").money([Decimal(2_400_000)])
    plain = Display("money", Decimal(10_000), 0, "万元")
    tiles = Tiles(
        (Tile("Net sales", Decimal(2_400_000), dollars, "$2.4M"), Tile("Plain", Decimal(480_000), plain, "48"))
    )
    sheet = only(tiles, tmp_path)
    assert (sheet["B6"].number_format, sheet["C6"].value or "") == ('"$"#,##0.0"M"', "")
    assert (sheet["B7"].number_format, sheet["C7"].value) == ("#,##0", "万元")
