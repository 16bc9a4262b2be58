"""The nearest question that has an answer, for one that has none: found by trying, so that it can be asked as it is."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from fupan.errors import FupanError, QuestionError
from fupan.metrics.question import Question
from fupan.metrics.remedies import Case, remedies

if TYPE_CHECKING:
    from fupan.metrics.layer import MetricLayer
    from fupan.metrics.plan.asking import Reader
    from fupan.metrics.question import Scope

DEEPEST, MOST = 6, 40
_KEPT = ("metrics", "by", "window", "as_of", "calendar")
_FIRST_TO_GO = ("order", "having", "top_within", "subtotals", "totals", "others", "top", "compare", "where")


def repair(
    layer: MetricLayer, error: QuestionError, question: Question, *, reader: Reader, scope: Scope
) -> Question | None:
    """A question near to *question* that the layer answers; None where there is none.

    First what the refusal itself is about is set right (a name, a dimension, a period), one refusal after the other;
    then parts are left out, the least telling ones first; last another metric that has rows.
    """
    return _Search(layer, reader, scope).near(error, question)


class _Search:
    def __init__(self, layer: MetricLayer, reader: Reader, scope: Scope) -> None:
        self.layer, self.reader, self.scope = layer, reader, scope
        self.tried: set[str] = set()

    def near(self, error: QuestionError, question: Question) -> Question | None:
        self.tried.add(repr(question))
        found = self.mended(error, question, 0)
        if found is not None:
            return found
        for smaller in _smaller(question):
            refusal = self.refusal(smaller)
            if refusal is None:
                return smaller
            if isinstance(refusal, QuestionError) and (found := self.mended(refusal, smaller, DEEPEST - 1)):
                return found
        return self.last_resort(question)

    def mended(self, error: QuestionError, question: Question, depth: int) -> Question | None:
        """The question with what this refusal (and those after it) is about set right."""
        case = Case(self.layer.definitions, self.layer.calendar("fiscal"), self.reader, self.scope, error, question)
        for candidate in remedies(case):
            if len(self.tried) >= MOST or repr(candidate) in self.tried:
                continue
            refusal = self.refusal(candidate)
            if refusal is None:
                return candidate
            if isinstance(refusal, QuestionError) and depth + 1 < DEEPEST:
                found = self.mended(refusal, candidate, depth + 1)
                if found is not None:
                    return found
        return None

    def refusal(self, question: Question) -> FupanError | None:
        """Why a question is not answered; planned, but not run (what stands beside an answer is seen only with it)."""
        from fupan.metrics.beside import split, with_beside
        from fupan.metrics.turn import Turn

        self.tried.add(repr(question))
        plain, beside = split(question)
        try:
            Turn(self.layer, plain, self.reader, self.scope, dry=True).result()
            if beside:
                with_beside(self.layer, plain, beside, self.reader, self.scope)
        except FupanError as e:
            return e
        return None

    def last_resort(self, question: Question) -> Question | None:
        """Any certified metric with rows, in the same window or in the year of the day asked; else the time gone."""
        known = self.layer.definitions.metrics
        asked = [n for n in question.metrics if n in known]
        facts = {getattr(known[n], "fact", None) for n in asked} - {None}
        names = sorted(known, key=lambda n: (getattr(known[n], "fact", None) not in facts, not known[n].certified))
        windows = [question.window, "2025"] if question.as_of is None else [question.window, str(question.as_of.year)]
        plain = {"as_of": question.as_of, "calendar": question.calendar}
        for window in windows:
            candidates = [Question((n,), window=window, **plain) for n in names[:12]]  # type: ignore[arg-type]
            candidates.append(Question(("elapsed",), window=window))
            for candidate in candidates:
                if self.refusal(candidate) is None:
                    return candidate
        return None


def _smaller(question: Question) -> list[Question]:
    """The question with one part left out, with several, and at last the first metric alone."""
    usual: dict[str, Any] = {f.name: f.default for f in fields(Question) if f.name not in _KEPT}
    given = [n for n in usual if getattr(question, n) != usual[n]]
    given.sort(key=lambda n: _FIRST_TO_GO.index(n) if n in _FIRST_TO_GO else -1)
    found = [replace(question, **{n: usual[n]}) for n in given]
    gone: dict[str, Any] = {}
    for name in given:
        gone[name] = usual[name]
        found.append(replace(question, **gone))
    found += [replace(question, **gone, by=question.by[:n]) for n in range(len(question.by) - 1, -1, -1)]
    if len(question.metrics) > 1:
        found += [replace(question, **gone, by=(), metrics=(m,)) for m in question.metrics]
    return found
