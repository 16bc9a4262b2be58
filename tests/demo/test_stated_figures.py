"""The figures the documents state for the first half of 2025, by SQL that knows nothing of the generator."""

from __future__ import annotations

import pytest
from tests.demo.conftest import Ask


def one(ask: Ask, sql: str) -> float:
    ((value,),) = ask(sql)
    return float(value)  # type: ignore[arg-type]


def test_total_attainment_is_112_percent(ask: Ask) -> None:
    attained = one(ask, _attainment("true"))
    assert f"{attained:.0%}" == "112%"


@pytest.mark.parametrize(("region", "shown"), [("华东", "128%"), ("华南", "95%")])
def test_attainment_by_region(ask: Ask, region: str, shown: str) -> None:
    attained = one(ask, _attainment(f"region = '{region}'"))
    assert f"{attained:.0%}" == shown


def test_every_region_has_its_own_attainment(ask: Ask) -> None:
    rows = ask("""select region, a.amount / t.amount from (select region, sum(amount) amount from h1 group by 1) a
                  join (select region, sum(amount) amount from plan where region is not null group by 1) t using (region) order by region""")
    assert {str(r): f"{v:.0%}" for r, v in rows} == {
        "东北": "93%", "华东": "128%", "华中": "116%", "华北": "98%", "华南": "95%", "海外": "90%", "西北": "131%", "西南": "119%",
    }  # fmt: skip


def _attainment(where: str) -> str:
    return f"select (select sum(amount) from h1 where {where}) / (select sum(amount) from plan where region is not null and {where})"


@pytest.mark.parametrize(
    ("where", "shown"), [("region = '华东'", "40%"), ("channel_id = 'online'", "35%"), ("product_line = 'A'", "48%")]
)
def test_shares_of_net_sales(ask: Ask, where: str, shown: str) -> None:
    share = one(ask, f"select sum(amount) filter (where {where}) / sum(amount) from h1")
    assert f"{share:.0%}" == shown


@pytest.mark.parametrize("where", ["true", "channel_id = 'online'", "channel_id <> 'online'"])
def test_central_west_grew_by_56_percent_online_and_offline(ask: Ask, where: str) -> None:
    west = f"region in ('华中', '西南', '西北') and {where}"
    growth = one(
        ask, f"select (select sum(amount) from h1 where {west}) / (select sum(amount) from h1_before where {west}) - 1"
    )
    assert f"{growth:+.0%}" == "+56%"


def test_central_west_unit_agrees_with_its_regions(ask: Ask) -> None:
    units = "position_id in (select position_id from positions where org_unit_id like 'O3%')"
    growth = one(
        ask,
        f"select (select sum(amount) from h1 where {units}) / (select sum(amount) from h1_before where {units}) - 1",
    )
    assert f"{growth:+.0%}" == "+56%"


def test_south_unit_holds_the_regions_sales_outside_online(ask: Ask) -> None:
    ((by_unit, by_region),) = (
        ask("""select sum(amount) filter (where position_id in (select position_id from positions where org_unit_id = 'O2')),
                                     sum(amount) filter (where region = '华南' and channel_id <> 'online') from h1""")
    )
    assert by_unit == by_region


def test_plan_of_2025(ask: Ask) -> None:
    ((year, quarter),) = ask("""select sum(amount), sum(amount) filter (where start_date < '2025-04-01')
                                from targets where level = 'target' and grain_set = '区域×产品线×渠道'""")
    assert year in (1_500_000_000, 75_000_000)
    assert f"{quarter / year:.1%}" == "16.7%"  # type: ignore[operator]


def test_plan_is_30_percent_above_last_year(ask: Ask) -> None:
    growth = one(
        ask,
        """select (select sum(amount) from targets where level = 'target' and grain_set = '岗位')
                         / (select sum(amount) from net where day < '2025-01-01') - 1""",
    )
    assert f"{growth:+.1%}" == "+30.0%"


