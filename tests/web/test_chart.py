"""The organisation on a day: vacant, acting, two positions, moved, left; and only what the asker reaches."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from tests.web.conftest import SignIn
from tests.web.test_directory import DAY, HERE

from fupan.metrics.scope import Scope
from fupan.web.org.chart import Branch, chart
from fupan.web.org.directory import Assignment, Directory, Person, Position, Unit
from fupan.web.org.reach import reached_positions


def told(branches: tuple[Branch, ...]) -> dict[str, list[str]]:
    return {
        (b.unit.id if b.unit else "-"): [f"{s.position.id}:{'+'.join(h.person.id for h in s.holders)}" for s in b.seats]
        for b in branches
    }


def test_units_stand_with_their_positions_of_the_day() -> None:
    assert told(chart(HERE, DAY)) == {"O": [], "E": ["D:", "M:p1", "R1:p1", "R2:"]}
    assert told(chart(HERE, date(2025, 6, 30)))["S"] == ["R3:p3"]


def test_two_positions_acting_and_who_left_are_told() -> None:
    _, manager, rep1, rep2 = chart(HERE, DAY)[1].seats
    assert manager.holders[0].others == ("Rep 1",)
    assert (rep1.holders[0].kind, rep1.holders[0].others) == ("acting", ("Manager",))
    assert rep2.vacant
    assert rep2.gone == (HERE.person_by_id["p2"], DAY, True)


def test_who_moved_lately_is_told_until_it_is_long_ago() -> None:
    moved = Directory(
        units=(Unit("O", "HQ"),),
        positions=(Position("A", "A", "O"), Position("B", "B", "O")),
        people=(Person("p", "Ann"),),
        assignments=(Assignment("A", "p", date(2024, 1, 1), DAY), Assignment("B", "p", DAY)),
    )
    a, b = chart(moved, DAY)[0].seats
    assert a.gone == (moved.person_by_id["p"], DAY, False)
    assert b.holders[0].came_from == "A"
    assert chart(moved, date(2025, 12, 1))[0].seats[1].holders[0].came_from == ""
    only_b = chart(moved, DAY, reached={"B"})[0].seats
    assert [(s.position.id, s.holders[0].came_from) for s in only_b] == [("B", "")]


def test_of_what_is_not_reached_nothing_is_told() -> None:
    branches = chart(HERE, DAY, reached={"R1"})
    assert told(branches) == {"O": [], "E": ["R1:p1"]}
    assert branches[1].seats[0].holders[0].others == ()
    assert chart(HERE, DAY, reached=()) == ()


def test_a_position_in_no_unit_of_the_day_is_not_lost() -> None:
    lost = Directory(positions=(Position("A", "A", "gone"),))
    assert told(chart(lost, DAY)) == {"-": ["A:"]}


@pytest.mark.parametrize(
    ("scope", "reached"),
    [
        (Scope.everything(), None),
        (Scope(members={"position": ("R1",)}), {"R1"}),
        (Scope(members={"org_unit": ("O",)}), {"D", "M", "R1", "R2"}),
        (Scope(members={"org_unit": ("E",), "position": ("R1", "R3")}), {"R1"}),
        (Scope(members={"channel": ("online",)}), set()),
        (Scope(members={"org_unit": ("E",), "channel": ("online",)}), set()),
    ],
)
def test_a_scope_reaches_positions(scope: Scope, reached: set[str] | None) -> None:
    assert reached_positions(scope, HERE, DAY) == reached


def test_a_manager_sees_the_own_unit_and_the_page_bears_any_day(sign_in: SignIn) -> None:
    client = sign_in("E2")
    page = client.get(reverse("organisation") + "?day=2025-07-20").content.decode()
    assert "黄勇" in page
    assert "吴静" not in page
    assert "华东" not in page
    for day in ("2025-02-31", "nonsense", "0001-01-01", "9999-12-31", ""):
        assert client.get(reverse("organisation"), {"day": day, "q": "<b>", "only": "vacant"}).status_code == 200


def test_a_vacancy_and_who_held_it_are_told_on_the_day_that_is_asked_for(sign_in: SignIn) -> None:
    client = sign_in("E1")
    before = client.get(reverse("organisation") + "?day=2025-06-30&q=华东代表").content.decode()
    assert "陈磊" in before
    assert "吴静" not in before
