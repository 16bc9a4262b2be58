"""Phased plans: dates from templates, critical path, status from data, baseline, iCalendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from icalendar import Calendar
from tests.plan.company import NOW

from fupan.errors import DefinitionError
from fupan.packs import pack_files
from fupan.plan.initiative import Criterion, Initiative, Item, Phase, critical_path, due_between, moved, schedule
from fupan.plan.initiative_file import read_initiative, to_icalendar
from fupan.plan.initiative_status import judge, progress
from fupan.plan.refusal import PlanError

FILES = {f.stem: f for f in pack_files("standard", "initiatives", None)}
JANUARY = Phase("p", "期", "Phase", date(2025, 1, 1), date(2025, 1, 31))


def task(name: str, first: int, last: int, *after: str, **more: object) -> Item:
    return Item(name, "p", name, name, date(2025, 1, first), date(2025, 1, last), after=after, **more)  # type: ignore[arg-type]


def small(*items: Item) -> Initiative:
    return Initiative("small", "小", "Small", (JANUARY,), items)


def test_the_critical_path_is_the_longest_chain() -> None:
    """a (5 days) then b (5) end on the 10th; c (3) has until then: 7 days of slack. d closes."""
    plan = small(
        task("a", 1, 5), task("b", 6, 10, "a"), task("c", 1, 3), replace(task("d", 10, 10, "b", "c"), kind="node")
    )
    slots = schedule(plan)
    assert [(n, s.early_end.day, s.slack_days) for n, s in sorted(slots.items())] == [
        ("a", 5, 0),
        ("b", 10, 0),
        ("c", 3, 7),
        ("d", 10, 0),
    ]
    assert critical_path(plan) == ["a", "b", "d"]
    late = schedule(plan, late={"a": date(2025, 1, 8)})
    assert (late["b"].early_start.day, late["d"].early_end.day) == (9, 13)


def test_status_follows_from_days_and_data() -> None:
    share = Criterion("online_share", at_least=Decimal("0.45"))
    plan = small(
        task("a", 1, 5), task("b", 6, 10, "a"), replace(task("gate", 20, 20), kind="node", criteria=(share, Criterion(evidence="photo"))),
    )  # fmt: skip
    a, b, gate = judge(plan, {}, date(2025, 1, 7))
    assert [j.status for j in (a, b, gate)] == ["late", "at_risk", "on_time"]
    assert (a.late_days, a.contingency, b.expected) == (2, True, date(2025, 1, 12))
    closed = plan.with_items({"a": replace(plan.item("a"), done=date(2025, 1, 5))})
    assert [j.status for j in judge(closed, {}, date(2025, 1, 7))] == ["done", "on_time", "on_time"]
    assert progress(judge(closed, {}, date(2025, 1, 7))) == {"p": (1, 3)}
    missed = judge(plan, {"online_share": Decimal("0.43"), "photo": True}, date(2025, 1, 21))[2]
    assert (missed.status, missed.unmet, missed.unread) == ("late", (share,), ())
    met = judge(plan, {"online_share": Decimal("0.45"), "photo": True}, date(2025, 1, 21))[2]
    assert (met.status, met.late_days) == ("done", 0)


def test_a_year_in_four_phases() -> None:
    plan = read_initiative(FILES["annual_market_plan"], date(2025, 1, 1))
    assert [(p.id, p.start.month, p.end.month) for p in plan.phases] == [
        ("launch", 1, 2), ("push", 3, 6), ("consolidate", 7, 9), ("sprint", 10, 12),
    ]  # fmt: skip
    node = plan.item("mid_push")
    assert (node.due, [c.key for c in node.criteria]) == (date(2025, 5, 31), ["stores_open_15", "online_share"])
    assert critical_path(plan)[-1] == "year_met"
    assert [i.id for i in due_between(plan.items, date(2025, 2, 1), date(2025, 3, 1))] == [
        "dealer_meetings",
        "launch_review",
    ]
    later = plan.with_items({"mid_push": replace(node, due=date(2025, 6, 30))})
    assert moved(plan, later) == [("mid_push", 30)]


def test_the_concept_passes_with_an_nps_of_forty() -> None:
    plan = read_initiative(FILES["stage_gate"], date(2025, 3, 1))
    assert [i.id for i in plan.items if i.kind == "node"] == ["concept_gate", "case_gate", "test_gate", "launch_gate"]
    for nps, status in ((40, "done"), (39, "late")):
        judged = {j.item.id: j.status for j in judge(plan, {"nps": Decimal(nps)}, date(2025, 4, 2))}
        assert judged["concept_gate"] == status


def test_every_template_reads_and_goes_to_a_calendar() -> None:
    assert set(FILES) == {"annual_market_plan", "stage_gate", "growth_90_days", "improvement"}
    for file in FILES.values():
        plan = read_initiative(file, date(2025, 1, 1))
        book = Calendar.from_ical(to_icalendar(plan, stamp=NOW))
        assert len(book.walk("VEVENT")) == len(plan.items)
    assert plan.phases


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ((task("a", 1, 2, "b"), task("b", 3, 4, "a")), "wait for each other"), ((task("a", 1, 2, "x"),), "not there"),
        ((task("a", 1, 2), task("a", 1, 2)), "used twice"), ((task("a", 3, 2),), "due before"),
        ((replace(task("a", 1, 2), phase="q"),), "in no phase"),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_is_refused(items: tuple[Item, ...], said: str) -> None:
    with pytest.raises(PlanError, match=said):
        small(*items)


def test_a_template_that_is_wrong_names_its_place(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("zh: 一\nen: One\nphases: [{id: a, zh: 甲, en: A, from: 1, to: 2, items: [{id: x, zh: 乙, en: B, by: 1, criteria: [{metric: nps}]}]}]\n",
                    encoding="utf-8")  # fmt: skip
    with pytest.raises(DefinitionError, match="at_least or at_most"):
        read_initiative(file, date(2025, 1, 1))
