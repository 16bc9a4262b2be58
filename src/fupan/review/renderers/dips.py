"""Which points of a line are labelled, and which of them below it: those lower than both neighbours, where a label above
would be crossed."""

from __future__ import annotations

from collections.abc import Sequence

from fupan.review.model import Number

MOST_LABELS = 6
"""Points up to which a line has all its labels."""


def telling_points(values: Sequence[Number], apart: int = 1) -> frozenset[int]:
    """Places whose values are printed: all of few; of many the highest, the lowest and the last.

    *apart*: points that a label takes; an extreme so near to the last, across and up, is left out.

    >>> sorted(telling_points([3, 1, 2])), sorted(telling_points([3, 9, 2, 4, 1, 6, 5, None]))
    ([0, 1, 2], [1, 4, 6])
    >>> sorted(telling_points([3, 2, 2, 4, 1, 7, 9, 9], apart=2))
    [4, 7]
    """
    known = [(value, i) for i, value in enumerate(values) if value is not None]
    if len(known) <= MOST_LABELS:
        return frozenset(i for _, i in known)
    last, lowest, highest = known[-1], min(known), max(known, key=lambda k: (k[0], -k[1]))
    near = (highest[0] - lowest[0]) * 15 / 100
    extremes = {at for value, at in (lowest, highest) if last[1] - at >= apart or abs(value - last[0]) > near}
    return frozenset({*extremes, last[1]})


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
