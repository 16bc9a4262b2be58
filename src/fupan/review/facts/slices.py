"""Facts of a data set by one dimension: who is ahead, who is behind, what grew, what is concentrated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fupan.diagnose import Slice, gap_contributions, growth_contributions
from fupan.review.context import Context, total_of
from fupan.review.deck import FactSpec
from fupan.review.frame import Frame, Row, growth, is_unknown, number, told_member, towards_target
from fupan.review.model import Number
from fupan.review.phrase import Fact, Listing, Quantity
from fupan.review.scale import shown
from fupan.review.typography import join_words
from fupan.track import Judgement

NAMES = frozenset(
    [
        "n",
        "n_target",
        "n_reached",
        "n_behind",
        "n_focus",
        "n_red",
        "n_unseen",
        "n_judged",
        "total",
        "total_target",
        "total_attainment",
        "total_over",
        "total_growth",
        "net",
        "short",
        "over",
        "best",
        "best_gap",
        "best_light",
        "best_attainment",
        "best_over",
        "best_share_gross",
        "best_share_net",
        "worst",
        "worst_gap",
        "worst_light",
        "worst_attainment",
        "worst_under",
        "worst_share_gross",
        "worst_share_net",
        "furthest",
        "furthest_light",
        "furthest_attainment",
        "furthest_lag",
        "furthest_level",
        "focus",
        "red",
        "reached",
        "spread",
        "top",
        "top_amount",
        "top_share",
        "top_growth",
        "top_attainment",
        "fastest",
        "fastest_growth",
        "slowest",
        "slowest_growth",
        "up",
        "up_points",
        "down",
        "down_points",
        "unknown_share",
        "untargeted",
        "outside",
    ]
)


_TELLING = Decimal("0.01")
"""Sales outside the slices with a target are told once they are more than this share of all."""


@dataclass(frozen=True, slots=True)
class _Slice:
    name: str
    actual: Number
    credited: Number
    target: Number
    attainment: Number
    before: Number
    judgement: Judgement


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """Facts of ``of`` by ``by``; the unknown member is never named as best or worst, its share is a fact of its own."""
    frame = context.frame(spec.of)
    known = [_slice(r, frame, spec, context) for r in frame.rows if not is_unknown(r, spec.by)]
    facts: dict[str, Fact] = {}
    if not known:
        return facts
    facts |= _whole(frame, spec, context, known)
    facts |= _targets(context, known, frame.rows, spec)
    facts |= _largest(context, known, frame.of_total(spec.metric))
    facts |= _growth(context, known)
    return {name: fact for name, fact in facts.items() if fact is not None}


def _slice(row: Row, frame: Frame, spec: FactSpec, context: Context) -> _Slice:
    return _Slice(
        told_member(row, spec.by, context.lang),
        number(row, spec.metric),
        towards_target(row, spec.metric),
        number(row, "target"),
        number(row, "attainment"),
        number(row, f"{spec.metric}.last_year"),
        context.judge_row(row, frame, spec.metric),
    )


def _furthest_first(s: _Slice) -> tuple[Decimal, Decimal, str]:
    """By lag as it is shown; equal lags by the larger shortfall."""
    behind = round(s.judgement.lag or Decimal(0), 3)
    return -behind, (s.credited or Decimal(0)) - (s.target or Decimal(0)), s.name


def _whole(frame: Frame, spec: FactSpec, context: Context, known: Sequence[_Slice]) -> dict[str, Fact]:
    scales, total = context.scales, frame.of_total(spec.metric)
    facts: dict[str, Fact] = {"n": _count(context, len(known))}
    if total is not None:
        facts["total"] = Quantity(total, scales.money([total]))
        lost = total_of([number(r, spec.metric) for r in frame.rows if is_unknown(r, spec.by)])
        if lost and total:
            facts["unknown_share"] = Quantity(lost / total, scales.percent())
        rise = growth(total, frame.of_total(f"{spec.metric}.last_year"))
        facts["total_growth"] = None if rise is None else Quantity(rise, scales.percent(signed=True))
    target, attainment = frame.of_total("target"), frame.of_total("attainment")
    if target is not None:
        facts["total_target"] = Quantity(target, scales.money([target]))
    if attainment is not None:
        facts["total_attainment"] = Quantity(attainment, scales.percent())
        facts["total_over"] = Quantity(attainment - 1, scales.percent())
    return facts


def _targets(context: Context, known: Sequence[_Slice], rows: Sequence[Row], spec: FactSpec) -> dict[str, Fact]:
    metric, most = spec.metric, spec.most
    judged = [s for s in known if s.target is not None and s.attainment is not None]
    if not judged:
        return {}
    percent = context.scales.percent()
    reading = gap_contributions([Slice(s.name, s.credited, s.target) for s in known])
    by_name = {s.name: s for s in judged}
    focus = sorted((s for s in judged if s.judgement.focus), key=_furthest_first)
    red = [s for s in focus if s.judgement.light == "red"]
    reached = sorted(
        (s for s in judged if s.judgement.light == "green"), key=lambda s: (-(s.attainment or 0), s.name)
    )  # fmt: skip
    facts: dict[str, Fact] = {
        "n_target": _count(context, len(judged)),
        "n_reached": _count(context, sum((shown(s.attainment, percent) or 0) >= 1 for s in judged)),
        "n_behind": _count(context, sum((shown(s.attainment, percent) or 0) < 1 for s in judged)),
        "n_focus": _count(context, len(focus)),
        "n_red": _count(context, len(red)),
        "n_judged": _count(context, sum(s.judgement.light != "none" for s in judged)),
        "n_unseen": _count(context, sum(s.judgement.reason == "minimum" for s in judged)),
        "focus": _listing(context, focus, most),
        "red": _listing(context, red, most),
        "reached": _listing(context, reached, most),
        "net": Quantity(reading.net, context.scales.money([reading.net])),
        "short": Quantity(reading.short, context.scales.money([reading.short])),
        "over": Quantity(reading.over, context.scales.money([reading.over])),
    }
    rest = total_of([number(r, "unmatched") for r in rows])
    if rest:
        facts["untargeted"] = Quantity(rest, context.scales.money([rest]))
    sold = total_of([number(r, metric) for r in rows])
    if sold > 0 and rest > _TELLING * sold:
        facts["outside"] = Quantity(rest, context.scales.money([rest]))
    ratios = [s.attainment for s in judged if s.attainment is not None]
    if len(ratios) > 1:
        rounded = [shown(r, percent) or Decimal(0) for r in (max(ratios), min(ratios))]
        facts["spread"] = Quantity(rounded[0] - rounded[1], context.scales.points())
    for name, share in (("worst", reading.shares[0]), ("best", reading.shares[-1])):
        if (share.gap < 0) != (name == "worst") or share.gap == 0:
            continue
        tied = [p for p in reading.shares if p.gap == share.gap]
        facts[name] = join_words([p.key for p in tied], context.lang)
        facts[f"{name}_gap"] = Quantity(share.gap, context.scales.money([share.gap]))
        attainment = by_name[share.key].attainment if share.key in by_name else None
        if share.key in by_name:
            facts[f"{name}_light"] = by_name[share.key].judgement.light
        if len(tied) == 1:
            facts[f"{name}_attainment"] = _percent(context, attainment)
            facts[f"{name}_share_gross"] = _percent(context, share.share_of_gross)
            facts[f"{name}_share_net"] = _percent(context, share.share_of_net)
            if attainment is not None:
                facts["best_over" if name == "best" else "worst_under"] = _percent(context, attainment - 1)
    if focus:
        furthest = focus[0]
        facts["furthest"] = furthest.name
        facts["furthest_light"] = furthest.judgement.light
        facts["furthest_attainment"] = _percent(context, furthest.attainment)
        facts["furthest_lag"] = _percent(context, furthest.judgement.lag)
        level = furthest.judgement.level_name(context.lang)
        facts["furthest_level"] = context.word(f"{level.removesuffix('督办')}督办", level)
    return facts


def _largest(context: Context, known: Sequence[_Slice], total: Number) -> dict[str, Fact]:
    sold = [s for s in known if s.actual is not None]
    if not sold:
        return {}
    top = max(sold, key=lambda s: s.actual or Decimal(0))
    facts: dict[str, Fact] = {"top": top.name}
    if top.actual is not None:
        facts["top_amount"] = Quantity(top.actual, context.scales.money([top.actual]))
        facts["top_share"] = _percent(context, top.actual / total if total else None)
        facts["top_attainment"] = _percent(context, top.attainment)
        facts["top_growth"] = _rise(context, growth(top.actual, top.before))
    return facts


def _growth(context: Context, known: Sequence[_Slice]) -> dict[str, Fact]:
    if not any(s.before for s in known):
        return {}
    parts = growth_contributions([Slice(s.name, s.actual, s.before) for s in known])
    facts: dict[str, Fact] = {}
    grown = sorted(((p.growth, p.key) for p in parts if p.growth is not None), key=lambda g: (-g[0], g[1]))
    if len(grown) > 1:
        facts["fastest"], facts["fastest_growth"] = grown[0][1], _rise(context, grown[0][0])
        facts["slowest"], facts["slowest_growth"] = grown[-1][1], _rise(context, grown[-1][0])
    if parts and parts[0].points is not None and parts[0].points > 0:
        facts["up"], facts["up_points"] = parts[0].key, Quantity(parts[0].points, context.scales.points())
    if parts and parts[-1].points is not None and parts[-1].points < 0:
        facts["down"], facts["down_points"] = parts[-1].key, Quantity(parts[-1].points, context.scales.points())
    return facts


def _count(context: Context, n: int) -> Quantity:
    return Quantity(Decimal(n), context.scales.count())


def _percent(context: Context, value: Number) -> Quantity | None:
    return None if value is None else Quantity(value, context.scales.percent())


def _rise(context: Context, value: Number) -> Quantity | None:
    return None if value is None else Quantity(value, context.scales.percent(signed=True))


def _listing(context: Context, slices: Sequence[_Slice], most: int) -> Listing | None:
    if not slices:
        return None
    named = slices if len(slices) <= most else slices[: most - 1]
    return Listing(tuple((s.name, _percent(context, s.attainment)) for s in named), len(slices) - len(named))
