"""MetricFlow YAML for dbt: one semantic model per fact and dimension table, measures, and metrics over them."""

from __future__ import annotations

from typing import Any

from fupan.contracts import table
from fupan.expressions import Name, names
from fupan.metrics.carrying import table_columns
from fupan.metrics.definitions import Definitions
from fupan.metrics.exchange.portable import LeftOut, Measure, Portable, label, words
from fupan.metrics.exchange.sql import standard_sql

_RESERVED = {"day", "week", "month", "quarter", "year", "hour", "minute", "second"}


def metricflow(definitions: Definitions, found: Portable) -> tuple[dict[str, Any], list[LeftOut]]:
    """The document and what is left out of it. Each fact is aggregated alone there, too, so that formulas over several hold."""
    by_table: dict[str, list[Measure]] = {}
    for measure in found.measures.values():
        by_table.setdefault(measure.fact.table, []).append(measure)
    dimension_tables = sorted({d.table for d in definitions.dimensions.values() if d.table} - set(by_table))
    models = [_fact(name, measures, definitions) for name, measures in by_table.items()]
    models += [_dimension_table(name, definitions) for name in dimension_tables]
    metrics = [_simple_metric(m, found, definitions) for m in found.measures.values()]
    written = {m["name"] for m in metrics}
    metrics += [_derived_metric(n, found, definitions) for n in found.formulas if n not in written]
    return {"semantic_models": models, "metrics": metrics}, list(found.left_out)


def _simple_metric(measure: Measure, found: Portable, definitions: Definitions) -> dict[str, Any]:
    name = _simple(measure.name, found)
    given = definitions.metrics.get(name)
    zero = {"fill_nulls_with": 0} if measure.zero else {}
    return {
        "name": name, "description": words(given) if given else f"Part of other metrics: {measure.name}.",
        "label": label(given) if given else name, "type": "simple",
        "type_params": {"measure": {"name": f"{measure.name}_measure", **zero}},
    }  # fmt: skip


def _derived_metric(name: str, found: Portable, definitions: Definitions) -> dict[str, Any]:
    given, formula = definitions.metrics[name], found.formulas[name]
    inputs = {n: _simple(n, found) for n in names(formula)}
    return {
        "name": name, "description": words(given), "label": label(given), "type": "derived",
        "type_params": {
            "expr": standard_sql(formula, inputs.__getitem__), "metrics": [{"name": n} for n in inputs.values()],
        },
    }  # fmt: skip


def _simple(measure: str, found: Portable) -> str:
    """Name of the simple metric of a measure: the metric's own where it is nothing else."""
    return (
        measure if found.formulas.get(measure) == Name(measure) or measure not in found.formulas else f"{measure}_part"
    )


def _fact(name: str, measures: list[Measure], definitions: Definitions) -> dict[str, Any]:
    declared = table(name)
    times = {role: column for m in measures for role, column in m.fact.time.items()}
    columns = table_columns(name)
    keys = {d.key: d.table for d in definitions.dimensions.values() if d.table and d.key and d.key in columns}
    own = sorted({d.own for d in definitions.dimensions.values() if d.own and d.own in columns and d.own not in keys})
    parts = " || '|' || ".join(f"COALESCE(CAST({k} AS VARCHAR), '')" for k in declared.key)
    return {
        "name": name, "description": f"{declared.en} {declared.zh}: {declared.grain}.", "model": f"ref('{name}')",
        "defaults": {"agg_time_dimension": _role(measures[0].fact.default_time)},
        "entities": [
            {"name": f"{name}_row", "type": "primary", "expr": parts},
            *({"name": _entity(to), "type": "foreign", "expr": key} for key, to in sorted(keys.items(), key=str) if to != name),
        ],
        "dimensions": [
            *({"name": _role(role), "type": "time", "expr": column, "type_params": {"time_granularity": "day"}} for role, column in times.items()),
            *({"name": _own(column), "type": "categorical", "expr": column} for column in own),
        ],
        "measures": [_measure(m) for m in measures],
    }  # fmt: skip


def _measure(measure: Measure) -> dict[str, Any]:
    aggregate = "percentile" if measure.aggregate == "median" else measure.aggregate
    found: dict[str, Any] = {
        "name": f"{measure.name}_measure", "agg": aggregate, "expr": measure.sql(), "agg_time_dimension": _role(measure.time),
    }  # fmt: skip
    if aggregate == "percentile":
        found["agg_params"] = {"percentile": measure.at, "use_discrete_percentile": False}
    return found


def _dimension_table(name: str, definitions: Definitions) -> dict[str, Any]:
    declared = table(name)
    here = [d for d in definitions.dimensions.values() if d.table == name]
    columns = dict.fromkeys(d.column or d.label for d in here if d.column or d.label)
    return {
        "name": name, "description": f"{declared.en} {declared.zh}: {declared.grain}.", "model": f"ref('{name}')",
        "entities": [{"name": _entity(name), "type": "primary", "expr": declared.key[0]}],
        "dimensions": [{"name": _own(c), "type": "categorical", "expr": c} for c in columns if c],
    }  # fmt: skip


def _entity(name: str | None) -> str:
    return f"{name}_key"


def _role(role: str) -> str:
    return f"{role}_date"


def _own(column: str) -> str:
    return f"{column}_value" if column in _RESERVED else column
