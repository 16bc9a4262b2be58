"""A window: a half-open stretch of days with the grain it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

Grain = Literal["day", "week", "month", "quarter", "half", "year", "range"]
PERIODS: tuple[Grain, ...] = tuple(g for g in get_args(Grain) if g != "range")

_MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
              "November", "December")  # fmt: skip
_QUARTERS_ZH = "一二三四"


@dataclass(frozen=True, slots=True)
class Window:
    """Days from ``start`` up to, not including, ``end``.

    ``whole_end`` is set on a running window only: where its period ends (month to date on 17 July: end 18 July,
    whole_end 1 August); ``to_date`` where it
    was asked as year, quarter or month to date, so that plans count as far as it goes and no further. ``label`` is short and stable: 2025-06, 2025-Q2, 2025-H1, 2025, 2025-W26, a..b (inclusive).
    """

    start: date
    end: date
    grain: Grain
    label: str
    whole_end: date | None = None
    to_date: bool = False

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"window {self.label}: end {self.end} is not after start {self.start}")

    @property
    def days(self) -> int:
        """Number of days in it."""
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """The last day inside."""
        return self.end - timedelta(days=1)

    @property
    def running(self) -> bool:
        """Whether its period goes on after ``end``."""
        return self.whole_end is not None

    @property
    def full_end(self) -> date:
        """End of the whole period, which is ``end`` unless it is running."""
        return self.whole_end or self.end

    @property
    def plan_end(self) -> date:
        """End of what is planned for it: of the whole period, but for a window asked as "to date" (ytd): its own end."""
        return self.end if self.to_date else self.full_end

    def contains(self, day: date) -> bool:
        """Whether *day* lies inside."""
        return self.start <= day < self.end

    def title(self, lang: str = "zh") -> str:
        """The window as people write it: 2025年6月 / June 2025; a running one names its last day."""
        zh = lang == "zh"
        text = _title(self, zh)
        if not self.running:
            return text
        until = f"{self.last.month}月{self.last.day}日" if zh else f"{self.last.day} {_MONTHS_EN[self.last.month - 1]}"
        return f"{text}（截至{until}）" if zh else f"{text} (to {until})"


def month_title(label: str, lang: str = "zh") -> str:
    """A month's label as people write it.

    >>> month_title("2025-06"), month_title("2025-06", "en")
    ('2025年6月', 'June 2025')
    """
    year, _, number = label.partition("-")
    return f"{year}年{int(number)}月" if lang == "zh" else f"{_MONTHS_EN[int(number) - 1]} {year}"


def _title(w: Window, zh: bool) -> str:
    head, _, tail = w.label.partition("-")
    match w.grain:
        case "year":
            return f"{head}年" if zh else head
        case "half":
            return f"{head}年{'上' if tail == 'H1' else '下'}半年" if zh else f"{tail} {head}"
        case "quarter":
            return f"{head}年第{_QUARTERS_ZH[int(tail[1]) - 1]}季度" if zh else f"{tail} {head}"
        case "month":
            return month_title(w.label, "zh" if zh else "en")
        case "week":
            return f"{head}年第{int(tail[1:])}周" if zh else f"Week {int(tail[1:])} {head}"
        case "day":
            return _day(w.start, zh)
        case _:
            return f"{_day(w.start, zh)}至{_day(w.last, zh)}" if zh else f"{_day(w.start, zh)} to {_day(w.last, zh)}"


def _day(day: date, zh: bool) -> str:
    if zh:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"
