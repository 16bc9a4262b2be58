"""What sets a question right that was refused for its rates, its books or what was to stand beside the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from fupan.metrics.beside import BENCHMARK

if TYPE_CHECKING:
    from fupan.metrics.question import Question, Rate
    from fupan.metrics.remedies import Case

_KINDS: tuple[Rate, ...] = ("actual", "plan")


def _rate(case: Case) -> Iterator[Question]:
    """A rate that there is, the currency that is missing, at plan rate; else each currency by itself."""
    q = case.question
    if q.rate not in _KINDS:
        for kind in _KINDS:
            yield replace(q, rate=kind)
    named = re.match(r"currency='(\w+)'", case.error.closest or "")
    if q.currency is None and named:
        yield replace(q, currency=named[1])
        yield _without(q, "plan_rate")
    if q.currency is not None:
        if q.rate == "actual":
            yield replace(q, rate="plan")
        plain = replace(_without(q, "plan_rate"), currency=None, rate="actual")
        yield plain
        if "currency" not in q.by:
            yield replace(plain, by=("currency", *q.by), totals=False, others=False, subtotals=False)


def _figures(case: Case) -> Iterator[Question]:
    """The metrics that can be reported, else the figures as they are known now."""
    q, wrong = case.question, case.given("metric")
    rest = tuple(m for m in q.metrics if m != wrong)
    if q.figures == "reported" and wrong and rest and len(rest) < len(q.metrics):
        yield replace(q, metrics=rest)
    yield replace(q, figures="current")


def _right(case: Case) -> Iterator[Question]:
    """Without what the asker holds no right to; the rest beside the answer stays."""
    yield _without(case.question, str(case.given("right")))
    yield _without(case.question, *BENCHMARK)


def _benchmark(case: Case) -> Iterator[Question]:
    """By the one dimension of the asker's rights and without a filter; else without the benchmark."""
    q = replace(case.question, where=None, subtotals=False, top_within=None)
    yield q
    for peer in case.scope.dimensions:
        times = tuple(b for b in q.by if (d := case.definitions.dimensions.get(b)) is not None and d.time is not None)
        yield replace(q, by=(peer, *times))
    yield _without(case.question, *BENCHMARK)


def _without(question: Question, *names: str) -> Question:
    """The question with nothing of *names* beside its answer, nor ordered or picked by it."""
    read = re.compile(
        rf"\.(?:{'|'.join(names)}|rate_effect)\b" if "plan_rate" in names else rf"\.(?:{'|'.join(names)})\b"
    )
    return replace(
        question, compare=tuple(c for c in question.compare if c not in names),
        order=None if question.order and read.search(question.order) else question.order,
        having=None if question.having and read.search(question.having) else question.having,
    )  # fmt: skip


REMEDIES: dict[str, Callable[[Case], Iterator[Question]]] = {
    "rate": _rate,
    "figures": _figures,
    "right": _right,
    "benchmark": _benchmark,
    "org": lambda c: iter([replace(c.question, org="as_was")]),
    "phase": lambda c: iter([replace(c.question, phase=None)]),
    "target_level": lambda c: iter([replace(c.question, target_level="target")]),
}
