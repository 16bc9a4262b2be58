"""Customers: how many, new, kept, fallen; and how much rests on few."""

from __future__ import annotations

from decimal import Decimal

from tests.figures.digits import D
from tests.figures.edition import Edition, ordered, rise, union, whole
from tests.figures.pages.products import leaders
from tests.figures.sentence import Known
from tests.figures.wanted import ChartWanted, Page, Shown, TableWanted, TilesWanted, TileWanted

_TOP = 300
"""So many customers are asked for, by this year's or last year's sales."""


def customers(e: Edition) -> Page:
    """Tiles of the window, and who fell most in the year so far."""
    tiles = [_against(e, _count), _against(e, _new), _against(e, _repeat, rate=True), _against(e, _kept, rate=True)]
    due, renewed = _agreements(e, "window")
    if due:
        tiles.append(TileWanted(due))
        then = _agreements(e, "last_year")
        rate = renewed / due
        delta = rate - then[1] / then[0] if then[0] else e.w("无可比", "no base")
        tiles.append(TileWanted(rate, (delta,)))
    net, then = e.net("ytd", "customer"), e.net("ytd_before", "customer")
    asked = ordered(then)[:_TOP]
    change = {k: net.get(k, D(0)) - then[k] for k in asked if k is not None and net.get(k, D(0)) < then[k]}
    worst = sorted(change, key=lambda k: change[k])[:6]
    rows: list[list[Shown]] = [
        [e.name("customer", k), then[k], net.get(k, D(0)), change[k], rise(net.get(k, D(0)), then[k])] for k in worst
    ]
    gone = [k for k in asked if k is not None and then[k] > 0 and net.get(k, D(0)) <= 0]
    facts: dict[str, Known] = {
        "t_customers": tiles[0].value, "t_new_customers": tiles[1].value,
        "t_customers_yoy": rise(tiles[0].value, _count(e, "last_year")) or D(0),
        "f_lost_n": D(len(gone)), "f_lost_amount": sum((then[k] for k in gone), D(0)),
    }  # fmt: skip
    blocks = {"customer_tiles": TilesWanted(tuple(tiles)), "fallen_customers": TableWanted(rows)}
    return Page(facts, blocks, (1, min(_TOP, len(union(net, then)))))


def _against(e: Edition, made: object, *, rate: bool = False) -> TileWanted:
    assert callable(made)
    now, then, before = (made(e, w) for w in ("window", "last_year", "previous"))
    if rate:
        return TileWanted(now, (now - then, now - before))
    return TileWanted(
        now, tuple(e.w("无可比", "no base") if (r := rise(now, b)) is None else r for b in (then, before))
    )


def _count(e: Edition, window: str) -> Decimal:
    return e.all(window, "count(distinct customer_id)", "sold")


def _new(e: Edition, window: str) -> Decimal:
    """Customers whose first line ever counts in the window."""
    first, end = getattr(e.at, window)
    return e.book.one(
        f"select count(*) from (select customer_id, min(day) as first from sold where customer_id is not null group by 1)"
        f" where first >= date '{first}' and first < date '{end}'"
    )


def _repeat(e: Edition, window: str) -> Decimal:
    """Customers with two or more purchase days among those who bought."""
    first, end = getattr(e.at, window)
    return e.book.one(
        f"select (count(*) filter (where days >= 2))::double / count(*) from (select customer_id, count(distinct order_date) as days"
        f" from sold where customer_id is not null and day >= date '{first}' and day < date '{end}' group by 1)"
    )


def _kept(e: Edition, window: str) -> Decimal:
    """Of those who bought in the window before, the part that bought again."""
    first, end = getattr(e.at, window)
    return e.book.one(f"""
        with b as (select distinct customer_id from sold where customer_id is not null
                   and day >= {_before(first, end)} and day < date '{first}'),
             n as (select distinct customer_id from sold where day >= date '{first}' and day < date '{end}')
        select (select count(*) from b semi join n using (customer_id))::double / (select count(*) from b)""")


def _before(first: str, end: str) -> str:
    """The first day of the window before: whole months back where it is whole months, else as many days."""
    if first.endswith("-01") and end.endswith("-01"):
        return f"(date '{first}' - to_months(datediff('month', date '{first}', date '{end}')::int))"
    return f"(date '{first}' - (date '{end}' - date '{first}')::int)"


def _agreements(e: Edition, window: str) -> tuple[Decimal, Decimal]:
    first, end = getattr(e.at, window)
    due, renewed = e.book.rows(
        f"select count(*), count(*) filter (where renewed) from agreements"
        f" where key_account and due_date >= date '{first}' and due_date < date '{end}'"
    )[0]
    return D(due), D(renewed)


def concentration(e: Edition) -> Page:
    """The ten largest customers with their running share, and the tiers."""
    net, then = e.net("ytd", "customer"), e.net("ytd_before", "customer")
    order, total = [k for k in ordered(net) if k is not None and net[k] > 0][:10], whole(net)
    running, shares = D(0), []
    for key in order:
        running += net[key]
        shares.append(running / total)
    rest = total - running
    names, amounts, said = [e.name("customer", k) for k in order], [net[k] for k in order], [rest, rest / total]
    if 0 < rest <= 2 * amounts[0]:
        names.append(e.w("其余", "Others"))
        amounts.append(rest)
        shares.append(D(1))
        said = []
    pareto = ChartWanted(names, {"actual": amounts, "ratio": shares}, said=tuple(said))
    tiers, before = e.net("ytd", "customer_tier"), e.net("ytd_before", "customer_tier")
    count = e.net("ytd", "customer_tier", "count(distinct customer_id)", "sold")
    rows: list[list[Shown]] = [
        [e.name("customer_tier", k), count.get(k), tiers[k], tiers[k] / total, e.grown(tiers[k], before.get(k))]
        for k in ordered(tiers)[:8]
    ]
    whole_count = e.all("ytd", "count(distinct customer_id)", "sold")
    rows.append([e.total, whole_count, total, D(1), rise(total, whole(before))])
    facts = {f"k_{k}": v for k, v in leaders(e, "customer", net, then, 10).items()}
    blocks = {"customer_pareto": pareto, "tier_table": TableWanted(rows)}
    answered = (min(_TOP, len(union(net, then))), *((len(union(tiers, before)),) if set(tiers) != {None} else ()))
    return Page(facts, blocks, answered)
