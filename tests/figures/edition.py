"""One review to be checked: its rows, language and windows, and the arithmetic all its pages share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tests.figures.book import Book, Span, inside
from tests.figures.digits import D

from fupan.review.model import Lang

Figures = Mapping[Any, Decimal]


@dataclass(frozen=True)
class Spans:
    """The windows of a review, each with the days it has and the title it goes by (zh, en)."""

    window: Span
    previous: Span
    last_year: Span
    ytd: Span
    ytd_before: Span
    year: Span
    year_before: Span
    cohort: Span
    next: Span
    next_before: Span
    titles: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Edition:
    """What the rules of the pages need."""

    book: Book
    lang: Lang
    at: Spans
    grains: Mapping[str, str]
    planned: frozenset[str]

    def plan(self, window: str, by: str = "") -> dict[Any, Decimal]:
        """Targets of a window by a dimension, from the grain set that holds it; none where there are none to compare with."""
        first = by.split(", ", maxsplit=1)[0]
        if window not in self.planned or first not in self.grains:
            return {}
        columns = by or "''"
        rows = self.book.rows(
            f"select {columns}, sum(amount) from plan where {inside('start_date', getattr(self.at, window))} and {self.grains[first]} group by all"
        )
        return {r[:-1] if len(r) > 2 else r[0]: D(str(r[-1])) for r in rows}

    def net(self, window: str, by: str, what: str = "sum(amount)", table: str = "net") -> dict[Any, Decimal]:
        """Net sales, or another figure of the rows, of a window by a dimension."""
        return self.book.by(by, getattr(self.at, window), what, table)

    def all(self, window: str, what: str = "sum(amount)", table: str = "net") -> Decimal:
        """The same of the whole."""
        return self.book.total(getattr(self.at, window), what, table)

    def days(self, window: str) -> int:
        """Days of a window."""
        first, end = (date.fromisoformat(d) for d in getattr(self.at, window))
        return (end - first).days

    def months(self, window: str) -> list[Span]:
        """The months of a window."""
        first, end = getattr(self.at, window)
        found = self.book.rows(
            f"select strftime(m, '%Y-%m-%d'), strftime(m + interval 1 month, '%Y-%m-%d')"
            f" from range(date '{first}', date '{end}', interval 1 month) t(m)"
        )
        return [(str(a), str(b)) for a, b in found]

    def w(self, zh: str, en: str) -> str:
        """The word of the edition's language."""
        return zh if self.lang == "zh" else en

    def title(self, name: str) -> str:
        """How a window is called."""
        return self.w(*self.at.titles[name])

    def name(self, dimension: str, key: str | None) -> str:
        """A member's name; the unknown one in words."""
        return self.book.name(dimension, key, self.w("未归属", "Not assigned"))

    @property
    def total(self) -> str:
        """The word for a total."""
        return self.w("合计", "Total")

    @property
    def new(self) -> str:
        """What stands for growth on nothing."""
        return self.w("去年无", "new")

    def grown(self, now: Decimal | None, then: Decimal | None) -> Decimal | str | None:
        """The cell of a growth: the rate, the word for a newcomer, or nothing."""
        found = rise(now, then)
        return self.new if found is None and now else found


def rise(now: Decimal | None, then: Decimal | None) -> Decimal | None:
    """now / then - 1; none without a positive base."""
    return None if now is None or then is None or then <= 0 else now / then - 1


def ordered(figures: Figures) -> list[Any]:
    """Keys from the largest figure to the smallest."""
    return sorted(figures, key=lambda k: -figures[k])


def whole(figures: Figures) -> Decimal:
    """The sum."""
    return sum(figures.values(), D(0))


def one_digit(share: Decimal) -> Decimal:
    """A share as shown: to a tenth of a percent."""
    return round(share, 3)


def union(*figures: Iterable[Any]) -> set[Any]:
    """All keys."""
    return {k for f in figures for k in f}
