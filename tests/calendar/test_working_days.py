"""Working days of real Chinese years, counted by hand from the State Council's notices."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.calendar import WorkingDays
from fupan.calendar.working_days import read_working_days

CHINA = WorkingDays()


def test_make_up_days_are_worked() -> None:
    # 2025: off 28 January to 4 February; Sunday 26 January and Saturday 8 February are worked for it
    assert CHINA.is_working(date(2025, 1, 26))
    assert CHINA.is_working(date(2025, 2, 8))
    assert not CHINA.is_working(date(2025, 1, 28))
    assert not CHINA.is_working(date(2025, 2, 4))
    # 23 weekdays - New Year's day - 4 days (28 to 31) + the Sunday worked
    assert CHINA.count(date(2025, 1, 1), date(2025, 2, 1)) == 23 - 1 - 4 + 1
    # 20 weekdays - 2 (3 and 4 February) + the Saturday worked
    assert CHINA.count(date(2025, 2, 1), date(2025, 3, 1)) == 20 - 2 + 1
    # October 2025: off 1 to 8, Saturday 11 worked (and Sunday 28 September): 23 - 6 + 1
    assert CHINA.count(date(2025, 10, 1), date(2025, 11, 1)) == 23 - 6 + 1


def test_stretches_are_half_open_and_cross_years() -> None:
    assert CHINA.count(date(2025, 6, 2), date(2025, 6, 2)) == 0
    assert CHINA.count(date(2025, 6, 3), date(2025, 6, 2)) == 0
    assert CHINA.count(date(2025, 6, 3), date(2025, 6, 4)) == 1
    # 29, 30, 31 December 2025; 1 to 3 January 2026 are off, Sunday the 4th is worked
    assert CHINA.count(date(2025, 12, 29), date(2026, 1, 5)) == 4


def test_a_year_without_notice_is_provisional() -> None:
    far = (date(2040, 1, 1), date(2040, 2, 1))
    assert CHINA.provisional(*far)
    assert not CHINA.provisional(date(2025, 1, 1), date(2026, 1, 1))
    assert CHINA.provisional(date(2025, 12, 1), date(2040, 1, 1))
    # 22 weekdays, New Year's day falls on a Sunday and is taken off on the Monday; Spring Festival is on 12 February
    assert CHINA.count(*far) == 21
    assert not CHINA.is_working(date(2040, 2, 13))


def test_the_company_has_days_of_its_own() -> None:
    own = WorkingDays(off=frozenset({date(2025, 6, 4), date(2025, 6, 7)}), worked=frozenset({date(2025, 6, 8)}))
    plain = CHINA.count(date(2025, 6, 3), date(2025, 6, 10))
    # the 4th was worked and is not; Saturday the 7th never was; Sunday the 8th now is
    assert own.count(date(2025, 6, 3), date(2025, 6, 10)) == plain
    assert own.count(date(2025, 6, 3), date(2025, 6, 6)) == CHINA.count(date(2025, 6, 3), date(2025, 6, 6)) - 1
    with pytest.raises(ValueError, match="both off and worked"):
        WorkingDays(off=frozenset({date(2025, 6, 4)}), worked=frozenset({date(2025, 6, 4)}))


def test_other_countries() -> None:
    assert not WorkingDays("US").is_working(date(2025, 7, 4))
    assert not WorkingDays("US").provisional(date(2040, 1, 1), date(2041, 1, 1))
    assert WorkingDays("none").is_working(date(2025, 1, 1))
    assert read_working_days("DE", frozenset(), frozenset()).country == "DE"
    with pytest.raises(ValueError, match="no holidays are known of “XX”"):
        read_working_days("XX", frozenset(), frozenset())


@given(
    start=st.dates(date(2015, 1, 1), date(2030, 12, 31)),
    length=st.integers(0, 500),
    off=st.frozensets(st.dates(date(2020, 1, 1), date(2020, 12, 31)), max_size=4),
    worked=st.frozensets(st.dates(date(2021, 1, 1), date(2021, 12, 31)), max_size=4),
)
def test_counting_is_listing(start: date, length: int, off: frozenset[date], worked: frozenset[date]) -> None:
    days = WorkingDays(off=off, worked=worked)
    end = date.fromordinal(start.toordinal() + length)
    assert days.count(start, end) == len(list(days.days(start, end)))
