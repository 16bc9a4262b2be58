"""The rules of detectors, as data: thresholds, the tag of their findings, and their sentences in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from fupan.packs import YamlDocument, read_yaml
from fupan.review.deck_words import RuleSpec, Spec, Words
from fupan.review.definition import nearest, validated, wrong
from fupan.review.findings.found import Detector
from fupan.review.findings.thresholds import (
    ConcentrationThresholds,
    ContradictionThresholds,
    MixThresholds,
    OutlierThresholds,
    OverThresholds,
    ThinThresholds,
    Thresholds,
    TrendThresholds,
    UnderThresholds,
)
from fupan.review.rule_check import GLOBAL_FACTS, check_rule

THRESHOLDS: dict[Detector, type[Thresholds]] = {
    "over": OverThresholds, "under": UnderThresholds, "concentration": ConcentrationThresholds, "trend_break": TrendThresholds,
    "mix_shift": MixThresholds, "outlier": OutlierThresholds, "contradiction": ContradictionThresholds, "thin_data": ThinThresholds,
}  # fmt: skip
COMMON = frozenset({"variant", "metric", "by", "period", "score"})
FACTS: dict[Detector, frozenset[str]] = {
    "over": frozenset({"name", "attainment", "gap"}),
    "under": frozenset({"name", "attainment", "gap", "level", "light"}),
    "concentration": frozenset({"name", "amount", "share", "n", "alike", "share_before", "change"}),
    "trend_break": frozenset({"at", "from", "value", "usual", "change", "n", "first"}),
    "mix_shift": frozenset({"shift", "up", "up_change", "up_share", "down", "down_change", "down_share"}),
    "outlier": frozenset({"name", "value", "usual", "share", "n"}),
    "contradiction": frozenset({"name", "against", "up", "down", "up_change", "down_change", "up_now", "down_now"}),
    "thin_data": frozenset({"name", "n", "least", "days", "of_days", "share", "value", "amount"}),
}
"""What the sentences of each detector may hold, besides ``COMMON`` and the facts of the whole document."""


@dataclass(frozen=True, slots=True)
class DetectorRules:
    """One detector's thresholds by name, the tag of its findings, and its sentences: the first that fits of each claim."""

    thresholds: dict[str, Decimal] = field(default_factory=dict)
    tag: Words | None = None
    say: tuple[RuleSpec, ...] = ()


FindingRules = dict[Detector, DetectorRules]


class _Rules(Spec):
    thresholds: dict[str, Decimal] = Field(default_factory=dict)
    tag: Words | None = None
    say: tuple[RuleSpec, ...] = ()


class _File(Spec):
    over: _Rules = _Rules()
    under: _Rules = _Rules()
    concentration: _Rules = _Rules()
    trend_break: _Rules = _Rules()
    mix_shift: _Rules = _Rules()
    outlier: _Rules = _Rules()
    contradiction: _Rules = _Rules()
    thin_data: _Rules = _Rules()


def read_finding_rules(*paths: Path) -> FindingRules:
    """The rules of the files, later ones over earlier ones: thresholds one by one, sentences as a whole.

    DefinitionError names file, line, key and the nearest right name.
    """
    rules: FindingRules = {name: DetectorRules() for name in THRESHOLDS}
    for path in paths:
        document = read_yaml(path)
        read = validated(document, _File, _keys())
        for name, before in rules.items():
            given: _Rules = getattr(read, name)
            merged = before.thresholds | given.thresholds
            _check(document, name, given)
            rules[name] = DetectorRules(merged, given.tag or before.tag, given.say or before.say)
    return rules


def thresholds(detector: Detector, rules: FindingRules, change: dict[str, Decimal]) -> Any:
    """The detector's thresholds, as its own class, with what a deck changes; pydantic's ValidationError where they do not fit."""
    return THRESHOLDS[detector].model_validate(rules[detector].thresholds | change)


def check_change(
    document: YamlDocument, detector: Detector, change: dict[str, Decimal], keys: Sequence[str | int]
) -> None:
    """DefinitionError for a threshold that the detector does not have, or a value that it cannot take."""
    model = THRESHOLDS[detector]
    for name in change:
        if name not in model.model_fields:
            raise wrong(
                document, f"{detector} has no threshold “{name}”", [*keys, name], nearest(name, model.model_fields)
            )
    try:
        model.model_validate(change)
    except ValidationError as e:
        for error in e.errors():
            if error["type"] != "missing":
                raise wrong(document, str(error["msg"]), [*keys, *error["loc"]]) from e


def _check(document: YamlDocument, detector: Detector, given: _Rules) -> None:
    check_change(document, detector, given.thresholds, [detector, "thresholds"])
    known = set(GLOBAL_FACTS | COMMON | FACTS[detector])
    for i, rule in enumerate(given.say):
        check_rule(document, rule, known, [detector, "say", i])


def _keys() -> set[str]:
    found = {name for model in (_Rules, _File, RuleSpec, Words) for name in model.model_fields}
    return found | {name for model in THRESHOLDS.values() for name in model.model_fields}


__all__ = [
    "COMMON", "FACTS", "THRESHOLDS", "DetectorRules", "FindingRules", "check_change", "read_finding_rules",
    "thresholds",
]  # fmt: skip
