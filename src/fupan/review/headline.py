"""Which sentence may be said: ordered rules, the first whose condition holds and whose facts are all known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import get_args

from fupan.review.conditions import holds
from fupan.review.deck_words import LeadSpec, RuleSpec
from fupan.review.model import Advice, Claim, Lang, Light, Point, Said
from fupan.review.phrase import Fact, Facts, places, put, said_of, say
from fupan.review.typography import capital

LIGHTS: frozenset[str] = frozenset({"green", "light_green", "amber", "red", "none"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, the rule that wrote it and the facts it holds."""

    text: str
    rule: str
    claim: Claim
    used: tuple[tuple[str, Fact], ...] = ()
    said: Said = ()
    score: Decimal = Decimal("0.5")


def applies(rule: RuleSpec | LeadSpec, facts: Facts, lang: Lang) -> bool:
    """Whether each fact of the rule's template is known and its condition holds."""
    known = all(facts.get(name) is not None for name, _ in places(rule.template(lang)))
    return known and holds(rule.when, facts)


def choose_headline(rules: Sequence[RuleSpec], facts: Facts, lang: Lang) -> Sentence | None:
    """The first sentence that may be said; None if no rule fits."""
    for rule in rules:
        if applies(rule, facts, lang):
            return sentence_of(rule, facts, lang)
    return None


def sentence_of(rule: RuleSpec, facts: Facts, lang: Lang) -> Sentence:
    """The rule's sentence; its facts must be known."""
    template = rule.template(lang)
    text = say(template, facts, lang)
    said = tuple((name, words if words in text else capital(words)) for name, words in said_of(template, facts, lang))
    return Sentence(text, rule.id, rule.claim, _used(rule, facts, lang), said, rule.score)


def point_of(rule: RuleSpec, facts: Facts, lang: Lang, *, score: Decimal = Decimal(0)) -> Point:
    """The rule's sentence as a point beside a chart; an advice with what it asks for."""
    made = sentence_of(rule, facts, lang)
    advice = None
    if rule.advises is not None:
        on = facts.get(rule.advises.on) if rule.advises.on else ""
        advice = Advice(rule.advises.topic, rule.advises.act, put(on, "names", lang) if on else "", score)
    tag = rule.tag.of(lang) if rule.tag else ""
    return Point(made.text, tag, rule.claim, _light(rule, facts), rule.id, made.said, advice)


def with_clause(sentence: Sentence | None, clause: Sentence | None, lang: Lang) -> Sentence | None:
    """*sentence* with *clause* after a semicolon; without a sentence there is nothing to add to."""
    if sentence is None or clause is None:
        return sentence
    joined = f"{sentence.text}{'；' if lang == 'zh' else '; '}{clause.text}"
    return replace(sentence, text=joined, used=(*sentence.used, *clause.used), said=(*sentence.said, *clause.said))


def choose_points(rules: Sequence[RuleSpec], facts: Facts, lang: Lang, *, most: int) -> tuple[Point, ...]:
    """The sentences beside a chart: every rule that fits speaks; of rules that share a tag and id stem only the first.

    A rule id is ``stem.variant``: variants are alternatives.
    """
    points: list[Point] = []
    said: set[str] = set()
    for rule in rules:
        stem = rule.id.split(".")[0]
        if stem in said or not applies(rule, facts, lang):
            continue
        said.add(stem)
        points.append(point_of(rule, facts, lang))
        if len(points) == most:
            break
    return tuple(points)


def _light(rule: RuleSpec, facts: Facts) -> Light | None:
    found = facts.get(rule.light_of) if rule.light_of else None
    return next((light for light in get_args(Light) if light == found), rule.light)


def _used(rule: RuleSpec, facts: Facts, lang: Lang) -> tuple[tuple[str, Fact], ...]:
    return tuple((name, facts[name]) for name, _ in places(rule.template(lang)))
