"""What can be answered of a question: its metrics without those that are refused, with the reason of each refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fupan.errors import QuestionError

if TYPE_CHECKING:
    from fupan.metrics.layer import MetricLayer
    from fupan.metrics.plan.asking import Reader
    from fupan.metrics.question import Question, Scope
    from fupan.metrics.result import Result

_OF_TARGETS = frozenset({"target_grain", "target_version", "target_sets", "target_cumulative", "basis"})
"""Codes whose refusal is about the targets of a metric, not about the metric itself."""


@dataclass(frozen=True, slots=True)
class Partial:
    """The answer of the metrics that have one (None where none has), and why each of the others has none."""

    result: Result | None
    refused: Mapping[str, QuestionError]


def ask_partly(layer: MetricLayer, question: Question, *, reader: Reader, scope: Scope) -> Partial:
    """Ask *question*; as long as it is refused, leave out the metrics that the refusal is about and ask the rest.

    A refusal that names no metric is about each of them that is refused alone.
    """
    left, refused = question.metrics, dict[str, QuestionError]()
    while left:
        try:
            return Partial(layer.ask(replace(question, metrics=left), reader=reader, scope=scope), refused)
        except QuestionError as error:
            about = concerned(layer, replace(question, metrics=left), error, scope)
            if not about:
                refused |= _alone(layer, replace(question, metrics=left), error, reader, scope)
                about = [m for m in left if m in refused]
            else:
                refused |= dict.fromkeys(about, error)
            left = tuple(m for m in left if m not in refused)
            if not about:
                return Partial(None, refused | dict.fromkeys(left, error))
    return Partial(None, refused)


def concerned(layer: MetricLayer, question: Question, error: QuestionError, scope: Scope) -> list[str]:
    """The asked metrics that a refusal is about: the one it names, those made of it, or those that need its targets."""
    from fupan.metrics.plan.aim import is_plan, metric_of

    named = error.details.get("metric")
    if not isinstance(named, str):
        return []
    found, plans = [], [c for c in question.compare if is_plan(c)]
    for metric in question.metrics:
        try:
            resolved = layer.resolved((metric,), scope, plans=plans)
        except QuestionError:
            found.append(metric)
            continue
        if error.code in _OF_TARGETS:
            parts = {metric_of(goal) for goal in resolved.goal_metrics()}
        else:
            parts = {metric, *(leaf.metric.name for leaf in resolved.leaves.values())}
        if named in parts:
            found.append(metric)
    return found


def _alone(
    layer: MetricLayer, question: Question, error: QuestionError, reader: Reader, scope: Scope
) -> dict[str, QuestionError]:
    """Each metric asked alone, where a refusal does not tell which of them it is about."""
    if len(question.metrics) == 1:
        return {question.metrics[0]: error}
    found: dict[str, QuestionError] = {}
    for metric in question.metrics:
        try:
            layer.ask(replace(question, metrics=(metric,)), reader=reader, scope=scope)
        except QuestionError as own:
            found[metric] = own
    return found
