"""Whole documents from a tiny company: what is on the pages, what drops out, and that figures agree."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.review.tiny_company import DIMENSIONS, METRICS, Company, Sale, Target, electronics, month

from fupan.calendar import Calendar
from fupan.errors import QuestionError
from fupan.metrics import Question, Result
from fupan.packs import pack_path
from fupan.review.compose import Setting, compose_review
from fupan.review.context import Appendix, FinanceStep, LoadFigures
from fupan.review.deck_file import read_deck
from fupan.review.director import director_lines
from fupan.review.model import Chart, Document, Lang, Slide, Table, Text, Tiles, from_json, show_number, to_json
from fupan.track import read_light_rules

D = Decimal
DECK = read_deck(pack_path() / "decks" / "monthly.yaml")
LIGHTS = read_light_rules(pack_path() / "rules" / "lights.yaml")
LABELS = DIMENSIONS | {name: (zh, en) for name, (zh, en, _) in METRICS.items()}
PAGES = ["cover", "last_actions", "kpi", "regions", "bridge", "lines", "products", "heat", "collections", "next"]


def build(
    company: Company,
    *,
    lang: Lang = "zh",
    window: str = "2025-06",
    as_of: date = date(2025, 6, 30),
    **more: tuple[str, ...],
) -> Document:
    calendar = Calendar()
    return compose_review(
        DECK, ask=company.ask, tables=company.tables, calendar=calendar, window=calendar.parse(window, as_of), as_of=as_of,
        setting=Setting("云澜电子", lang, "CNY", lights=LIGHTS), labels=LABELS, **more,
    )  # fmt: skip


def page(document: Document, name: str) -> Slide:
    return next(s for s in document.slides if s.id == name)


def block(document: Document, name: str, block_id: str) -> Chart | Table | Text | Tiles:
    return next(p.content for p in page(document, name).blocks if p.id == block_id)


def body(table: Chart | Table | Text | Tiles) -> list[list[str]]:
    assert isinstance(table, Table)
    return [[c.text for c in row.cells] for row in table.rows]


def test_pages_in_order_after_a_cover() -> None:
    document = build(electronics())
    assert [s.id for s in document.slides][:10] == PAGES
    assert document.title == "2025年6月销售例会"
    assert from_json(to_json(document)) == document


def test_each_page_says_where_its_figures_come_from() -> None:
    for slide in build(electronics()).slides[1:10]:
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
    assert points.points[3].text == "华南落后10%以上，会后提交原因与措施；华南列入总经理督办"
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


def test_without_targets_growth_stands_in() -> None:
    document = build(replace(electronics(), targets=()))
    assert [p.id for p in page(document, "regions").blocks] == ["region_growth_chart", "region_points"]
    assert [p.id for p in page(document, "heat").blocks] == ["growth_heat"]
    assert page(document, "bridge").blocks[0].id == "growth_bridge"
    assert page(document, "kpi").headline == "2025年6月净销售额8,830万元，同比增长11.8%；本期没有可比的目标"
    assert "达成" not in "".join(s.headline for s in document.slides)


def test_refused_targets_are_told_in_the_appendix() -> None:
    refused = dict.fromkeys(("target", "phased_target", "attainment", "gap", "lag"), "targets are set by quarter")
    document = build(replace(electronics(), refuse=refused), lang="en")
    notes = block(document, "notes", "left_out")
    assert isinstance(notes, Text)
    assert any("targets are set by quarter" in p.text for p in notes.points)
    assert "no comparable target" in page(document, "kpi").headline


def test_pages_without_data_drop_out_with_a_note() -> None:
    document = build(replace(electronics(), overdue={}, actions=()))
    assert "collections" not in [s.id for s in document.slides]
    assert "last_actions" not in [s.id for s in document.slides]
    notes = block(document, "notes", "left_out")
    assert isinstance(notes, Text)
    assert any("钱收回来了吗" in p.text for p in notes.points)


def test_one_month_of_an_english_start_up() -> None:
    company = Company(
        [Sale(date(2025, 6, 3), "East", "Core", D(120_000)), Sale(date(2025, 6, 9), "East", "Core", D(80_000))]
    )
    document = build(company, lang="en")
    assert page(document, "kpi").headline.startswith(
        "June 2025: net sales ¥200.0K; neither a target nor an earlier period"
    )
    assert [s.id for s in document.slides] == ["cover", "kpi", "notes"]  # one region and one line tell nothing more


def test_nothing_at_all_is_a_cover_and_a_note() -> None:
    assert [s.id for s in build(Company()).slides] == ["cover", "notes"]


def test_a_running_month_is_judged_against_its_target_to_date() -> None:
    company = electronics()
    july = [replace(s, day=date(2025, 7, 8), amount=s.amount / 2) for s in company.sales if s.day == date(2025, 6, 10)]
    document = build(replace(company, sales=[*company.sales, *july]), window="2025-07", as_of=date(2025, 7, 17))
    # 4,415 of 8,300 = 53.2%; to date 8,300 x 17/31 = 4,551.6: 97.0%; (8,300 - 4,415) / 14 days = 277.5 a day
    assert page(document, "kpi").headline == (
        "2025年7月（截至7月17日）净销售额4,415万元，完成整期目标的53.2%，按进度达成97.0%；余下14天每天还需278万元"
    )
    chart = block(document, "regions", "region_chart")
    assert isinstance(chart, Chart)
    assert chart.series[0].name == "序时目标（万元）"
    assert page(document, "regions").headline.startswith("华东超序时目标")


def test_the_year_so_far_is_judged_against_what_was_due_by_today() -> None:
    company = electronics()
    july = [replace(s, day=date(2025, 7, 8), amount=s.amount / 2) for s in company.sales if s.day == date(2025, 6, 10)]
    document = build(replace(company, sales=[*company.sales, *july]), window="2025-07", as_of=date(2025, 7, 17))
    tiles = block(document, "kpi", "kpi_tiles")
    assert isinstance(tiles, Tiles)
    tile = next(t for t in tiles.tiles if t.label == "本年累计净销售额")
    # May 8,300 + June 8,830 + July 4,415 = 21,545; due: 8,300 x (6 + 17/31) = 54,351.6, so 39.6% and 60.4% behind
    assert (tile.text, tile.light) == ("2.15亿元", "red")
    assert next((d.label, d.text) for d in tile.deltas) == ("达成", "39.6%")


def test_the_first_days_of_a_month_leave_the_month_without_a_light_but_not_the_year() -> None:
    company = electronics()
    july = [replace(s, day=date(2025, 7, 1), amount=D(1_000_000)) for s in company.sales if s.day == date(2025, 6, 10)]
    document = build(replace(company, sales=[*company.sales, *july]), window="2025-07", as_of=date(2025, 7, 2))
    tiles = block(document, "kpi", "kpi_tiles")
    assert isinstance(tiles, Tiles)
    lights = {t.label: t.light for t in tiles.tiles}
    assert (lights["本期净销售额"], lights["本年累计净销售额"]) == ("none", "red")


def test_forty_regions_are_cut_by_a_rule_that_the_page_states() -> None:
    sales = [
        Sale(date(2025, 6, 5), f"Region {i:02d}", f"Line {j}", D(1000 * (i + 1))) for i in range(40) for j in range(9)
    ]
    targets = [
        Target(*month(2025, 6), D(1100 * (i + 1)), f"Region {i:02d}", f"Line {j}") for i in range(40) for j in range(9)
    ]
    document = build(Company(sales, targets), lang="en")
    chart = block(document, "regions", "region_chart")
    assert isinstance(chart, Chart)
    assert len(chart.categories) == 14
    assert chart.sentence == "26 more are not shown (the first 14 by net sales)"
    table = block(document, "heat", "heat_table")
    assert isinstance(table, Table)
    assert (len(table.columns), len(table.rows)) == (10, 15)
    assert "26 smaller rows" in table.sentence


def test_the_unknown_member_is_shown_but_never_named_best() -> None:
    company = electronics()
    lost = [*company.sales, Sale(date(2025, 6, 11), "(unknown)", "A系列", D(60_000_000), "A100")]
    document = build(replace(company, sales=lost))
    chart = block(document, "regions", "region_chart")
    assert isinstance(chart, Chart)
    assert "未归属" in chart.categories
    assert "未归属" not in page(document, "regions").headline


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


def test_a_company_can_bring_its_own_deck(tmp_path: Path) -> None:
    path = tmp_path / "short.yaml"
    path.write_text(
        """
