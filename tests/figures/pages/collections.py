"""What is overdue, how old and whose."""

from __future__ import annotations

from decimal import Decimal

from tests.figures.digits import D
from tests.figures.edition import Edition, ordered, union, whole
from tests.figures.pages.overview import collections_rate
from tests.figures.sentence import Known
from tests.figures.wanted import ChartWanted, Page, TableWanted

BANDS = (("0-30天", "0-30 days", 0, 30), ("31-60天", "31-60 days", 30, 60), ("61-90天", "61-90 days", 60, 90),
         ("90天以上", "Over 90 days", 90, 99999))  # fmt: skip


def collections(e: Edition) -> Page:
    """Overdue amounts by days past due and by customer, and the collections rate."""
    open_ = f"open_items(date '{e.at.window[1]}' - 1)"
    ages = {
        e.w(zh, en): e.book.one(f"select sum(amount - settled) from {open_} where days > {low} and days <= {high}")
        for zh, en, low, high in BANDS
    }
    rows = e.book.rows(f"select customer_id, sum(amount - settled) from {open_} where days > 0 group by 1")
    owed: dict[str | None, Decimal] = {k: D(str(v)) for k, v in rows}
    total, order = whole(ages), [k for k in ordered(owed) if k is not None]
    table = TableWanted([[e.name("customer", k), owed[k], owed[k] / total] for k in order[:5]])
    late = [k for k in order if owed[k]]
    oldest = next(a for a in reversed(ages) if ages[a])
    rate, before = collections_rate(e, "window"), collections_rate(e, "previous")
    facts: dict[str, Known] = {
        "o_overdue": total, "o_oldest": oldest, "o_oldest_amount": ages[oldest], "o_oldest_share": ages[oldest] / total,
        "o_n_customers": D(len(late)), "o_top": e.name("customer", order[0]), "o_top_amount": owed[order[0]],
        "o_top_share": owed[order[0]] / total, "o_leading_n": D(3), "o_leading_share": sum((owed[k] for k in order[:3]), D(0)) / total,
        "k_collections_rate": rate, "k_norm": D("0.95"), "k_collections_rate_mom": rate - before,
    }  # fmt: skip
    everyone = e.book.rows(f"select count(distinct coalesce(customer_id, '?')) from {open_}")[0][0]
    bands = e.book.rows(
        f"select count(distinct case when days <= 0 then 0 when days > 90 then 4 else ceil(days / 30) end) from {open_}"
    )[0][0]
    chart = ChartWanted(list(ages), {"actual": list(ages.values())})
    return Page(facts, {"ageing_chart": chart, "overdue_customers": table}, (bands, everyone))


__all__ = ["collections", "union"]
