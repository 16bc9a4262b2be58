"""Who reached the target, and whose the next targets are."""

from __future__ import annotations

from decimal import Decimal

from tests.figures.digits import D
from tests.figures.edition import Edition, ordered, rise, union, whole
from tests.figures.pages.overview import total_facts
from tests.figures.sentence import Known
from tests.figures.slices import SMALLEST, Slice, prefixed, target_facts
from tests.figures.wanted import Page, Shown, TableWanted


def people(e: Edition) -> Page:
    """Both ends by attainment, counting what was sold where a target is set; ten by amount, whatever the target."""
    by = e.grains["person"]
    del by
    plan, positions = e.plan("window", "person_id"), positions_of(e)
    credited = e.net("window", "person", table="credited")
    net = e.net("window", "person")
    least = whole(plan) * SMALLEST
    found = {k: Slice(e.name("person", k), credited.get(k, D(0)), t, t >= least) for k, t in plan.items()}
    order = sorted(found, key=lambda k: -found[k].ratio)
    place = {k: D(1 + sum(found[o].ratio > found[k].ratio for o in found)) for k in found}

    def row(key: str) -> list[Shown]:
        s, post = found[key], [positions[key]] if positions else []
        return [place[key], s.name, *post, s.target, s.actual, s.ratio, s.answers(e)]

    if len(order) > 12:
        between: list[Shown] = ["… " + e.w(f"其间{len(order) - 12}个未列", f"{len(order) - 12} between are not shown")]
        rows = [*map(row, order[:6]), between, *map(row, order[-6:])]
    else:
        rows = [*map(row, order)]
    total = Slice("", e.all("window", table="credited"), whole(plan), True)
    rows.append(["", e.total, *([""] if positions else []), total.target, total.actual, total.ratio, total.answers(e)])
    largest = ordered(net)[:10]
    amounts: list[list[Shown]] = [[D(i), e.name("person", k), net[k]] for i, k in enumerate(largest, start=1)]
    return Page(
        prefixed("w", target_facts(e, list(found.values()))),
        {"people_table": TableWanted(rows), "people_amount_table": TableWanted(amounts)}, (len(union(plan, net)),),
    )  # fmt: skip


def positions_of(e: Edition) -> dict[str, str]:
    """The position of each person with a target."""
    if "position" not in e.grains:
        return {}
    first, end = e.at.window
    return dict(e.book.rows(
        f"select person_id, any_value(name) from plan join positions using (position_id)"
        f" where start_date >= date '{first}' and start_date < date '{end}' and {e.grains['position']} group by 1"
    ))  # fmt: skip


def _holders(e: Edition) -> dict[str, str]:
    """The person whom each position's target of the next window is for."""
    first, end = e.at.next
    return dict(e.book.rows(
        f"select position_id, any_value(people.name) from plan join people using (person_id)"
        f" where start_date >= date '{first}' and start_date < date '{end}' and {e.grains['position']} group by 1"
    ))  # fmt: skip


def next_people(e: Edition) -> Page:
    """The next window's targets by position and who holds it, the largest first, beside what the position sold now."""
    held = _holders(e)
    plan, now = e.plan("next", "position_id"), e.net("window", "position")
    order = [k for k in ordered(plan) if k is not None]
    rows: list[list[Shown]] = [
        [
            e.name("position", k),
            *([held.get(k, e.w("空缺", "vacant"))] if held else []),
            plan[k],
            now.get(k),
            rise(plan[k], now.get(k)),
        ]
        for k in order[:120]
    ]
    rows.append([e.total, *([""] if held else []), whole(plan), e.all("window"), rise(whole(plan), e.all("window"))])
    more = len(order) - 120
    facts: dict[str, Known] = {
        "m_next": e.title("next"), "m_target": whole(plan), "m_n": D(len(order)), "m_largest": e.name("position", order[0]),
        "m_largest_target": plan[order[0]],
    }  # fmt: skip
    table = TableWanted(rows, (D(more),) if more > 0 else ())
    return Page(facts | prefixed("t", total_facts(e)), {"next_targets_position": table}, (len(plan),))


def next_targets(e: Edition) -> tuple[TableWanted, dict[str, Known], int]:
    """The next window's targets by region beside what the region sold now and in the same window last year."""
    plan, now, then = e.plan("next", "region"), e.net("window", "region"), e.net("next_before", "region")
    rows: list[list[Shown]] = [
        [e.name("region", k), plan[k], now.get(k), rise(plan[k], now.get(k)), rise(plan[k], then.get(k))]
        for k in ordered(plan)[:12]
    ]
    target, sold, before = whole(plan), whole(now), whole(then)
    yoy, change = rise(target, before), rise(target, sold)
    rows.append([e.total, target, sold, change, yoy])
    facts: dict[str, Known] = {"n_next": e.title("next"), "n_target": target}
    facts |= {"n_yoy": yoy or D(0), "n_change": change or D(0)}
    return TableWanted(rows), facts, len(union(plan, then, e.net("next", "region")))


__all__ = ["Decimal", "next_people", "next_targets", "people", "positions_of"]
