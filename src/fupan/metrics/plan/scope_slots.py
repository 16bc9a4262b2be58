"""A scope whose members stand for others, so that a plan is made once for all askers whose scopes are built alike."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fupan.metrics.plan.slots import CLOSE, OPEN, Word
from fupan.metrics.question import UNKNOWN

if TYPE_CHECKING:
    from fupan.metrics.scope import Members, Scope

_LISTED = re.compile(f"{OPEN}s(\\d+){CLOSE}")


@dataclass(frozen=True, slots=True)
class Listed:
    """Members that a scope names in one dimension; UNKNOWN, which shapes a plan, is not among them."""

    dimension: str
    members: tuple[str, ...]


def lift_scope(scope: Scope, rights: Collection[str] = ()) -> tuple[Scope, tuple[Listed, ...]]:
    """The scope with one mark in place of each list of members, and the lists in the order of their marks.

    Of the benchmarks only *rights* stay: those that a plan reads.
    """
    lists: list[Listed] = []

    def lifted(given: Members) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for dimension, members in given.items():
            known = tuple(m for m in members if m != UNKNOWN)
            if known:
                lists.append(Listed(dimension, known))
            mark = (Word(f"{OPEN}s{len(lists) - 1}{CLOSE}"),) if known else ()
            found[dimension] = (*mark, UNKNOWN) if UNKNOWN in members else mark
        return found

    held = {name: metrics for name, metrics in scope.benchmarks.items() if name in rights}
    swapped = replace(
        scope, members=lifted(scope.members), either=tuple(lifted(each) for each in scope.either), benchmarks=held
    )
    return swapped, tuple(lists)


def below_mark(members: list[str]) -> list[str] | None:
    """What stands for the tree nodes below a list that is itself a mark; None where *members* are real ones."""
    if len(members) == 1 and isinstance(members[0], Word) and (found := _LISTED.fullmatch(members[0])):
        return [Word(f"{OPEN}b{found[1]}{CLOSE}")]
    return None
