"""Levels of a hierarchy in a breakdown: ``region..city`` is region, province, city."""

from __future__ import annotations

from dataclasses import replace

from fupan.errors import QuestionError
from fupan.metrics.definitions import Definitions
from fupan.metrics.question import Question


def with_levels(question: Question, definitions: Definitions) -> Question:
    """The question with every ``from..to`` of its breakdown written out; ``region..`` goes down to the finest level."""
    if not any(".." in name for name in question.by):
        return question
    found = [level for name in question.by for level in levels(name, definitions)]
    return replace(question, by=tuple(found))


def levels(name: str, definitions: Definitions) -> tuple[str, ...]:
    """Dimensions that one part of a breakdown means. QuestionError (code hierarchy) where there is no such path."""
    first, dots, last = name.partition("..")
    if not dots:
        return (name,)
    start = definitions.dimension(first.strip()).name
    ways = [d.hierarchy for d in definitions.dimensions.values() if start in d.hierarchy]
    if not ways:
        known = [d.name for d in definitions.dimensions.values() if d.hierarchy]
        raise QuestionError(
            "hierarchy", f"{start} has no levels below it.", closest=f"{start}, or {', '.join(known)}.."
        )
    if not last.strip():
        way = max(ways, key=len)
        return way[way.index(start) :]
    end = definitions.dimension(last.strip()).name
    for way in ways:
        if end in way and way.index(start) <= way.index(end):
            return way[way.index(start) : way.index(end) + 1]
    raise QuestionError("hierarchy", f"{end} is no level below {start}.", closest=f"{start}..{ways[0][-1]}")
