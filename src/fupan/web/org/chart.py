"""The organisation chart 组织图 of a day: units with their positions and who holds them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fupan.web.org.directory import Assignment, Directory, Person, Position, Unit

RECENT = timedelta(days=90)
"""How long a move or a departure is told of."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in a position: since when, acting or not, what else they hold, where they came from lately."""

    person: Person
    kind: str
    since: date | None
    others: tuple[str, ...] = ()
    came_from: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """A position and who holds it; nobody: vacant. ``gone``: who held it last and on which day they went."""

    position: Position
    holders: tuple[Holder, ...]
    gone: tuple[Person, date, bool] | None = None

    @property
    def vacant(self) -> bool:
        """Whether nobody holds it."""
        return not self.holders


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit at its depth with its own positions."""

    depth: int
    unit: Unit | None
    seats: tuple[Seat, ...]


def chart(directory: Directory, day: date, *, reached: Collection[str] | None = None) -> tuple[Branch, ...]:
    """Units parents first, with the positions that are *reached* (None: all); a unit with none of them below is left out.

    Nothing of a position that is not reached is told: neither who holds it, nor that somebody came from it or holds it, too.
    """
    shown = {p.id: p for p in directory.positions if _valid(p, day) and (reached is None or p.id in reached)}
    by_position: defaultdict[str, list[Assignment]] = defaultdict(list)
    by_person: defaultdict[str, list[Assignment]] = defaultdict(list)
    for each in directory.assignments:
        if each.position in shown:
            by_position[each.position].append(each)
            by_person[each.person].append(each)
    seats: defaultdict[str | None, list[Seat]] = defaultdict(list)
    for position in shown.values():
        seats[position.unit].append(_seat(position, by_position, by_person, shown, directory, day))
    branches = [Branch(depth, unit, tuple(seats.pop(unit.id, ()))) for depth, unit in directory.unit_tree(day)]
    rest = tuple(seat for left_over in seats.values() for seat in left_over)
    kept = _with_seats_below(branches)
    return (*kept, Branch(0, None, rest)) if rest else kept


def _seat(
    position: Position,
    by_position: dict[str, list[Assignment]],
    by_person: dict[str, list[Assignment]],
    shown: dict[str, Position],
    directory: Directory,
    day: date,
) -> Seat:
    holders = []
    for given in by_position.get(position.id, ()):
        if not _valid(given, day) or not directory.employed(given.person, day):
            continue
        others = tuple(
            shown[a.position].name for a in by_person[given.person] if a.position != position.id and _valid(a, day)
        )
        holder = Holder(directory.person_by_id[given.person], given.kind, given.start, others)
        holders.append(replace(holder, came_from=_came_from(given, by_person[given.person], shown, day)))
    holders.sort(key=lambda h: (h.kind != "main", h.person.name))
    return Seat(position, tuple(holders), None if holders else _gone(by_position.get(position.id, ()), directory, day))


def _came_from(given: Assignment, theirs: list[Assignment], shown: dict[str, Position], day: date) -> str:
    """The position that ended when this one began, if that was lately."""
    if given.start is None or day - given.start > RECENT:
        return ""
    return next((shown[a.position].name for a in theirs if a.end == given.start and a.position != given.position), "")


def _gone(past: Collection[Assignment], directory: Directory, day: date) -> tuple[Person, date, bool] | None:
    """Who held a vacant position last, until when, and whether they left the company then."""
    found: list[tuple[date, str, bool]] = []
    for each in past:
        person = directory.person_by_id.get(each.person)
        if person is None:
            continue
        ends = [d for d in (each.end, person.left) if d is not None and d <= day]
        if ends:
            end = min(ends)
            found.append((end, each.person, person.left is not None and person.left <= end))
    if not found:
        return None
    end, who, left = max(found)
    return directory.person_by_id[who], end, left


def _with_seats_below(branches: list[Branch]) -> tuple[Branch, ...]:
    """Without the units that have no seat in them nor below them."""
    kept: list[Branch] = []
    needed = 0
    for branch in reversed(branches):
        if branch.seats or branch.depth < needed:
            kept.append(branch)
            needed = branch.depth
        elif branch.depth <= needed:
            needed = min(needed, branch.depth)
    return tuple(reversed(kept))


def _valid(dated: Position | Assignment, day: date) -> bool:
    return (dated.start is None or dated.start <= day) and (dated.end is None or day < dated.end)
