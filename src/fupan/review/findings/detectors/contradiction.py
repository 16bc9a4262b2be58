"""Contradiction: one figure rises while another that ought to go with it falls."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fupan.review.findings.found import Cell, Figure, Found, as_shown
from fupan.review.findings.grid import Grid, Member
from fupan.review.findings.thresholds import ContradictionThresholds

_RATES = ("percent", "points")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two figures: its table, its column, and what it is compared with (last_year or previous)."""

    grid: Grid
    column: str
    against: str = "last_year"

    def change(self, member: Member) -> Decimal | None:
        """Growth of an amount, difference of a rate; None without a base."""
        now, before = member.of(self.column), member.of(f"{self.column}.{self.against}")
        if now is None or before is None:
            return None
        if self._is_rate:
            return as_shown(now) - as_shown(before)
        return as_shown(now / before - 1) if before > 0 else None

    def figure(self, change: Decimal) -> Figure:
        """The change as it is shown."""
        return Figure(change, "points" if self._is_rate else "growth")

    def cells(self, member: Member) -> tuple[Cell, ...]:
        """Now and then."""
        return tuple(self.grid.cell(member, c) for c in (self.column, f"{self.column}.{self.against}"))

    def least(self, rate: Decimal, points: Decimal) -> Decimal:
        """The threshold that suits what the figure is."""
        return points if self._is_rate else rate

    @property
    def _is_rate(self) -> bool:
        return self.grid.formats.get(self.column) in _RATES


def find_contradiction(up: Side, down: Side, rule: ContradictionThresholds) -> tuple[Found, ...]:
    """*up* rose and *down* fell in total: one finding of reach 1. Else the members of both of whom it is true.

    reach of members: their share of *up*'s whole; the largest first.
    """
    found = _one(up, down, up.grid.total, down.grid.total, Decimal(1), rule)
    if found is not None:
        return (found,)
    whole = up.grid.whole(up.column)
    others = {m.name: m for m in down.grid.members}
    members: list[Found] = []
    for member in up.grid.members:
        if member.name not in others or whole <= 0:
            continue
        share = (member.of(up.column) or Decimal(0)) / whole
        one = _one(up, down, member, others[member.name], share, rule)
        if one is not None:
            members.append(one)
    return tuple(sorted(members, key=lambda f: (-f.reach, f.names["name"]))[: rule.most])


def _one(
    up: Side, down: Side, risen: Member, fallen: Member, reach: Decimal, rule: ContradictionThresholds
) -> Found | None:
    rise, fall = up.change(risen), down.change(fallen)
    if rise is None or fall is None:
        return None
    least, most = up.least(rule.up, rule.up_points), -down.least(rule.down, rule.down_points)
    if rise < least or fall > most:
        return None
    figures = {"up_change": up.figure(rise), "down_change": down.figure(fall)}
    for name, side, member in (("up_now", up, risen), ("down_now", down, fallen)):
        now = member.of(side.column)
        if now is not None:
            figures[name] = side.grid.figure(side.column, now)
    names = {"name": risen.name} if risen.name else {}
    cells = (*up.cells(risen), *down.cells(fallen))
    variant = "member" if risen.name else "total"
    return Found(variant, min(rise / least, fall / most), reach, names, figures, cells)
