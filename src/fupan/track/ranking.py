"""Ranks with ties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in a ranking; ``tied`` where others share it (1, 2, 2, 4)."""

    key: str
    value: Decimal
    rank: int
    tied: bool = False


def rank(values: Mapping[str, Decimal | None], *, descending: bool = True) -> tuple[Ranked, ...]:
    """*values* best first; equal values share the better rank and the next rank is skipped; missing values have none.

    >>> [(r.key, r.rank, r.tied) for r in rank({"a": Decimal(5), "b": Decimal(9), "c": Decimal(5)})]
    [('b', 1, False), ('a', 2, True), ('c', 2, True)]
    """
    known = sorted(
        ((key, value) for key, value in values.items() if value is not None),
        key=lambda item: (-item[1] if descending else item[1], item[0]),
    )
    alone = [value for _, value in known]
    first: dict[Decimal, int] = {}
    for place, (_, value) in enumerate(known, start=1):
        first.setdefault(value, place)
    return tuple(Ranked(key, value, first[value], alone.count(value) > 1) for key, value in known)
