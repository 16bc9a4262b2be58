"""Over and under target: members far ahead of what was due, and members whose light says that somebody answers for them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from fupan.review.findings.found import Figure, Found, as_shown
from fupan.review.findings.grid import Grid, Member
from fupan.review.findings.thresholds import OverThresholds, UnderThresholds

_PROOF = ("target", "credited", "attainment")


def find_over(grid: Grid, rule: OverThresholds) -> tuple[Found, ...]:
    """Members ahead of their target to date by ``ahead`` or more, the largest surplus first.

    A target below ``least_share`` of the whole's is passed over. reach: the surplus as a share of the whole's target.
    """
    whole = grid.whole("target")
    found: list[tuple[Decimal, Found]] = []
    for member in grid.members:
        attainment, gap, target = member.of("attainment"), member.of("gap"), member.of("target")
        if attainment is None or gap is None or target is None or whole <= 0:
            continue
        ahead = as_shown(attainment - 1)
        if ahead < rule.ahead or gap <= 0 or target < rule.least_share * whole:
            continue
        found.append((gap, _found(grid, member, "over", ahead / rule.ahead, gap, gap / whole)))
    return _largest(found, rule.most)


def find_under(grid: Grid, rule: UnderThresholds) -> tuple[Found, ...]:
    """Members whose light is of ``level`` or worse, the largest shortfall first; the column ``level`` is that of the lights."""
    whole = grid.whole("target")
    found: list[tuple[Decimal, Found]] = []
    for member in grid.members:
        level, gap, attainment = member.of("level"), member.of("gap"), member.of("attainment")
        if level is None or level < rule.level or gap is None or gap >= 0 or attainment is None or whole <= 0:
            continue
        lag = as_shown(1 - attainment)
        one = _found(grid, member, "under", lag / rule.behind, gap, -gap / whole)
        found.append((-gap, replace(one, figures={**one.figures, "grade": Figure(level, "count")})))
    return _largest(found, rule.most)


def _found(grid: Grid, member: Member, variant: str, strength: Decimal, gap: Decimal, reach: Decimal) -> Found:
    attainment = member.of("attainment") or Decimal(0)
    return Found(
        variant,
        strength,
        reach,
        {"name": member.name},
        {"attainment": Figure(attainment, "percent"), "gap": Figure(gap, "money")},
        tuple(grid.cell(member, c) for c in _PROOF if member.of(c) is not None),
    )


def _largest(found: list[tuple[Decimal, Found]], most: int) -> tuple[Found, ...]:
    ordered = sorted(found, key=lambda f: (-f[0], f[1].names["name"]))
    return tuple(one for _, one in ordered[:most])
