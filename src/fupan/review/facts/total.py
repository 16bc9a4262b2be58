"""Facts of a data set's total: every metric with its comparisons."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fupan.review.context import Context
from fupan.review.deck import DeckSpec, FactSpec, QuestionSpec
from fupan.review.frame import Frame, growth, number, towards_target
from fupan.review.model import Number
from fupan.review.phrase import Fact, Quantity

_JUDGED = (
    "over",
    "short",
    "light",
    "level",
    "level_name",
    "per_day",
    "days_left",
    "norm",
    "full_target",
    "full_attainment",
    "full_short",
    "credited",
    "unmatched",
)
_PROGRESS = ("progress", "expected_progress", "elapsed", "lag", "target", "a_day")


def gives(spec: FactSpec, deck: DeckSpec) -> frozenset[str]:
    """Names of the facts made: each metric, its _previous, _last_year, _yoy and _mom, and the judgement."""
    question = deck.data.get(spec.of)
    metrics = question.all_metrics if isinstance(question, QuestionSpec) else _PROGRESS
    forms = ("", "_previous", "_last_year", "_yoy", "_mom")
    return frozenset({f"{m}{f}" for m in metrics for f in forms} | set(_JUDGED))


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """Facts of the total of the data set ``of``.

    ``over`` is attainment - 1; ``short`` what is missing to the target (none when reached). In a running window both
    are against the target to date, and full_target, full_attainment, full_short, days_left and per_day are there too.
    """
    frame = context.frame(spec.of)
    row = frame.total or {}
    facts: dict[str, Fact] = {}
    for metric in frame.columns:
        if "." in metric:
            continue
        facts |= _metric(metric, frame, context)
    facts |= _judged(spec, frame, context)
    return facts if row else {}


def change(frame: Frame, metric: str, comparison: str, context: Context) -> Quantity | None:
    """Change of the total against *comparison*: growth of amounts, points of rates, difference of scores and days."""
    row = frame.total or {}
    now, before = number(row, metric), number(row, f"{metric}.{comparison}")
    if now is None or before is None:
        return None
    format_ = frame.kind(metric).format
    if format_ == "percent":
        return Quantity(now - before, context.scales.points(signed=True))
    if format_ in ("score", "days", "ratio"):
        return Quantity(
            now - before, context.scales.of(format_, [now], decimals=frame.kind(metric).decimals, signed=True)
        )
    rise = growth(now, before)
    return None if rise is None else Quantity(rise, context.scales.percent(signed=True))


def _metric(metric: str, frame: Frame, context: Context) -> dict[str, Fact]:
    row, kind = frame.total or {}, frame.kind(metric)
    facts: dict[str, Fact] = {}
    for form, column in (("", metric), ("_previous", f"{metric}.previous"), ("_last_year", f"{metric}.last_year")):
        found = number(row, column)
        if found is not None:
            facts[metric + form] = Quantity(found, context.scales.of(kind.format, [found], decimals=kind.decimals))
    facts[f"{metric}_yoy"] = change(frame, metric, "last_year", context)
    facts[f"{metric}_mom"] = change(frame, metric, "previous", context)
    return facts


def _judged(spec: FactSpec, frame: Frame, context: Context) -> dict[str, Fact]:
    row = frame.total or {}
    judgement = context.judge_row(row, frame, spec.metric)
    attainment, actual, target = number(row, "attainment"), towards_target(row, spec.metric), number(row, "target")
    facts: dict[str, Fact] = {
        "light": judgement.light,
        "level": Quantity(Decimal(judgement.level), context.scales.count()),
        "level_name": judgement.level_name(context.lang) or None,
    }
    norm = context.lights.of(spec.metric).norm
    if norm is not None:
        facts["norm"] = Quantity(norm, context.scales.percent(decimals=0))
    if attainment is not None:
        facts["over"] = Quantity(attainment - 1, context.scales.percent())
    if target is not None and actual is not None and actual < target:
        facts["short"] = Quantity(target - actual, context.scales.money([target - actual]))
    rest = number(row, "unmatched")
    if rest and actual is not None:
        facts["credited"] = Quantity(actual, context.scales.money([actual]))
        facts["unmatched"] = Quantity(rest, context.scales.money([rest]))
    return facts | _still_needed(actual, number(row, "full_target"), context)


def _still_needed(actual: Number, full: Number, context: Context) -> dict[str, Fact]:
    """In a running window: progress against the full target, what is missing to it, and per day that is left."""
    if not context.window.running or full is None or actual is None or full <= 0:
        return {}
    money, left = context.scales.money, (context.window.full_end - context.window.end).days
    facts: dict[str, Fact] = {
        "full_target": Quantity(full, money([full])),
        "full_attainment": Quantity(actual / full, context.scales.percent()),
        "days_left": Quantity(Decimal(left), context.scales.count()),
    }
    missing = full - actual
    if missing > 0:
        facts["full_short"] = Quantity(missing, money([missing]))
        if left > 0:
            facts["per_day"] = Quantity(missing / left, money([missing / left]))
    return facts
