"""What a document says where targets, months or whole tables are missing, and how it judges what still runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.review.composing import DECK, LABELS, LIGHTS, D, block, body, build, page
from tests.review.tiny_company import Company, Sale, electronics, partly

from fupan.calendar import Calendar
from fupan.errors import QuestionError
from fupan.metrics import Question, Result
from fupan.review.compose import Setting, compose_review
from fupan.review.director import director_lines
from fupan.review.model import Chart, Lang, Table, Text, Tiles


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
        DECK, ask=partly(ask), tables=company.tables, calendar=calendar, window=calendar.parse("2025-06", as_of), as_of=as_of,
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
