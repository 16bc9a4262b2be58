"""Words for windows: what people type for a stretch of time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from fupan.calendar.window import Grain, Window
from fupan.errors import QuestionError

if TYPE_CHECKING:
    from fupan.calendar.calendar import Calendar

CLOSEST = "2025-06, 2025-Q2, 2025-H1, 2025, 2025-W26, 2025-06-30, 2025-01-05..2025-02-03, last-30d, mtd, qtd or ytd"
_DAY = timedelta(days=1)
_TO_DATE: dict[str, Grain] = {"wtd": "week", "mtd": "month", "qtd": "quarter", "htd": "half", "ytd": "year"}
_UNITS: dict[str, Grain] = {"w": "week", "m": "month", "q": "quarter", "h": "half", "y": "year"}
_CHINESE = str.maketrans("一二三四０１２３４５６７８９－～", "12340123456789-~")


def parse_window(calendar: Calendar, text: str, as_of: date) -> Window:
    """The window *text* names in *calendar*; QuestionError (code ``window``) says what would be right.

    ``last-30d`` is the thirty days that end on *as_of*; ``last-3m`` the three whole months that had ended by then;
    ``mtd``, ``qtd``, ``ytd`` run to *as_of* and know their whole period. ``a..b`` includes b.
    """
    given = text.strip().translate(_CHINESE)
    plain = given.lower().replace(" ", "")
    if plain in _TO_DATE:
        return replace(calendar.clip(calendar.window_of(as_of, _TO_DATE[plain]), as_of), to_date=True)
    if found := re.fullmatch(r"last-?(\d{1,4})([dwmqhy])", plain):
        return _last(calendar, int(found[1]), found[2], as_of, text)
    if ".." in plain or "~" in plain or "至" in plain:
        first, _, second = re.sub(r"~|至", "..", plain).partition("..")
        start, end = _single(calendar, first, text).start, _single(calendar, second.lstrip("."), text).end
        if end <= start:
            raise _refusal(text, f"it ends on {(end - _DAY).isoformat()}, before it starts on {start.isoformat()}")
        return calendar.between(start, end)
    return _single(calendar, plain, text)


def _single(calendar: Calendar, text: str, whole: str) -> Window:
    try:
        if found := re.fullmatch(r"(\d{4})[-/.年]?(?:(\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))", text):
            return calendar.window_of(date(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5])), "day")
        if found := re.fullmatch(r"(\d{4})(?:[-/.年](\d{1,2})月?|(\d{2}))", text):
            return calendar.period(int(found[1]), "month", _within(int(found[2] or found[3]), 12, "month", whole))
        if found := re.fullmatch(r"(\d{4})[-年]?(?:q(\d)|第?(\d)季度?)", text):
            return calendar.period(int(found[1]), "quarter", _within(int(found[2] or found[3]), 4, "quarter", whole))
        if found := re.fullmatch(r"(\d{4})[-年]?(?:h(\d)|([上下])半年)", text):
            number = int(found[2]) if found[2] else "上下".index(found[3]) + 1
            return calendar.period(int(found[1]), "half", _within(number, 2, "half-year", whole))
        if found := re.fullmatch(r"(\d{4})[-年]?(?:w(\d{1,2})|第(\d{1,2})周)", text):
            year, number = int(found[1]), int(found[2] or found[3])
            weeks = int(calendar.window_of(calendar.period(year + 1, "week").start - _DAY, "week").label[-2:])
            return calendar.period(year, "week", _within(number, weeks, "week", whole))
        if found := re.fullmatch(r"(\d{4})年?", text):
            return calendar.period(int(found[1]), "year")
    except (ValueError, OverflowError) as e:
        raise _refusal(whole, str(e)) from e
    raise _refusal(whole, "it is no period that fupan knows")


def _last(calendar: Calendar, count: int, unit: str, as_of: date, text: str) -> Window:
    if count == 0:
        raise _refusal(text, "it is empty")
    try:
        if unit == "d":
            return calendar.between(as_of - timedelta(days=count - 1), as_of + _DAY)
        newest = calendar.window_of(as_of, _UNITS[unit])
        if newest.last > as_of:
            newest = calendar.previous(newest)
        oldest = newest
        for _ in range(count - 1):
            oldest = calendar.previous(oldest)
    except (ValueError, OverflowError) as e:
        raise _refusal(text, "it reaches before the first year") from e
    return calendar.between(oldest.start, newest.end)


def _within(number: int, top: int, what: str, text: str) -> int:
    if not 1 <= number <= top:
        raise _refusal(text, f"a {what} is 1 to {top}, found {number}")
    return number


def _refusal(text: str, why: str) -> QuestionError:
    return QuestionError("window", f"“{text[:60]}” cannot be read as a window: {why}.", closest=CLOSEST)
