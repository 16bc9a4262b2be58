"""What may set a refused question right, by the refusal's code: the nearest first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from fupan.errors import QuestionError
from fupan.expressions import Literal, Member, Name, Node, names
from fupan.metrics.definitions import Definitions, nearest
from fupan.metrics.filters import conjuncts, constants_of, mapped, rewritten
from fupan.metrics.question import COMPARISONS, Question, Scope
from fupan.metrics.remedies_beside import REMEDIES

if TYPE_CHECKING:
    from fupan.calendar import Calendar, Window
    from fupan.metrics.plan.asking import Reader

_PERIODS = ("day", "week", "month", "quarter", "half", "year")
_AGAINST = ("target", "floor", "stretch", "budget", "forecast")
_AGAIN = re.compile(r"\b(sum|avg|average|mean|total|max|min|count|median)\s*[(（]([^()（）]*)[)）]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Case:
    """A refused question with the reason."""

    definitions: Definitions
    calendar: Calendar
    reader: Reader
    scope: Scope
    error: QuestionError
    question: Question

    def given(self, name: str) -> Any:
        """A detail of the refusal."""
        return self.error.details.get(name)


def remedies(case: Case) -> Iterator[Question]:
    """Questions to try; none for a code that says nothing to go by."""
    remedy = _BY_CODE.get(case.error.code) or REMEDIES.get(case.error.code)
    if remedy is not None:
        yield from remedy(case)


def _metric(case: Case) -> Iterator[Question]:
    wrong, near = case.given("metric"), case.given("nearest")
    if near:
        yield _with_metric(case.question, wrong, near)
    rest = tuple(m for m in case.question.metrics if m != wrong)
    if rest and len(rest) < len(case.question.metrics):
        yield replace(case.question, metrics=rest)
    words = sorted(case.definitions.metrics, key=lambda n: -_likeness(str(wrong), n))
    for name in words[:2]:
        yield _with_metric(case.question, wrong, name)


def _likeness(one: str, other: str) -> float:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other).ratio()


def _with_metric(question: Question, wrong: Any, right: str) -> Question:
    """The question with one metric's name replaced wherever it stands."""

    def swap(text: str | None) -> str | None:
        return None if text is None else re.sub(rf"(?<!\w){re.escape(str(wrong))}(?!\w)", right, text)

    metrics = tuple(dict.fromkeys(right if m == wrong else m for m in question.metrics))
    return replace(question, metrics=metrics, having=swap(question.having), order=swap(question.order))


def _dimension(case: Case) -> Iterator[Question]:
    wrong, near = case.given("dimension"), case.given("nearest")
    if near:
        yield _with_dimension(case.question, wrong, near)
    yield _without_dimension(case.question, wrong)


def _non_conformed(case: Case) -> Iterator[Question]:
    """The same hierarchy at another level, else without the dimension, else without the metric."""
    wrong = str(case.given("dimension"))
    known = case.given("known") or ()
    for d in case.definitions.dimensions.values():
        if wrong in d.hierarchy:
            for level in d.hierarchy:
                if level != wrong and level in known and wrong in case.question.by and level not in case.question.by:
                    yield replace(case.question, by=tuple(level if b == wrong else b for b in case.question.by))
    if wrong in case.question.by or case.question.where:
        yield _without_dimension(case.question, wrong)
    rest = tuple(m for m in case.question.metrics if m != case.given("metric"))
    if rest and len(rest) < len(case.question.metrics):
        yield replace(case.question, metrics=rest)


def _with_dimension(question: Question, wrong: Any, right: str) -> Question:
    by = tuple(dict.fromkeys(right if b == wrong else b for b in question.by))
    where = rewritten(question.where, lambda n: Name(right) if n == wrong else Name(n))
    return replace(question, by=by, where=where)


def _without_dimension(question: Question, wrong: Any) -> Question:
    return replace(
        question, by=tuple(b for b in question.by if b != wrong),
        where=conjuncts(question.where, lambda node: wrong not in names(node)),
    )  # fmt: skip


def _member(case: Case) -> Iterator[Question]:
    wrong = case.given("member")
    near = [case.given("nearest"), *(case.given("known") or ())[:1]]
    for right in (n for n in near if n):

        def right_constant(node: Node, right: str = right) -> Node:
            match node:
                case Literal(constant) if str(constant) == wrong:
                    return Literal(right)
                case Member(operand, constants):
                    return Member(operand, tuple(right if str(c) == wrong else c for c in constants))
                case _:
                    return node

        yield replace(case.question, where=mapped(case.question.where, right_constant))
    yield replace(case.question, where=conjuncts(case.question.where, lambda node: wrong not in constants_of(node)))


def _where(case: Case) -> Iterator[Question]:
    """Figures go to having; time leaves for the window; what cannot be read leaves."""
    q, name = case.question, case.given("name")
    if name in case.definitions.metrics:
        figures = conjuncts(q.where, lambda node: name in names(node))
        both = f"({q.having}) and ({figures})" if q.having else figures
        yield replace(q, having=both, where=conjuncts(q.where, lambda node: name not in names(node)))
    elif name is not None:
        yield replace(q, where=conjuncts(q.where, lambda node: name not in names(node)))
    yield replace(q, where=None)


