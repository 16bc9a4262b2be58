"""Apache Ossie (Open Semantic Interchange) core documents: 0.2.0.dev0, and 0.1.1, which dbt 1.12 reads."""

from __future__ import annotations

import json
from typing import Any

from fupan.contracts import table
from fupan.contracts.field import Field
from fupan.metrics.definition import Dimension
from fupan.metrics.definitions import Definitions
from fupan.metrics.exchange.portable import LeftOut, Measure, Portable, words
from fupan.metrics.exchange.sql import standard_sql

_TYPES = {"text": "String", "date": "Date", "instant": "DateTime", "money": "Decimal", "decimal": "Decimal", "share": "Decimal",
          "integer": "Integer", "flag": "Boolean"}  # fmt: skip
_AGGREGATES = {"sum": "SUM({})", "count": "COUNT({})", "count_distinct": "COUNT(DISTINCT {})", "min": "MIN({})", "max": "MAX({})",
               "median": "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY {})", "percentile": "PERCENTILE_CONT({at}) WITHIN GROUP (ORDER BY {})"}  # fmt: skip


def ossie(definitions: Definitions, found: Portable, version: str, name: str) -> tuple[dict[str, Any], list[LeftOut]]:
    """The document and what is left out of it. Metrics over several tables are left out: the format does not say that
    each table is aggregated alone before they meet, and joined rows would multiply."""
    typed = version != "0.1.1"
    left = list(found.left_out)
    metrics: list[dict[str, Any]] = []
    used: dict[str, None] = {}
    for metric in found.formulas:
        below = found.below(metric)
        tables = {m.fact.table for m in below}
        if len(tables) > 1:
            left.append(
                LeftOut(metric, f"draws on {', '.join(sorted(tables))}, each to be aggregated alone before they meet")
            )
            continue
        used |= dict.fromkeys(tables)
        metrics.append(_metric(definitions, found, metric, below))
    keys = {(d.table, d.key) for d in definitions.dimensions.values() if d.table and d.key}
    related = [
        (fact, key, to)
        for fact in used
        for to, key in sorted(keys, key=str)
        if to and key and key in {f.name for f in (*table(fact).fields, *table(fact).derived)} and to != fact
    ]
    used |= dict.fromkeys(to for _, _, to in related)
    model = {
        "name": name,
        "description": "Sales performance: facts, dimensions and metrics as defined in fupan.",
        "ai_context": {
            "instructions": "Aggregate each dataset alone before combining; totals are computed, never summed up."
        },
        "datasets": [_dataset(t, definitions, typed=typed) for t in used],
        "relationships": [
            {"name": f"{fact}_{key}", "from": fact, "to": to, "from_columns": [key], "to_columns": [table(to).key[0]]}
            for fact, key, to in related
        ],
        "metrics": metrics,
        "custom_extensions": [_extension({"left_out": [{"metric": o.metric, "reason": o.reason} for o in left]})],
    }
    return {"version": version, "semantic_model": [model]}, left


def _metric(definitions: Definitions, found: Portable, metric: str, below: list[Measure]) -> dict[str, Any]:
    given = definitions.metrics[metric]
    by_name = {m.name: m for m in below}
    roles = sorted({m.time for m in below})
    text = standard_sql(found.formulas[metric], lambda n: _aggregate(by_name[n]))
    told = (
        f"Unit {given.unit}; {'lower' if given.direction == 'down' else 'higher'} is better."
        if given.direction != "none"
        else f"Unit {given.unit}."
    )
    return {
        "name": metric,
        "description": words(given),
        "expression": _expression(text),
        "ai_context": {"synonyms": [given.zh, given.en], "instructions": f"{told} Statistic date: {', '.join(roles)}."},
        "custom_extensions": [
            _extension({"definition": given.model_dump(by_alias=True, exclude_defaults=True), "statistic_dates": roles})
        ],
    }


def _aggregate(measure: Measure) -> str:
    """The aggregate with its columns named by their data set."""
    text = _AGGREGATES[measure.aggregate].format(measure.sql(f"{measure.fact.table}."), at=measure.at)
    return f"COALESCE({text}, 0)" if measure.zero and measure.aggregate == "sum" else text


def _dataset(name: str, definitions: Definitions, *, typed: bool) -> dict[str, Any]:
    declared = table(name)
    times = {column for _, column in declared.times}
    shown = {d.column or d.own or d.key: d for d in definitions.dimensions.values() if d.table == name or d.own}
    fields = [
        _field(f, shown.get(f.name), typed=typed, time=f.name in times) for f in (*declared.fields, *declared.derived)
    ]
    return {
        "name": name, "source": name, "primary_key": list(declared.key), "description": f"{declared.en} {declared.zh}: {declared.grain}.",
        "ai_context": {"synonyms": [declared.zh, declared.en]}, "fields": fields,
    }  # fmt: skip


def _field(f: Field, dimension: Dimension | None, *, typed: bool, time: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"name": f.name, "expression": _expression(f.name), "description": f"{f.en} {f.zh}"}
    if f.type in {"text", "flag", "date", "instant"}:
        found["dimension"] = {"is_time": time}
    if dimension is not None:
        found["ai_context"] = {"synonyms": [dimension.zh, dimension.en]}
    return found | ({"datatype": _TYPES[f.type]} if typed else {})


def _expression(text: str) -> dict[str, Any]:
    return {"dialects": [{"dialect": "ANSI_SQL", "expression": text}]}


def _extension(data: dict[str, Any]) -> dict[str, str]:
    return {"vendor_name": "COMMON", "data": json.dumps({"fupan": data}, ensure_ascii=False, sort_keys=True)}