deck: short
title: {zh: 简报, en: Brief}
subtitle: {zh: "{company}", en: "{company}"}
data:
  total: {metrics: [net_sales]}
slides:
  - id: one
    section: {zh: 总览, en: Overview}
    question: {zh: 卖了多少？, en: How much was sold?}
    facts: {t: {make: total, of: total}}
    headline: [{id: one.amount, zh: "净销售额{t_net_sales}", en: "Net sales {t_net_sales}"}]
    blocks: [{draw: tiles, id: tiles, tiles: [{metric: net_sales}]}]
""",
        encoding="utf-8",
    )
    calendar, company = Calendar(), electronics()
    document = compose_review(
        read_deck(path), ask=company.ask, tables=company.tables, calendar=calendar, window=calendar.parse("2025-06", date(2025, 6, 30)),
        as_of=date(2025, 6, 30), setting=Setting("云澜电子", "zh"),
    )  # fmt: skip
    assert [s.headline for s in document.slides] == ["简报", "净销售额8,830万元"]


def test_quota_periods_of_their_own_are_named() -> None:
    # the quarter from 29 March to 28 June has a quota of 100,000; June itself has none
    sales = [Sale(date(2025, 4, 10), "East", "Core", D(60_000)), Sale(date(2025, 6, 10), "East", "Core", D(25_000))]
    company = Company(sales, [Target(date(2025, 3, 29), date(2025, 6, 29), D(100_000))])
    document = build(company, lang="en")
    assert page(document, "kpi").headline == (
        "June 2025: net sales ¥25.0K; targets of 29 March 2025 to 28 June 2025: 85.0% reached"
    )


def test_sales_without_a_target_are_told_beside_the_attainment() -> None:
    company = electronics()
    free = [*company.sales, Sale(date(2025, 6, 12), "海外", "A系列", D(5_000_000), "A100", D(5000))]
    ask = replace(company, sales=free).ask

    def credited(question: Question) -> Result:
        """The layer credits only slices with a target: the total's gap leaves the new region out."""
        result = ask(question)
        if result.total is not None and "gap" in result.total and result.total["gap"] is not None:
            for row in [result.total, *result.rows]:
                whole = question.by == () or row is result.total or row.get("product_line") == "A系列"
                if whole and row["gap"] is not None and question.window.label == "2025-06" and "region" not in row:
                    row["gap"] -= D(5_000_000)
                    row["attainment"] = (row["target"] + row["gap"]) / row["target"]
        return result

    calendar = Calendar()
    document = compose_review(
        DECK, ask=credited, tables=company.tables, calendar=calendar, window=calendar.parse("2025-06", date(2025, 6, 30)),
        as_of=date(2025, 6, 30), setting=Setting("云澜电子", "zh", lights=LIGHTS),
    )  # fmt: skip
    assert page(document, "kpi").headline == (
        "2025年6月净销售额9,330万元，同比增长18.1%；其中8,830万元有目标，达成106.4%，另500万元没有目标"
    )
    chart = block(document, "bridge", "plan_bridge")
    assert isinstance(chart, Chart)
    assert chart.categories[-1] == "计入达成额"
    assert (chart.series[0].values[0], chart.series[0].values[-1]) == (D(83_000_000), D(88_300_000))