def test_positions_plan_adds_up_to_the_regions_plan_every_month_and_level(ask: Ask) -> None:
    assert (
        ask("""select level, start_date, sum(amount) filter (where grain_set = '岗位') a, sum(amount) filter (where grain_set <> '岗位') b
                  from targets group by all having a <> b""")
        == []
    )


def test_key_account_renewal_is_92_percent(ask: Ask) -> None:
    ((due, renewed),) = ask(
        "select count(*), count(*) filter (where renewed) from agreements where key_account and due_date >= '2025-01-01' and due_date < '2025-07-01'"
    )
    assert (due, renewed) == (50, 46)


def test_satisfaction_is_85_of_100(ask: Ask) -> None:
    score = one(
        ask,
        """select avg(score / scale) * 100 from survey_answers
                        where question = 'csat' and answer_date >= '2025-01-01' and answer_date < '2025-07-01'""",
    )
    assert f"{score:.1f}" == "85.0"


def test_return_on_marketing_spend_over_eight_campaigns(ask: Ask) -> None:
    ((campaigns, ratio),) = ask("""select (select count(distinct campaign_id) from spend),
        (select sum(amount) from campaign_attributions) / (select sum(amount) from spend)""")
    assert campaigns == 8
    assert f"1:{ratio:.1f}" == "1:4.2"


def test_one_campaign_is_under_the_floor_and_618_is_best(ask: Ask) -> None:
    rows = ask("""select name, (select sum(amount) from campaign_attributions a where a.campaign_id = c.campaign_id)
                  / (select sum(amount) from spend s where s.campaign_id = c.campaign_id) r from campaigns c order by r""")
    assert str(rows[0][0]).startswith("地铁广告")
    assert rows[0][1] < 2.5 < rows[1][1]  # type: ignore[operator]
    assert rows[-1][0] == "618大促"


def test_spend_is_5_2_million_at_full_scale(ask_full: Ask) -> None:
    assert one(ask_full, "select sum(amount) from spend") == 5_200_000


def test_about_400_thousand_lines(ask_full: Ask) -> None:
    assert 380_000 < one(ask_full, "select count(*) from order_lines") < 430_000


def test_outlets_and_people(ask: Ask) -> None:
    assert ask("select (select count(*) from dealers), (select count(*) from stores)") == [(150, 320)]
    assert ask("""select left(p.org_unit_id, 2) u, count(*) from assignments a join positions p using (position_id)
                  where kind = 'main' and valid_from <= '2025-06-30' and (valid_to is null or valid_to > '2025-06-30') group by 1 order by 1""") == [
        ("O1", 18), ("O2", 15), ("O3", 12), ("O4", 7),
    ]  # fmt: skip


def test_finance_agrees_to_the_cent_every_month(ask: Ask) -> None:
    assert (
        ask("""select strftime(m, '%Y-%m'), a, b from
        (select date_trunc('month', day) m, sum(amount) a from net group by 1)
        full join (select period_start m, sum(amount) b from control_totals where item = 'net_sales' group by 1) using (m) where a is distinct from b""")
        == []
    )


def test_finance_agrees_on_each_step(ask: Ask) -> None:
    steps = """
        select 'gross_with_tax' item, date_trunc('month', order_date) m, sum(gross_with_tax) a from order_lines where not cancelled group by all
        union all select 'tax', date_trunc('month', order_date), sum(gross_with_tax - gross_without_tax) from order_lines where not cancelled group by all
        union all select 'discount', date_trunc('month', recognised_date), sum(discount) from order_lines where recognised_date is not null and not cancelled group by all
        union all select 'intercompany', date_trunc('month', recognised_date), sum(gross_without_tax) from order_lines where intercompany group by all
        union all select 'returns', date_trunc('month', return_date), sum(amount_without_tax) from return_lines group by all
        union all select kind, date_trunc('month', accrual_date), sum(amount) from accruals group by all
        union all select 'receipts', date_trunc('month', receipt_date), sum(amount) from receipts group by all"""
    assert (
        ask(f"""select item, m, a, b from ({steps}) full join (select item, period_start m, sum(amount) b from control_totals where item <> 'net_sales' group by all)
                   using (item, m) where a is distinct from b""")
        == []
    )
