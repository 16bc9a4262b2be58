"""January and February in all readings, a leap day, a 53rd week: by hand."""

from __future__ import annotations

from datetime import date

import pytest
from tests.metrics.company import company, line
from tests.metrics.memory import DEFINITIONS, ask

from fupan.calendar import PlainRules
from fupan.errors import QuestionError
from fupan.metrics import MetricLayer

# Spring Festival: 10 February 2024, 29 January 2025 (354 days between)
SEASON = [
    line("a", "2024-01-05", 100, customer_id="c1"),
    line("b", "2024-01-20", 200, customer_id="c2"),
    line("c", "2024-02-09", 400, customer_id="c1"),
    line("d", "2024-02-20", 800, customer_id="c3"),
    line("e", "2024-03-01", 1600, customer_id="c2"),
    line("f", "2025-01-10", 10, customer_id="c1"),
    line("g", "2025-01-28", 20, customer_id="c2"),
    line("h", "2025-02-10", 40, customer_id="c1"),
    line("i", "2025-03-10", 80, customer_id="c1"),
]
ALL = ("last_year", "festival", "jan_feb")


def test_january_in_all_readings() -> None:
    result = ask(company(order_lines=SEASON), "net_sales", "customers", window="2025-01", compare=ALL)
    row = result.rows[0]
    assert (row["net_sales"], row["customers"]) == (30, 2)
    # as dated: January 2024
    assert (row["net_sales.last_year"], row["customers.last_year"]) == (300, 2)
    assert row["net_sales.vs_last_year"] == pytest.approx(30 / 300 - 1)
    # aligned: 13 January to 12 February 2024, the day before the festival among them
    assert (row["net_sales.festival"], row["customers.festival"]) == (600, 2)
    assert row["net_sales.vs_festival"] == pytest.approx(30 / 600 - 1)
    # both months together: 10 + 20 + 40 against 100 + 200 + 400 + 800; c1, c2 against c1, c2, c3
    assert (row["net_sales.jan_feb_now"], row["net_sales.jan_feb"]) == (70, 1500)
    assert (row["customers.jan_feb_now"], row["customers.jan_feb"]) == (2, 3)
    assert row["net_sales.vs_jan_feb"] == pytest.approx(70 / 1500 - 1)
    assert result.column("net_sales.vs_festival").zh == "净销售额春节对齐同比"
    assert any("354 days back" in n for n in result.provenance.notes)
    assert any("2024-01-01..2024-02-29" in n for n in result.provenance.notes)


def test_last_year_names_the_other_readings_where_it_touches_the_season() -> None:
    reader = company(order_lines=SEASON)
    told = ask(reader, "net_sales", window="2025-02", compare=("last_year",)).provenance.notes
    assert any("other readings: festival, jan_feb" in n for n in told)
    for window in ("2025-03", "2025-Q1", "2025"):
        notes = ask(reader, "net_sales", window=window, compare=("last_year",)).provenance.notes
        assert not any("Spring Festival" in n for n in notes), window
    by_month = ask(reader, "net_sales", by=("month",), window="2025-Q1", compare=("last_year",))
    assert any("Spring Festival" in n for n in by_month.provenance.notes)


def test_day_by_day_each_day_meets_its_distance_from_the_festival() -> None:
    rows = ask(company(order_lines=SEASON), "net_sales", by=("day",), window="2025-01", compare=("festival",)).rows
    found = {r["day"]: (r["net_sales"], r["net_sales.festival"]) for r in rows}
    # 28 January 2025 and 9 February 2024 are both New Year's eve; 8 January 2025 is 20 January 2024
    assert found["2025-01-28"] == (20, 400)
    assert found["2025-01-10"] == (10, None)
    assert found["2025-01-08"][1] == 200


def test_january_and_february_by_month_have_one_base() -> None:
    """Both rows are compared as the two months together; the totals are not doubled."""
    result = ask(company(order_lines=SEASON), "net_sales", "customers", by=("month",), window="2025-01..2025-02",
                 compare=("jan_feb",), totals=True)  # fmt: skip
    for row in [*result.rows, result.total]:
        assert row is not None
        assert (row["net_sales.jan_feb_now"], row["net_sales.jan_feb"]) == (70, 1500)
        assert (row["customers.jan_feb_now"], row["customers.jan_feb"]) == (2, 3)
    assert [r["net_sales"] for r in result.rows] == [30, 40]


