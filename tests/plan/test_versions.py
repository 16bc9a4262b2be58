"""Versions: from draft to superseded, rules of revision, buffer, history that rebuilds each, rows that are published."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.company import NOW, SALES, empty, regions, year

from fupan.packs import pack_files
from fupan.plan.buffer import RESERVE, hold_back, release, with_reserve
from fupan.plan.change import changes_between, compare_trees, impact_of, planned_cells, with_changes
from fupan.plan.change_rules import read_change_rules
from fupan.plan.document import from_json, to_json
from fupan.plan.edit import SetCell, SetMany, apply
from fupan.plan.history import Sheet
from fupan.plan.plan import Plan
from fupan.plan.publish import target_rows
from fupan.plan.refusal import PlanError

D = Decimal
RULES = read_change_rules(*[f for f in pack_files("standard", "rules", None) if f.stem == "targets"])
FROM = date(2025, 1, 1)


def plan(*names: str) -> Plan:
    tree = apply(empty(regions(*(names or ("E", "S"))), year("quarter")), SetCell((), "2025", D(1000)))
    return Plan("sales-2025", Sheet(tree))


def published(start: Plan, kind: str = "first", **more: object) -> Plan:
    done = start.submit(kind, RULES, valid_from=FROM, who="li", now=NOW, **more)  # type: ignore[arg-type]
    for tier in done.in_review().tiers:
        done = done.approve(tier, who="boss", now=NOW)
    return done.publish(who="li", now=NOW)


def set_(start: Plan, path: str, period: str, amount: int) -> Plan:
    return start.edit(SetCell((path,), period, D(amount)), who="li", now=NOW)


def test_a_version_goes_through_its_tiers_in_turn() -> None:
    start = plan().submit("first", RULES, valid_from=FROM, who="li", now=NOW)
    assert (start.in_review().next_tier, start.in_review().name) == ("sales_director", "v1")
    with pytest.raises(PlanError, match="does not wait for general_manager"):
        start.approve("general_manager", who="wang", now=NOW)
    with pytest.raises(PlanError, match="nobody approves what they submitted"):
        start.approve("sales_director", who="li", now=NOW)
    with pytest.raises(PlanError, match="still waits"):
        start.publish(who="li", now=NOW)
    with pytest.raises(PlanError, match="in review"):
        set_(start, "E", "2025-Q1", 1)
    with pytest.raises(PlanError, match="a rejection has a reason"):
        start.reject(who="wang", now=NOW, reason=" ")
    back = start.approve("sales_director", who="wang", now=NOW).reject(who="zhao", now=NOW, reason="太高")
    again = set_(back, "E", "2025-Q1", 100).submit("first", RULES, valid_from=FROM, who="li", now=NOW)
    assert again.in_review().next_tier == "sales_director"
    assert [n.step for n in again.in_review().notes] == ["submit", "approve", "reject", "submit"]
    done = published(plan())
    assert [(v.name, v.state) for v in done.versions] == [("v1", "published")]
    with pytest.raises(PlanError, match="no version is in review"):
        done.approve("sales_director", who="wang", now=NOW)


def test_a_quarter_moves_by_ten_percent_at_most() -> None:
    first = published(plan())
    quarter = first.tree.amount(("E",), "2025-Q2")
    assert quarter == D("124.66")
    over = first.edit(SetCell(("E",), "2025-Q2", D("137.13")), who="li", now=NOW)
    with pytest.raises(PlanError, match=r"beyond its bound.*slice: E; period: 2025-Q2; found: \+10.0%; limit: ±10%"):
        over.submit("quarterly", RULES, valid_from=date(2025, 4, 1), who="li", now=NOW)
    second = published(first.edit(SetCell(("E",), "2025-Q2", D("137.12")), who="li", now=NOW), "quarterly")
    assert [(v.name, v.state) for v in second.versions] == [("v1", "superseded"), ("v2", "published")]
    assert [(c.path, c.period) for c in second.versions[1].changes] == [((), "2025-Q2"), (("E",), "2025-Q2")]


def test_an_extraordinary_revision_names_its_event_and_leaves_what_has_begun() -> None:
    first = published(plan()).begun(date(2025, 2, 3))
    changed = set_(first, "S", "2025-Q3", 400)
    with pytest.raises(PlanError, match="names its event"):
        changed.submit("extraordinary", RULES, valid_from=date(2025, 7, 1), who="li", now=NOW)
    done = published(changed, "extraordinary", event="国补政策延长")
    assert done.at("v2").amount(("S",), "2025-Q3") == 400
    assert [i.path for i in impact_of(done.at("v1"), done.at("v2"))] == [(), ("S",)]
    late = published(plan())
    late = late.edit(SetCell(("E",), "2025-Q1", D(1)), who="li", now=NOW).begun(date(2025, 2, 3))
    assert [v.code for v in late.check("extraordinary", RULES, event="x")] == ["closed", "closed"]


def test_a_buffer_is_held_back_and_released() -> None:
    """15% of 1,000 is held back; releasing 30 of the first quarter leaves the whole at 1,000."""
    tree = apply(empty(with_reserve(regions("E", "S")), year("quarter")), SetCell((), "2025", D(1000)))
    tree = hold_back(tree, D("0.15"))
    assert tree.amount() == 1000
    assert abs(tree.amount((RESERVE,)) - 150) < D("0.04")
    first = published(Plan("p", Sheet(tree)))
    assert all(r.get("region_id") != RESERVE for r in target_rows(tree, "p", first.versions[0]))
    more = first.edit(release(tree, "2025-Q1", {("E",): 30}), who="li", now=NOW)
    done = published(more, "buffer")
    assert done.at("v2").amount(("E",), "2025-Q1") == done.at("v1").amount(("E",), "2025-Q1") + 30
    assert done.at("v2").amount() == 1000
    with pytest.raises(PlanError, match="more is given"):
        release(tree, "2025-Q1", {("E",): 40})
    with pytest.raises(PlanError, match="more is held back"):
        Plan("p", Sheet(hold_back(tree, D("0.2")))).submit("first", RULES, valid_from=FROM, who="li", now=NOW)
    assert [v.code for v in set_(first, "S", "2025-Q1", 1).check("buffer", RULES)] == ["held", "whole", "taken"]


def test_rows_of_a_revision_are_its_changes_and_a_gone_cell_withdraws() -> None:
    first = published(plan())
    rows = target_rows(first.tree, first.name, first.versions[0])
    assert len(rows) == 4 * 2  # the whole is the sum of its regions, told by them
    assert next(r for r in rows if r["region_id"] == "E" and r["start_date"].month == 4) == {
        "metric": "net_sales", "basis": SALES.basis, "currency": "CNY", "version": "v1", "level": "target", "plan": "target",
        "valid_from": FROM, "start_date": date(2025, 4, 1), "end_date": date(2025, 7, 1), "grain_set": "sales-2025",
        "region_id": "E", "amount": D("124.6600"),
    }  # fmt: skip
    smaller = empty(regions("E"), year("quarter"))
    gone = changes_between(
        first.tree, with_changes(smaller, [c for c in first.versions[0].changes if c.path == ("E",)])
    )
    assert {(c.path, c.after) for c in gone if c.path == ("S",)} == {(("S",), None)}


def test_versions_stand_side_by_side() -> None:
    second = published(set_(published(plan()), "E", "2025-Q2", 130), "quarterly")
    rows = compare_trees({v: second.at(v) for v in ("v1", "v2")}, "2025-Q2")
    assert [(r["path"], r["v1"], r["v2"]) for r in rows][1:] == [
        (("E",), D("124.66"), 130),
        (("S",), D("124.66"), D("124.66")),
    ]
    assert rows[1]["change"] == D("5.34")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(
            st.builds(
                SetCell, st.sampled_from([(), ("E",), ("S",), ("E", "A"), ("S", "B")]), st.sampled_from(["2025", "2025-Q1", "2025-Q3"]),
                st.integers(0, 10**8).map(lambda n: D(n) / 100), st.sampled_from(["target", "floor"]),
            ),
            min_size=1, max_size=3,
        ),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_history_rebuilds_each_version(revisions: list[list[SetCell]]) -> None:
    slices = regions("E", "S", lines=("A", "B"))
    told = Plan("p", Sheet(apply(empty(slices, year("quarter")), SetCell((), "2025", D(1000)))))
    stood = []
    for number, cells in enumerate(revisions):
        try:
            told = told.edit(SetMany(tuple(cells)), who="li", now=NOW + timedelta(days=number))
            told = published(told, "extraordinary" if told.published else "first", event="x")
        except PlanError:
            told = told.undo(told.sheet.at) if told.sheet.at else told
            continue
        stood.append((told.versions[-1].name, planned_cells(told.tree)))
    for name, cells in stood:
        rebuilt = told.at(name)
        assert {k: v for k, v in planned_cells(rebuilt).items() if v} == {k: v for k, v in cells.items() if v}
    again = from_json(to_json(told))
    assert to_json(again) == to_json(told)
    assert planned_cells(again.tree) == planned_cells(told.tree)
    assert [planned_cells(again.at(n)) for n, _ in stood] == [planned_cells(told.at(n)) for n, _ in stood]
    assert all(again.tree.slices.has(p) for p in product("ES", "AB"))
