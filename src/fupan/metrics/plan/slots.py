"""Days, day counts and members that stand for others, so that a plan is made once for all that differ in them alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NoReturn

FIRST_DAY = date(7000, 1, 1).toordinal()
MOVED_DAY = date(8000, 1, 1).toordinal()
FIRST_COUNT = 7_310_000_000
OPEN, CLOSE = "\ue000", "\ue001"


class UnsafePlanError(Exception):
    """A plan looked at more of a day than its place among the others: it holds for that day alone."""


def _unsafe(*_: Any, **__: Any) -> NoReturn:
    raise UnsafePlanError("only the order of days may shape a plan")


class Slots:
    """The slots of one template; ``moved`` are (day, by how many days), ``counts`` are (from day, to day).

    ``lists`` is how many lists of members the scope has.
    """

    def __init__(self, days: int, words: int, lists: int = 0) -> None:
        self.lists = lists
        self.days = [Slot.at(self, n) for n in range(days)]
        self.words = [Word(f"{OPEN}{n}{CLOSE}") for n in range(words)]
        self.moved: list[tuple[int, int]] = []
        self.counts: list[tuple[int, int]] = []


class Slot(date):
    """The n-th of a question's days in order. It compares with other slots; whatever else is asked of it is UnsafePlanError."""

    slots: Slots
    place: int
    moved: bool

    @classmethod
    def at(cls, slots: Slots, place: int, *, moved: bool = False) -> Slot:
        """The slot of the day at *place* (of the days, or of those moved)."""
        found = cls.fromordinal((MOVED_DAY if moved else FIRST_DAY) + place)
        found.slots, found.place, found.moved = slots, place, moved
        return found

    @property
    def plain(self) -> date:
        """The day that is written into the text in its stead."""
        return date.fromordinal((MOVED_DAY if self.moved else FIRST_DAY) + self.place)

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, Slot) and not (self.moved or other.moved):
            return Gap(self.slots, other.place, self.place)
        return self.__add__(-other) if isinstance(other, timedelta) else _unsafe()

    def __add__(self, other: Any) -> Slot:
        if self.moved or not isinstance(other, timedelta):
            _unsafe()
        step = (self.place, other.days)
        if step not in self.slots.moved:
            self.slots.moved.append(step)
        return Slot.at(self.slots, self.slots.moved.index(step), moved=True)

    def _place_beside(self, other: Any) -> int:
        if not isinstance(other, Slot) or self.moved != other.moved or (self.moved and self.place != other.place):
            _unsafe()
        return other.place

    def __lt__(self, other: Any) -> bool:
        return self.place < self._place_beside(other)

    def __le__(self, other: Any) -> bool:
        return self.place <= self._place_beside(other)

    def __gt__(self, other: Any) -> bool:
        return self.place > self._place_beside(other)

    def __ge__(self, other: Any) -> bool:
        return self.place >= self._place_beside(other)

    def __eq__(self, other: object) -> bool:
        return other is not None and self.place == self._place_beside(other)

    def __hash__(self) -> int:
        return hash((self.moved, self.place))

    def __repr__(self) -> str:
        return f"<day {self.place}{' moved' if self.moved else ''}>"

    year = month = day = property(_unsafe)
    __str__ = __format__ = __reduce__ = __radd__ = __rsub__ = _unsafe
    replace = toordinal = isoformat = strftime = ctime = timetuple = _unsafe
    weekday = isoweekday = isocalendar = _unsafe


class Gap:
    """The days between two slots."""

    def __init__(self, slots: Slots, start: int, end: int) -> None:
        self._slots, self._between = slots, (start, end)

    @property
    def days(self) -> Tally:
        """How many they are, as a count to be written."""
        counts = self._slots.counts
        if self._between not in counts:
            counts.append(self._between)
        return Tally(FIRST_COUNT + counts.index(self._between))

    def __getattr__(self, _: str) -> NoReturn:
        _unsafe()


class Tally(int):
    """A number of days not known before the question; it can be written, nothing else."""

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __neg__ = __abs__ = _unsafe
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __divmod__ = _unsafe
    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = __bool__ = __float__ = __index__ = _unsafe
    __str__ = __format__ = __round__ = __hash__ = _unsafe

    @property
    def plain(self) -> int:
        """The number that is written into the text in its stead."""
        return int.__int__(self)


class Word(str):
    """A member that is only ever compared in the engine."""

    __slots__ = ()


_MARKS = re.compile(rf"MAKE_DATE\((7|8)\d{{3}},|{OPEN}[sb]?\d+{CLOSE}|\b7310000\d{{3}}\b")


def is_marked(text: str) -> bool:
    """Whether a statement holds something that stands for others, so that it cannot be run as it is."""
    return _MARKS.search(text) is not None


def write_day(day: date, by: int = 0) -> str:
    """A DATE constant as all three engines read it; DuckDB plans it three times as fast as a call of MAKE_DATE."""
    return f"DATE '{day + timedelta(days=by) if by else day}'"


def rank(days: Sequence[date]) -> dict[date, int]:
    """Each day's place among them."""
    return {d: n for n, d in enumerate(sorted(set(days)))}
