"""The directory 组织名录: units, positions, people and who holds which position on a day.

A pure picture of the four contract tables; nothing here knows where they come from. Validity is half-open [from, to).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Unit:
    """An org unit 组织, for a time."""

    id: str
    name: str
    parent: str | None = None
    level: str | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """A position 岗位 in a unit, for a time; ``role`` is its kind (rep, manager, director)."""

    id: str
    name: str
    unit: str | None = None
    role: str | None = None
    manager: str | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A person 人员; ``left`` is the first day that they are gone."""

    id: str
    name: str
    left: date | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A person in a position for a time: main, acting 代理 or second 兼任."""

    position: str
    person: str
    start: date | None = None
    end: date | None = None
    kind: str = "main"


@dataclass(frozen=True)
class Directory:
    """The organisation with its dates; ask it by day."""

    units: tuple[Unit, ...] = ()
    positions: tuple[Position, ...] = ()
    people: tuple[Person, ...] = ()
    assignments: tuple[Assignment, ...] = ()

    @cached_property
    def person_by_id(self) -> Mapping[str, Person]:
        """Person id -> person."""
        return {p.id: p for p in self.people}

    @cached_property
    def _assignments_of(self) -> Mapping[str, tuple[Assignment, ...]]:
        found: defaultdict[str, list[Assignment]] = defaultdict(list)
        for each in self.assignments:
            found[each.person].append(each)
        return {person: tuple(all_of) for person, all_of in found.items()}

    @cached_property
    def _place_of(self) -> Mapping[str, int]:
        """Position id -> its place among the positions."""
        return {p.id: at for at, p in enumerate(self.positions)}

    @cached_property
    def _reports(self) -> Mapping[str, tuple[Position, ...]]:
        found: defaultdict[str, list[Position]] = defaultdict(list)
        for each in self.positions:
            if each.manager is not None:
                found[each.manager].append(each)
        return {manager: tuple(all_of) for manager, all_of in found.items()}

    def employed(self, person: str, day: date) -> bool:
        """Whether the person is known and has not left by this day."""
        known = self.person_by_id.get(person)
        return known is not None and (known.left is None or day < known.left)

    def held(self, person: str, day: date) -> tuple[Position, ...]:
        """The positions that a person holds on a day; none for who has left."""
        if not self.employed(person, day):
            return ()
        ids = {a.position for a in self._assignments_of.get(person, ()) if _valid(a.start, a.end, day)}
        places = sorted(self._place_of[p] for p in ids if p in self._place_of)
        return tuple(p for at in places if _valid((p := self.positions[at]).start, p.end, day))

    def holders(self, position: str, day: date) -> tuple[tuple[Person, Assignment], ...]:
        """Who holds a position on a day, the main holder first; none: it is vacant."""
        found = [
            (self.person_by_id[a.person], a)
            for a in self.assignments
            if a.position == position and _valid(a.start, a.end, day) and self.employed(a.person, day)
        ]
        return tuple(sorted(found, key=lambda pair: (pair[1].kind != "main", pair[0].name)))

    def below(self, positions: Iterable[str], day: date) -> tuple[str, ...]:
        """These positions and all that report to them, however far down."""
        seen: dict[str, None] = {}
        waiting = list(positions)
        while waiting:
            each = waiting.pop()
            if each in seen:
                continue
            seen[each] = None
            waiting += [p.id for p in self._reports.get(each, ()) if _valid(p.start, p.end, day)]
        return tuple(seen)

    @cached_property
    def _unit_by_id(self) -> Mapping[str, Unit]:
        return {u.id: u for u in self.units}

    def above(self, dimension: str, member: str) -> tuple[tuple[str, str], ...]:
        """The units that hold all of a position or of a unit, the nearest first, each as ("org_unit", id).

        Rows are seen by the units that positions belong to in the same snapshot, whatever the day.
        """
        if dimension not in ("position", "org_unit"):
            return ()
        at: str | None = member
        if dimension == "position":
            place = self._place_of.get(member)
            at = None if place is None else self.positions[place].unit
        found: dict[tuple[str, str], None] = {}
        while at is not None and ("org_unit", at) not in found:
            found["org_unit", at] = None
            unit = self._unit_by_id.get(at)
            at = None if unit is None else unit.parent
        return tuple(found)

    def in_units(self, units: Iterable[str], day: date) -> tuple[str, ...]:
        """The positions that belong to just these units (not to those below)."""
        wanted = set(units)
        return tuple(p.id for p in self.positions if p.unit in wanted and _valid(p.start, p.end, day))

    def unit_tree(self, day: date) -> Iterator[tuple[int, Unit]]:
        """Units with their depth, parents before children, in the order given; a unit in a circle is shown at the top."""
        now = [u for u in self.units if _valid(u.start, u.end, day)]
        ids = {u.id for u in now}
        shown: set[str] = set()

        def walk(unit: Unit, depth: int) -> Iterator[tuple[int, Unit]]:
            if unit.id in shown:
                return
            shown.add(unit.id)
            yield depth, unit
            for child in now:
                if child.parent == unit.id:
                    yield from walk(child, depth + 1)

        for root in [u for u in now if u.parent is None or u.parent not in ids]:
            yield from walk(root, 0)
        for rest in now:
            yield from walk(rest, 0)


def directory_of(tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> Directory:
    """The directory from rows of the contract tables org_units, positions, people, assignments."""
    return Directory(
        units=tuple(
            Unit(r["org_unit_id"], r["name"], r.get("parent_id"), r.get("level"), r.get("valid_from"), r.get("valid_to"))
            for r in tables.get("org_units", ())
        ),
        positions=tuple(
            Position(
                r["position_id"], r["name"], r.get("org_unit_id"), r.get("role"), r.get("manager_position_id"),
                r.get("valid_from"), r.get("valid_to"),
            )
            for r in tables.get("positions", ())
        ),
        people=tuple(
            Person(r["person_id"], r["name"], r.get("left_date"), r.get("email")) for r in tables.get("people", ())
        ),
        assignments=tuple(
            Assignment(r["position_id"], r["person_id"], r.get("valid_from"), r.get("valid_to"), r.get("kind") or "main")
            for r in tables.get("assignments", ())
        ),
    )  # fmt: skip


def _valid(start: date | None, end: date | None, day: date) -> bool:
    return (start is None or start <= day) and (end is None or day < end)
