"""Agreed actions: their state by dates, and what is red without one."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.figures.digits import D
from tests.figures.edition import Edition
from tests.figures.pages.people import next_targets
from tests.figures.sentence import Known
from tests.figures.slices import slices
from tests.figures.wanted import Page, Shown, TableWanted


def agreed(e: Edition) -> list[dict[str, Any]]:
    """What the meeting speaks of: raised by its day, not closed before the window; late first, then by due date."""
    first, end = e.at.window
    found = e.book.rows(f"""
        with known as (select a.*, coalesce(p.name, a.person_id_raw) as owner, r.region,
            case when status = 'dropped' then 3 when done_date < date '{end}' or (done_date is null and status = 'done') then 2
                 when due_date < date '{end}' - 1 then 0 else 1 end as state
                   , c.name as channel_name, coalesce(a.metric, '') as about
            from actions a left join people p using (person_id) left join regions r using (region_id)
                           left join channels c using (channel_id)
            where created_date is null or created_date < date '{end}')
        select title, owner, due_date, state, case when state = 0 then (date '{end}' - 1) - due_date else 0 end, result, criterion, region, product_line, channel_name, about
        from known where not (state >= 2 and done_date is not null and done_date < date '{first}')
                     and not (state = 3 and done_date is null and due_date < date '{first}')
        order by state, 5 desc, due_date, title""")
    names = ("title", "owner", "due", "state", "late", "result", "criterion", "region", "line", "channel", "metric")
    return [dict(zip(names, r, strict=True)) for r in found]


def _cells(e: Edition, row: dict[str, Any]) -> list[Shown]:
    late = e.w(f"逾期{row['late']}天", f"{row['late']} {'day' if row['late'] == 1 else 'days'} late")
    states = (late, e.w("进行中", "Open"), e.w("已完成", "Done"), e.w("已取消", "Dropped"))
    due: date = row["due"]
    return [row["title"], row["owner"], due.isoformat(), states[row["state"]]]


def _facts(e: Edition, rows: list[dict[str, Any]]) -> dict[str, Known]:
    states = [r["state"] for r in rows]
    late = next((r for r in rows if r["state"] == 0), None)
    missing = _uncovered(e, rows)
    facts: dict[str, Known] = {
        "n": D(len(rows) - states.count(3)), "n_done": D(states.count(2)), "n_late": D(states.count(0)),
        "n_left": D(states.count(0) + states.count(1)), "n_uncovered": D(len(missing)), "uncovered": [(m, None) for m in missing],
    }  # fmt: skip
    if late:
        facts |= {"latest": late["title"], "latest_owner": late["owner"], "latest_days": D(late["late"])}
    return facts


def _uncovered(e: Edition, rows: list[dict[str, Any]]) -> list[str]:
    """Red members of the month that no open action names, members before cells; then those of the year so far."""
    named = {r[k] for r in rows if r["state"] < 2 for k in ("region", "line")}
    dot = "·" if e.lang == "zh" else " "
    found: list[tuple[bool, int, Any, Any, str]] = []
    whole: set[str] = set()
    seen: set[tuple[str, ...]] = set()
    for window, by in (
        ("window", "region"),
        ("window", "product_line"),
        ("window", "region, product_line"),
        ("ytd", "region"),
    ):
        several = "," in by
        for s in slices(
            e.net(window, by), e.plan(window, by), lambda k, several=several: "\t".join(k) if several else k
        ):
            parts = tuple(s.name.split("\t"))
            if not s.red or named & set(parts) or parts in seen:
                continue
            seen.add(parts)
            if window == "window" and not several:
                whole.add(parts[0])
            if several and whole & set(parts):
                continue
            other = e.w(f"（{e.title('ytd')}）", f" ({e.title('ytd')})") if window == "ytd" else ""
            found.append((window == "ytd", len(parts), -s.lag, s.gap, dot.join(parts) + other))
    return [f[-1] for f in sorted(found)]


def last_actions(e: Edition) -> Page:
    """What became of the last meeting's actions."""
    rows = agreed(e)
    body = [[str(i), *_cells(e, r), r["result"] or "–"] for i, r in enumerate(rows, start=1)]
    left = len(body) - 16
    table = TableWanted(body[:16], (D(left),) if left > 0 else ())
    return Page({f"a_{k}": v for k, v in _facts(e, rows).items()}, {"last_actions": table}, (len(rows),))


def following(e: Edition) -> Page:
    """Actions still open, and the next window's targets."""
    rows = agreed(e)
    alive = [r for r in rows if r["state"] < 2]
    left = len(alive) - 8
    table = TableWanted([[*_cells(e, r), r["criterion"] or "–"] for r in alive[:8]], (D(left),) if left > 0 else ())
    blocks = {"open_actions": table}
    facts: dict[str, Known] = {f"b_{k}": v for k, v in _facts(e, rows).items()}
    answered = [len(alive)]
    if "next" in e.planned:
        blocks["next_targets"], told, n = next_targets(e)
        facts |= told
        answered.append(n)
    return Page(facts, blocks, tuple(answered))