def people(n: int) -> Company:
    """*n* people with a target each, the i-th at i percent; no position has one."""
    targets = [Target(*month(2025, 6), D(100), person=f"P{i:02d}") for i in range(1, n + 1)]
    sales = [Sale(date(2025, 6, 2), "East", "Core", D(i), person=f"P{i:02d}") for i in range(1, n + 1)]
    return Company(sales, targets)


def test_a_ranking_shows_both_ends_and_counts_what_lies_between() -> None:
    rows = body(block(build(people(30), lang="en"), "people", "people_table"))
    assert [r[1] for r in rows] == [
        "P30", "P29", "P28", "P27", "P26", "P25", "18 between are not shown", "P06", "P05", "P04", "P03", "P02", "P01", "Total",
    ]  # fmt: skip
    assert [r[0] for r in rows[:2]] == ["1", "2"]
    assert page(build(people(30), lang="en"), "people").headline == (
        "0 of 30 reached the target; 30 lag by 10% or more, P01 the furthest (1.0%)"
    )


def test_a_page_is_left_out_when_another_tells_the_same() -> None:
    document = build(people(3))
    assert "people" in [s.id for s in document.slides]
    assert "positions" not in [s.id for s in document.slides]
    notes = block(document, "notes", "left_out")
    assert isinstance(notes, Text)
    assert not any("哪些岗位完成了目标" in p.text for p in notes.points)


