"""Several questions of one page: those that read the same rows are asked as one, so that each fact is read once."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import astuple, replace
from typing import TYPE_CHECKING

from fupan.errors import QuestionError
from fupan.metrics.body import collect

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
    from fupan.metrics.turn import Turn

    answers: dict[Question, Result] = {}
    groups: dict[Hashable, list[Turn]] = {}
    for question in dict.fromkeys(questions):
        try:
            turn = Turn(layer, question, reader, scope)
        except QuestionError:
            answers[question] = layer.ask(question, reader=reader, scope=scope)  # told with its nearest question
            continue
        together = _together(turn)
        if together is None:
            answers[question] = layer.ask(question, reader=reader, scope=scope)
        else:
            groups.setdefault(together, []).append(turn)
    for turns in groups.values():
        answers |= _asked(layer, turns, reader, scope)
    return [answers[q] for q in questions]


def _asked(layer: MetricLayer, turns: list[Turn], reader: Reader, scope: Scope) -> dict[Question, Result]:
    from fupan.metrics.turn import Turn

    asked = {t.question: t for t in turns}
    if len(asked) > 1:
        metrics = tuple(dict.fromkeys(m for q in asked for m in q.metrics))
        try:
            whole = Turn(layer, replace(next(iter(asked)), metrics=metrics), reader, scope)
            main = whole.asking(whole.plain, whole.windows(), by_time=True)
            found = collect(whole, main, [b.window for b in main.frames[0].buckets])
        except QuestionError:
            pass  # one of them is refused: each is asked alone, and told alone
        else:
            for turn in turns:
                turn.sql, turn.used, turn.targets = whole.sql, whole.used, whole.targets
            return {q: turn.dressed(main, found) for q, turn in asked.items()}
    return {q: layer.ask(q, reader=reader, scope=scope) for q in asked}


def _together(turn: Turn) -> Hashable | None:
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
