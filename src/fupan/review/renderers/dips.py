"""Which points of a line have their label below it: those lower than both neighbours, where one above would be crossed."""

from __future__ import annotations

from collections.abc import Sequence

from fupan.review.model import Number


def dips(values: Sequence[Number]) -> tuple[int, ...]:
    """Places lower than every neighbour that has a value; a line's ends are compared with their only one.

    >>> dips([1, 3, 2, 2, 4, None, 1]), dips([5])
    ((0,), ())
    """
    found = []
    for i, value in enumerate(values):
        beside = [values[j] for j in (i - 1, i + 1) if 0 <= j < len(values)]
        known = [one for one in beside if one is not None]
        if value is not None and known and all(value < one for one in known):
            found.append(i)
    return tuple(found)