def test_finances_bridge_stands_in_the_appendix_with_its_remainder() -> None:
    steps = (
        FinanceStep("含税订单额", "Gross with tax", D(21_124), "total", 10),
        FinanceStep("减：增值税", "less tax", D(-5_944), "step", 10),
        FinanceStep("未解释差额", "Unexplained", D(-80), "remainder"),
        FinanceStep("财务净额", "Finance's net sales", D(15_100), "total"),
    )
    calendar, company = Calendar(), electronics()
    document = compose_review(
        DECK, ask=company.ask, tables=company.tables, calendar=calendar, window=calendar.parse("2025-06", date(2025, 6, 30)),
        as_of=date(2025, 6, 30), setting=Setting("云澜电子", "zh", lights=LIGHTS), appendix=Appendix(finance=steps),
    )  # fmt: skip
    assert page(document, "ledger").headline == "与财务净额1.5万元相差-80元，尚未解释"
    chart = block(document, "ledger", "finance_bridge")
    assert isinstance(chart, Chart)
    assert chart.series[0].values == (D(21_124), D(-5_944), D(-80), D(15_100))
    assert "财务控制数" in page(document, "ledger").footer


def test_without_targets_cells_are_told_by_growth_and_pages_compare_with_last_year() -> None:
    document = build(replace(electronics(), targets=[]))
    assert "目标" not in page(document, "heat").headline.removeprefix("没有可比的目标")
    assert page(document, "heat").headline.startswith("没有可比的目标，看同比：增加最多的是")
    chart = block(document, "lines", "line_chart")
    assert isinstance(chart, Chart)
    assert [s.name for s in chart.series] == ["去年同期（万元）", "净销售额（万元）"]
    assert len(set(director_lines(document))) == 5


def test_one_month_of_data_draws_no_comparison_with_a_year_that_is_not_there() -> None:
    company = electronics()
    june = replace(company, sales=[s for s in company.sales if s.day >= date(2025, 6, 1)])
    chart = block(build(june), "lines", "line_chart")
    assert isinstance(chart, Chart)
    assert [s.role for s in chart.series] == ["target", "actual"]


def test_what_is_left_of_the_year_stands_beside_the_time_gone() -> None:
    tiles = block(build(electronics()), "kpi", "kpi_tiles")
    assert isinstance(tiles, Tiles)
    tile = next(t for t in tiles.tiles if t.label == "全年时间进度")
    assert [d.label for d in tile.deltas] == ["每天还需", "至今日均"]
    assert tile.note == "余184天"


def test_loads_are_told_in_the_headline_of_their_page() -> None:
    calendar, company = Calendar(), electronics()
    loads = (LoadFigures("订单", 100, 97, 2, 1), LoadFigures("目标", 20, 20, 0))
    document = compose_review(
        DECK, ask=company.ask, tables=company.tables, calendar=calendar, window=calendar.parse("2025-06", date(2025, 6, 30)),
        as_of=date(2025, 6, 30), setting=Setting("云澜电子", "zh", lights=LIGHTS), appendix=Appendix(loads=loads),
    )  # fmt: skip
    assert page(document, "data").headline == "2个来源共读入120行，其中2行隔离待查，均留有行号与原因"


