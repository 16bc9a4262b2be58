"""Many or few members: forty regions, long rankings, and what lies outside all targets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.review.composing import DECK, LIGHTS, D, block, body, build, page
from tests.review.tiny_company import Company, Sale, Target, electronics, month, partly

from fupan.calendar import Calendar
from fupan.metrics import Question, Result
from fupan.review.compose import Setting, compose_review
from fupan.review.context import Appendix, FinanceStep, LoadFigures
from fupan.review.deck_file import read_deck
from fupan.review.model import Chart, Table, Text, Tiles


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
        read_deck(path), ask=partly(company.ask), tables=company.tables, calendar=calendar, window=calendar.parse("2025-06", date(2025, 6, 30)),
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
        DECK, ask=partly(credited), tables=company.tables, calendar=calendar, window=calendar.parse("2025-06", date(2025, 6, 30)),
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
    assert rows.pop(6) == ["… 18 between are not shown"]
    assert [r[1] for r in rows] == [
        "P30", "P29", "P28", "P27", "P26", "P25", "P06", "P05", "P04", "P03", "P02", "P01", "Total",
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
        DECK, ask=partly(company.ask), tables=company.tables, calendar=calendar, window=calendar.parse("2025-06", date(2025, 6, 30)),
        as_of=date(2025, 6, 30), setting=Setting("云澜电子", "zh", lights=LIGHTS), appendix=Appendix(finance=steps),
    )  # fmt: skip
    assert page(document, "ledger").headline == "与财务净额1.5万元相差-80元，尚未解释"
    chart = block(document, "ledger", "finance_bridge")
    assert isinstance(chart, Chart)
    assert chart.series[0].values == (D(21_124), D(-5_944), D(-80), D(15_100))
    assert "财务控制数" in page(document, "ledger").footer


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
        DECK, ask=partly(company.ask), tables=company.tables, calendar=calendar, window=calendar.parse("2025-06", date(2025, 6, 30)),
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


@pytest.mark.parametrize(
    ("window", "as_of", "title", "headline"),
    [
        ("2025-H1", date(2025, 6, 30), "2025年上半年销售例会", "2025年上半年净销售额1.71亿元，达成34.4%，差3.27亿元；同比增长116.8%"),
        ("2025", date(2025, 6, 30), "2025年（截至6月30日）销售例会", "2025年（截至6月30日）净销售额1.71亿元，完成整期目标的17.2%，按进度达成34.4%；余下184天每天还需448万元"),
    ],
)  # fmt: skip
def test_a_half_year_and_a_year_are_told_by_the_same_deck(window: str, as_of: date, title: str, headline: str) -> None:
    # May 8,300 and June 8,830 of six months' 49,800 and of the year's 99,600
    document = build(electronics(), window=window, as_of=as_of)
    assert document.title == title
    assert page(document, "kpi").headline == headline
