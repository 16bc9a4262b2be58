"""The company looks like one: people near their targets, customers mostly paying in time, few new items, a steady margin."""

from __future__ import annotations

import pytest
from tests.demo.conftest import Ask

from fupan.demo import causes

_BY_POSITION = """
select p.name, a / t from positions p
join (select position_id, sum(amount) a from net where strftime(day, '%Y-%m') = '{month}' group by 1) using (position_id)
join (select position_id, sum(amount) t from plan
      where grain_set = '岗位' and strftime(start_date, '%Y-%m') = '{month}' group by 1) using (position_id)"""

# Each invoice net of its red one, and the cash matched to it by the day on which that counts.
_OPEN = """
with bills as (
    select coalesce(red_of, invoice_id) as invoice_id, max(dealer_id) as dealer_id, sum(amount_with_tax) as amount,
           max(due_date) filter (where red_of is null) as due_date
    from invoice_lines group by 1),
cash as (
    select invoice_id, sum(amount) as paid from receipts
    where case kind when 'commercial_acceptance' then maturity_date else receipt_date end < '{end}' group by 1),
items as (
    select dealer_id, amount, coalesce(paid, 0) as paid, amount - coalesce(paid, 0) as open, due_date,
           date '{end}' - 1 - due_date as days
    from bills left join cash using (invoice_id))
"""


def _collected(ask: Ask, start: str, end: str) -> float:
    ((rate,),) = ask(
        _OPEN.format(end=end)
        + f"select sum(paid) / sum(amount) from items where due_date >= '{start}' and due_date < '{end}'"
    )
    return float(rate)  # type: ignore[arg-type]


@pytest.mark.parametrize("month", [f"2025-0{m}" for m in range(1, 7)])
def test_positions_attain_what_people_attain(ask_full: Ask, month: str) -> None:
    attained = {str(name): float(v) for name, v in ask_full(_BY_POSITION.format(month=month))}  # type: ignore[arg-type]
    assert len(attained) == 48
    assert min(attained.values()) > 0.55
    assert max(attained.values()) < 1.65
    assert sum(0.8 <= v <= 1.3 for v in attained.values()) >= 34


def test_people_in_the_south_are_behind_in_june_and_a_few_are_not(ask_full: Ask) -> None:
    rows = {str(name): float(v) for name, v in ask_full(_BY_POSITION.format(month="2025-06"))}  # type: ignore[arg-type]
    south = [v for name, v in rows.items() if name.startswith("华南")]
    assert sum(v < 0.95 for v in south) >= 10
    assert max(south) > 1


def test_positions_share_their_region_s_plan_of_their_channel(ask: Ask) -> None:
    mine = """select t.level, start_date, split_part(p.name, '渠道', 1) k, sum(amount) a from targets t
              join positions p using (position_id) where grain_set = '岗位' and p.name like '%渠道经理%' group by all"""
    plan = """select t.level, start_date, r.name k, sum(amount) b from targets t join regions r using (region_id)
              where grain_set <> '岗位' and channel_id = 'dealer' group by all"""
    assert (
        ask(f"select * from ({mine}) full join ({plan}) using (level, start_date, k) where a is distinct from b") == []
    )


@pytest.mark.parametrize("month", range(1, 7))
def test_most_of_a_month_s_receivables_are_paid_in_it(ask_full: Ask, month: int) -> None:
    rate = _collected(ask_full, f"2025-{month:02d}-01", f"2025-{month + 1:02d}-01")
    assert 0.88 < rate < 0.97


def test_collections_of_the_half_year_just_meet_the_norm(ask_full: Ask) -> None:
    assert f"{_collected(ask_full, '2025-01-01', '2025-07-01'):.0%}" == "96%"


def test_ageing_has_every_band_and_the_late_dealer_on_top(ask: Ask) -> None:
    ageing = ask(
        _OPEN.format(end="2025-07-01")
        + "select least((days - 1) // 30, 3) band, sum(open) from items where days > 0 group by 1 having sum(open) > 0 order by 1"
    )
    assert [band for band, _ in ageing] == [0, 1, 2, 3]
    ((worst,),) = ask(
        _OPEN.format(end="2025-07-01")
        + "select dealer_id from items where days > 0 and dealer_id is not null group by 1 order by sum(open) desc limit 1"
    )
    assert worst == causes.LATE_DEALER


def test_dealers_named_in_the_actions_are_the_ones_of_the_causes(ask: Ask) -> None:
    titles = " ".join(str(t) for (t,) in ask("select title from actions"))
    for code in (causes.LATE_DEALER, causes.STUFFED_DEALER):
        ((name,),) = ask(f"select name from dealers where dealer_id = '{code}'")
        assert str(name)[:4] in titles


def test_new_items_are_a_tenth_of_june(ask_full: Ask) -> None:
    ((share,),) = ask_full("""
        with sold as (select strftime(recognised_date, '%Y-%m') as month, product_id, gross_without_tax - discount as amount
                      from order_lines where recognised_date is not null and not cancelled and not intercompany)
        select sum(amount) filter (where product_id not in (select product_id from sold where month = '2024-06')) / sum(amount)
        from sold where month = '2025-06'""")
    assert 0.10 < float(share) < 0.15  # type: ignore[arg-type]


def test_margin_is_a_little_below_last_year(ask_full: Ask) -> None:
    before, now = (
        float(m)  # type: ignore[arg-type]
        for (m,) in ask_full("""
            select 1 - (select sum(l.cost) from order_lines l where year(recognised_date) = y and month(recognised_date) < 7
                        and not cancelled and not intercompany)
                     / (select sum(amount) from net where year(day) = y and month(day) < 7)
            from (values (2024), (2025)) as years(y) order by y""")
    )
    assert 0.30 < now < before < 0.37