def test_a_figure_has_the_same_light_on_every_page() -> None:
    # collections rate 89.2% against the norm of 95%: 6.1% behind, amber on its tile and beside the finding alike
    document = build(replace(electronics(), collections_rate=D("0.892")))
    tiles = block(document, "kpi", "kpi_tiles")
    finding = block(document, "collections", "overdue_points")
    assert isinstance(tiles, Tiles)
    assert isinstance(finding, Text)
    assert [t.light for t in tiles.tiles if t.label == "回款率"] == ["amber"]
    assert [p.light for p in finding.points if p.rule == "rate"] == ["amber"]


def test_the_region_that_is_shortest_keeps_the_light_of_its_column() -> None:
    # South-West is 70 of 800 short (8.75%, amber) once South is at its target
    sales = [replace(s, region="华东") if s.region == "华南" and s.day.year == 2025 else s for s in electronics().sales]
    targets = [replace(t, region="华东") if t.region == "华南" else t for t in electronics().targets]
    document = build(replace(electronics(), sales=sales, targets=targets))
    points = block(document, "regions", "region_points")
    assert isinstance(points, Text)
    assert [p.light for p in points.points if p.rule.startswith("short.")] == ["amber"]


def test_a_margin_without_any_cost_is_no_figure() -> None:
    company = electronics()
    bare = build(replace(company, sales=[replace(s, cost=D(0)) for s in company.sales]))
    tiles = block(bare, "kpi", "kpi_tiles")
    assert isinstance(tiles, Tiles)
    assert "毛利率" not in [t.label for t in tiles.tiles]
    table = block(bare, "lines", "line_table")
    assert isinstance(table, Table)
    assert "毛利率" not in [c.label for c in table.columns]


def test_a_line_without_cost_has_no_margin_beside_the_others() -> None:
    company = electronics()
    sales = [replace(s, cost=D(0)) if s.product_line == "B系列" else s for s in company.sales]
    table = block(build(replace(company, sales=sales)), "lines", "line_table")
    assert isinstance(table, Table)
    place = [c.label for c in table.columns].index("毛利率")
    margins = {row[0]: row[place] for row in body(table)}
    assert (margins["A系列"], margins["B系列"]) == ("38.0%", "–")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "未列回款率、毛利率：所需的数据没有装载"),
        ("en", "Not shown: Collections rate, Gross margin – the data it needs were not loaded"),
    ],
)
def test_what_is_left_out_is_told_by_label(lang: Lang, said: str) -> None:
    company = electronics()

    def ask(question: Question) -> Result:
        if "collections_rate" in question.metrics:
            raise QuestionError(
                "not_loaded", "collections_rate needs invoice_lines, of which this snapshot has no rows."
            )
        return company.ask(question)

    bare = [replace(s, cost=D(0), region="(unknown)") for s in company.sales]
    company = replace(
        company, sales=bare, targets=(), refuse={"receivables_due": "There is no metric “receivables_due”."}
    )
    calendar, as_of = Calendar(), date(2025, 6, 30)
    document = compose_review(
        DECK, ask=ask, tables=company.tables, calendar=calendar, window=calendar.parse("2025-06", as_of), as_of=as_of,
        setting=Setting("云澜电子", lang, "CNY", lights=LIGHTS), labels=LABELS,
    )  # fmt: skip
    notes = block(document, "notes", "left_out")
    assert isinstance(notes, Text)
    texts = [p.text for p in notes.points]
    assert said in texts
    assert not [t for t in texts if "_" in t]


@pytest.mark.parametrize(("amount", "clause"), [(D(2_000_000), "；另有200万元没有归到有目标的区域"), (D(500_000), "")])
def test_sales_outside_all_regions_with_targets_are_told_from_one_percent_on(amount: Decimal, clause: str) -> None:
    # 200 of 9,030 is 2.2%, 50 of 8,880 is 0.6%
    company = electronics()
    lost = Sale(date(2025, 6, 12), "(unknown)", "A系列", amount)
    headline = page(build(replace(company, sales=[*company.sales, lost])), "regions").headline
    assert headline.startswith("华东超目标1,100万元；华南（83.3%）落后10%以上")
    assert "".join(headline.partition("；另有")[1:]) == clause
