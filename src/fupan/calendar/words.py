"""Windows that are told from today: this month, last quarter, month to date, the last 30 days, rolling 12 months."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from fupan.calendar.window import Grain, Window

if TYPE_CHECKING:
    from fupan.calendar.calendar import Calendar

_DAY = timedelta(days=1)
_TO_DATE: dict[str, Grain] = {
    "wtd": "week", "mtd": "month", "qtd": "quarter", "htd": "half", "ytd": "year",
    "本周累计": "week", "周累计": "week", "本月累计": "month", "月累计": "month", "月初至今": "month", "本季累计": "quarter",
    "本季度累计": "quarter", "季累计": "quarter", "季度累计": "quarter", "季初至今": "quarter", "半年累计": "half",
    "本年累计": "year", "年累计": "year", "年度累计": "year", "年初至今": "year", "今年以来": "year",
    "weektodate": "week", "monthtodate": "month", "quartertodate": "quarter", "halftodate": "half", "yeartodate": "year",
}  # fmt: skip
_NAMED: dict[str, tuple[Grain, int]] = {
    "today": ("day", 0), "yesterday": ("day", 1), "今天": ("day", 0), "今日": ("day", 0), "当日": ("day", 0),
    "昨天": ("day", 1), "昨日": ("day", 1), "前天": ("day", 2),
    "本周": ("week", 0), "这周": ("week", 0), "上周": ("week", 1), "上上周": ("week", 2),
    "本月": ("month", 0), "这个月": ("month", 0), "当月": ("month", 0), "上月": ("month", 1), "上个月": ("month", 1),
    "上上月": ("month", 2), "上上个月": ("month", 2),
    "本季": ("quarter", 0), "本季度": ("quarter", 0), "这个季度": ("quarter", 0), "当季": ("quarter", 0),
    "上季": ("quarter", 1), "上季度": ("quarter", 1), "上个季度": ("quarter", 1),
    "本半年": ("half", 0), "这半年": ("half", 0), "上个半年": ("half", 1), "前半年": ("half", 1),
    "今年": ("year", 0), "本年": ("year", 0), "本年度": ("year", 0), "今年度": ("year", 0), "本财年": ("year", 0),
    "去年": ("year", 1), "上年": ("year", 1), "上年度": ("year", 1), "去年度": ("year", 1), "上财年": ("year", 1), "前年": ("year", 2),
}  # fmt: skip
_UNITS: dict[str, Grain] = {
    "d": "day", "w": "week", "m": "month", "q": "quarter", "h": "half", "y": "year", "天": "day", "日": "day", "周": "week", "星期": "week",
    "月": "month", "季": "quarter", "季度": "quarter", "半年": "half", "年": "year", "day": "day", "week": "week", "month": "month",
    "quarter": "quarter", "half": "half", "year": "year",
}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_ENGLISH = re.compile(r"(this|current|prev|previous|last)[-_]?(week|month|quarter|half|year)")
_LAST = re.compile(rf"(?:last|past|近|最近|过去)[-_]?(\d{{1,4}})[-_]?个?({_UNIT})s?")
_ROLLING = re.compile(rf"(?:rolling|r|滚动)[-_]?(\d{{1,4}})[-_]?个?({_UNIT})s?")
_MONTHS = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?月")
_HALVES = {"上半年": 1, "下半年": 2}
WORDS = (*_TO_DATE, *_NAMED, "last-30d", "last-3m", "rolling-12m", "近30天", "近3个月", "滚动12个月", *(
    f"{which}-{grain}" for which in ("this", "prev") for grain in ("week", "month", "quarter", "half", "year")
))  # fmt: skip
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}


def relative(text: str) -> bool:
    """Whether the window that *text* names depends on the day it is asked."""
    plain = plainly(text)
    return (
        plain in _TO_DATE
        or plain in _NAMED
        or plain in _HALVES
        or any(p.fullmatch(plain) for p in (_ENGLISH, _LAST, _ROLLING, _MONTHS))
    )


def plainly(text: str) -> str:
    """Lower case, no spaces, ordinary digits: 近十二个月 is 近12个月, ２０２５年 is 2025年."""
    given = text.strip().lower().replace(" ", "").translate(str.maketrans("０１２３４５６７８９－～", "0123456789-~"))
    return re.sub(r"[一二三四五六七八九两十]+(?=个?(?:天|日|周|月|季|年|星期))", lambda m: str(_count(m[0])), given)


def _count(digits: str) -> int:
    tens, ten, ones = digits.partition("十")
    if not ten:
        return int("".join(str(_DIGITS[c]) for c in digits))
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def relative_window(calendar: Calendar, plain: str, as_of: date) -> Window | None:
    """The window that *plain* names on *as_of*; None if it names none. ValueError says why it cannot be."""
    if plain in _TO_DATE:
        return replace(calendar.clip(calendar.window_of(as_of, _TO_DATE[plain]), as_of), to_date=True)
    if plain in _NAMED:
        return _back(calendar, *_NAMED[plain], as_of)
    if found := _ENGLISH.fullmatch(plain):
        return _back(calendar, _UNITS[found[2]], 0 if found[1] in {"this", "current"} else 1, as_of)
    if found := _LAST.fullmatch(plain):
        return last_periods(calendar, int(found[1]), _UNITS[found[2]], as_of)
    if found := _ROLLING.fullmatch(plain):
        return rolling(calendar, calendar.window_of(as_of, "day"), int(found[1]), _UNITS[found[2]])
    if plain in _HALVES:
        whole = calendar.window_of(as_of, "year")
        return calendar.window_of(calendar.periods(whole, "half")[_HALVES[plain] - 1].start, "half")
    if found := _MONTHS.fullmatch(plain):
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last <= 12:
            raise ValueError(f"months go from 1 to 12, found {plain}")
        year = calendar.year.month_of(as_of) // 12
        return calendar.between(calendar.period(year, "month", first).start, calendar.period(year, "month", last).end)
    return None


def last_periods(calendar: Calendar, count: int, grain: Grain, as_of: date) -> Window:
    """The *count* whole periods that had ended by *as_of*; days end on *as_of* itself."""
    if count == 0:
        raise ValueError("it is empty")
    if grain == "day":
        return calendar.between(as_of - timedelta(days=count - 1), as_of + _DAY)
    newest = calendar.window_of(as_of, grain)
    if newest.last > as_of:
        newest = calendar.previous(newest)
    oldest = newest
    for _ in range(count - 1):
        oldest = calendar.previous(oldest)
    return calendar.between(oldest.start, newest.end)


def rolling(calendar: Calendar, window: Window, count: int, grain: Grain) -> Window:
    """*count* periods of *grain* that end where *window* ends, inside a period to the day.

    Rolling 12 months at 17 July begin on 18 July of the year before; at 30 June on 1 July.
    """
    if count < 1:
        raise ValueError("it is empty")
    now = calendar.window_of(window.last, grain)
    then = now
    for _ in range(count):
        then = calendar.previous(then)
    if window.end >= now.end:
        start = then.end
    else:
        start = min(then.start + (window.end - now.start), then.end)
    return calendar.between(start, window.end)


def _back(calendar: Calendar, grain: Grain, count: int, as_of: date) -> Window:
    whole = calendar.window_of(as_of, grain)
    for _ in range(count):
        whole = calendar.previous(whole)
    return whole
