"""Which columns that a contract marks as sensitive (cost, base pay, telephone) figures are made of."""

from __future__ import annotations

from collections.abc import Iterable

from fupan.errors import QuestionError
from fupan.metrics.definitions import Definitions
from fupan.metrics.plan.resolve import resolve
from fupan.metrics.plan.rights import places_of
from fupan.metrics.scope import Scope, contract_masks


def sensitive_columns(
    definitions: Definitions, metrics: Iterable[str], by: Iterable[str], tables: Iterable[str] = ()
) -> tuple[str, ...]:
    """The sensitive columns, as "table.column", behind these metrics with their targets, dimensions and whole tables.

    A metric that no question can ask has none: nothing of it was ever told.
    """
    marked = contract_masks()
    found: set[tuple[str, str]] = set()
    for metric in dict.fromkeys(metrics):
        for plans in (("target",), ()):  # a metric that can have no target is told all the same
            try:
                found |= resolve(definitions, (metric,), Scope.everything(), plans=plans).touched
                break
            except QuestionError:
                continue
    for name in dict.fromkeys(by):
        if name in definitions.dimensions:
            found |= {*places_of(definitions.dimension(name))}
    whole = {m for m in marked for table in tables if m.startswith(f"{table}.")}
    return tuple(sorted(whole | (marked & {f"{table}.{column}" for table, column in found})))
