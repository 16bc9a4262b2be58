"""All detectors of a deck at work: what each finds, in words, the highest score first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, get_args

from fupan.review.context import Context
from fupan.review.deck_findings import FindSpec
from fupan.review.deck_words import Words
from fupan.review.findings.detectors import thin_data
from fupan.review.findings.detectors.attainment import find_over, find_under
from fupan.review.findings.detectors.concentration import find_concentration
from fupan.review.findings.detectors.contradiction import Side, find_contradiction
from fupan.review.findings.detectors.mix_shift import find_mix_shift
from fupan.review.findings.detectors.outlier import find_outlier
from fupan.review.findings.detectors.trend_break import find_trend_break
from fupan.review.findings.finding import Finding
from fupan.review.findings.found import Figure, Found
from fupan.review.findings.rules import DetectorRules, FindingRules, thresholds
from fupan.review.findings.tables import to_grid
from fupan.review.headline import applies, point_of, sentence_of
from fupan.review.model import Claim, Light
from fupan.review.phrase import Fact, Quantity
from fupan.review.scale import Scales
from fupan.track import LEVEL_NAMES

_AGAINST = {"last_year": ("同比", "on last year"), "previous": ("环比", "on the period before")}
_TO_LIGHT: dict[str, Light] = {"over": "green"}


def find_all(specs: tuple[FindSpec, ...], rules: FindingRules, context: Context) -> tuple[Finding, ...]:
    """The findings of *specs* over the context's data sets, by score, ties in the order of the deck.

    A data set that has no answer gives none. A finding for which no sentence fits is none.
    """
    found: list[Finding] = []
    for spec in specs:
        if spec.find not in rules or any(context.frame(name).empty for name in spec.data_sets):
            continue
        for one in detect(spec, rules, context):
            said = _said(one, spec, rules[spec.find], context)
            if said is not None:
                found.append(said)
    return tuple(sorted(found, key=lambda f: -f.score))


def detect(spec: FindSpec, rules: FindingRules, context: Context) -> tuple[Found, ...]:
    """What one detector finds on its data set."""
    limits = thresholds(spec.find, rules, spec.change)
    if spec.find == "contradiction":
        return find_contradiction(_side(spec.up, spec, context), _side(spec.down, spec, context), limits)
    grid = to_grid(spec.of, context, spec.metric)
    match spec.find:
        case "over":
            return find_over(grid, limits)
        case "under":
            return find_under(grid, limits)
        case "concentration":
            return find_concentration(grid, spec.metric, limits)
        case "trend_break":
            return find_trend_break(grid, spec.metric, limits)
        case "mix_shift":
            return find_mix_shift(grid, spec.metric, limits)
        case "outlier":
            return find_outlier(grid, spec.metric, spec.weigh, limits)
        case _:
            return tuple(_thin(spec, limits, context))


def _thin(spec: FindSpec, limits: Any, context: Context) -> Iterator[Found]:
    grid = to_grid(spec.of, context, spec.metric)
    window = context.window
    days = ((window.end - window.start).days, (window.full_end - window.start).days) if window.running else (0, 0)
    match spec.check:
        case "answers":
            yield from thin_data.find_few_answers(grid, spec.metric, limits)
        case "months":
            yield from thin_data.find_few_months(grid, spec.metric, limits)
        case "period":
            yield from thin_data.find_partial_period(grid, spec.metric, days)
        case "unassigned":
            yield from thin_data.find_unassigned(grid, spec.metric, limits)
        case "base":
            yield from thin_data.find_small_base(grid, spec.metric, limits)


def _side(place: str, spec: FindSpec, context: Context) -> Side:
    name, _, column = place.partition(".")
    return Side(to_grid(name, context, column), column, spec.against)


def _said(found: Found, spec: FindSpec, rules: DetectorRules, context: Context) -> Finding | None:
    """The first sentence that fits of each claim: fact, inference, advice. Without a fact there is no finding."""
    score = min((found.score * spec.weight).quantize(Decimal("0.001")), Decimal(1))
    facts = {**context.facts, **_facts(found, spec, context), "score": Quantity(score, context.scales.percent())}
    light = facts.get("light")
    points = []
    first = None
    for claim in get_args(Claim):
        for rule in (*spec.say, *rules.say):
            if rule.claim != claim or not applies(rule, facts, context.lang):
                continue
            if claim == "fact":
                first = sentence_of(rule, facts, context.lang)
            point = point_of(rule, facts, context.lang, score=score)
            tag = rule.tag or rules.tag
            points.append(
                replace(
                    point,
                    tag=tag.of(context.lang) if tag else "",
                    rule=f"{spec.id}/{rule.id}",
                    light=point.light or _light(light),
                )
            )
            break
    if first is None:
        return None
    first = replace(first, rule=f"{spec.id}/{first.rule}", score=score)
    return Finding(spec.id, spec.find, spec.page, score, first, tuple(points), found.cells, spec.headline)


def _facts(found: Found, spec: FindSpec, context: Context) -> Mapping[str, Fact]:
    facts: dict[str, Fact] = {"variant": found.variant, **found.names}
    facts |= {name: _quantity(figure, context.scales) for name, figure in found.figures.items()}
    if spec.find == "contradiction":
        facts["against"] = context.word(*_AGAINST[spec.against])
        facts |= {"up": _label(spec.up, spec.what, context), "down": _label(spec.down, spec.what_down, context)}
    else:
        facts["metric"] = _label(f"{spec.of}.{spec.metric}", spec.what, context)
        by = spec.by or next(iter(context.frame(spec.of).by), "")
        facts["by"] = _label(f"{spec.of}.{by}", None, context) if by else None
    made = context.frame(spec.data_sets[0]).provenance
    facts["period"] = next(
        (w.title(context.lang) for w in context.windows.values() if made is not None and w.label == made.window),
        context.window.title(context.lang),
    )
    if spec.find == "under":
        answers = context.lights.of(spec.metric).answers[int(found.figures["grade"].value) - 1]
        level = context.word(*LEVEL_NAMES[answers])
        facts["light"] = "amber" if found.figures["grade"].value == 1 else "red"
        facts["level"] = context.word(f"{level.removesuffix('督办')}督办", level)
    else:
        facts["light"] = _TO_LIGHT.get(spec.find, "none")
    return facts


def _quantity(figure: Figure, scales: Scales) -> Quantity:
    value = figure.value
    match figure.kind:
        case "growth":
            return Quantity(value, scales.percent(signed=True))
        case "points":
            return Quantity(value, scales.points(signed=True))
        case "days":
            unit = "天" if scales.lang == "zh" else " days"
            return Quantity(value, replace(scales.of("days", [value]), suffix=unit))
        case kind:
            return Quantity(value, scales.of(kind, [value]))


def _label(place: str, own: Words | None, context: Context) -> str:
    """A figure's name as it stands inside a sentence: in English without its capital, unless it is an abbreviation."""
    name, _, column = place.partition(".")
    text = own.of(context.lang) if own else context.frame(name).kind(column.partition(".")[0]).label(context.lang)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _light(found: Fact) -> Light | None:
    return next((light for light in get_args(Light) if light == found), None)
