"""Conditions and orders on figures: which columns of the answer they name, checked before anything is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fupan.errors import ExpressionError, QuestionError
from fupan.expressions import Name, Node, names, parse
from fupan.metrics.definitions import Definitions
from fupan.metrics.members import check_condition
from fupan.metrics.plan.resolve import substitute

_AGAIN = re.compile(r"\b(sum|avg|average|mean|total|max|min|count|median)\s*[(（]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What rows must fulfil (columns of the answer by their own names), how they are ordered, metrics that both need."""

    having: Node | None
    order: tuple[str, bool] | None
    metrics: tuple[str, ...]


def read_conditions(
    having: str | None, order: str | None, definitions: Definitions, compare: Iterable[str]
) -> Conditions:
    """``Question.having`` and ``Question.order`` read; QuestionError (having, order, not_compared, unsafe_aggregation)."""
    readings = tuple(compare)
    found: dict[str, None] = {}

    def column(name: str) -> str:
        metric, column = figure_column(name, definitions, readings)
        found[metric] = None
        return column

    node = None
    if having is not None:
        read = _read(having)
        for name in names(read):
            if name.partition(".")[0] in definitions.dimensions:
                raise QuestionError("having", f"{name} is a dimension: its members are chosen by where, not by having.",
                                    closest=f"where={having!r}", details={"name": name})  # fmt: skip
        check_condition(read, "having", "number", "having='net_sales > 100000'")
        node = substitute(read, lambda name: Name(column(name)))
    ordering = None
    if order is not None:
        wanted = order.strip()
        descending = wanted.startswith(("-", "－"))
        ordering = (column(wanted.lstrip("-－+ ").strip("`")), descending)
    return Conditions(node, ordering, tuple(found))


def figure_column(name: str, definitions: Definitions, compare: Iterable[str]) -> tuple[str, str]:
    """(metric, column of the answer) for ``net_sales``, ``净销售额`` or ``net_sales.vs_last_year``."""
    base, dot, reading = name.partition(".")
    metric = definitions.metric(base).name
    if not dot:
        return metric, metric
    against = reading.removeprefix("vs_").removesuffix("_now")
    if against not in {name for c in compare for name in (c, c.partition(":")[0])}:
        raise QuestionError("not_compared", f"{name} is known only where {metric} is compared with {against}.",
                            closest=f"compare={against}", details={"compare": against})  # fmt: skip
    return metric, f"{metric}.{reading}"


def _read(text: str) -> Node:
    try:
        return parse(text, dotted=True)
    except ExpressionError as e:
        if again := _AGAIN.search(text):
            raise QuestionError(
                "unsafe_aggregation",
                f"{again[1]}(...) would aggregate figures of rows again: averages and distinct counts do not add up.",
                closest="the metric itself, e.g. net_sales > 100000; totals are computed at their own level",
            ) from e
        raise QuestionError(
            "having",
            f"The condition cannot be read: {e}",
            closest="net_sales > 100000 and net_sales.vs_last_year < -0.1",
        ) from e
