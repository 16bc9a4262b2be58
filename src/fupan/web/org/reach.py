"""Which positions a scope of people reaches."""

from __future__ import annotations

from datetime import date

from fupan.metrics.scope import Scope
from fupan.web.org.directory import Directory

_TOLD = {"position", "org_unit"}


def reached_positions(scope: Scope, directory: Directory, day: date) -> frozenset[str] | None:
    """The positions inside *scope* on a day; None: all of them.

    A slice by something that positions do not have (a channel, a dealer) reaches none: what it holds of is no staff.
    """
    found: set[str] = set()
    for one in scope.slices:
        given = dict(one)
        if not given:
            return None
        if not given.keys() <= _TOLD:
            continue
        reached = {p.id for p in directory.positions}
        if "position" in given:
            reached &= set(given["position"])
        if "org_unit" in given:
            reached &= set(directory.in_units(_with_units_below(given["org_unit"], directory, day), day))
        found |= reached
    return frozenset(found)


def _with_units_below(units: tuple[str, ...], directory: Directory, day: date) -> set[str]:
    children: dict[str | None, list[str]] = {}
    for _, unit in directory.unit_tree(day):
        children.setdefault(unit.parent, []).append(unit.id)
    found: set[str] = set()
    waiting = list(units)
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += children.get(each, ())
    return found
