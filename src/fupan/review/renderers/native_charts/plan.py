"""What a native chart consists of, before it is written: a data sheet, drawn tracks that point into it, and axes.

Every number that is drawn stands in the sheet; a track never carries figures of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from fupan.review import palette

Entry = Decimal | str | None
Position = Literal["outEnd", "inEnd", "inBase", "ctr", "t", "b", "r", "l"]


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of the data sheet; ``formulas`` (one per row, "" for none) keep helper columns alive when a user edits a value."""

    header: str
    values: tuple[Entry, ...]
    format: str = "General"
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Labels:
    """Data labels of a track: sizes in points; ``points`` overrides format and colour, ``positions`` the
    place of single points (which must then be in ``points``).

    ``texts`` is the sheet column whose cells are the labels (0: the values themselves). ``skip`` points have none.
    """

    size: float
    position: Position
    format: str = ""
    colour: str = palette.INK
    bold: bool = False
    points: dict[int, tuple[str, str]] = field(default_factory=dict)
    texts: int = 0
    skip: frozenset[int] = frozenset()
    upright: bool = False
    positions: dict[int, Position] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Track:
    """A drawn series: the sheet column it shows and how; ``colour`` None is invisible; ``rows``: only so many (0: all).

    Bubbles take their x and size from the columns named here.
    """

    column: int
    colour: str | None
    labels: Labels | None = None
    points: dict[int, str] = field(default_factory=dict)
    legend: bool = True
    width: float = 2.25
    dash: str = ""
    marker: Literal["", "circle", "dash"] = ""
    marker_size: int = 7
    stroke: bool = True
    rows: int = 0
    x: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Tracks drawn the same way on the same axes; stacked ones as high as the axis if they are the ``whole``."""

    shape: Literal["column", "bar", "line", "area", "bubble"]
    tracks: tuple[Track, ...]
    stacked: bool = False
    whole: bool = False
    axis: Literal["primary", "secondary"] = "primary"
    gap: int = 60
    overlap: int = 0


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """A value axis; hidden ones keep their range. Values are those of the sheet.

    ``crosses`` is where the other axis crosses this one, ``title`` what stands beside it, ``step`` the distance of its labels.
    """

    format: str = "General"
    minimum: float | None = None
    maximum: float | None = None
    visible: bool = False
    grid: bool = False
    size: float = 12
    crosses: float | None = None
    title: str = ""
    step: float | None = None


@dataclass(frozen=True, slots=True)
class CategoryAxis:
    """The category axis: label size in points, rotation in degrees, every ``step``-th label; ``low`` keeps labels off the bars."""

    size: float = 12
    rotate: int | None = None
    step: int = 1
    reverse: bool = False
    low: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole chart. ``note`` is what a reader must know of the drawing (a cut axis). Bubbles have an ``x_axis`` of values."""

    categories: tuple[str, ...]
    columns: tuple[SheetColumn, ...]
    groups: tuple[Group, ...]
    category_axis: CategoryAxis
    value_axis: ValueAxis
    second_axis: ValueAxis | None = None
    x_axis: ValueAxis | None = None
    legend: bool = True
    legend_size: float = 12
    full_names: tuple[str, ...] = ()
    category_header: str = ""
    note: str = ""
