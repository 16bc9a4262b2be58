"""Reading rules/lights.yaml of the pack and of the workspace."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from fupan.errors import DefinitionError
from fupan.packs import YamlDocument, read_yaml
from fupan.packs.validated import validated
from fupan.track.rules import Answers, Direction, LightRule, LightRules


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    levels: tuple[Decimal, Decimal, Decimal] | None = None
    answers: tuple[Answers, Answers, Answers] | None = None
    direction: Direction | None = None
    minimum_amount: Decimal | None = Field(default=None, ge=0)
    minimum_share: Decimal | None = Field(default=None, ge=0, lt=1)
    leave_out_days: int | None = Field(default=None, ge=0, le=366)
    release: Decimal | None = Field(default=None, ge=0, lt=1)
    decimals: int | None = Field(default=None, ge=2, le=8)
    norm: Decimal | None = None

    @field_validator("levels")
    @classmethod
    def _levels_rise(cls, levels: tuple[Decimal, Decimal, Decimal] | None) -> tuple[Decimal, Decimal, Decimal] | None:
        if levels is not None and not 0 < levels[0] < levels[1] < levels[2]:
            raise ValueError("levels must rise: three fractions such as 0.05, 0.10, 0.15")
        return levels


class _Lights(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    default: _Rule = _Rule()
    metrics: dict[str, _Rule] = Field(default_factory=dict)


def read_light_rules(*paths: Path) -> LightRules:
    """The rules of the files, later ones over earlier ones, key by key; DefinitionError names file, line and key."""
    default, by_metric = LightRule(), dict[str, dict[str, object]]()
    merged: dict[str, object] = {}
    for path in paths:
        document = read_yaml(path)
        lights = validated(document, _Lights)
        merged |= _given(lights.default)
        for metric, rule in lights.metrics.items():
            by_metric[metric] = by_metric.get(metric, {}) | _given(rule)
    default = _rule(merged)
    return LightRules(default, {metric: _rule(merged | given) for metric, given in by_metric.items()})


def _given(rule: _Rule) -> dict[str, object]:
    return {name: getattr(rule, name) for name in rule.model_fields_set}


def _rule(given: dict[str, object]) -> LightRule:
    return LightRule(**given)  # type: ignore[arg-type]


def _error(document: YamlDocument, reason: str, keys: Sequence[str | int], nearest: str | None) -> DefinitionError:
    return document.error(reason, keys, nearest)
