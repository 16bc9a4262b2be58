"""How large bubbles are and on which side their names stand, so that none covers another's name or bubble."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from fupan.review.measure import text_width

Side = Literal["r", "l", "t", "b"]
_SIDES: Final[tuple[Side, ...]] = ("r", "l", "t", "b")
_GAP: Final = 3.0
_FEW: Final = 6
LARGEST, LARGEST_OF_FEW = 30.0, 46.0
SMALLEST: Final = 9.0
_Area = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A bubble in its field: middle from the left and from the top, radius (points), and its name."""

    x: float
    y: float
    radius: float
    name: str


def largest_diameter(count: int) -> float:
    """Width in points of the largest of *count* bubbles."""
    return LARGEST_OF_FEW if count <= _FEW else LARGEST


def diameters(sizes: Sequence[float | None], count: int) -> list[float]:
    """Widths in points: a bubble's area goes with its size; equal ones where there are no sizes.

    >>> diameters([100.0, 25.0, None], 3)
    [46.0, 23.0, 9.0]
    """
    most = max((abs(s) for s in sizes if s is not None), default=0.0)
    return [max(SMALLEST, largest_diameter(count) * math.sqrt(abs(s or 0.0) / most)) if most else 14.0 for s in sizes]


def place_names(
    spots: Sequence[Spot | None], size: float, width: float, height: float, taken: Sequence[_Area] = ()
) -> dict[int, Side]:
    """The side of each bubble's name: right, left, above or below, the first where the text meets no bubble, no earlier
    name, none of the *taken* areas and not the field's edge. A name for which there is no room is left out: it stands in
    the sheet and the alternative text.
    """
    discs: list[_Area | None] = [
        None if s is None else (s.x - s.radius, s.y - s.radius, s.x + s.radius, s.y + s.radius) for s in spots
    ]
    names: list[_Area] = list(taken)
    found: dict[int, Side] = {}
    for i, spot in enumerate(spots):
        if spot is None:
            continue
        others = [d for j, d in enumerate(discs) if d is not None and j != i]
        for side in _SIDES:
            area = _area(spot, side, size)
            inside = area[0] >= 0 and area[1] >= 0 and area[2] <= width and area[3] <= height
            if inside and not any(_meet(area, other) for other in (*others, *names)):
                names.append(area)
                found[i] = side
                break
    return found


def _area(spot: Spot, side: Side, size: float) -> _Area:
    wide, high = text_width(spot.name, size), size * 1.25
    away = spot.radius + _GAP
    match side:
        case "r":
            left, top = spot.x + away, spot.y - high / 2
        case "l":
            left, top = spot.x - away - wide, spot.y - high / 2
        case "t":
            left, top = spot.x - wide / 2, spot.y - away - high
        case "b":
            left, top = spot.x - wide / 2, spot.y + away
    return left, top, left + wide, top + high


def _meet(one: _Area, other: _Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def corner_areas(corners: Sequence[str], size: float, width: float, height: float) -> list[_Area]:
    """Where the names of the four parts stand: top left, top right, bottom left, bottom right."""
    high = size * 1.4
    areas: list[_Area] = []
    for i, name in enumerate(corners):
        wide = text_width(name, size, bold=True)
        left = 6.0 if i % 2 == 0 else width - wide - 6
        top = 4.0 if i < 2 else height - high - 4
        areas.append((left, top, left + wide, top + high))
    return areas
