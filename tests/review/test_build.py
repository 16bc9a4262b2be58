"""Whole documents from a tiny company: what is on the pages, and that figures agree."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from tests.review.composing import PAGES, D, block, body, build, page
from tests.review.tiny_company import Company, electronics

from fupan.review.director import director_lines
from fupan.review.model import Chart, Lang, Text, Tiles, from_json, show_number, to_json


def test_pages_in_order_after_a_cover() -> None:
    document = build(electronics())
    assert [s.id for s in document.slides if s.id != "contents"][:10] == PAGES
    assert document.slides[1].id == "contents"
    assert document.title == "2025年6月销售例会"
    assert from_json(to_json(document)) == document


def test_each_page_says_where_its_figures_come_from() -> None:
    for slide in build(electronics()).slides[2:11]:
        assert "来源：" in slide.footer, slide.id
        assert "数据截至 2025-06-30" in slide.footer
        assert "本页回答：" in slide.notes
        for placed in slide.blocks:
            if not isinstance(placed.content, Text):
                assert placed.content.provenance is not None, placed.id
                assert placed.content.alt, placed.id


def test_regions_by_hand() -> None:
    # East 5,600 of 4,500; South 2,500 of 3,000 (lag 16.7%: general manager); South-West 730 of 800 (8.75%)
    document = build(electronics())
    chart = block(document, "regions", "region_chart")
    assert isinstance(chart, Chart)
    assert chart.categories == ("华东", "华南", "西南")
    target, actual, ratio = chart.series
    assert (target.values, actual.values) == (
        (D(45_000_000), D(30_000_000), D(8_000_000)),
        (D(56_000_000), D(25_000_000), D(7_300_000)),
    )
    assert [show_number(v, ratio.display) for v in ratio.values] == ["124.4%", "83.3%", "91.2%"]
    assert ratio.lights == ("green", "red", "amber")
    assert page(document, "regions").headline == "华东超目标1,100万元；华南（83.3%）落后10%以上，整体达成106.4%"
    points = block(document, "regions", "region_points")
    assert isinstance(points, Text)
    assert [(p.text, p.claim) for p in points.points][:2] == [
        ("只有华东超额：1,100万元；其余区域合计差570万元", "fact"),
        ("华南缺口500万元最大，占各区域缺口合计（570万元）的87.7%", "fact"),
    ]
    assert points.points[3].text == "华南会后提交原因与措施，列入总经理督办"
    assert points.points[3].claim == "advice"


def test_the_same_page_in_english() -> None:
    document = build(electronics(), lang="en")
    assert (
        page(document, "regions").headline
        == "华东 is ¥11.0M ahead of target; 华南 (83.3%) lags by 10% or more; total 106.4%"
    )
    assert (
        page(document, "last_actions").headline == "1 of 3 actions done, 1 late; “华南B系列渠道走访” is 10 days overdue"
    )


def test_bridges_sum_to_their_ends() -> None:
    document = build(electronics())
    for block_id, start, end in (("plan_bridge", 83_000_000, 88_300_000), ("price_volume_mix", 79_000_000, 88_300_000)):
        chart = block(document, "bridge", block_id)
        assert isinstance(chart, Chart)
        values = [v or D(0) for v in chart.series[0].values]
        assert (values[0], values[-1]) == (D(start), D(end))
        assert sum(values[:-1]) == values[-1]
        assert chart.kind == "waterfall"


def test_totals_stand_at_their_own_level() -> None:
    document = build(electronics())
    assert body(block(document, "lines", "line_table"))[-1][:5] == ["合计", "8,300", "8,830", "100.0%", "106.4%"]
    assert body(block(document, "heat", "heat_table")) == [
        ["华东", "131.2%", "107.7%", "124.4%"],
        ["华南", "100.0%", "64.3%", "83.3%"],
        ["西南", "104.0%", "70.0%", "91.2%"],
        ["合计", "119.2%", "83.7%", "106.4%"],
    ]


def test_a_cluster_is_named_only_if_the_line_is_behind_in_total() -> None:
    company = electronics()
    assert page(build(company), "heat").headline == "B系列在3个区域中的2个落后10%以上，整体也只达成83.7%"
    # the same red cells, but East sells enough of B for the line to be on target: no product problem
    sales = [
        replace(s, amount=D(24_000_000)) if (s.region, s.product_line, s.day.year) == ("华东", "B系列", 2025) else s
        for s in company.sales
    ]
    slide = page(build(replace(company, sales=sales)), "heat")
    assert slide.rule == "heat.spots"
    texts = [p.text for placed in slide.blocks if isinstance(placed.content, Text) for p in placed.content.points]
    assert any("不是整条产品线落后" in t for t in texts)


def test_actions_are_dated_not_typed() -> None:
    rows = body(block(build(electronics()), "last_actions", "last_actions"))
    assert [(r[1], r[3], r[4]) for r in rows] == [
        ("华南B系列渠道走访", "2025-06-20", "逾期10天"),
        ("西南补货", "2025-07-15", "进行中"),
        ("华东样机铺设", "2025-06-25", "已完成"),
    ]


def test_red_items_without_an_action_are_listed() -> None:
    uncovered = "B系列、西南（2025年上半年）、华东（2025年上半年）亮红灯但还没有行动"
    assert uncovered in page(build(electronics()), "next").headline
    company = electronics()
    covered = [*company.actions, {"title": "B系列价格应对", "product_line": "B系列", "due_date": date(2025, 7, 31)}]
    headline = page(build(replace(company, actions=covered)), "next").headline
    assert headline.endswith(
        "；西南（2025年上半年）、华东（2025年上半年）亮红灯但还没有行动"
    )  # red of the year, not of June


def test_next_targets_add_up() -> None:
    rows = body(block(build(electronics()), "next", "next_targets"))
    assert rows[-1][1] == "8,300"
    assert sum(int(r[1].replace(",", "")) for r in rows[:-1]) == 8300


def test_tiles_hold_time_against_progress() -> None:
    tiles = block(build(electronics()), "kpi", "kpi_tiles")
    assert isinstance(tiles, Tiles)
    by_label = {t.label: t for t in tiles.tiles}
    assert by_label["全年目标完成进度"].text == "17.2%"  # 17,130 of 12 x 8,300
    assert show_number(by_label["全年目标完成进度"].expected, by_label["全年目标完成进度"].display) == "50.0%"
    assert by_label["全年时间进度"].text == "49.6%"  # 181 of 365 days
    assert by_label["回款率"].light == "light_green"  # 93.1% against the norm of 95%: lag 2.0%
    assert by_label["毛利率"].deltas[0].text == "-2.0个百分点"  # 38% after 40%


def test_a_higher_order_value_with_fewer_orders_is_not_good_news() -> None:
    company = electronics()
    fewer = [s for s in company.sales if not (s.day.year == 2025 and s.day.month == 6 and s.region == "西南")]
    tiles = block(build(replace(company, sales=fewer)), "kpi", "kpi_tiles")
    assert isinstance(tiles, Tiles)
    aov = next(t for t in tiles.tiles if t.label == "客单价")
    assert aov.deltas[0].text.startswith("+")
    assert aov.deltas[0].tone == "neutral"


def test_only_and_without() -> None:
    assert [s.id for s in build(electronics(), only=("kpi", "heat")).slides] == ["cover", "kpi", "heat"]
    assert "heat" not in [s.id for s in build(electronics(), without=("heat",)).slides]


def test_five_lines_for_a_director() -> None:
    document = build(electronics())
    lines = director_lines(document)
    assert len(lines) == 5
    assert lines[0] == page(document, "kpi").headline
    assert len(set(lines)) == 5
    assert lines[1] == "3个区域中1个达标：华东超目标最多（1,100万元）；华南只达成83.3%、少500万元，列入总经理督办"
    assert lines[3] == "回款率93.1%，低于标准95%；逾期应收480万元，涉及3家客户，最大的是深圳华强（370万元）"
    assert lines[4].endswith("；B系列、西南（2025年上半年）、华东（2025年上半年）亮红灯却还没有行动")
    assert len(director_lines(build(Company()))) == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_shown_text_is_left_with_places_or_ascii_commas(lang: Lang) -> None:
    document = build(electronics(), lang=lang)
    texts = [s.headline for s in document.slides] + [s.lead for s in document.slides]
    texts += [
        p.text for s in document.slides for b in s.blocks if isinstance(b.content, Text) for p in b.content.points
    ]
    for text in texts:
        assert "{" not in text
        assert "None" not in text
        if lang == "zh":
            assert not re.search(r"[\u4e00-\u9fff%][,;:?!]|[,;:?!][\u4e00-\u9fff]", text), text
        else:
            assert not re.search(r"[，；：（）。]", text.replace("“", "").replace("”", "")), text
