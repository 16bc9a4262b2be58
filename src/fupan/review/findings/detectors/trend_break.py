"""Trend break: the last month's growth is unlike the months before, or growth has moved one way for months.

Growth on the same month of last year has no season in it; the months before say what is usual (robust.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from fupan.review.findings.found import Cell, Figure, Found, as_shown
from fupan.review.findings.grid import Grid, Member
from fupan.review.findings.robust import middle, modified_z
from fupan.review.findings.thresholds import TrendThresholds

_STRONGEST = Decimal(5)
"""Strength of a break after months that were all alike, where no distance can be told in deviations; and the cap."""


def find_trend_break(grid: Grid, column: str, rule: TrendThresholds) -> tuple[Found, ...]:
    """A break of *column*'s growth in the last member (months in order), else a run up to it; nothing with fewer than ``least`` before.

    A month without a positive base of last year has no growth and is left out.
    """
    months = [(m, g) for m in grid.members if (g := _growth(m, column)) is not None]
    if len(months) < 2 or grid.members[-1] is not months[-1][0]:
        return ()
    broken = _break(grid, column, months, rule) if len(months) > rule.least else None
    found = broken or _run(grid, column, months, rule)
    return (found,) if found is not None else ()


def _break(grid: Grid, column: str, months: Sequence[tuple[Member, Decimal]], rule: TrendThresholds) -> Found | None:
    (last, now), before = months[-1], [g for _, g in months[:-1]]
    usual = middle(before)
    away, distance = modified_z(now, before), now - usual
    if abs(as_shown(distance)) < rule.by:
        return None
    if away is not None and abs(away) < rule.beyond:
        return None
    strength = _STRONGEST if away is None else min(abs(away) / rule.beyond, _STRONGEST)
    figures = {
        "value": Figure(as_shown(now), "growth"), "usual": Figure(as_shown(usual), "growth"),
        "change": Figure(as_shown(now) - as_shown(usual), "points"), "n": Figure(Decimal(len(before)), "count"),
    }  # fmt: skip
    sign = "break_up" if distance > 0 else "break_down"
    return Found(sign, strength, Decimal(1), {"at": last.name}, figures, _proof(grid, column, [m for m, _ in months]))


def _run(grid: Grid, column: str, months: Sequence[tuple[Member, Decimal]], rule: TrendThresholds) -> Found | None:
    """Growth that rose (or fell) month by month up to the last, at least ``run`` times and by ``by`` in all."""
    shown = [as_shown(g) for _, g in months]
    steps = [(b > a) - (b < a) for a, b in pairwise(shown)]
    way = steps[-1]
    length = next((i for i, step in enumerate(reversed(steps)) if step != way), len(steps))
    change = shown[-1] - shown[-1 - length]
    if not way or length < rule.run or abs(change) < rule.by:
        return None
    figures = {
        "value": Figure(shown[-1], "growth"), "first": Figure(shown[-1 - length], "growth"),
        "change": Figure(change, "points"), "n": Figure(Decimal(length), "count"),
    }  # fmt: skip
    names = {"at": months[-1][0].name, "from": months[-1 - length][0].name}
    strength = min(abs(change) / rule.by, _STRONGEST)
    told = [m for m, _ in months[-1 - length :]]
    return Found("run_up" if way > 0 else "run_down", strength, Decimal(1), names, figures, _proof(grid, column, told))


def _growth(month: Member, column: str) -> Decimal | None:
    now, before = month.of(column), month.of(f"{column}.last_year")
    return None if now is None or before is None or before <= 0 else now / before - 1


def _proof(grid: Grid, column: str, months: Sequence[Member]) -> tuple[Cell, ...]:
    return tuple(grid.cell(m, c) for m in months for c in (column, f"{column}.last_year"))
