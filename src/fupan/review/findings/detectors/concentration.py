"""Concentration: one member holds most of the whole, or much more of it than a year ago.

How many equal members would be as concentrated is the reciprocal of the Herfindahl-Hirschman index (Adelman 1969,
Comment on the "H" Concentration Measure as a Numbers-Equivalent, Review of Economics and Statistics 51).
"""

from __future__ import annotations

from decimal import Decimal

from fupan.review.findings.found import Figure, Found, as_shown
from fupan.review.findings.grid import Grid
from fupan.review.findings.thresholds import ConcentrationThresholds


def find_concentration(grid: Grid, column: str, rule: ConcentrationThresholds) -> tuple[Found, ...]:
    """The largest member where it holds ``share`` of *column* or ``rise`` more than last year.

    Nothing among fewer than ``least`` members with a positive figure, where the whole is not positive, or where two are
    equally large: then nobody stands out. Figures below nought are part of the whole, never a share.
    """
    whole = grid.whole(column)
    sold = sorted(((m.of(column) or Decimal(0), m.name, m) for m in grid.members), key=lambda f: (-f[0], f[1]))
    amounts = [amount for amount, _, _ in sold if amount > 0]
    if whole <= 0 or len(amounts) < rule.least:
        return ()
    (amount, name, member), runner_up = sold[0], sold[1][0]
    share = as_shown(amount / whole)
    if amount == runner_up:
        return ()
    squares = sum(((a / sum(amounts)) ** 2 for a in amounts), Decimal(0))
    names, figures = {"name": name}, {
        "amount": grid.figure(column, amount),
        "share": Figure(share, "percent"),
        "n": Figure(Decimal(len(amounts)), "count"),
        "alike": Figure((1 / squares).quantize(Decimal(1)), "count"),
    }  # fmt: skip
    cells = [grid.cell(member, column), grid.cell(grid.total, column)]
    before, base = member.of(f"{column}.last_year"), grid.total.of(f"{column}.last_year")
    change = None
    if before is not None and base is not None and base > 0:
        then = as_shown(before / base)
        change = share - then
        figures |= {"share_before": Figure(then, "percent"), "change": Figure(change, "points")}
        cells += [grid.cell(member, f"{column}.last_year"), grid.cell(grid.total, f"{column}.last_year")]
    if share >= rule.share:
        return (Found("share", share / rule.share, share, names, figures, tuple(cells)),)
    if change is not None and change >= rule.rise:
        return (Found("rise", change / rule.rise, share, names, figures, tuple(cells)),)
    return ()
