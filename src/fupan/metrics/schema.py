"""JSON Schema of definition files, from the models themselves, for editors that complete and check YAML."""

from __future__ import annotations

import inspect
from typing import Any

from fupan.metrics.definition import FAMILIES, MODELS
from fupan.metrics.ground import Dimension, Fact, RollupDefinition

_URL = "https://json-schema.org/draft/2020-12/schema"
_REMOVED = {
    "removed": {"const": True, "description": "删除前一层的定义 takes away what an earlier layer defines; stands alone"}
}


def metrics_schema() -> dict[str, Any]:
    """Schema of a metrics file. No key is required: a file may override single keys of what another defines."""
    shared: dict[str, Any] = {}
    metric = _any_family(shared)
    fact, dimension, rollup = (_entry(model, shared) for model in (Fact, Dimension, RollupDefinition))
    return {
        "$schema": _URL,
        "title": "fupan 指标定义 definitions of metrics",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "facts": _named(fact, "事实 tables of events"),
            "dimensions": _named(dimension, "维度 by what figures are broken down"),
            "metrics": _named(metric, "指标 figures"),
            "rollups": _named(rollup, "汇总表 sums kept after each load"),
        },
        "$defs": shared,
    }


def _named(entry: dict[str, Any], about: str) -> dict[str, Any]:
    names = {"pattern": r"^[^\W\d]\w{0,79}$"}
    return {"type": ["object", "null"], "description": about, "propertyNames": names, "additionalProperties": entry}


def _entry(model: type[Any], shared: dict[str, Any]) -> dict[str, Any]:
    about = inspect.getdoc(model) or ""
    return {
        "type": "object", "description": about, "additionalProperties": False, "properties": _keys(model, shared) | _REMOVED,
    }  # fmt: skip


def _keys(model: type[Any], shared: dict[str, Any]) -> dict[str, Any]:
    made = model.model_json_schema(by_alias=True)
    shared |= made.get("$defs", {})
    return {k: v for k, v in made["properties"].items() if k != "name"}


def _any_family(shared: dict[str, Any]) -> dict[str, Any]:
    """One entry for all families: what a key may hold, and which keys each family has."""
    found: dict[str, list[Any]] = {}
    rules = []
    for family, model in MODELS.items():
        keys = _keys(model, shared)
        for key, held in keys.items():
            if held not in found.setdefault(key, []):
                found[key].append(held)
        rules.append(
            {
                "if": {"properties": {"family": {"const": family}}, "required": ["family"]},
                "then": {"description": inspect.getdoc(model), "propertyNames": {"enum": sorted([*keys, "extends"])}},
            }
        )
    properties = {key: held[0] if len(held) == 1 else {"anyOf": held} for key, held in found.items()}
    properties["family"] = {"enum": list(FAMILIES), "description": "指标族 how the figure is made"}
    return {"type": "object", "additionalProperties": False, "properties": properties | _REMOVED, "allOf": rules}
