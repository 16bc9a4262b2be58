"""Several questions of one page: those that read the same rows are asked as one, so that each fact is read once."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from contextlib import suppress
from dataclasses import astuple, replace
from typing import TYPE_CHECKING

from fupan.errors import QuestionError
from fupan.metrics.body import collect
from fupan.metrics.partial import Partial, ask_partly, concerned

if TYPE_CHECKING:
    from fupan.metrics.layer import MetricLayer
    from fupan.metrics.plan.asking import Reader
    from fupan.metrics.question import Question, Scope
    from fupan.metrics.result import Result
    from fupan.metrics.turn import Turn

_SCANNED = frozenset({"sum", "count", "min", "max", "count_distinct"})


def ask_all(layer: MetricLayer, questions: Sequence[Question], reader: Reader, scope: Scope) -> list[Result]:
    """The answers in the order of the questions, each as it would be alone.

    Questions that differ in their metrics alone are put together where that cannot change which rows there are: tiles
    (no breakdown), or breakdowns of figures of the same rows. QuestionError for the first that is refused.
    """
    told = _together(layer, questions, reader, scope)
    return [told[q] if q in told else layer.ask(q, reader=reader, scope=scope) for q in questions]


def ask_all_partly(layer: MetricLayer, questions: Sequence[Question], reader: Reader, scope: Scope) -> list[Partial]:
    """As ``ask_all``, but what is refused of one question is left out of that one alone."""
    told = _together(layer, questions, reader, scope)
    return [Partial(told[q], {}) if q in told else ask_partly(layer, q, reader=reader, scope=scope) for q in questions]


def _together(
    layer: MetricLayer, questions: Sequence[Question], reader: Reader, scope: Scope
) -> dict[Question, Result]:
    """The answers of those questions that could be asked with others."""
    from fupan.metrics.turn import Turn

    groups: dict[Hashable, dict[Question, Turn]] = {}
    for question in dict.fromkeys(questions):
        with suppress(QuestionError):  # asked alone, it is told with its nearest question
            turn = Turn(layer, question, reader, scope)
            if (common := _common(turn)) is not None:
                groups.setdefault(common, {})[question] = turn
    answers: dict[Question, Result] = {}
    for asked in groups.values():
        answers |= _as_one(layer, asked, reader, scope)
    return answers


def _as_one(layer: MetricLayer, asked: dict[Question, Turn], reader: Reader, scope: Scope) -> dict[Question, Result]:
    """The answers of questions asked as one, without those that a refusal is about."""
    from fupan.metrics.turn import Turn

    while len(asked) > 1:
        metrics = tuple(dict.fromkeys(m for q in asked for m in q.metrics))
        try:
            whole = Turn(layer, replace(next(iter(asked)), metrics=metrics), reader, scope)
            main = whole.asking(whole.plain, whole.windows(), by_time=True)
            found = collect(whole, main, [b.window for b in main.frames[0].buckets])
        except QuestionError as error:
            left = {q: t for q, t in asked.items() if not concerned(layer, q, error, scope)}
            asked = left if len(left) < len(asked) else {}
        else:
            for turn in asked.values():
                turn.sql, turn.used, turn.targets = whole.sql, whole.used, whole.targets
            return {q: turn.dressed(main, found) for q, turn in asked.items()}
    return {}


def _common(turn: Turn) -> Hashable | None:
    """What questions asked as one must have in common; None for one that is better asked alone."""
    q, resolved = turn.question, turn.resolved
    if (
        q.top is not None
        or q.top_within is not None
        or q.having
        or q.order
        or q.subtotals
        or resolved.shares
        or resolved.peers
    ):
        return None
    rows: Hashable = ()
    if q.by:
        leaves = resolved.leaves.values()
        read = {(leaf.metric.fact, leaf.metric.time, leaf.metric.where, leaf.reach) for leaf in leaves}
        if len(read) != 1 or resolved.goals or any(leaf.metric.family not in _SCANNED for leaf in leaves):
            return None
        rows = next(iter(read))
    return astuple(replace(q, metrics=())), rows
