"""Targets of cumulative metrics: the base metric's plan over the same windows, or levels told of the metric itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.metrics.company import company, line, target
from tests.metrics.memory import DEFINITIONS, ask

from fupan.errors import QuestionError
from fupan.metrics import MetricLayer, Question, Result, Scope
from fupan.metrics.definition import Cumulative

LINES = [
    line("a", "2025-01-10", 100, region_id="SH"),
    line("b", "2025-02-10", 200, region_id="GD"),
    line("c", "2025-03-05", 300, region_id="SH"),
    line("d", "2025-04-20", 400, region_id="SH"),
]
MONTHS = [
    ("2025-01-01", "2025-02-01"),
    ("2025-02-01", "2025-03-01"),
    ("2025-03-01", "2025-04-01"),
    ("2025-04-01", "2025-05-01"),
]
MONTHLY = [target(n * 100 + 100, *months) for n, months in enumerate(MONTHS)]
FIRST = {"by": ("month",), "window": "2025-01..2025-04"}
MEAN = {"zh": "近两月月均", "en": "Two-month mean", "unit": "currency", "format": "money"}
LAYER = MetricLayer(
    type(DEFINITIONS)(
        DEFINITIONS.facts,
        DEFINITIONS.dimensions,
        {
            **DEFINITIONS.metrics,
            "r2": Cumulative(name="r2", family="cumulative", of="net_sales", window="rolling", n=2, grain="month", **MEAN),
            "r2_mean": Cumulative(name="r2_mean", family="cumulative", of="net_sales", window="rolling", n=2, grain="month", average=True, **MEAN),
        },
    )
)  # fmt: skip


def told(*metrics: str, targets: list[dict[str, Any]], **question: Any) -> Result:
    return ask(company(order_lines=LINES, targets=targets), *metrics, layer=LAYER, **question)


def column(result: Result, name: str) -> list[Any]:
    return [r[name] for r in result.rows]


def test_the_plan_runs_on_as_the_figure_does() -> None:
    """Monthly targets 100, 200, 300, 400: of the year so far 100, 300, 600, 1000; the quarter begins anew in April."""
    result = told(
        "net_sales_ytd", "net_sales_qtd", "net_sales", targets=MONTHLY, compare=("target",), totals=True, **FIRST
    )
    assert column(result, "net_sales_ytd.target") == [100, 300, 600, 1000]
    assert column(result, "net_sales_qtd.target") == [100, 300, 600, 400]
    assert column(result, "net_sales.target") == [100, 200, 300, 400]
    assert column(result, "net_sales_ytd.vs_target") == [0, 0, 0, 0]
    assert result.total is not None
    assert (result.total["net_sales_ytd.target"], result.total["net_sales_qtd.target"]) == (1000, 400)


def test_rolling_plan_and_its_mean() -> None:
    result = told("target(r2)", "target(r2_mean)", "attainment(r2_mean)", targets=MONTHLY, **FIRST)
    assert column(result, "target(r2)") == [100, 300, 500, 700]
    assert [float(x) for x in column(result, "target(r2_mean)")] == [50, 150, 250, 350]
    assert column(result, "attainment(r2_mean)") == [1, 1, 1, 1]


def test_a_running_month_counts_whole_and_what_is_due_by_its_days() -> None:
    """To 10 March: 100 + 200 + 300 planned to the month's end, 300 x 10 / 31 of March due."""
    row = told("target(net_sales_ytd)", "phased_target(net_sales_ytd)", "progress(net_sales_ytd)", "target", targets=MONTHLY,
               window="2025-03", as_of=date(2025, 3, 10)).rows[0]  # fmt: skip
    assert (row["target(net_sales_ytd)"], row["target"]) == (600, 300)
    assert float(row["phased_target(net_sales_ytd)"]) == pytest.approx(300 + 300 * 10 / 31, abs=0.01)
    assert row["progress(net_sales_ytd)"] == 1


def test_same_as_asked_for_the_window_itself() -> None:
    """Year to date to 10 March: every period begun in it, in full, as the window ytd of the metric itself."""
    question = {"window": "ytd", "as_of": date(2025, 3, 10), "targets": MONTHLY}
    row = told("target(net_sales_ytd)", "phased_target(net_sales_ytd)", "target", "phased_target", **question).rows[0]
    assert row["target(net_sales_ytd)"] == row["target"] == 600
    assert row["phased_target(net_sales_ytd)"] == row["phased_target"]


def test_a_coarser_plan_is_refused_and_spread_where_asked() -> None:
    """A year of 1,200: refused by month; spread even, January has 1200 x 31 / 365 = 101.92, to February 193.97."""
    year = [target(1200, "2025-01-01", "2026-01-01")]
    with pytest.raises(QuestionError, match="The plan of net_sales_ytd is made of them") as refused:
        told("net_sales_ytd", targets=year, compare=("target",), **FIRST)
    assert refused.value.code == "target_grain"
    assert refused.value.question.phase == "season"
    result = told("target(net_sales_ytd)", targets=year, phase="even", **FIRST)
    assert column(result, "target(net_sales_ytd)") == [Decimal(t) for t in ("101.92", "193.97", "295.89", "394.52")]
    by_day = told(
        "target(net_sales_ytd)", targets=year, phase="even", by=("day",), window="2025-03-01..2025-03-02"
    ).rows
    assert [str(r["target(net_sales_ytd)"]) for r in by_day] == ["197.2600", "200.5500"]


def test_a_quarter_target_is_refused_inside_the_quarter() -> None:
    quarter = [target(600, "2025-01-01", "2025-04-01")]
    with pytest.raises(QuestionError, match="longer than or across"):
        told("attainment(net_sales_ytd)", targets=quarter, by=("month",), window="2025-01..2025-03")
    assert (
        told("attainment(net_sales_ytd)", targets=quarter, window="2025-Q1").rows[0]["attainment(net_sales_ytd)"] == 1
    )


