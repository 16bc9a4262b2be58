"""Tables, tiles and points in the presentation: nothing lost, nothing cut."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.review import documents
from tests.review.pptx_parts import LANGS, all_tables, render

from fupan.review.model import Display, Lang, Placed, Slide, Tile, Tiles


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


def test_wide_table_says_the_unit_once_and_goes_on_with_the_columns_left(tmp_path: Path) -> None:
    document = replace(documents.hard("zh"), slides=(documents.hard("zh").slides[7],))
    deck = render(document, tmp_path)
    texts = [shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame]
    assert "单位：万元" in texts
    head = [cell.text for cell in all_tables(deck)[0].rows[0].cells]
    assert head[1] == "2025年1月"
    main = document.slides[0].blocks[0].id
    assert not any(shape.name == f"{main} · More" for slide in deck.slides for shape in slide.shapes)
    heads = [[cell.text for cell in table.rows[0].cells] for table in all_tables(deck)]
    told = [label for head in heads if head[0] == "区域" for label in head[1:]]
    assert len(told) == len(set(told)) == 13


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


def test_a_tile_without_a_light_shows_none(tmp_path: Path) -> None:
    tiles = Tiles((Tile("订单数", Decimal(3), Display("count"), "3"),))
    deck = render(
        replace(documents.ordinary("zh"), slides=(Slide("k", "标题", blocks=(Placed("main", tiles),)),)), tmp_path
    )
    assert "不评" not in "".join(str(text) for text in deck.slides[0].shapes._spTree.itertext())
