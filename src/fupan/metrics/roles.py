"""Statistic dates 统计日期: the same metrics counted by another date of their rows, and on another basis for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fupan.contracts import table as contract
from fupan.errors import QuestionError
from fupan.expressions import names, parse
from fupan.metrics.check import BUILTIN, PARAMETERS, REFERRING
from fupan.metrics.definition import Base, Derived, Fact
from fupan.metrics.definitions import Definitions, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fupan.metrics.plan.resolve import Resolved

STANDING = ("stock", "balance", "population")
"""Families of figures that stand at a day: none of their rows happens on a date that could be another one."""
_EVENT = {"ship": "delivery", "sign": "delivery", "counted": "receipt"}


def with_role(definitions: Definitions, role: str) -> Definitions:
    """The definitions with every metric that can be counted by *role* counted so, its basis changed accordingly.

    QuestionError (code time_role) where no fact has such a date.
    """
    known = {r for fact in definitions.facts.values() for r in fact.time}
    if role not in known:
        raise QuestionError("time_role", f"There is no statistic date “{role}”.", closest=nearest(role, known) or "order",
                            details={"nearest": nearest(role, known)})  # fmt: skip
    counted: dict[str, bool] = {}

    def able(name: str) -> bool:
        """Whether all that the metric is made of can be counted by the role."""
        if name not in counted:
            metric = definitions.metrics[name]
            if isinstance(metric, Base):
                counted[name] = metric.family not in STANDING and role in definitions.facts[metric.fact].time
            else:
                below = list(_below(metric))
                counted[name] = bool(below) and all(able(n) for n in below)
        return counted[name]

    changed = {}
    for name, metric in definitions.metrics.items():
        update: dict[str, Any] = {}
        if able(name):
            update["basis"] = _basis(metric.basis, role)
            if hasattr(metric, "time") and (isinstance(metric, Base) or metric.time is not None):
                update["time"] = role
        changed[name] = metric.model_copy(update=update) if update else metric
    return replace(definitions, metrics=changed)


def _below(metric: Any) -> Iterable[str]:
    if isinstance(metric, Derived):
        yield from (n for n in names(parse(metric.formula)) if n not in BUILTIN and not (metric.of and n in PARAMETERS))
    for key in REFERRING:
        if other := getattr(metric, key, None):
            yield other


def _basis(basis: str | None, role: str) -> str | None:
    if basis is None:
        return None
    _, _, rest = basis.partition("/")
    return f"{_EVENT.get(role, role)}/{rest}"


def check_roles(resolved: Resolved, definitions: Definitions, role: str) -> None:
    """QuestionError (code time_role) where a part of a metric has no such date, with the nearest metric that has."""
    for name, metric in resolved.metrics.items():
        parts = [resolved.leaves[i].metric for i in resolved.parts_of(name) if i in resolved.leaves]
        lacking = next((p for p in parts if p.time != role), None)
        if lacking is None:
            continue
        fact = definitions.facts[lacking.fact]
        able = [p.name.partition("[")[0].partition("#")[0] for p in parts if p.time == role]
        near = next((n for n in able if n in definitions.metrics and definitions.metrics[n].unit == metric.unit), None)
        if lacking.family in STANDING:
            why = f"{lacking.name} stands at a day and has no statistic date"
        else:
            why = f"{fact.name} has no date “{role}”, only {', '.join(fact.time)}"
        part = "" if lacking.name == name else f" (through {lacking.name})"
        raise QuestionError("time_role", f"{name} cannot be counted by {role}{part}: {why}.",
                            closest=f"{near} by {role}" if near else f"{name} by its own date (leave time out)",
                            details={"metric": name, "nearest": near})  # fmt: skip


def role_of(metric: Any, fact: Fact) -> str:
    """The date role that a figure is counted by; none for what stands at a day."""
    return "" if metric.family in STANDING else str(metric.time or fact.default_time)


def dates_of(resolved: Resolved, definitions: Definitions) -> dict[str, dict[str, str]]:
    """Per asked metric the dates it is counted by: ``table.column`` -> role."""
    found: dict[str, dict[str, str]] = {}
    for name in resolved.metrics:
        mine = found.setdefault(name, {})
        for i in resolved.parts_of(name):
            if i in resolved.leaves:
                leaf = resolved.leaves[i].metric
                fact = definitions.facts[leaf.fact]
                if role := role_of(leaf, fact):
                    mine[f"{fact.table}.{fact.time[role]}"] = role
    return found


def role_words(dates: Iterable[str]) -> tuple[str, str]:
    """What the dates are called, zh and en: 发货日期, Ship date."""
    for each in dates:
        table, _, column = each.partition(".")
        field = contract(table).field(column)
        return field.zh, field.en
    return "", ""
