"""Filters that a reader may not know of: a shared question never names a member that lies outside the reader's scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from fupan.expressions.node import Member, Name
from fupan.expressions.write import write
from fupan.metrics.question import UNKNOWN, Question
from fupan.metrics.scope import Scope
from fupan.web.cockpit.view import View
from fupan.web.company import House
from fupan.web.explore.inquiry import Inquiry

EARLIEST = date(2000, 1, 1)


def outside(here: House, inquiries: Sequence[tuple[Inquiry, View]], *, scope: Scope) -> list[tuple[str, ...]]:
    """For each inquiry the dimensions that it is narrowed by to members without any figure inside *scope*; one batch.

    A member that has none there is told from one that does not exist by nothing. Who sees all rows knows every member.
    """
    if not scope.dimensions:
        return [()] * len(inquiries)
    asked: list[Question] = []
    places: list[tuple[int, str, tuple[str, ...]]] = []
    for number, (inquiry, view) in enumerate(inquiries):
        window = view.calendar.between(EARLIEST, view.as_of + timedelta(days=1))
        for dimension, members in inquiry.filters.members.items():
            named = tuple(m for m in members if m != UNKNOWN)
            if named and inquiry.metrics:
                where = write(Member(Name(dimension), named))
                asked.append(Question((inquiry.metrics[0],), (dimension,), window, where=where, as_of=view.as_of))
                places.append((number, dimension, named))
    found: list[tuple[str, ...]] = [()] * len(inquiries)
    if not asked:
        return found
    answers, _ = here.ask_page(asked, scope=scope)
    for (number, dimension, named), answer in zip(places, answers, strict=True):
        known = _known(answer.result.rows if answer.result else (), dimension)
        if not known.issuperset(named):
            found[number] = (*found[number], dimension)
    return found


def _known(rows: Sequence[Mapping[str, object]], dimension: str) -> set[str]:
    return {str(r[n]) for r in rows for n in (dimension, f"{dimension}.key") if r.get(n) is not None}
