"""Amounts in several currencies are never added up without a rate."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from fupan.contracts import table as contract
from fupan.errors import QuestionError
from fupan.expressions import Node, names
from fupan.metrics.plan.run import rows_of

if TYPE_CHECKING:
    from fupan.metrics.definitions import Definitions
    from fupan.metrics.plan.asking import Reader
    from fupan.metrics.plan.known import Memo
    from fupan.metrics.question import Question


def check_currencies(
    leaves: Iterable[Any],
    definitions: Definitions,
    reader: Reader,
    question: Question,
    filters: Iterable[Node],
    memo: Memo,
) -> None:
    """QuestionError (code currencies) where a sum would mix currencies.

    Kept apart by a breakdown (without totals and others) or by a filter on currency, they do not mix.
    """
    if any("currency" in names(node) for node in filters):
        return
    levels = question.subtotals or question.top is not None or question.top_within is not None
    apart = "currency" in (question.by[:1] if levels else question.by)
    if apart and not question.totals and not question.others:
        return
    for metric in leaves:
        source = definitions.facts[metric.fact].table
        if not metric.unit.startswith("currency") or "currency" not in {f.name for f in contract(source).fields}:
            continue
        found = memo.once(("currencies", source), partial(currencies, reader, source))
        if len(found) > 1:
            raise QuestionError(
                "currencies",
                f"{metric.name} would add up amounts in {', '.join(found)} without a rate.",
                closest=f"{metric.name} by currency, or where currency = '{found[0]}'",
                details={"metric": metric.name, "currencies": found},
            )


def currencies(reader: Reader, table: str) -> tuple[str, ...]:
    """Currencies that occur in a table."""
    source = reader.table(table)
    listed = rows_of(source.filter(source["currency"].notnull()).select("currency").distinct())
    return tuple(sorted(r["currency"] for r in listed))
