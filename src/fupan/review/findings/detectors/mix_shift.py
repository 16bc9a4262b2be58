"""Mix shift: how much of the whole moved from some members to others since last year.

Half the sum of the absolute changes of share, the index of dissimilarity (Duncan and Duncan 1955, American Sociological
Review 20): the part of the whole that would have to move back for the shares to be what they were.
"""

from __future__ import annotations

from decimal import Decimal

from fupan.review.findings.found import Figure, Found, as_shown
from fupan.review.findings.grid import Grid, plus
from fupan.review.findings.thresholds import MixThresholds


def find_mix_shift(grid: Grid, column: str, rule: MixThresholds) -> tuple[Found, ...]:
    """One finding where ``shift`` or more of the whole moved: who gained most and who lost most.

    Rows that name nobody are a member of the whole like any other, but are never named. Nothing where this year's or last
    year's whole is not positive, where a member is below nought, or where only rows without a name moved.
    """
    base = f"{column}.last_year"
    rows = [*grid.members, *grid.rest]
    pairs = [(m, m.of(column) or Decimal(0), m.of(base) or Decimal(0)) for m in rows]
    now, then = plus(p[1] for p in pairs), plus(p[2] for p in pairs)
    if now <= 0 or then <= 0 or any(a < 0 or b < 0 for _, a, b in pairs):
        return ()
    moved = {m.name: as_shown(a / now) - as_shown(b / then) for m, a, b in pairs}
    shift = as_shown(sum((abs(a / now - b / then) for _, a, b in pairs), Decimal(0)) / 2)
    named = sorted(grid.members, key=lambda m: (moved[m.name], m.name))
    if shift < rule.shift or len(named) < 2 or moved[named[0].name] >= 0 or moved[named[-1].name] <= 0:
        return ()
    up, down = named[-1], named[0]
    figures = {
        "shift": Figure(shift, "percent"),
        "up_change": Figure(moved[up.name], "points"), "up_share": Figure(as_shown((up.of(column) or Decimal(0)) / now), "percent"),
        "down_change": Figure(moved[down.name], "points"), "down_share": Figure(as_shown((down.of(column) or Decimal(0)) / now), "percent"),
    }  # fmt: skip
    cells = tuple(grid.cell(m, c) for m in (up, down) for c in (column, base) if m.of(c) is not None)
    return (Found("shift", shift / rule.shift, shift, {"up": up.name, "down": down.name}, figures, cells),)
