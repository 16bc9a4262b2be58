"""Amounts in several currencies are never added up without a rate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from fupan.errors import QuestionError
from fupan.expressions import Node, names
from fupan.metrics.carrying import fact_columns
from fupan.metrics.plan.aside import rows_inside
from fupan.metrics.plan.bind import bind
from fupan.metrics.plan.day_parts import with_day_parts
from fupan.metrics.plan.exchange import check_rates
from fupan.metrics.plan.source import fact_rows
from fupan.metrics.question import Scope

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.definition import Fact
    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.question import Question


def check_currencies(
    asking: Asking, leaves: Iterable[Any], goals: Iterable[str], question: Question, filters: Iterable[Node]
) -> None:
    """QuestionError (code currencies) where a sum would mix currencies that the asker may see.

    In one currency (``question.currency``) they do not; there each line must have a rate (code rate).
    Kept apart by a breakdown (without totals and others) or by a filter on currency, they do not mix.
    """
    leaves = list(leaves)
    if asking.rates is not None:
        _check_rates(asking, leaves, goals)
        return
    if any("currency" in names(node) for node in filters):
        return
    levels = question.subtotals or question.top is not None or question.top_within is not None
    apart = "currency" in (question.by[:1] if levels else question.by)
    if apart and not question.totals and not question.others:
        return
    for metric in leaves:
        fact = asking.definitions.facts[metric.fact]
        money = metric.unit.startswith("currency") and "currency" in fact_columns(fact)
        if not money or asking.empty(fact.table):
            continue
        found = _there(replace(asking, filters=()), fact, metric.name)
        if len(found) > 1 and filters:
            found = _there(asking, fact, metric.name)
        if len(found) > 1:
            raise QuestionError(
                "currencies",
                f"{metric.name} would add up amounts in {', '.join(found)} without a rate.",
                closest=f"{metric.name} by currency, or where currency = '{found[0]}', or in one currency: "
                f"currency='{found[0]}'",
                details={"metric": metric.name, "currencies": found},
            )


def _check_rates(asking: Asking, leaves: Iterable[Any], goals: Iterable[str]) -> None:
    done = set()
    for metric in leaves:
        fact, role = asking.definitions.facts[metric.fact], getattr(metric, "time", None)
        money = metric.unit.startswith("currency") and metric.family != "population"
        if money and (metric.fact, role) not in done:
            done.add((metric.fact, role))
            check_rates(asking, fact, role, metric.name)
    for of in goals:
        if asking.definitions.metric(of).unit == "currency":
            check_rates(asking, asking.definitions.facts["targets"], None, f"target({of})", kind="plan")


def _there(asking: Asking, fact: Fact, metric: str) -> tuple[str, ...]:
    if asking.filters or asking.scope.dimensions:  # where all rows are of one currency, none need be looked through
        whole = replace(asking, filters=(), scope=Scope.everything())
        if len(everywhere := _there(whole, fact, metric)) <= 1:
            return everywhere
    key = ("currencies", fact.name, asking.scope.shape, repr(asking.filters), asking.org)
    found: tuple[str, ...] = asking.once(key, partial(currencies, fact=fact, metric=metric))
    return found


def currencies(asking: Asking, fact: Fact, metric: str) -> tuple[str, ...]:
    """Currencies that occur in a fact, inside the scope and the filters."""

    def named(inner: Asking) -> ir.Table:
        day = fact.time.get(fact.default_time, "")
        rows = fact_rows(inner, fact, {"currency", day})
        bound = bind(inner, fact, metric, with_day_parts(inner, rows, day) if day in rows.columns else rows)
        return bound.filter(bound["currency"].notnull()).select("currency").distinct()

    listed = rows_inside(asking, ("currencies", fact.name, repr(asking.filters), asking.org), named, own=True)
    return tuple(sorted(r["currency"] for r in listed))
