"""What a document does not show and why, in a reader's words: labels of metrics and dimensions, never their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fupan.review.context import Context
from fupan.review.deck import SlideSpec
from fupan.review.model import Lang

Labels = Mapping[str, tuple[str, str]]
"""Metric or dimension -> its label in zh and en."""


@dataclass(frozen=True, slots=True)
class DroppedPage:
    """A page that is not there: the question it would answer, and why."""

    question: str
    reason: str


def told_notes(notes: Sequence[str | DroppedPage], lang: Lang) -> tuple[str, ...]:
    """Each note once, pages of one reason in one sentence where the first of them stands.

    >>> told_notes([DroppedPage("A?", "no data"), "Not shown: x", DroppedPage("B?", "no data")], "en")
    ('Left out “A?”, “B?”: no data', 'Not shown: x')
    """
    questions: dict[str, list[str]] = {}
    for note in notes:
        if isinstance(note, DroppedPage):
            questions.setdefault(note.reason, []).append(f"“{note.question}”")
    told: dict[str, None] = {}
    for note in notes:
        if isinstance(note, DroppedPage):
            names = questions[note.reason]
            zh, en = f"未列{''.join(names)}：{note.reason}", f"Left out {', '.join(names)}: {note.reason}"
            told[zh if lang == "zh" else en] = None
        else:
            told[note] = None
    return tuple(told)


def not_shown(left: int) -> str:
    """That a list leaves entries out, in English.

    >>> not_shown(1), not_shown(26)
    ('1 more is not shown', '26 more are not shown')
    """
    return f"{left} more {'is' if left == 1 else 'are'} not shown"


def refusal_notes(context: Context, labels: Labels) -> tuple[str, ...]:
    """Why a figure that the deck asks for is not shown, each reason once.

    A metric that has no label is one that the company does not keep at all: nothing of its own is left out.
    """
    reasons: dict[str, dict[str, None]] = {}
    for frame in context.frames.values():
        for key, refusal in frame.missing.items():
            names = [_label(name, context, labels) for name in key.split(", ")]
            why = _without_names(refusal.words(context.lang), context, labels)
            reasons.setdefault(why, {}).update(dict.fromkeys(n for n in names if n))
    comma = "、" if context.lang == "zh" else ", "
    return tuple(
        context.word(f"未列{comma.join(names)}：{why}", f"Not shown: {comma.join(names)} – {why}")
        for why, names in reasons.items()
        if names
    )


def dropped_note(spec: SlideSpec, lacking: Sequence[str], context: Context) -> DroppedPage:
    """Why a page is not there: what the needs that it lacks were refused for, or that there is nothing to show."""
    reasons: list[str] = []
    for need in lacking:
        name, _, metric = need.partition(".")
        missing = context.frame(name).missing
        found = [missing[metric]] if metric in missing else missing.values()
        reasons += [r.words(context.lang) for r in found if r.known]
        if metric == "target" and not reasons:
            reasons.append(context.word("没有设目标", "no targets are set"))
    question = spec.question.of(context.lang)
    there = bool(spec.needs) and not lacking
    nothing = (
        context.word("没有可比的目标或往期", "nothing to compare with")
        if there
        else context.word("没有数据", "no data")
    )
    if spec.absent is not None and not (lacking and spec.when):
        nothing = spec.absent.of(context.lang)
    reason = next(iter(reasons), nothing)
    return DroppedPage(question, reason)


def _label(name: str, context: Context, labels: Labels) -> str:
    if name in labels:
        return context.word(*labels[name])
    kinds = (f.columns[name] for f in context.frames.values() if name in f.columns)
    return next((kind.label(context.lang) for kind in kinds), "")


def _without_names(reason: str, context: Context, labels: Labels) -> str:
    """*reason* with the labels instead of the names that have an underscore, which no sentence has by itself."""
    for name in sorted(labels, key=len, reverse=True):
        if "_" in name:
            reason = reason.replace(name, context.word(*labels[name]))
    return reason
