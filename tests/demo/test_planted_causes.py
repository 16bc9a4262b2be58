"""The planted causes show in the figures, so that there is something to find."""

from __future__ import annotations

from tests.demo.conftest import Ask

from fupan.demo import causes


def one(ask: Ask, sql: str) -> float:
    ((value,),) = ask(sql)
    return float(value)  # type: ignore[arg-type]


def _attained(ask: Ask, region: str, line: str, month: str) -> float:
    return one(
        ask,
        f"""select (select sum(amount) from h1 where region = '{region}' and product_line = '{line}' and strftime(day, '%Y-%m') = '{month}')
        / (select sum(amount) from plan where region = '{region}' and product_line = '{line}' and strftime(start_date, '%Y-%m') = '{month}')""",
    )


def test_south_b_falls_from_march_on(ask: Ask) -> None:
    months = [_attained(ask, "华南", "B", f"2025-0{m}") for m in range(1, 7)]
    assert min(months[:2]) > 0.85
    assert max(months[3:]) < 0.65
    assert months[2] < 0.8


def test_south_b_price_falls_from_april(ask_full: Ask) -> None:
    rows = ask_full("""select product_id, avg(gross_without_tax / quantity) filter (where recognised_date < '2025-04-01') a,
        avg(gross_without_tax / quantity) filter (where recognised_date >= '2025-05-01') b
        from order_lines o join area on area.city = o.region_id where region = '华南' and product_line = 'B' and channel_id = 'dealer' and recognised_date >= '2025-01-01' group by 1""")
    ratios = sorted(float(b) / float(a) for _, a, b in rows if a and b)  # type: ignore[arg-type]
    assert 0.88 < ratios[len(ratios) // 2] < 0.95


def test_other_lines_in_south_hold(ask: Ask) -> None:
    assert _attained(ask, "华南", "A", "2025-06") > 1
    assert _attained(ask, "华南", "C", "2025-06") > 1


def test_june_has_red_and_green_regions(ask: Ask) -> None:
    rows = dict(
        ask("""select region, a / t from (select region, sum(amount) a from h1 where day >= '2025-06-01' group by 1)
                       join (select region, sum(amount) t from plan where region is not null and start_date = '2025-06-01' group by 1) using (region)""")
    )
    assert rows["华南"] < 0.9  # type: ignore[operator]
    assert rows["华东"] > 1.25  # type: ignore[operator]


def test_southwest_depot_is_out_of_four_items_in_may_and_june(ask: Ask) -> None:
    rows = ask("""select strftime(snapshot_date, '%Y-%m'), list(product_id order by product_id) from stock_snapshots
                  where place_id = 'W5' and quantity = 0 and snapshot_date >= '2025-05-01' and snapshot_date < '2025-07-01' group by 1 order by 1""")
    assert [m for m, _ in rows] == ["2025-05", "2025-06"]
    assert all(set(causes.STOCK_OUT_ITEMS) <= set(items) for _, items in rows)  # type: ignore[call-overload]
    assert _attained(ask, "西南", "A", "2025-06") < 1 < _attained(ask, "西南", "C", "2025-06")


def test_one_dealer_pays_about_seventy_days_late(ask: Ask) -> None:
    rows = ask("""select i.dealer_id, avg(r.receipt_date - i.due_date) late from receipts r
                  join (select distinct invoice_id, dealer_id, due_date from invoice_lines where red_of is null) i using (invoice_id)
                  where r.receipt_date >= '2025-04-01' group by 1 order by sum(r.amount * (r.receipt_date - i.due_date)) desc""")
    assert rows[0][0] == causes.LATE_DEALER
    assert rows[0][1] > 60  # type: ignore[operator]


def test_collections_rate_of_the_half_year_is_a_company_s(ask_full: Ask) -> None:
    rate = one(
        ask_full,
        """select (select sum(amount) from receipts where receipt_date >= '2025-01-01' and receipt_date < '2025-07-01')
        / (select sum(amount_with_tax) from invoice_lines where due_date >= '2025-01-01' and due_date < '2025-07-01')""",
    )
    assert 0.9 < rate < 1.0


def test_stuffed_dealer_buys_at_the_quarter_s_end_and_sells_no_more(ask_full: Ask) -> None:
    dealer = causes.STUFFED_DEALER
    ((last_days, usual),) = (
        ask_full(f"""select sum(gross_without_tax) filter (where signed_date between '2025-06-28' and '2025-06-30'),
        sum(gross_without_tax) filter (where signed_date >= '2024-01-01' and signed_date < '2025-01-01') / 12 from order_lines where dealer_id = '{dealer}'""")
    )
    assert last_days > usual  # type: ignore[operator]
    ((before, after),) = (
        ask_full(f"""select sum(quantity) filter (where sellout_date < '2025-01-01') / 12, sum(quantity) filter (where sellout_date = '2025-06-30')
                                      from sellout_lines where dealer_id = '{dealer}'""")
    )
    assert 0.8 < float(after) / float(before) < 1.3  # type: ignore[operator]
    ((february, june),) = (
        ask_full(f"""select sum(quantity) filter (where snapshot_date = '2025-02-28'), sum(quantity) filter (where snapshot_date = '2025-06-30')
                                       from stock_snapshots where dealer_id = '{dealer}'""")
    )
    assert june / february > 2.5  # type: ignore[operator]
