"""The demonstration company loaded from its files and asked through the metric layer: the figures the documents state.

Cross-checked twice: against the stated text at its display rounding, and to the cent against SQL of its own over the
published rows.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from fupan.demo.facts import StatedFigures
from fupan.loop import Company
from fupan.money import format_percent, format_ratio

pytestmark = pytest.mark.slow
STATED = StatedFigures()
H1 = "2025-H1"

# Net sales written out once more over the published tables, from the definition alone.
NET = """
with sold as (
    select case channel_id when 'dealer' then signed_date when 'online' then confirmed_date when 'store' then order_date
                           when 'overseas' then lading_date end as day, region_id, channel_id, product_line, gross_without_tax - discount as amount
    from order_lines where not cancelled and not intercompany
    union all select return_date, region_id, channel_id, product_line, -amount_without_tax from return_lines where not intercompany
    union all select accrual_date, region_id, channel_id, product_line, -amount from accruals)
select {by} as member, cast(sum(amount) as decimal(19,4)) as amount from sold left join regions using (region_id)
where day >= date '2025-01-01' and day < date '2025-07-01' group by 1 order by 1
"""


@pytest.fixture
def company(loaded_company: Company) -> Company:
    return loaded_company


def _by(company: Company, metric: str, dimension: str, window: str = H1) -> dict[str, Decimal]:
    return {r[dimension]: r[metric] for r in company.query([metric], by=[dimension], window=window).rows}


def test_attainment(company: Company) -> None:
    regions = _by(company, "attainment", "region")
    total = company.query(["attainment"], window=H1).rows[0]["attainment"]
    assert format_percent(total, 0) == STATED.attainment
    assert format_percent(regions["华东"], 0) == STATED.attainment_east
    assert format_percent(regions["华南"], 0) == STATED.attainment_south


def test_shares(company: Company) -> None:
    assert format_percent(_by(company, "share", "region")["华东"], 0) == STATED.share_east
    assert format_percent(_by(company, "share", "channel")["线上"], 0) == STATED.share_online
    assert format_percent(_by(company, "share", "product_line")["A"], 0) == STATED.share_a


def test_growth_of_the_central_west(company: Company) -> None:
    where = "region in ('华中', '西南', '西北')"
    row = company.query(["net_sales"], window=H1, where=where, compare=["last_year"]).rows[0]
    assert format_percent(row["net_sales.vs_last_year"], 0, signed=True) == STATED.growth_central_west


def test_renewal_satisfaction_and_return_on_spend(company: Company) -> None:
    row = company.query(["renewal_rate", "csat", "roi", "campaigns_run"], window=H1).rows[0]
    assert format_percent(row["renewal_rate"], 0) == STATED.renewal
    assert f"{row['csat']:.0f}" == STATED.csat
    assert format_ratio(row["roi"]) == STATED.roi
    assert row["campaigns_run"] == 8


@pytest.mark.parametrize(
    ("dimension", "column"), [("region", "region"), ("channel", "channel_id"), ("product_line", "product_line")]
)
def test_net_sales_equal_independent_sql(company: Company, dimension: str, column: str) -> None:
    asked = company.query(["net_sales"], by=[dimension], window=H1).rows
    key = "channel.key" if dimension == "channel" else dimension
    with company.reading() as reader:
        wanted = reader.sql(NET.format(by=column)).to_pylist()
    assert {r[key]: r["net_sales"] for r in asked} == {w["member"]: w["amount"] for w in wanted}


@pytest.mark.parametrize("window", ["2025-01", "2025-06", H1, "2024"])
def test_the_bridge_to_finance_leaves_no_remainder(company: Company, window: str) -> None:
    bridge = company.bridge(window)
    assert bridge.remainder == 0
    assert bridge.net_sales == company.query(["net_sales"], window=window).rows[0]["net_sales"]
    assert [s.code for s in bridge.steps if s.difference] == []