def test_running_february_together() -> None:
    """As of 10 February: 1 January to 10 February against the same days of last year."""
    row = ask(
        company(order_lines=SEASON), "net_sales", window="2025-02", compare=("jan_feb",), as_of=date(2025, 2, 10)
    ).rows[0]
    assert (row["net_sales"], row["net_sales.jan_feb_now"], row["net_sales.jan_feb"]) == (40, 70, 700)


@pytest.mark.parametrize(
    ("window", "by", "compare", "code", "closest"),
    [
        ("2025-06", (), "festival", "festival", "last_year"),
        ("2025-H1", (), "festival", "festival", "2025-01..2025-03"),
        ("2025-03", (), "jan_feb", "jan_feb", "2025-01..2025-02"),
        ("2025-Q1", (), "jan_feb", "jan_feb", "2025-01..2025-02"),
        ("2025-01", ("day",), "jan_feb", "jan_feb", "festival"),
    ],
)
def test_readings_that_make_no_sense(window: str, by: tuple[str, ...], compare: str, code: str, closest: str) -> None:
    with pytest.raises(QuestionError) as caught:
        ask(company(order_lines=SEASON), "net_sales", by=by, window=window, compare=(compare,))
    assert caught.value.code == code
    assert closest in str(caught.value.closest)


def test_both_days_of_a_leap_february_meet_the_28th() -> None:
    lines = [line("a", "2023-02-28", 5), line("b", "2024-02-28", 7), line("c", "2024-02-29", 9)]
    rows = ask(company(order_lines=lines), "net_sales", "orders", by=("day",), window="2024-02-27..2024-02-29",
               compare=("last_year",)).rows  # fmt: skip
    found = {r["day"]: (r["net_sales"], r["net_sales.last_year"], r["orders.last_year"]) for r in rows}
    assert found["2024-02-28"] == (7, 5, 1)
    assert found["2024-02-29"] == (9, 5, 1)


def test_the_53rd_week_is_never_misaligned_in_silence() -> None:
    lines = [line("a", "2019-12-24", 5), line("b", "2020-12-22", 7), line("c", "2020-12-29", 9)]
    result = ask(
        company(order_lines=lines), "net_sales", by=("week",), window="2020-W52..2020-W53", compare=("last_year",)
    )
    assert [(r["week"], r["net_sales"], r["net_sales.last_year"]) for r in result.rows] == [
        ("2020-W52", 7, 5),
        ("2020-W53", 9, 5),
    ]
    assert "2020-W53 is compared with 2019-W52" in result.provenance.notes


def test_a_retail_year_after_53_weeks() -> None:
    rules = {"year_start_month": 2, "week_start": 6, "weeks": "4-5-4", "year_end": "nearest", "year_named": "start"}
    layer = MetricLayer(DEFINITIONS, calendars={
        "retail": PlainRules("retail", **rules), "restated": PlainRules("restated", **rules, last_year_weeks="shifted"),  # type: ignore[arg-type]
    })  # fmt: skip
    # February 2024 is 4 February to 2 March; by number last year's is 29 January to 25 February 2023
    lines = [line("a", "2023-01-30", 5), line("b", "2023-03-01", 7), line("c", "2024-02-10", 9)]
    for name, base in (("retail", 5), ("restated", 7)):
        result = ask(company(order_lines=lines), "net_sales", by=("month",), window="2024-02", calendar=name, layer=layer,
                     compare=("last_year",))  # fmt: skip
        assert (result.rows[0]["month"], result.rows[0]["net_sales.last_year"]) == ("2024-02", base)
    assert any("52 before: 2023-02-05..2023-03-04" in n for n in result.provenance.notes)


def test_no_base_holds_for_every_kind_of_figure() -> None:
    """Sums, counts, ratios, distinct counts, customers with two purchases: nothing last year is None, never 0."""
    lines = [
        line("a", "2025-06-03", 100, cost=50, customer_id="c1"),
        line("b", "2025-06-09", 100, cost=50, customer_id="c1"),
    ]
    names = ("net_sales", "order_line_count", "customers", "gross_margin_rate", "aov", "repurchase_rate")
    row = ask(company(order_lines=lines), *names, compare=("previous", "last_year")).rows[0]
    for name in names:
        assert row[name] is not None
        for against in ("previous", "last_year"):
            assert row[f"{name}.{against}"] is None, name
            assert row[f"{name}.vs_{against}"] is None, name
