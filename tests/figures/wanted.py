"""What SQL says a page must show: its facts, and each block's figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tests.figures.sentence import Known

Figure = Decimal | None
Shown = Decimal | str | None
"""A table's cell: a figure, a text that must stand there, or nothing (– or empty)."""


@dataclass(frozen=True)
class TileWanted:
    """A tile's figure with what stands beside it; ``note``: the figures of its note."""

    value: Decimal
    deltas: tuple[Decimal | str, ...] = ()
    progress: Figure = None
    expected: Figure = None
    note: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class TilesWanted:
    """Tiles in order."""

    tiles: tuple[TileWanted, ...]


@dataclass(frozen=True)
class ChartWanted:
    """A chart's categories, its series by role, where its axes cross, and the figures of the line above it."""

    categories: Sequence[str]
    series: Mapping[str, Sequence[Figure]]
    cross: tuple[Figure, Figure] = (None, None)
    said: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class TableWanted:
    """A table's cells in order, row by row, and the figures of the line below it."""

    rows: Sequence[Sequence[Shown]]
    said: tuple[Decimal, ...] = ()


Wanted = TilesWanted | ChartWanted | TableWanted


@dataclass(frozen=True)
class Page:
    """A page: the facts its sentences may tell, its blocks, and how many rows each of its questions was answered with."""

    facts: Mapping[str, Known] = field(default_factory=dict)
    blocks: Mapping[str, Wanted] = field(default_factory=dict)
    answered: tuple[int, ...] = ()
