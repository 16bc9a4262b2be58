"""Key figures, and the year's pace."""

from __future__ import annotations

from decimal import Decimal

from tests.figures.digits import D
from tests.figures.edition import Edition, rise, whole
from tests.figures.sentence import Known
from tests.figures.slices import prefixed, slices, target_facts
from tests.figures.wanted import ChartWanted, Page, TilesWanted, TileWanted

MARGIN = "1 - sum(cost) / sum(amount)"
ORDERS = "count(distinct order_id)"
AOV = "round(sum(gross) / count(distinct order_id), 4)"


def compared(e: Edition, what: str, table: str, *, rate: bool = False) -> tuple[Decimal | str, ...]:
    """A figure against last year and the period before: growth, or the difference of a rate."""
    now, then, before = (e.all(w, what, table) for w in ("window", "last_year", "previous"))
    if rate:
        return now - then, now - before
    return rise(now, then) or "", rise(now, before) or ""


def total_facts(e: Edition) -> dict[str, Known]:
    """What the whole sold, against target and last year."""
    net, plan = e.all("window"), whole(e.plan("window"))
    facts: dict[str, Known] = {
        "net_sales": net, "orders": e.all("window", ORDERS, "sold"), "aov": e.all("window", AOV, "sold"),
    }  # fmt: skip
    for name, what, table in (("net_sales", "sum(amount)", "net"), ("orders", ORDERS, "sold"), ("aov", AOV, "sold")):
        yoy, mom = compared(e, what, table)
        facts |= {f"{name}_yoy": yoy, f"{name}_mom": mom}
    credited = e.all("window", table="credited")
    if plan:
        facts |= {"attainment": credited / plan, "short": plan - credited, "over": credited / plan - 1}
        facts |= {"credited": credited, "unmatched": net - credited}
    return facts


def year_facts(e: Edition) -> dict[str, Known]:
    """How far the year is."""
    gone, left, plan, reached = e.days("ytd"), e.days("year") - e.days("ytd"), whole(e.plan("year")), e.all("ytd")
    facts: dict[str, Known] = {"elapsed": D(gone) / e.days("year"), "days_left": D(left)}
    if plan:
        facts |= {"progress": reached / plan, "expected_progress": whole(e.plan("ytd")) / plan, "target": plan}
        facts |= {"a_day": reached / gone, "per_day": (plan - reached) / left}
    return facts


def kpi(e: Edition) -> Page:
    """The tiles and their headline."""
    total, year = total_facts(e), year_facts(e)
    net, ytd, ytd_then = e.all("window"), e.all("ytd"), e.all("ytd_before")
    plan, ytd_plan = whole(e.plan("window")), whole(e.plan("ytd"))
    attained = (e.all("window", table="credited") / plan,) if plan else ()
    tiles = [
        TileWanted(net, (*attained, *compared(e, "sum(amount)", "net")), progress=attained[0] if attained else None)
    ]
    share = ytd / ytd_plan if ytd_plan else None
    tiles.append(TileWanted(ytd, (*((share,) if share else ()), rise(ytd, ytd_then) or ""), progress=share))
    if "progress" in year:
        progress, expected = D(str(year["progress"])), D(str(year["expected_progress"]))
        tiles.append(TileWanted(progress, (expected, D(str(year["target"]))), progress, expected))
        each = (D(str(year["per_day"])), D(str(year["a_day"])))
        tiles.append(TileWanted(D(str(year["elapsed"])), each, note=(D(str(year["days_left"])),)))
    else:
        tiles.append(TileWanted(D(str(year["elapsed"]))))
    tiles.append(TileWanted(e.all("window", MARGIN), compared(e, MARGIN, "net", rate=True)))
    if e.book.rows("select count(*) from invoice_lines")[0][0]:
        now, then, before = (collections_rate(e, w) for w in ("window", "last_year", "previous"))
        tiles.append(TileWanted(now, (now - then, now - before), note=(D("0.95"),)))
    tiles.append(TileWanted(e.all("window", ORDERS, "sold"), compared(e, ORDERS, "sold")))
    tiles.append(TileWanted(e.all("window", AOV, "sold"), compared(e, AOV, "sold")))
    return Page(prefixed("t", total) | prefixed("y", year), {"kpi_tiles": TilesWanted(tuple(tiles))}, (1,))


def collections_rate(e: Edition, window: str) -> Decimal:
    """Cash that came in by the window's end on what fell due in it."""
    first, end = getattr(e.at, window)
    return e.book.one(
        f"select sum(settled)::double / sum(amount)::double from open_items(date '{end}' - 1)"
        f" where due_date >= date '{first}' and due_date < date '{end}'"
    )


def pace(e: Edition) -> Page:
    """The months of the year so far against their targets."""
    months = e.months("ytd")
    net = {m[0][:7]: e.book.total(m) for m in months}
    plan = {m[0][:7]: whole(month_plan(e, m)) for m in months}
    found = slices(net, plan, str)
    chart = ChartWanted(list(net), {
        "target": list(plan.values()), "actual": list(net.values()), "ratio": [net[m] / plan[m] for m in net],
    })  # fmt: skip
    year = year_facts(e)
    bars = [(e.w(zh, en), D(str(year[name]))) for name, zh, en in (
        ("progress", "完成进度", "Done"), ("expected_progress", "按进度应为", "Due by now"), ("elapsed", "时间进度", "Time gone"),
    )]  # fmt: skip
    done = ChartWanted([b[0] for b in bars], {"actual": [b[1] for b in bars]})
    return Page(
        prefixed("y", year) | prefixed("m", target_facts(e, found)), {"month_chart": chart, "year_progress": done},
        (len(months), 1),
    )  # fmt: skip


def month_plan(e: Edition, month: tuple[str, str]) -> dict[str, Decimal]:
    first, end = month
    rows = e.book.rows(
        f"select '', sum(amount) from plan where start_date >= date '{first}' and start_date < date '{end}' and {e.grains['']}"
    )
    return {r[0]: D(str(r[1])) for r in rows}
