"""The fairness view of a split: what each person's target asks beside last year and beside what they can carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Share:
    """One person: target, last year's actual, and what follows. A ratio whose base is missing or zero is None.

    ``growth``      target / last year - 1;  ``load`` target / capacity;
    ``would_meet``  whether last year's actual would have met this target;
    ``attainment``  last year's actual / this target.
    """

    who: str
    target: Decimal
    last_year: Decimal | None
    capacity: Decimal | None
    growth: float | None
    load: float | None
    would_meet: bool | None
    attainment: float | None


@dataclass(frozen=True, slots=True)
class Fairness:
    """All shares, and how they lie: shares of those who have a base.

    ``would_meet``  share of people whose last year would have met the target
    ``spread``      attainment by last year's actuals: least, first quarter, median, third quarter, most
    ``hardest``     who has to grow most, and ``lightest`` who least
    ``overloaded``  whose target is above their capacity
    """

    shares: tuple[Share, ...]
    would_meet: float | None
    spread: tuple[float, float, float, float, float] | None
    hardest: tuple[str, ...]
    lightest: tuple[str, ...]
    overloaded: tuple[str, ...]


def fairness(
    targets: Mapping[str, Decimal],
    last_year: Mapping[str, Decimal],
    capacity: Mapping[str, Decimal] | None = None,
    *,
    named: int = 3,
) -> Fairness:
    """How fair a split is. A target of 120 on 100 asks +20%, and last year would have attained 83.3% of it.

    Who joined this year has no base: growth and attainment are None, and they count in no share of people.
    """
    shares = tuple(
        _share(who, target, last_year.get(who), (capacity or {}).get(who)) for who, target in targets.items()
    )
    based = [s for s in shares if s.growth is not None]
    attained = sorted(s.attainment for s in shares if s.attainment is not None)
    ordered = sorted(based, key=lambda s: s.growth or 0.0)
    return Fairness(
        shares,
        sum(bool(s.would_meet) for s in based) / len(based) if based else None,
        _five(attained) if attained else None,
        tuple(s.who for s in ordered[::-1][:named]),
        tuple(s.who for s in ordered[:named]),
        tuple(s.who for s in shares if s.load is not None and s.load > 1),
    )


def _share(who: str, target: Decimal, before: Decimal | None, capacity: Decimal | None) -> Share:
    based = before is not None and before > 0
    return Share(
        who, target, before, capacity,
        float(target / before - 1) if based and before else None,
        float(target / capacity) if capacity else None,
        before >= target if based and before else None,
        float(before / target) if based and before and target > 0 else None,
    )  # fmt: skip


def _five(numbers: Sequence[float]) -> tuple[float, float, float, float, float]:
    if len(numbers) == 1:
        return (numbers[0],) * 5
    low, middle, high = quantiles(numbers, n=4, method="inclusive")
    return numbers[0], low, middle, high, numbers[-1]