def _having(case: Case) -> Iterator[Question]:
    q, name = case.question, case.given("name")
    if name is not None:
        members = conjuncts(q.having, lambda node: name in names(node), dotted=True)
        both = f"({q.where}) and ({members})" if q.where else members
        yield replace(q, where=both, having=conjuncts(q.having, lambda node: name not in names(node), dotted=True))
    yield replace(q, having=None)


def _not_compared(case: Case) -> Iterator[Question]:
    q, wanted = case.question, case.given("compare")
    if wanted in COMPARISONS or str(wanted).partition("@")[0] in COMPARISONS:
        yield replace(q, compare=(*q.compare, str(wanted)))
    yield replace(q, having=None)
    yield replace(q, order=None)
    yield replace(q, having=None, order=None)


def _unsafe(case: Case) -> Iterator[Question]:
    q = case.question
    if case.given("nearest"):
        yield replace(_with_metric(q, case.given("metric"), case.given("nearest")), totals=True)
    if q.having:
        yield replace(q, having=_AGAIN.sub(r"\2", q.having))
        yield replace(q, having=None)


def _times(case: Case) -> Iterator[Question]:
    """One period, the coarser one."""
    timed = [b for b in case.question.by if b in _PERIODS]
    for keep in sorted(timed, key=_PERIODS.index, reverse=True):
        yield replace(case.question, by=tuple(b for b in case.question.by if b not in timed or b == keep))


def _too_many(case: Case) -> Iterator[Question]:
    """The same window in coarser periods."""
    for at, period in enumerate(_PERIODS):
        if period in case.question.by:
            for coarser in _PERIODS[at + 1 :]:
                yield replace(case.question, by=tuple(coarser if b == period else b for b in case.question.by))


def _comparison(case: Case) -> Iterator[Question]:
    q = case.question
    known = [c for c in q.compare if c in COMPARISONS]
    for wrong in (c for c in q.compare if c not in COMPARISONS):
        if near := nearest(wrong, COMPARISONS):
            yield replace(q, compare=(*known, *([near] if near not in known else [])))
    yield replace(q, compare=tuple(known))


def _target_grain(case: Case) -> Iterator[Question]:
    """Phased; coarser periods, the targets' own window, their own dimensions; without the target."""
    q = case.question
    window = case.given("window")
    if window is not None:
        if q.phase is None:
            yield replace(q, phase="season")
        yield from _too_many(case)
        timeless = tuple(b for b in q.by if b not in (*_PERIODS, "target_period"))
        yield replace(q, window=_named(case.calendar, window), by=timeless)
    askable = case.given("dimensions")
    if askable is not None:
        kept = tuple(b for b in q.by if b in askable or b in _PERIODS)
        if any(b in askable for b in kept):
            yield replace(q, by=kept)
        timed = tuple(b for b in q.by if b in _PERIODS)
        if any(c.partition("@")[0] in _AGAINST for c in q.compare):
            yield from _without_target(case)
        if len(q.by) > len(timed) and len(kept) == len(timed):
            yield from (replace(q, by=(*timed, name)) for name in askable)
        yield replace(q, by=timed)
        yield replace(q, by=timed, where=None)
    yield from _without_target(case)


def _target_cumulative(case: Case) -> Iterator[Question]:
    """What the cumulative metric is of, against its own target; without the target."""
    yield _with_metric(case.question, case.given("metric"), case.given("nearest"))
    yield from _without_target(case)


def _target_sets(case: Case) -> Iterator[Question]:
    """By what only one of the sets tells apart; without the target."""
    for name in case.given("dimensions") or ():
        yield replace(case.question, by=(*case.question.by, name))
    yield from _without_target(case)


def _named(calendar: Calendar, window: Window) -> str | Window:
    """The window by its label where the label reads as the same window."""
    try:
        return window.label if calendar.parse(window.label, window.start) == window else window
    except QuestionError:
        return window


def _without_target(case: Case) -> Iterator[Question]:
    q = case.question
    plain = tuple(c for c in q.compare if c.partition("@")[0] not in _AGAINST)
    if plain != q.compare:
        yield replace(q, compare=plain)
    of = str(case.given("metric"))
    metrics = tuple(
        dict.fromkeys(m if getattr(case.definitions.metrics.get(m), "of", None) is None else of for m in q.metrics)
    )
    if metrics != q.metrics:
        yield replace(q, compare=plain, metrics=metrics)


def _basis(case: Case) -> Iterator[Question]:
    for name in case.given("same") or ():
        yield _with_metric(case.question, case.given("metric"), name)
    yield from _without_target(case)


def _target_period(case: Case) -> Iterator[Question]:
    q = case.question
    yield replace(q, by=tuple("month" if b == "target_period" else b for b in q.by))
    yield replace(q, by=tuple(b for b in q.by if b != "target_period"))


def _window(case: Case) -> Iterator[Question]:
    text = str(case.question.window)
    if case.error.closest and len(case.error.closest) < 24:
        yield replace(case.question, window=case.error.closest)
    if found := re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", text):
        yield replace(case.question, window=found[0])
    yield replace(case.question, window="ytd")


