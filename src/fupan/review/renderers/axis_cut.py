"""Where a waterfall's axis starts: at zero, unless its steps could then not be seen; the cut is then marked and said.

The rule, for every renderer: the axis is cut only when no step reaches 12% of the highest level. It then starts a good half
of the moved span below the lowest level, at a round figure, and the totals are drawn with a gap near their foot.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

_READABLE: Final = 0.12
_FOOT, _GAP = 0.05, 0.02
"""Shares of the drawn height: the foot of a total below the gap, and the gap."""


def axis_floor(levels: Sequence[float], steps: Sequence[float]) -> float:
    """The axis' start for running *levels* and signed *steps*, in shown units; 0 where it is not cut.

    >>> axis_floor([13500, 15049, 15249, 15180], [1549, 200, -69]), axis_floor([9211, 10868, 15180], [1657, 4312])
    (12000.0, 0.0)
    """
    low, high = min(levels, default=0.0), max(levels, default=0.0)
    largest = max((abs(step) for step in steps), default=0.0)
    span = high - low
    if low <= 0 or span <= 0 or largest >= _READABLE * high:
        return 0.0
    unit = 10.0 ** math.floor(math.log10(span))
    return max(0.0, round((low - span * 0.6) // unit * unit, 6))


def break_at(floor: float, high: float) -> tuple[float, float]:
    """(lower, upper) end of the gap in the totals of an axis from *floor* to *high*.

    >>> break_at(12000.0, 16000.0)
    (12200.0, 12280.0)
    """
    span = high - floor
    return floor + span * _FOOT, floor + span * (_FOOT + _GAP)
