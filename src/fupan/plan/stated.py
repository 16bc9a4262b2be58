"""Figures that a plan or draft states, held against each other: parts and wholes, shares, products, the same told twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fupan.money import Number, to_decimal

HALF_POINT = Decimal("0.005")
"""Shares are told in whole percents or tenths: less than half a point apart is rounding."""

HUNDREDTHS = Decimal("0.02")
"""A product of rounded factors may be so far off."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Two figures that should be one. ``stated`` is what was written, ``found`` what follows from the rest."""

    code: str
    what: str
    stated: Decimal
    found: Decimal
    zh: str
    en: str

    @property
    def difference(self) -> Decimal:
        """Stated - found."""
        return self.stated - self.found


def check_parts(what: str, whole: Number, parts: Mapping[str, Number]) -> list[Gap]:
    """Whether *parts* make up *whole*: 80 + 50 + 40 + 30 + 20 of 250 leave 30; weights of 90% are not a whole."""
    stated, found = to_decimal(whole), sum((to_decimal(p) for p in parts.values()), Decimal(0))
    if stated == found:
        return []
    left = stated - found
    zh = f"{what}：各项合计 {found}，与总额 {stated} 差 {left}"
    return [
        Gap("parts", what, stated, found, zh, f"{what}: parts add up to {found}, {left} from the whole of {stated}")
    ]


def check_share(what: str, amount: Number, whole: Number, share: Number) -> list[Gap]:
    """Whether *amount* is the stated *share* of *whole*: 380 of 1,500 is 25.3%, not 31.7%."""
    told, found = to_decimal(share), to_decimal(amount) / to_decimal(whole)
    if abs(told - found) < HALF_POINT:
        return []
    zh = f"{what}：{amount} 占 {whole} 的 {found:.1%}，不是 {told:.1%}"
    return [Gap("share", what, told, found, zh, f"{what}: {amount} is {found:.1%} of {whole}, not {told:.1%}")]


def check_product(what: str, stated: Number, factors: Sequence[Number], tolerance: Decimal = HUNDREDTHS) -> list[Gap]:
    """Whether *stated* is the product of its factors: 320 stores x 161,000 x 12 months are 618 million, not 62."""
    told, found = to_decimal(stated), Decimal(1)
    for factor in factors:
        found *= to_decimal(factor)
    if abs(told - found) <= abs(found) * tolerance:
        return []
    product = " × ".join(f"{f}" for f in factors)
    return [
        Gap(
            "product",
            what,
            told,
            found,
            f"{what}：{product} = {found}，不是 {told}",
            f"{what}: {product} is {found}, not {told}",
        )
    ]


def check_step(what: str, before: Number, change: Number, after: Number) -> list[Gap]:
    """Whether before + change = after: 3.5% and 1.2 points are 4.7%, not 4.3%."""
    told, found = to_decimal(after), to_decimal(before) + to_decimal(change)
    if told == found:
        return []
    return [
        Gap(
            "step",
            what,
            told,
            found,
            f"{what}：{before} + {change} = {found}，不是 {told}",
            f"{what}: {before} + {change} is {found}, not {told}",
        )
    ]


def check_within(what: str, part: Number, whole: Number) -> list[Gap]:
    """Whether a part is inside its whole: live sales of 50 x 3M x 3 are more than the quarter's total."""
    told, most = to_decimal(part), to_decimal(whole)
    if told <= most:
        return []
    return [
        Gap(
            "within",
            what,
            told,
            most,
            f"{what}：{told} 超过总额 {most}",
            f"{what}: {told} is more than the whole of {most}",
        )
    ]


def check_highest(what: str, stated: Number, others: Mapping[str, Number]) -> list[Gap]:
    """Whether the highest is the highest: "highest ROI 1:4.2" beside one of 1:5.2."""
    told = to_decimal(stated)
    name, most = max(((n, to_decimal(o)) for n, o in others.items()), key=lambda pair: pair[1], default=("", told))
    if most <= told:
        return []
    return [
        Gap(
            "highest",
            what,
            told,
            most,
            f"{what}：{name} 为 {most}，高于 {told}",
            f"{what}: {name} has {most}, above {told}",
        )
    ]


def check_same(what: str, told: Mapping[str, Number]) -> list[Gap]:
    """Whether a figure is the same wherever it is told: one product line is 30% on one page and 22% on another."""
    figures = {place: to_decimal(f) for place, f in told.items()}
    if len(set(figures.values())) < 2:
        return []
    (first, one), *rest = figures.items()
    place, other = next((p, f) for p, f in rest if f != one)
    return [
        Gap(
            "same",
            what,
            one,
            other,
            f"{what}：{first} 为 {one}，{place} 为 {other}",
            f"{what}: {one} in {first}, {other} in {place}",
        )
    ]
