"""Who sits where on a day: half-open dates, vacant posts, two posts, leavers, circles."""

from __future__ import annotations

from datetime import date

from fupan.web.org.directory import Assignment, Directory, Person, Position, Unit

DAY = date(2025, 7, 1)
HERE = Directory(
    units=(Unit("O", "HQ"), Unit("E", "East", "O"), Unit("S", "South", "O"), Unit("OLD", "Closed", "O", end=DAY)),
    positions=(
        Position("D", "Director", "E", "director"),
        Position("M", "Manager", "E", "manager", "D"),
        Position("R1", "Rep 1", "E", "rep", "M"),
        Position("R2", "Rep 2", "E", "rep", "M"),
        Position("R3", "Rep 3", "S", "rep", "M", end=DAY),
    ),
    people=(Person("p1", "Ann"), Person("p2", "Bo", left=DAY), Person("p3", "Cai")),
    assignments=(
        Assignment("M", "p1", date(2025, 1, 1)),
        Assignment("R1", "p1", date(2025, 6, 1), date(2025, 7, 2), "acting"),
        Assignment("R2", "p2", date(2024, 1, 1)),
        Assignment("R3", "p3", date(2024, 1, 1)),
    ),
)


def test_two_posts_are_held_until_the_day_that_one_ends() -> None:
    assert [p.id for p in HERE.held("p1", DAY)] == ["M", "R1"]
    assert [p.id for p in HERE.held("p1", date(2025, 7, 2))] == ["M"]
    assert [p.id for p in HERE.held("p1", date(2025, 5, 31))] == ["M"]


def test_who_has_left_holds_nothing_from_that_day() -> None:
    assert [p.id for p in HERE.held("p2", date(2025, 6, 30))] == ["R2"]
    assert HERE.held("p2", DAY) == ()
    assert HERE.holders("R2", DAY) == ()


def test_a_post_that_was_closed_is_held_by_nobody() -> None:
    assert HERE.held("p3", DAY) == ()


def test_below_goes_all_the_way_down_and_ends_in_a_circle() -> None:
    assert set(HERE.below(["D"], DAY)) == {"D", "M", "R1", "R2"}
    circle = Directory(positions=(Position("A", "A", manager="B"), Position("B", "B", manager="A")))
    assert set(circle.below(["A"], DAY)) == {"A", "B"}


def test_the_tree_shows_units_in_force_parents_first() -> None:
    assert [(depth, u.id) for depth, u in HERE.unit_tree(DAY)] == [(0, "O"), (1, "E"), (1, "S")]
    circle = Directory(units=(Unit("A", "A", "B"), Unit("B", "B", "A")))
    assert {u.id for _, u in circle.unit_tree(DAY)} == {"A", "B"}
