"""Periods as people write them: 2025年6月, 2025-06, 202506, Q2, 第二季度, 上半年, 2025."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from fupan.sources.text import fold

_NUMERALS = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十二": 12,
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = r"(?:fy\s*)?(?P<year>(?:19|20)\d{2})"
_PATTERNS = tuple(
    re.compile(p)
    for p in (
        rf"^{_YEAR}\s*[-/.年]?\s*[-/.]?\s*(?P<month>1[0-2]|0?[1-9])\s*月?份?$",
        rf"^{_YEAR}(?P<month>0[1-9]|1[0-2])$",
        r"^(?P<month>1[0-2]|0?[1-9])\s*月?份?$",
        rf"^(?P<month>1[0-2]|0?[1-9])\s*[-/]\s*{_YEAR}$",
        rf"^(?:{_YEAR}\s*年?)?\s*(?P<han>十[一二]?|[一二三四五六七八九])月份?$",
        rf"^(?:{_YEAR}\s*[-/年]?)?\s*(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?(?:[\s,'-]*(?P<after>(?:19|20)\d{{2}}))?$",
        rf"^(?:{_YEAR}\s*[-/.年]?)?\s*(?:q\s*(?P<q>[1-4])|第?\s*(?P<q2>[1-4一二三四])\s*季度?)$",
        rf"^(?:{_YEAR}\s*[-/.年]?)?\s*(?:h\s*(?P<h>[12])|(?P<h2>[上下])半年)$",
        rf"^{_YEAR}\s*年?度?(?:全年)?$",
        r"^(?P<whole>全年|年度|合计全年)$",
    )
)
_DAY = re.compile(rf"^{_YEAR}\s*[-/.年]\s*(?P<month>\d{{1,2}})\s*[-/.月]\s*(?P<day>\d{{1,2}})日?(?:\s.*)?$")


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open: ``start`` is in it, ``end`` is the first day after it."""

    start: date
    end: date


def parse_period(text: str, year: int | None = None) -> Period | None:
    """The period that *text* names, in *year* where it names none; None if it is no period.

    Of two header rows joined by a stroke (2025年/6月, 二季度/6月) the lower one names it, with the year of the upper one.

    >>> parse_period("2025年6月"), parse_period("二季度", 2025)
    (Period(start=datetime.date(2025, 6, 1), end=datetime.date(2025, 7, 1)), Period(start=datetime.date(2025, 4, 1), end=datetime.date(2025, 7, 1)))
    """
    found = _parse(text, year)
    if found is None and text.count("/") == 1:
        upper, lower = text.split("/")
        found = _parse(upper + lower, year) or _parse(lower, year)
    return found


def _parse(text: str, year: int | None) -> Period | None:
    word = fold(text)
    day = _DAY.match(word)
    if day:
        try:
            start = date(int(day["year"]), int(day["month"]), int(day["day"]))
        except ValueError:
            return None
        return _months(start.year, start.month, 1) if start.day == 1 else Period(start, start + timedelta(days=1))
    for pattern in _PATTERNS:
        found = pattern.match(word)
        if found is None:
            continue
        part = found.groupdict()
        of = int(part.get("year") or part.get("after") or year or 0)
        if not 1900 <= of <= 2100:
            return None
        return _span(of, part)
    return None


def _span(year: int, part: dict[str, str | None]) -> Period:
    if month := part.get("month"):
        return _months(year, int(month), 1)
    if han := part.get("han"):
        return _months(year, _NUMERALS[han], 1)
    if name := part.get("name"):
        return _months(year, _MONTHS.index(name[:3]) + 1, 1)
    if quarter := part.get("q") or part.get("q2"):
        number = _NUMERALS[quarter] if quarter in _NUMERALS else int(quarter)
        return _months(year, 3 * number - 2, 3)
    if half := part.get("h") or part.get("h2"):
        return _months(year, 1 if half in ("1", "上") else 7, 6)
    return _months(year, 1, 12)


def _months(year: int, first: int, count: int) -> Period:
    after = year * 12 + first - 1 + count
    return Period(date(year, first, 1), date(after // 12, after % 12 + 1, 1))