def _as_of(case: Case) -> Iterator[Question]:
    """The newest day of the first metric's fact."""
    for name in case.question.metrics:
        fact = case.definitions.facts.get(getattr(case.definitions.metrics.get(name), "fact", ""))
        if fact is not None and (day := newest_day(case.reader, fact.table, fact.time[fact.default_time])):
            yield replace(case.question, as_of=day)
            return
    rows = getattr(case.reader.manifest, "rows", None)
    loaded = [f for f in case.definitions.facts.values() if rows is not None and f.default_time and rows(f.table)]
    for fact in loaded:
        if day := newest_day(case.reader, fact.table, fact.time[fact.default_time]):
            yield replace(case.question, as_of=day)
            return
    yield replace(case.question, as_of=date(2025, 12, 31))


def newest_day(reader: Reader, table: str, column: str) -> date | None:
    """The last day in a date column; None where there is none."""
    from fupan.metrics.plan.run import rows_of

    source = reader.table(table)
    found: date | None = rows_of(source.aggregate(day=source[column].max()))[0]["day"]
    return found


def _currencies(case: Case) -> Iterator[Question]:
    q = case.question
    found = case.given("currencies") or ()
    if not q.totals and not q.others and "currency" not in q.by:
        yield replace(q, by=("currency", *q.by))
    for currency in found[:1]:
        only = f"currency = '{currency}'"
        yield replace(q, where=f"({q.where}) and {only}" if q.where else only)


def _not_loaded(case: Case) -> Iterator[Question]:
    """The other metrics asked for, else those most alike that have rows."""
    rest = [m for m in case.question.metrics if m != case.given("metric")]
    if rest and len(rest) < len(case.question.metrics):
        yield replace(case.question, metrics=tuple(rest))
    wrong = case.definitions.metrics.get(str(case.given("metric")))
    rows = getattr(case.reader.manifest, "rows", None)
    if rows is None or wrong is None:
        return
    alike = [
        m.name for m in case.definitions.metrics.values()
        if (fact := case.definitions.facts.get(getattr(m, "fact", ""))) is not None and rows(fact.table)
        and m.unit == wrong.unit
    ]  # fmt: skip
    for name in sorted(alike, key=lambda n: -_likeness(wrong.name, n))[:3]:
        yield replace(case.question, metrics=(name,), having=None, order=None)


def _top_within(case: Case) -> Iterator[Question]:
    q = case.question
    plain = [b for b in q.by if b not in (*_PERIODS, "target_period")]
    if len(plain) > 2:
        yield replace(q, by=tuple(b for b in q.by if b not in plain[2:]))
    yield replace(q, top_within=None, top=q.top or q.top_within)


def _top(case: Case) -> Iterator[Question]:
    q = case.question
    least: dict[str, Any] = {n: 10 for n in ("top", "top_within") if (asked := getattr(q, n)) is not None and asked < 1}
    yield replace(q, **least)


def _hierarchy(case: Case) -> Iterator[Question]:
    yield replace(case.question, by=tuple(b.partition("..")[0] for b in case.question.by))


def _time_role(case: Case) -> Iterator[Question]:
    wrong, near = case.given("metric"), case.given("nearest")
    if wrong is None and near:
        yield replace(case.question, time=near)
    if wrong is not None and near:
        yield _with_metric(case.question, wrong, near)
    yield replace(case.question, time=None)


def _masked(case: Case) -> Iterator[Question]:
    if case.given("dimension"):
        yield _without_dimension(case.question, case.given("dimension"))
    for name in case.question.metrics:
        if len(case.question.metrics) > 1:
            yield replace(case.question, metrics=tuple(m for m in case.question.metrics if m != name))


_BY_CODE: dict[str, Callable[[Case], Iterator[Question]]] = {
    "unknown_metric": _metric,
    "metric": _metric,
    "share": _metric,
    "unknown_dimension": _dimension,
    "unknown_member": _member,
    "non_conformed": _non_conformed,
    "where": _where,
    "having": _having,
    "not_compared": _not_compared,
    "unsafe_aggregation": _unsafe,
    "two_times": _times,
    "too_many_periods": _too_many,
    "comparison": _comparison,
    "target_grain": _target_grain,
    "target_cumulative": _target_cumulative,
    "target_sets": _target_sets,
    "target_version": lambda c: iter([replace(c.question, target_version=None)]),
    "target_period": _target_period,
    "basis": _basis,
    "window": _window,
    "time_role": _time_role,
    "as_of": _as_of,
    "currencies": _currencies,
    "not_loaded": _not_loaded,
    "top_within": _top_within,
    "hierarchy": _hierarchy,
    "masked": _masked,
    "top": _top,
    "twice": lambda c: iter([replace(c.question, by=tuple(dict.fromkeys(c.question.by)))]),
    "calendar": lambda c: iter([replace(c.question, calendar=c.error.closest or "fiscal")]),
    "no_metric": lambda c: iter([replace(c.question, metrics=("net_sales",))]),
    "order": lambda c: iter([replace(c.question, order=None)]),
}
