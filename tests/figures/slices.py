"""Who is ahead and who is behind among the members of a dimension, from sums alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.figures.digits import D
from tests.figures.edition import Edition, one_digit, ordered, rise, whole
from tests.figures.sentence import Known

LEVELS = (D("0.05"), D("0.10"), D("0.15"))
"""Lag from which a slice is told, is red, and goes to the general manager."""
SMALLEST = D("0.005")
"""Slices with a smaller part of all targets get no light."""


@dataclass(frozen=True)
class Slice:
    """A member with what counts towards its target."""

    name: str
    actual: Decimal
    target: Decimal
    judged: bool

    @property
    def ratio(self) -> Decimal:
        return self.actual / self.target

    @property
    def gap(self) -> Decimal:
        return self.actual - self.target

    @property
    def lag(self) -> Decimal:
        """As shown: to a tenth of a percent."""
        return one_digit(1 - self.ratio) if self.judged else D(0)

    @property
    def red(self) -> bool:
        return self.lag >= LEVELS[1]

    @property
    def focus(self) -> bool:
        return self.lag >= LEVELS[0]

    def answers(self, e: Edition) -> str:
        """Who answers for the lag."""
        if not self.judged:
            return ""
        level = sum(self.lag >= limit for limit in LEVELS)
        words = (("部门", "Department"), ("领导小组", "Leadership group"), ("总经理", "General manager"))
        if level:
            return e.w(*words[level - 1])
        return e.w(*(("正常", "On track") if one_digit(self.ratio) >= 1 else ("略滞后", "Slightly behind")))


def slices(actual: Mapping[Any, Decimal], plan: Mapping[Any, Decimal], name: Callable[[Any], str]) -> list[Slice]:
    """The members that have a target."""
    least = whole(plan) * SMALLEST
    return [Slice(name(k), actual.get(k, D(0)), t, t >= least) for k, t in plan.items() if k is not None and t]


def target_facts(e: Edition, found: Sequence[Slice], most: int = 4) -> dict[str, Known]:
    """Facts of the slices with a target, without prefix."""
    if not found:
        return {}
    focus = sorted((s for s in found if s.focus), key=lambda s: (-s.lag, s.gap, s.name))
    red = [s for s in focus if s.red]
    short, over = -sum((s.gap for s in found if s.gap < 0), D(0)), sum((s.gap for s in found if s.gap > 0), D(0))
    net = over - short
    count = {
        "n_target": len(found), "n_reached": sum(one_digit(s.ratio) >= 1 for s in found),
        "n_behind": sum(one_digit(s.ratio) < 1 for s in found), "n_focus": len(focus), "n_red": len(red),
    }  # fmt: skip
    facts: dict[str, Known] = {k: D(v) for k, v in count.items()}
    facts |= {
        "short": short,
        "focus": [(s.name, s.ratio) for s in focus[:most]],
        "red": [(s.name, s.ratio) for s in red[:most]],
    }
    for word, slice_, gross in (
        ("best", max(found, key=lambda s: s.gap), over),
        ("worst", min(found, key=lambda s: s.gap), short),
    ):
        facts |= {word: slice_.name, f"{word}_gap": slice_.gap, f"{word}_attainment": slice_.ratio}
        if gross:
            facts[f"{word}_share_gross"] = abs(slice_.gap) / gross
        if net:
            facts[f"{word}_share_net"] = slice_.gap / net
    if focus:
        facts |= {"furthest": focus[0].name, "furthest_attainment": focus[0].ratio}
        facts["furthest_level"] = focus[0].answers(e) + "督办" if e.lang == "zh" else focus[0].answers(e).lower()
    return facts


def growth_facts(
    e: Edition, dimension: str, now: Mapping[Any, Decimal], then: Mapping[Any, Decimal]
) -> dict[str, Known]:
    """Facts of size and growth, without prefix."""
    known = {k: v for k, v in now.items() if k is not None}
    if not known:
        return {}
    top = ordered(known)[0]
    facts: dict[str, Known] = {
        "n": D(len({k for k in (*now, *then) if k is not None})), "top": e.name(dimension, top), "top_amount": now[top],
        "top_share": now[top] / whole(now),
    }  # fmt: skip
    grown = {k: g for k in known if (g := rise(now[k], then.get(k))) is not None}
    lost = {k: D(-1) for k, v in then.items() if k is not None and k not in now and v > 0}
    grown |= lost
    if grown:
        order = sorted(grown, key=lambda k: (-grown[k], e.name(dimension, k)))
        facts |= {"fastest": e.name(dimension, order[0]), "fastest_growth": grown[order[0]]}
        facts |= {"slowest": e.name(dimension, order[-1]), "slowest_growth": grown[order[-1]]}
    before = whole(then)
    change = {k: now.get(k, D(0)) - then.get(k, D(0)) for k in {*known, *lost}}
    up = ordered(change)[0]
    if before > 0:
        facts |= {"up": e.name(dimension, up), "up_points": change[up] / before}
    return facts


def prefixed(prefix: str, facts: Mapping[str, Known]) -> dict[str, Known]:
    """The facts under the deck's name for them."""
    return {f"{prefix}_{k}": v for k, v in facts.items()}
