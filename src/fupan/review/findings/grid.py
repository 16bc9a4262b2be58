"""A block's table as detectors read it: named members with their figures, and the total at its own level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from fupan.review.findings.found import Cell, Figure, FigureKind
from fupan.review.model import Number


@dataclass(frozen=True, slots=True)
class Member:
    """A row: its name and its figures by column; what is not known is left out or None."""

    name: str
    figures: Mapping[str, Number] = field(default_factory=dict)

    def of(self, column: str) -> Number:
        """The figure of *column*; None where there is none."""
        return self.figures.get(column)


@dataclass(frozen=True, slots=True)
class Grid:
    """Members of one data set, in its order. ``rest`` are rows that name nobody; they count in the total only.

    ``formats`` says how a column is shown. Without a total of its own the whole is the sum of members and rest.
    """

    data: str
    members: tuple[Member, ...] = ()
    total: Member = Member("")
    rest: tuple[Member, ...] = ()
    formats: Mapping[str, FigureKind] = field(default_factory=dict)

    def whole(self, column: str) -> Decimal:
        """The total's figure, else the sum of all rows."""
        own = self.total.of(column)
        return own if own is not None else plus(m.of(column) for m in (*self.members, *self.rest))

    def cell(self, member: Member, column: str) -> Cell:
        """The cell of a member (or the total) as proof."""
        return Cell(self.data, member.name, column, member.of(column))

    def figure(self, column: str, value: Decimal) -> Figure:
        """*value* shown the way *column* is."""
        return Figure(value, self.formats.get(column, "money"))


def plus(amounts: Iterable[Number]) -> Decimal:
    """The sum of what is known."""
    return sum((a for a in amounts if a is not None), Decimal(0))
