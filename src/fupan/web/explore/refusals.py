"""A refusal as a sentence, with the closest question that has an answer as an address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.urls import reverse

from fupan.calendar import Window
from fupan.errors import ExpressionError, QuestionError
from fupan.expressions import parse
from fupan.expressions.node import Compare, Literal, Logic, Member, Name, Node
from fupan.metrics.question import Question
from fupan.web.cockpit.refused import refused_words
from fupan.web.cockpit.view import View
from fupan.web.explore.bar import AGAINST_WORDS
from fupan.web.explore.inquiry import AGAINST, MOST_ROWS, TOP, Inquiry


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a figure could not be told; where to ask what can be, and what that is."""

    name: str
    reason: str
    url: str = ""
    instead: str = ""


def refusals(inquiry: Inquiry, view: View, refused: Mapping[str, QuestionError]) -> list[Refused]:
    """One sentence for each reason; metrics that are refused for the same one stand together."""
    by_reason: dict[tuple[str, str, str], list[str]] = {}
    for name, error in refused.items():
        metric = view.definitions.metric(name)
        reason, _ = refused_words(error, view)
        found = _closest(inquiry, view, error)
        key = (reason, found[0], found[1]) if found else (reason, "", "")
        by_reason.setdefault(key, []).append(view.teller.word(metric.zh, metric.en))
    return [Refused(view.teller.word("、", ", ").join(names), *key) for key, names in by_reason.items()]


def _closest(inquiry: Inquiry, view: View, error: QuestionError) -> tuple[str, str] | None:
    question = error.question
    if not isinstance(question, Question):
        return None
    near = inquiry_of(question, inquiry, view)
    if near is None or near == inquiry:
        return None
    return reverse("explore") + near.url(), told(near, view)


def told(inquiry: Inquiry, view: View) -> str:
    """A question in words: its metrics, by what, inside which members."""
    word, definitions = view.teller.word, view.definitions
    metrics = word("、", ", ").join(word(m.zh, m.en) for n in inquiry.metrics for m in (definitions.metric(n),))
    by = word("×", " × ").join(word(d.zh, d.en) for n in inquiry.by for d in (definitions.dimensions[n],))
    said = word(f"{metrics}按{by}", f"{metrics} by {by}") if by else metrics
    against = word("、", ", ").join(word(*AGAINST_WORDS[a]) for a in inquiry.against)
    return said + word(f"，对比{against}", f", against {against[:1].lower()}{against[1:]}") if against else said


def inquiry_of(question: Question, before: Inquiry, view: View) -> Inquiry | None:
    """The inquiry of a question of the layer; None where the explorer cannot ask it."""
    definitions, members = view.definitions, before.filters.members
    if question.where is None:
        members = {}
    elif question.where != before.filters.where:
        try:
            members = dict(_members(parse(question.where)))
        except (ExpressionError, LookupError):
            return None
    if any(n not in definitions.metrics for n in question.metrics) or ".." in "".join(question.by):
        return None
    asked = question.window
    window = before.filters.window if asked == view.window else asked.label if isinstance(asked, Window) else asked
    across = before.across if before.across in question.by else ""
    rows = tuple(d for d in question.by if d != across)
    return replace(
        before, metrics=question.metrics, rows=rows or ((across,) if across else ()), across=across if rows else "",
        filters=replace(before.filters, window=window, members=members, version=question.target_version),
        against=tuple(c for c in question.compare if c in AGAINST),
        conditions=before.conditions if question.having else (), order=question.order or "",
        top=TOP if question.top is None else 0 if question.top == MOST_ROWS else question.top,
    )  # fmt: skip


def _members(node: Node) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Members by dimension of a filter that the explorer can hold; LookupError for any other."""
    match node:
        case Logic("and", operands):
            for each in operands:
                yield from _members(each)
        case Member(Name(name), constants):
            yield name, tuple(map(str, constants))
        case Compare("=", Name(name), Literal(constant)):
            yield name, (str(constant),)
        case _:
            raise LookupError(node)
