"""The one query call: a question in, an answer with its provenance out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from fupan.calendar import Calendar, Window, WorkingDays
from fupan.calendar.occasion import Occasion
from fupan.calendar.words import relative
from fupan.errors import QuestionError
from fupan.metrics.definitions import Definitions, nearest
from fupan.metrics.plan.known import Known, Memo
from fupan.metrics.question import Question, Scope
from fupan.metrics.roles import with_role
from fupan.money import Telling
from fupan.warehouse.line import arrived

if TYPE_CHECKING:
    from fupan.metrics.cell import CellRows
    from fupan.metrics.partial import Partial
    from fupan.metrics.plan.asking import Reader
    from fupan.metrics.plan.exchange import Rates
    from fupan.metrics.plan.kept import Kept
    from fupan.metrics.plan.resolve import Resolved
    from fupan.metrics.result import Result

_ANY_DAY = date(2000, 1, 1)
MOST_RESOLVED = 2_000
"""Of these the oldest goes first."""


class MetricLayer:
    """Metrics of one workspace: definitions, calendars, currency and language of labels.

    With *keeps_answers* a statement that was run on a snapshot before is not run again: its rows are known.
    """

    def __init__(
        self,
        definitions: Definitions,
        *,
        calendars: Mapping[str, Any] | None = None,
        currency: str = "CNY",
        locale: str = "zh",
        telling: Telling | None = None,
        working_days: WorkingDays | None = None,
        events: Sequence[Occasion] = (),
        keeps_answers: bool = False,
    ) -> None:
        given = calendars or {}
        self.calendars = {n: c if isinstance(c, Calendar) else Calendar(c) for n, c in given.items()}
        self.calendars.setdefault("fiscal", Calendar())
        self.definitions, self.currency, self.locale = definitions, currency, locale
        self.working_days, self.events = working_days or WorkingDays(), tuple(events)
        self.keeps_answers = keeps_answers
        self.known, self.telling = Known(), telling or Telling(currency)
        self._by_role: dict[str, Definitions] = {}
        self._resolved: OrderedDict[Any, Resolved] = OrderedDict()
        self._made_by: str | None = None

    def memo(self, reader: Reader) -> Memo:
        """What is known of a reader's snapshot, by this process or, where the reader keeps findings, by any before it."""
        engine = reader.backend.name

        def kept() -> Kept | None:
            from fupan.metrics.plan.kept import Kept, made_by

            findings = getattr(reader, "findings", None)
            if findings is None:
                return None
            if self._made_by is None:
                rules = {n: c.rules for n, c in self.calendars.items()}
                said = (self.definitions.hash, rules, self.currency, self.locale, self.telling, self.working_days)
                self._made_by = made_by((*said, self.events))
            return Kept(findings, f"{engine}:{self._made_by}", getattr(reader, "shared", None))

        return self.known.of(getattr(reader.manifest, "id", None), engine, kept)

    def counted_by(self, role: str | None) -> Definitions:
        """The definitions, with metrics counted by another statistic date where *role* names one."""
        if role is None:
            return self.definitions
        if role not in self._by_role:
            self._by_role[role] = with_role(self.definitions, role)
        return self._by_role[role]

    def resolved(
        self, metrics: Sequence[str], scope: Scope, *, plans: Sequence[str], role: str | None = None
    ) -> Resolved:
        """What *metrics* are made of inside *scope*, counted by *role*: a page asks for the same in each of its questions."""
        from fupan.metrics.plan.resolve import resolve

        key = tuple(metrics), tuple(plans), role, repr(scope)
        found = self._resolved.get(key)
        if found is None:
            found = resolve(self.counted_by(role), metrics, scope, plans=plans)
            self._resolved[key] = found
            with suppress(KeyError):  # another thread let the last one go
                while len(self._resolved) > MOST_RESOLVED:
                    self._resolved.popitem(last=False)
        return found

    def window(self, question: Question) -> Window:
        """The window of a question, running where ``as_of`` falls inside it."""
        calendar = self.calendar(question.calendar)
        window = question.window
        if isinstance(window, str):
            if question.as_of is None and relative(window):
                raise QuestionError(
                    "as_of", f"“{window}” depends on the day it is asked.", closest=f"{window} with as_of"
                )
            window = calendar.parse(window, question.as_of or _ANY_DAY)
        return calendar.clip(window, question.as_of) if question.as_of is not None else window

    def rates(self, question: Question) -> Rates | None:
        """Which rates a question's amounts are told at; None where every amount stays in its own currency."""
        from fupan.metrics.plan.exchange import Rates

        if question.rate not in {"actual", "plan"}:
            raise QuestionError("rate", f"There is no rate “{question.rate}”.", closest="rate='actual' or rate='plan'")
        if question.currency is None:
            return None
        return Rates(question.currency, question.rate, self.telling.rate_days, self.currency)

    def told(self, question: Question) -> Question:
        """The question in the currency that all amounts are told in, where one is set and the question keeps none apart."""
        to = self.telling.told_in
        if (
            to is None
            or question.currency is not None
            or "currency" in question.by
            or "currency" in (question.where or "")
        ):
            return question
        return replace(question, currency=to, rate=self.telling.rate if question.rate == "actual" else question.rate)

    def calendar(self, name: str) -> Calendar:
        """A calendar by name."""
        if name not in self.calendars:
            raise QuestionError(
                "calendar", f"There is no calendar “{name}”.", closest=nearest(name, self.calendars) or "fiscal"
            )
        return self.calendars[name]

    def ask(self, question: Question, *, reader: Reader, scope: Scope) -> Result:
        """The answer to *question* from one snapshot, inside *scope*.

        QuestionError (code, reason, closest askable question) where there is no truthful answer; its ``question`` is
        the nearest one that has an answer.
        """
        from fupan.metrics.beside import split, with_beside
        from fupan.metrics.turn import Turn

        question = self.told(question)
        plain, beside = split(question)
        try:
            with arrived():
                if beside:
                    return with_beside(self, plain, beside, reader, scope)
                return Turn(self, question, reader, scope).result()
        except QuestionError as error:
            error.look = partial(self.nearest, error, question, reader=reader, scope=scope)
            raise

    def ask_all(self, questions: Sequence[Question], *, reader: Reader, scope: Scope) -> list[Result]:
        """The answers to the questions of one page, each as it would be alone; those of the same rows are read once."""
        from fupan.metrics.page import ask_all

        with arrived():
            return ask_all(self, questions, reader, scope)

    def ask_all_partly(self, questions: Sequence[Question], *, reader: Reader, scope: Scope) -> list[Partial]:
        """As ``ask_all``, but what is refused of one question is left out of that one alone, and told with it."""
        from fupan.metrics.page import ask_all_partly

        with arrived():
            return ask_all_partly(self, questions, reader, scope)

    def rows(
        self,
        question: Question,
        cell: Mapping[str, Any],
        column: str,
        *,
        reader: Reader,
        scope: Scope,
        limit: int = 1000,
    ) -> CellRows:
        """The rows behind one cell of the answer to *question*: *cell* names its members (a row of the answer does).

        Rows of others are those of all members that do not lead; of the total, all. Only rows inside *scope*, without
        masked columns. QuestionError (code cell) where the answer has no such cell or column.
        """
        from fupan.metrics.cell import rows_behind
        from fupan.metrics.turn import Turn

        if question.figures == "reported":
            raise QuestionError("figures", "A reported figure is made of rows of several snapshots.",
                                closest="the rows with figures='current', or the adjustments of closed months")  # fmt: skip
        with arrived():
            return rows_behind(Turn(self, question, reader, scope), cell, column, limit=limit)

    def nearest(self, error: QuestionError, question: Question, *, reader: Reader, scope: Scope) -> Question | None:
        """The nearest question that has an answer, looked for once per snapshot."""
        from fupan.metrics.repair import repair

        memo = self.memo(reader)
        key = "nearest", repr(question), repr(scope)

        def look() -> Question | None:
            from fupan.metrics.plan.depends import note_snapshot

            note_snapshot()
            return repair(self, error, question, reader=reader, scope=scope)

        found: Question | None = memo.once(key, look)
        return found
