"""Windows counted by hand: whole months, cut at the as-of date, the ones they are compared with, and any run of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

SIZES = {"month": 1, "quarter": 3, "half": 6, "year": 12}
FESTIVALS = {2023: date(2023, 1, 22), 2024: date(2024, 2, 10), 2025: date(2025, 1, 29)}
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """Any run of days, ``[start, end)``; ``whole_end`` is where it ends once it has run out."""

    start: date
    end: date
    whole_end: date
    begun: bool = True


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
        return min(self.whole_end, self.last_day + DAY) if self.begun and self.last_day else self.whole_end

    @property
    def begun(self) -> bool:
        """Whether its first day has come; one that has not is whole, and no row of it counts yet."""
        return self.last_day is None or self.last_day >= self.start

    @property
    def text(self) -> str:
        last = move(self.first, self.count - 1)
        one = f"{self.first:%Y-%m}"
        return one if self.count == 1 else f"{one}..{last:%Y-%m}"

    def moved(self, months: int) -> Months:
        """So many months away, to the same day of the month; a month's last day meets a month's last day."""
        first = move(self.first, months)
        if self.last_day is not None and not self.begun and self.last_day < first:
            return Months(first, self.count, self.last_day)  # it has not begun either
        if self.end == self.whole_end:
            return Months(first, self.count)
        assert self.last_day is not None
        there = move(date(self.last_day.year, self.last_day.month, 1), months)
        last = move(there, 1) - DAY
        ends = (self.last_day + DAY).day == 1
        return Months(first, self.count, last if ends else there.replace(day=min(self.last_day.day, last.day)))

    def compared(self, against: str) -> Months | Days:
        """The window before (``previous``), last year's, or last year's at the same distance from Spring Festival."""
        if against == "festival":
            shift = FESTIVALS[self.first.year - 1] - FESTIVALS[self.first.year]
            return Days(self.start + shift, self.end + shift, self.whole_end + shift, self.begun)
        if against == "jan_feb":
            return self.both().moved(-12)
        return self.moved(-self.count if against == "previous" else -12)

    def both(self) -> Months:
        """January and February together, as far as the window has run."""
        return Months(date(self.first.year, 1, 1), 2, self.last_day)

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


Span = Months | Days


def move(first: date, months: int) -> date:
    n = first.year * 12 + first.month - 1 + months
    return date(n // 12, n % 12 + 1, 1)


def period_start(day: date, size: int) -> date:
    return date(day.year, (day.month - 1) // size * size + 1, 1)


def reach(window: Span, kind: str, count: int | None) -> Days:
    """What a cumulative figure covers: from the start of month, quarter or year, or over *count* months, to the end."""
    last = window.end - DAY
    if kind == "rolling":
        assert count is not None
        start = move(date(window.end.year, window.end.month, 1), -count).replace(day=window.end.day)
    else:
        start = period_start(last, {"mtd": 1, "qtd": 3, "ytd": 12}[kind])
    return Days(start, window.end, window.end)