def test_only_what_falls_under_a_target_is_credited() -> None:
    """The East alone has targets, February none: of 100, 200 (South), 300 the East's 100 and 300 count."""
    east = [target(100, *MONTHS[0], region_id="SH"), target(200, *MONTHS[2], region_id="SH")]
    result = told("net_sales_ytd", "attainment(net_sales_ytd)", targets=east, compare=("target", "last_year"), **FIRST)
    assert column(result, "net_sales_ytd") == [100, 300, 600, 1000]
    assert column(result, "net_sales_ytd.target") == [100, 100, 300, 300]
    assert column(result, "attainment(net_sales_ytd)") == [1, 1, pytest.approx(400 / 300), pytest.approx(400 / 300)]
    assert column(result, "attainment(net_sales_ytd).last_year") == [None] * 4


def test_last_years_plan_beside_it() -> None:
    before = [
        target(a, s.replace("2025", "2024"), e.replace("2025", "2024"))
        for a, (s, e) in zip((50, 60), MONTHS[:2], strict=True)
    ]
    result = told(
        "target(net_sales_ytd)",
        targets=[*MONTHLY, *before],
        compare=("last_year",),
        by=("month",),
        window="2025-01..2025-02",
    )
    assert column(result, "target(net_sales_ytd).last_year") == [50, 110]


def of_itself(amount: int, start: str, end: str, **more: Any) -> dict[str, Any]:
    return target(amount, start, end, metric="net_sales_ytd", **more)


LEVELS = [
    of_itself(150, *MONTHS[0], region_id="SH"),
    of_itself(500, *MONTHS[2], region_id="SH"),
    of_itself(250, *MONTHS[2], region_id="GD"),
]


def test_a_level_told_of_the_metric_goes_first_and_is_never_added_up() -> None:
    """January 150 in the East; by March 500 and 250, all sales since January counted: East 100, then 400, South 200."""
    result = told("net_sales_ytd", "target(net_sales_ytd)", "attainment(net_sales_ytd)", targets=[*MONTHLY, *LEVELS], by=("month",),
                  window="2025-01..2025-03")  # fmt: skip
    assert column(result, "target(net_sales_ytd)") == [150, None, 750]
    assert column(result, "attainment(net_sales_ytd)") == [pytest.approx(100 / 150), None, pytest.approx(600 / 750)]
    quarter = told("target(net_sales_ytd)", "attainment(net_sales_ytd)", targets=LEVELS, window="2025-Q1").rows[0]
    assert (quarter["target(net_sales_ytd)"], quarter["attainment(net_sales_ytd)"]) == (750, pytest.approx(600 / 750))
    by_region = told(
        "target(net_sales_ytd)", "attainment(net_sales_ytd)", targets=LEVELS, window="2025-Q1", by=("region",)
    )
    assert {r["region"]: (r["target(net_sales_ytd)"], r["attainment(net_sales_ytd)"]) for r in by_region.rows} == {
        "华东": (500, 0.8), "华南": (250, 0.8)}  # fmt: skip


def test_a_level_says_nothing_of_days_before_it() -> None:
    year = [of_itself(1200, "2025-01-01", "2026-01-01")]
    with pytest.raises(QuestionError, match="level to be reached at the end of 2025: what is to be reached before"):
        told("attainment(net_sales_ytd)", targets=year, **FIRST)
    assert told("target(net_sales_ytd)", targets=year, window="2025").rows[0]["target(net_sales_ytd)"] == 1200
    with pytest.raises(QuestionError, match="due before is not told") as refused:
        told("phased_target(net_sales_ytd)", targets=LEVELS, window="2025-03", as_of=date(2025, 3, 10))
    assert refused.value.code == "target_cumulative"


def test_what_does_not_add_up_has_no_plan_made_of_it() -> None:
    customers = [target(5, *months, metric="customers") for months in MONTHS]
    with pytest.raises(QuestionError, match="do not add up over time") as refused:
        told("customers_ytd", targets=customers, compare=("target",), **FIRST)
    assert refused.value.question.metrics == ("customers",)
    assert column(told("customers_ytd", targets=[], compare=("target",), **FIRST), "customers_ytd.target") == [None] * 4
    own = [target(2, *MONTHS[1], metric="customers_ytd")]
    found = told("customers_ytd", targets=own, compare=("target",), window="2025-02").rows[0]
    assert (found["customers_ytd"], found["customers_ytd.target"]) == (0, 2)


@pytest.mark.parametrize(("targets", "count", "credited"), [(MONTHLY, 3, 600), (LEVELS, 2, 600)])
def test_rows_behind(targets: list[dict[str, Any]], count: int, credited: int) -> None:
    question = Question(
        ("attainment(net_sales_ytd)", "target(net_sales_ytd)"), by=("month",), window="2025-01..2025-03"
    )
    reader, everything = company(order_lines=LINES, targets=targets), Scope.everything()
    for name in ("attainment(net_sales_ytd)", "target(net_sales_ytd)"):
        found = LAYER.rows(question, {"month": "2025-03"}, name, reader=reader, scope=everything)
        plan = next(p for p in found.parts if p.table == "targets")
        assert (plan.count, plan.contribution) == (
            count,
            sum(t["amount"] for t in targets if t in MONTHLY[:3] or t in LEVELS[1:]),
        )
    found = LAYER.rows(question, {"month": "2025-03"}, "attainment(net_sales_ytd)", reader=reader, scope=everything)
    assert next(p for p in found.parts if p.metric == "gross_sales").contribution == credited
