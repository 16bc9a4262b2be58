"""Contribution to a gap and to growth (docs/algorithms/contribution.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Slice:
    """A slice's actual beside what it is compared with (a target, or the value before); None = there is none."""

    key: str
    actual: Decimal | None
    base: Decimal | None


@dataclass(frozen=True, slots=True)
class GapShare:
    """One slice's part in the gap.

    ``gap``            actual - target.
    ``points``         gap / total target.
    ``share_of_gross`` gap / the sum of all gaps with its sign (all shortfalls, or all surpluses).
    ``share_of_net``   gap / net gap; None where it has the other sign than the net gap, or the net gap is zero.
    """

    key: str
    gap: Decimal
    points: Decimal | None
    share_of_gross: Decimal | None
    share_of_net: Decimal | None


@dataclass(frozen=True, slots=True)
class GapReading:
    """All slices' parts, smallest gap first, and the figures they are shares of.

    ``short`` and ``over`` are the gross sums; ``net = over + short``. ``untargeted`` is what was sold in slices without
    a target: it is in no gap, and is shown beside it.
    """

    shares: tuple[GapShare, ...]
    short: Decimal
    over: Decimal
    net: Decimal
    target: Decimal
    untargeted: Decimal


def gap_contributions(slices: Sequence[Slice]) -> GapReading:
    """What each slice adds to the gap against target: gap, points of the total target, share of gross and net gap.

    >>> reading = gap_contributions([Slice("East", Decimal(130), Decimal(100)), Slice("South", Decimal(90), Decimal(100))])
    >>> [(s.key, s.gap, s.points, s.share_of_gross, s.share_of_net) for s in reading.shares]
    [('South', Decimal('-10'), Decimal('-0.05'), Decimal('1'), None), ('East', Decimal('30'), Decimal('0.15'), Decimal('1'), Decimal('1.5'))]
    """
    judged = [(s.key, (s.actual or Decimal(0)) - s.base, s.base) for s in slices if s.base is not None]
    short = sum((gap for _, gap, _ in judged if gap < 0), Decimal(0))
    over = sum((gap for _, gap, _ in judged if gap > 0), Decimal(0))
    net, target = short + over, sum((base for _, _, base in judged), Decimal(0))
    shares = tuple(
        GapShare(
            key,
            gap,
            gap / target if target else None,
            gap / (short if gap < 0 else over) if gap else None,
            gap / net if gap * net > 0 else None,
        )
        for key, gap, _ in sorted(judged, key=lambda j: (j[1], j[0]))
    )
    untargeted = sum((s.actual for s in slices if s.base is None and s.actual is not None), Decimal(0))
    return GapReading(shares, short, over, net, target, untargeted)


@dataclass(frozen=True, slots=True)
class GrowthShare:
    """One slice's part in growth: ``change`` = now - before, ``points`` = change / total before, own ``growth``."""

    key: str
    change: Decimal
    points: Decimal | None
    growth: Decimal | None


def growth_contributions(slices: Sequence[Slice]) -> tuple[GrowthShare, ...]:
    """What each slice adds to growth, in points of the total before; largest first; points sum to the total's growth.

    A slice without a value before is new: its whole amount is its change and it has no growth of its own.

    >>> parts = growth_contributions([Slice("A", Decimal(130), Decimal(100)), Slice("B", Decimal(90), Decimal(100))])
    >>> [(p.key, p.points, p.growth) for p in parts]
    [('A', Decimal('0.15'), Decimal('0.3')), ('B', Decimal('-0.05'), Decimal('-0.1'))]
    """
    before = sum((s.base for s in slices if s.base is not None), Decimal(0))
    parts = []
    for s in slices:
        if s.actual is None and s.base is None:
            continue
        base = s.base or Decimal(0)
        change = (s.actual or Decimal(0)) - base
        parts.append(
            GrowthShare(s.key, change, change / before if before else None, change / base if base > 0 else None)
        )
    return tuple(sorted(parts, key=lambda p: (-p.change, p.key)))
