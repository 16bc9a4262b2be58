"""Months counted by hand: windows, the ones before and a year before, and the periods of a breakdown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

SIZES = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True)
class Months:
    """``count`` whole months from ``first`` (a first of a month); ``last_day`` cuts them where the as-of date lies inside."""

    first: date
    count: int
    last_day: date | None = None

    @property
    def start(self) -> date:
        return self.first

    @property
    def whole_end(self) -> date:
        return move(self.first, self.count)

    @property
    def end(self) -> date:
        return self.whole_end if self.last_day is None else min(self.whole_end, self.last_day + timedelta(days=1))

    @property
    def text(self) -> str:
        last = move(self.first, self.count - 1)
        one = f"{self.first:%Y-%m}"
        return one if self.count == 1 else f"{one}..{last:%Y-%m}"

    def moved(self, months: int) -> Months:
        """The same elapsed part, so many months away; only for windows that are not cut."""
        return Months(move(self.first, months), self.count)

    def compared(self, against: str) -> Months:
        return self.moved(-self.count if against == "previous" else -12)

    def cut(self, grain: str | None) -> list[Months]:
        """Periods of a grain that the window is made of; the window must be made of whole ones."""
        if grain is None:
            return [self]
        size = SIZES[grain]
        starts = sorted({period_start(move(self.first, n), size) for n in range(self.count)})
        found = []
        for start in starts:
            first = max(start, self.first)
            end = min(move(start, size), self.whole_end)
            found.append(Months(first, (end.year - first.year) * 12 + end.month - first.month, self.last_day))
        return found


def move(first: date, months: int) -> date:
    n = first.year * 12 + first.month - 1 + months
    return date(n // 12, n % 12 + 1, 1)


def period_start(day: date, size: int) -> date:
    return date(day.year, (day.month - 1) // size * size + 1, 1)
