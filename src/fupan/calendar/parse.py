"""Words for windows: what people type for a stretch of time."""

from __future__ import annotations

import difflib
import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from fupan.calendar.window import Window
from fupan.calendar.words import WORDS, plainly, relative_window
from fupan.errors import QuestionError

if TYPE_CHECKING:
    from fupan.calendar.calendar import Calendar

CLOSEST = "2025-06, 2025-Q2, 2025-H1, 2025, 2025-W26, 2025-06-30, 2025-01..2025-03, last-30d, mtd, prev-month or ytd"
_DAY = timedelta(days=1)
_CHINESE = str.maketrans("一二三四", "1234")
_WEEK = re.compile(r"(\d{4})[-年]?(?:w(\d{1,2})|第(\d{1,2})周)")
_MONTHS = re.compile(r"(\d{4})(?:年|[-/.])?(\d{1,2})月?[-~至](\d{1,2})月")


def parse_window(calendar: Calendar, text: str, as_of: date) -> Window:
    """The window *text* names in *calendar*; QuestionError (code ``window``) with the closest one that is right.

    ``last-30d`` is the thirty days that end on *as_of*; ``last-3m`` the three whole months that had ended by then;
    ``rolling-3m`` three months that end on *as_of*; ``mtd``, ``qtd``, ``ytd`` run to *as_of* and know their whole
    period. ``a..b`` includes b.
    """
    plain = plainly(text)
    try:
        found = relative_window(calendar, plain, as_of)
    except (ValueError, OverflowError) as e:
        why = str(e) if "year" not in str(e) and "date value" not in str(e) else "it reaches before the first year"
        raise _refusal(text, why, "last-30d, last-3m or rolling-12m") from e
    if found is not None:
        return found
    plain = plain.translate(_CHINESE)
    if months := _MONTHS.fullmatch(plain):
        plain = f"{months[1]}-{int(months[2]):02d}..{months[1]}-{int(months[3]):02d}"
    if ".." in plain or "~" in plain or "至" in plain:
        first, _, second = re.sub(r"~|至", "..", plain).partition("..")
        second = second.lstrip(".")
        one, other = _single(calendar, first, text), _single(calendar, second, text)
        if other.end <= one.start:
            why = f"it ends on {other.last.isoformat()}, before it starts on {one.start.isoformat()}"
            raise _refusal(text, why, f"{other.label}..{one.label}")
        if one.grain == other.grain == "week":
            return calendar.between_weeks(one.start, other.end)
        return calendar.between(one.start, other.end)
    return _single(calendar, plain, text)


def _single(calendar: Calendar, text: str, whole: str) -> Window:
    try:
        if found := re.fullmatch(r"(\d{4})[-/.年]?(?:(\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))", text):
            year, month, day = int(found[1]), int(found[2] or found[4]), int(found[3] or found[5])
            _within(month, 12, "month", whole, f"{year}-{{:02d}}")
            _within(day, monthrange(year, month)[1], "day of that month", whole, f"{year}-{month:02d}-{{:02d}}")
            return calendar.window_of(date(year, month, day), "day")
        if found := re.fullmatch(r"(\d{4})(?:[-/.年](\d{1,2})月?|(\d{2}))", text):
            number = _within(int(found[2] or found[3]), 12, "month", whole, f"{found[1]}-{{:02d}}")
            return calendar.period(int(found[1]), "month", number)
        if found := re.fullmatch(r"(?:fy)?(\d{4})[-年]?(?:q(\d)|第?(\d)季度?)", text):
            number = _within(int(found[2] or found[3]), 4, "quarter", whole, f"{found[1]}-Q{{}}")
            return calendar.period(int(found[1]), "quarter", number)
        if found := re.fullmatch(r"(?:fy)?(\d{4})[-年]?(?:h(\d)|([上下])半年)", text):
            number = int(found[2]) if found[2] else "上下".index(found[3]) + 1
            return calendar.period(int(found[1]), "half", _within(number, 2, "half-year", whole, f"{found[1]}-H{{}}"))
        if found := _WEEK.fullmatch(text):
            year, number = int(found[1]), int(found[2] or found[3])
            _within(number, calendar.weeks_in(year), "week", whole, f"{year}-W{{:02d}}")
            return calendar.period(year, "week", number)
        if found := re.fullmatch(r"(?:fy)?(\d{4})(?:年度?|财年)?", text):
            return calendar.period(int(found[1]), "year")
    except (ValueError, OverflowError) as e:
        raise _refusal(whole, str(e)) from e
    near = difflib.get_close_matches(text, WORDS, n=1, cutoff=0.6)
    raise _refusal(whole, "it is no period that fupan knows", near[0] if near else CLOSEST)


def _within(number: int, top: int, what: str, text: str, closest: str) -> int:
    if not 1 <= number <= top:
        raise _refusal(text, f"a {what} is 1 to {top}, found {number}", closest.format(min(max(number, 1), top)))
    return number


def _refusal(text: str, why: str, closest: str = CLOSEST) -> QuestionError:
    return QuestionError("window", f"“{text[:60]}” cannot be read as a window: {why}.", closest=closest)
