"""Thin data: figures that rest on too little to conclude anything from them."""

from __future__ import annotations

from decimal import Decimal

from fupan.review.findings.found import Figure, Found, as_shown
from fupan.review.findings.grid import Grid, plus
from fupan.review.findings.thresholds import ThinThresholds


def find_few_answers(grid: Grid, column: str, rule: ThinThresholds) -> tuple[Found, ...]:
    """A total of *column* (answers of a survey) below ``answers``; none at all is no survey, not a thin one."""
    n = grid.total.of(column)
    if n is None or n <= 0 or n >= rule.answers:
        return ()
    return (
        _found("answers", rule.answers / n, Decimal(1), grid, column, n=Figure(n, "count"), least=_count(rule.answers)),
    )


def find_few_months(grid: Grid, column: str, rule: ThinThresholds) -> tuple[Found, ...]:
    """Fewer than ``months`` months have a figure: no trend can be told."""
    n = sum(m.of(column) is not None for m in grid.members)
    if not 0 < n < rule.months:
        return ()
    return (
        _found("months", Decimal(rule.months) / n, Decimal(1), grid, column, n=_count(n), least=_count(rule.months)),
    )


def find_partial_period(grid: Grid, column: str, days: tuple[int, int]) -> tuple[Found, ...]:
    """The window is running: *days* (gone, of all). The fewer are gone, the stronger."""
    gone, whole = days
    if not 0 < gone < whole:
        return ()
    share = Decimal(gone) / whole
    return (_found("period", 1 / share, 1 - share, grid, column, days=_count(gone), of_days=_count(whole)),)


def find_unassigned(grid: Grid, column: str, rule: ThinThresholds) -> tuple[Found, ...]:
    """Rows that name nobody hold ``unassigned`` or more of the whole."""
    whole, lost = grid.whole(column), plus(m.of(column) for m in grid.rest)
    if whole <= 0 or lost <= 0 or as_shown(lost / whole) < rule.unassigned:
        return ()
    share = as_shown(lost / whole)
    return (
        _found("unassigned", share / rule.unassigned, share, grid, column, share=Figure(share, "percent"), amount=grid.figure(column, lost)),
    )  # fmt: skip


def find_small_base(grid: Grid, column: str, rule: ThinThresholds) -> tuple[Found, ...]:
    """Members that grew beyond ``growth`` and are ``least_share`` of the whole or more: last year's base is too small."""
    whole, found = grid.whole(column), list[Found]()
    for member in grid.members:
        now, before = member.of(column), member.of(f"{column}.last_year")
        if now is None or before is None or before <= 0 or whole <= 0 or now / whole < rule.least_share:
            continue
        growth = as_shown(now / before - 1)
        if growth < rule.growth:
            continue
        figures = {"value": Figure(growth, "growth"), "amount": grid.figure(column, before)}
        cells = (grid.cell(member, column), grid.cell(member, f"{column}.last_year"))
        found.append(Found("base", growth / rule.growth, now / whole, {"name": member.name}, figures, cells))
    return tuple(sorted(found, key=lambda f: (-f.score, f.names["name"]))[: rule.most])


def _count(n: int) -> Figure:
    return Figure(Decimal(n), "count")


def _found(variant: str, strength: Decimal, reach: Decimal, grid: Grid, column: str, **figures: Figure) -> Found:
    return Found(variant, strength, reach, {}, figures, (grid.cell(grid.total, column),))
