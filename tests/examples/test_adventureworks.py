"""AdventureWorks through mapping files only: attainment per quota window, per person, dealers, stock, and its review."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from tests.examples.conftest import Answers, day

from fupan.loop import Company

pytestmark = pytest.mark.needs("shared_data")
ALL = "2010-12-29..2012-12-27"
CENT = Decimal("0.0001")


def four(value: object) -> Decimal:
    """A published figure to four decimals."""
    return Decimal(str(value)).quantize(CENT)


def test_what_the_channels_sold(adventureworks: Company, quotas: Answers) -> None:
    got = adventureworks.query(["order_line_count", "orders", "net_sales"], ["channel"], ALL).rows
    assert {(r["channel"], r["order_line_count"], r["orders"], four(r["net_sales"])) for r in got} == {
        (channel, lines, orders, four(sales)) for channel, lines, orders, sales, _ in quotas["V1"]
    }


def test_attainment_per_quota_window(adventureworks: Company, quotas: Answers) -> None:
    got = adventureworks.query(["target", "credited_sales", "attainment"], ["target_period"], ALL).rows
    assert [
        (str(r["target_period.key"])[:10], four(r["target"]), four(r["credited_sales"]), four(100 * r["attainment"]))
        for r in got
    ] == [(start[:10], four(quota), four(sales), four(share)) for start, _, quota, sales, share in quotas["V2"]]


@pytest.mark.parametrize("number", range(8))
def test_attainment_asked_for_one_quota_window(adventureworks: Company, quotas: Answers, number: int) -> None:
    starts = [day(row[0]) for row in quotas["V2"]] + [day("2012-12-28")]
    window = f"{starts[number]}..{starts[number + 1] - timedelta(days=1)}"
    _, people, quota, sales, share = quotas["V2"][number]
    row = adventureworks.query(["target", "credited_sales", "attainment"], (), window).rows[0]
    assert (four(row["target"]), four(row["credited_sales"]), four(100 * row["attainment"])) == (
        four(quota), four(sales), four(share),
    )  # fmt: skip
    by_person = adventureworks.query(["target"], ["person"], window).rows
    assert sum(1 for r in by_person if r["target"] is not None) == people


def test_attainment_per_person(adventureworks: Company, quotas: Answers) -> None:
    got = adventureworks.query(["target", "credited_sales", "attainment"], ["person"], ALL).rows
    assert {
        (r["person"], four(r["target"]), four(r["credited_sales"]), four(100 * r["attainment"]))
        for r in got
        if r["target"] is not None
    } == {(name, four(quota), four(sales), four(share)) for name, quota, sales, share in quotas["V3"]}


def test_sales_on_the_internet_have_no_target_and_stand_beside(adventureworks: Company, quotas: Answers) -> None:
    sold = {channel: four(sales) for channel, _, _, sales, _ in quotas["V1"]}
    row = adventureworks.query(["net_sales", "credited_sales", "unmatched_sales"], (), ALL).rows[0]
    assert four(row["net_sales"]) == sold["internet"] + sold["reseller"]
    assert four(row["credited_sales"]) == sold["reseller"]
    assert four(row["unmatched_sales"]) == sold["internet"]


def test_dealers_active_lost_and_new(adventureworks: Company, quotas: Answers) -> None:
    ((before, now, lost, new),) = quotas["V4"]
    year_end = date(2012, 12, 31)  # the data end four days before; the year asked for is over all the same
    row = adventureworks.query(
        ["active_dealers", "new_dealers"], (), "2012", compare=["previous"], as_of=year_end
    ).rows[0]
    assert (row["active_dealers.previous"], row["active_dealers"], row["new_dealers"]) == (before, now, new)
    kept = adventureworks.query(
        ["customers_before", "customers_kept"], (), "2012", where="channel = 'reseller'", as_of=year_end
    ).rows[0]
    assert (kept["customers_before"], kept["customers_before"] - kept["customers_kept"]) == (before, lost)


def test_stock_on_a_day(adventureworks: Company, quotas: Answers) -> None:
    ((products, units, value),) = quotas["V5"]
    row = adventureworks.query(["stock_units", "stock_value"], (), "2012-06").rows[0]
    assert (four(row["stock_units"]), four(row["stock_value"])) == (four(units), four(value))
    assert len(adventureworks.query(["stock_units"], ["product"], "2012-06").rows) == products


@pytest.mark.slow
@pytest.mark.parametrize(
    ("window", "lang"),
    [("2012-09", "en"), ("2012-Q3", "zh"), ("2012-06-30..2012-09-27", "en"), ("2012-06-30..2012-09-27", "zh")],
)
def test_its_review(adventureworks: Company, tmp_path: Path, window: str, lang: str) -> None:
    made = adventureworks.review("monthly", window=window, lang=lang, out=tmp_path)
    assert sorted(p.suffix for p in made.files.values()) == [".html", ".pdf", ".pptx", ".xlsx"]
    assert all(p.stat().st_size > 10_000 for p in made.files.values())
    assert "89.1%" in made.lines[0]  # the quota window that ends in September
    assert ("without a target" if lang == "en" else "没有目标") in made.lines[0] or "has none" in made.lines[0]
