"""Lights and levels by lag."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal

from fupan.track.rules import LEVEL_NAMES, Answers, Direction, LightRule

Light = Literal["green", "light_green", "amber", "red", "none"]
Reason = Literal["", "no_target", "first_days", "minimum"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A light with its level (0 to 3), who answers, and the lag it was judged on.

    ``reason`` tells why there is no light: no_target, first_days or minimum. ``held`` is true where hysteresis kept a
    worse level than the lag alone would give.
    """

    light: Light
    level: int = 0
    lag: Decimal | None = None
    answers: Answers | None = None
    reason: Reason = ""
    held: bool = False

    @property
    def focus(self) -> bool:
        """Whether this is an item to watch 重点关注项: any level."""
        return self.level > 0

    def level_name(self, lang: Literal["zh", "en"]) -> str:
        """Who answers, in words; empty without a level."""
        return "" if self.answers is None else LEVEL_NAMES[self.answers][0 if lang == "zh" else 1]


def lag(actual: Decimal | None, phased_target: Decimal | None, direction: Direction = "higher") -> Decimal | None:
    """How far *actual* is behind the target to date, as a fraction of it: 1 - actual / phased target.

    Reversed where lower is better (a cost of 110 against 100 lags 10%). None without a target or with a target that is
    not positive: neither is a lag of 0.

    >>> lag(Decimal(92), Decimal(100))
    Decimal('0.08')
    """
    if actual is None or phased_target is None or phased_target <= 0:
        return None
    ratio = actual / phased_target
    return 1 - ratio if direction == "higher" else ratio - 1


def judge(
    lag: Decimal | None,
    rule: LightRule | None = None,
    *,
    amount: Decimal | None = None,
    share: Decimal | None = None,
    days_gone: int | None = None,
    previous_level: int = 0,
) -> Judgement:
    """The light of a slice that lags by *lag* (a fraction, negative = ahead) under *rule*.

    *amount* is the slice's phased target and *share* its share of the whole's, for the rule's minimum; *days_gone* is
    given for a running window only; *previous_level* is the level shown before (hysteresis).

    green: lag <= 0; light green: below level one; amber: level one; red: levels two and three; none: no judgement.
    """
    rule = rule or LightRule()
    if lag is None:
        return Judgement("none", reason="no_target")
    if days_gone is not None and days_gone <= rule.leave_out_days:
        return Judgement("none", lag=lag, reason="first_days")
    if (amount is not None and amount < rule.minimum_amount) or (share is not None and share < rule.minimum_share):
        return Judgement("none", lag=lag, reason="minimum")
    judged = lag if rule.decimals is None else lag.quantize(Decimal(1).scaleb(-rule.decimals), ROUND_HALF_EVEN)
    raw = sum(judged >= start for start in rule.levels)
    level = next(
        (kept for kept in range(min(previous_level, 3), raw, -1) if judged >= rule.levels[kept - 1] - rule.release), raw
    )
    if level == 0:
        return Judgement("green" if judged <= 0 else "light_green", lag=lag)
    return Judgement("amber" if level == 1 else "red", level, lag, rule.answers[level - 1], held=level > raw)
