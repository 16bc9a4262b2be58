"""Channels, and what dealers sold on and hold."""

from __future__ import annotations

from decimal import Decimal

from tests.figures.digits import D
from tests.figures.edition import Edition, ordered, rise, union, whole
from tests.figures.pages.products import members
from tests.figures.wanted import ChartWanted, Page, Shown, TableWanted


def channels(e: Edition) -> Page:
    """Channels as product lines are told; beside them dealers' sell-out and days of stock by region."""
    table, chart, facts, n = members(e, "channel", "c")
    blocks: dict[str, TableWanted | ChartWanted] = {"channel_table": table, "channel_chart": chart}
    if not e.book.rows("select count(*) from sellout_lines")[0][0]:
        return Page(facts, blocks, (n,))
    now, then = (sellout(e, w, "sum(amount)") for w in ("window", "last_year"))
    units, stock = sellout(e, "window", "sum(quantity)"), stock_of(e)
    days = {k: stock[k] / units[k] * e.days("window") for k in stock if units.get(k)}
    rows: list[list[Shown]] = [
        [e.name("region", k), now[k], e.grown(now[k], then.get(k)), days.get(k)] for k in ordered(now)
    ]
    total_days = whole(stock) / whole(units) * e.days("window")
    growth = rise(whole(now), whole(then))
    rows.append([e.total, whole(now), growth, total_days])
    blocks["dealer_table"] = TableWanted(rows)
    facts |= {"d_sellout_amount": whole(now), "d_sellout_amount_yoy": growth or D(0), "d_dealer_stock_days": total_days}
    return Page(facts, blocks, (n, len(union(now, then, stock))))


def sellout(e: Edition, window: str, what: str) -> dict[str, Decimal]:
    return e.book.by(
        "region",
        getattr(e.at, window),
        what,
        "(from sellout_lines left join regions using (region_id))",
        "sellout_date",
    )


def stock_of(e: Edition) -> dict[str, Decimal]:
    """Units at dealers: of each dealer and product the last count by the window's end."""
    end = e.at.window[1]
    rows = e.book.rows(f"""
        with last as (select *, row_number() over (partition by place_id, product_id order by snapshot_date desc) as n
                      from stock_snapshots where place_kind = 'dealer' and snapshot_date < date '{end}')
        select region, sum(quantity) from last left join regions using (region_id) where n = 1 group by 1""")
    return {r[0]: D(str(r[1])) for r in rows}
