"""Windows, periods and comparison in time, by hand."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.calendar import PERIODS, Calendar, PlainRules, Window, festival_aligned, spring_festival
from fupan.errors import QuestionError

AS_OF = date(2025, 7, 17)
FISCAL = Calendar()
ACCOUNTING = Calendar(PlainRules("accounting", cut_off_day=25))
APRIL = Calendar(PlainRules("april", year_start_month=4, week_start=6))


def span(window: Window) -> tuple[str, str]:
    return window.start.isoformat(), window.end.isoformat()


@pytest.mark.parametrize(
    ("text", "start", "end", "label"),
    [
        ("2025-06", "2025-06-01", "2025-07-01", "2025-06"),
        ("2025年6月", "2025-06-01", "2025-07-01", "2025-06"),
        ("202506", "2025-06-01", "2025-07-01", "2025-06"),
        ("2025-Q2", "2025-04-01", "2025-07-01", "2025-Q2"),
        ("2025年第二季度", "2025-04-01", "2025-07-01", "2025-Q2"),
        ("2025-H1", "2025-01-01", "2025-07-01", "2025-H1"),
        ("2025上半年", "2025-01-01", "2025-07-01", "2025-H1"),
        ("2025", "2025-01-01", "2026-01-01", "2025"),
        ("2025-W26", "2025-06-23", "2025-06-30", "2025-W26"),
        ("2025-6-30", "2025-06-30", "2025-07-01", "2025-06-30"),
        ("2025-01-05..2025-02-03", "2025-01-05", "2025-02-04", "2025-01-05..2025-02-03"),
        ("2025-01..2025-03", "2025-01-01", "2025-04-01", "2025-Q1"),
        ("last-30d", "2025-06-18", "2025-07-18", "2025-06-18..2025-07-17"),
        ("last-3m", "2025-04-01", "2025-07-01", "2025-Q2"),
        ("mtd", "2025-07-01", "2025-07-18", "2025-07"),
        ("ytd", "2025-01-01", "2025-07-18", "2025"),
        ("年初至今", "2025-01-01", "2025-07-18", "2025"),
        ("本月", "2025-07-01", "2025-08-01", "2025-07"),
        ("this month", "2025-07-01", "2025-08-01", "2025-07"),
        ("上月", "2025-06-01", "2025-07-01", "2025-06"),
        ("prev-month", "2025-06-01", "2025-07-01", "2025-06"),
        ("last month", "2025-06-01", "2025-07-01", "2025-06"),
        ("本季", "2025-07-01", "2025-10-01", "2025-Q3"),
        ("this-quarter", "2025-07-01", "2025-10-01", "2025-Q3"),
        ("上季度", "2025-04-01", "2025-07-01", "2025-Q2"),
        ("今年", "2025-01-01", "2026-01-01", "2025"),
        ("去年", "2024-01-01", "2025-01-01", "2024"),
        ("上周", "2025-07-07", "2025-07-14", "2025-W28"),
        ("昨天", "2025-07-16", "2025-07-17", "2025-07-16"),
        ("近三个月", "2025-04-01", "2025-07-01", "2025-Q2"),
        ("近十二个月", "2024-07-01", "2025-07-01", "2024-07-01..2025-06-30"),
        ("近30天", "2025-06-18", "2025-07-18", "2025-06-18..2025-07-17"),
        ("最近三十天", "2025-06-18", "2025-07-18", "2025-06-18..2025-07-17"),
        ("rolling-12m", "2024-07-18", "2025-07-18", "2024-07-18..2025-07-17"),
        ("滚动3个月", "2025-04-18", "2025-07-18", "2025-04-18..2025-07-17"),
        ("上半年", "2025-01-01", "2025-07-01", "2025-H1"),
        ("1-6月", "2025-01-01", "2025-07-01", "2025-H1"),
        ("2025年1-6月", "2025-01-01", "2025-07-01", "2025-H1"),
        ("FY2025", "2025-01-01", "2026-01-01", "2025"),
        ("2025财年", "2025-01-01", "2026-01-01", "2025"),
        ("2025-W10..2025-W12", "2025-03-03", "2025-03-24", "2025-W10..2025-W12"),
    ],
)
def test_what_people_type(text: str, start: str, end: str, label: str) -> None:
    window = FISCAL.parse(text, AS_OF)
    assert (*span(window), window.label) == (start, end, label)


@pytest.mark.parametrize(
    ("text", "why", "closest"),
    [
        ("2025-13", "a month is 1 to 12, found 13", "2025-12"),
        ("2025-Q5", "a quarter is 1 to 4", "2025-Q4"),
        ("2025-H0", "a half-year is 1 to 2", "2025-H1"),
        ("2025-W53", "a week is 1 to 52", "2025-W52"),
        ("2025-02-30", "day of that month is 1 to 28", "2025-02-28"),
        ("2025-06..2025-01", "before it starts", "2025-01..2025-06"),
        ("last-0d", "empty", "last-30d"),
        ("last-9999y", "before the first year", "last-3m"),
        ("rolling-0m", "empty", "rolling-12m"),
        ("13月", "1 to 12", "last-30d"),
        ("prev-mnth", "no period", "prev-month"),
        ("soon", "no period that fupan knows", "2025-Q2"),
        ("", "no period", "2025-Q2"),
        ("2025-06'; drop table x", "no period", "2025-Q2"),
    ],
)
def test_errors_say_what_would_be_right(text: str, why: str, closest: str) -> None:
    with pytest.raises(QuestionError, match=why) as caught:
        FISCAL.parse(text, AS_OF)
    assert caught.value.code == "window"
    assert caught.value.closest is not None
    assert closest in caught.value.closest


def test_previous_and_last_year_of_whole_periods() -> None:
    june = FISCAL.parse("2025-06", AS_OF)
    assert FISCAL.previous(june).label == "2025-05"
    assert FISCAL.last_year(june).label == "2024-06"
    assert FISCAL.next(june).label == "2025-07"
    assert FISCAL.previous(FISCAL.parse("2025-Q1", AS_OF)).label == "2024-Q4"
    assert FISCAL.last_year(FISCAL.parse("2025-W26", AS_OF)).label == "2024-W26"
    assert FISCAL.last_year(FISCAL.parse("2020-W53", AS_OF)).label == "2019-W52"
    assert FISCAL.last_year(FISCAL.parse("2024-02-29", AS_OF)).label == "2023-02-28"


def test_a_period_cut_by_a_longer_window_is_compared_with_the_same_days() -> None:
    calendar = Calendar()
    first, *_, last = calendar.periods(calendar.parse("2012-06-30..2012-09-27", date(2012, 12, 31)), "month")
    assert (calendar.last_year(first).start, calendar.last_year(first).end) == (date(2011, 6, 30), date(2011, 7, 1))
    assert (calendar.last_year(last).start, calendar.last_year(last).end) == (date(2011, 9, 1), date(2011, 9, 28))
    assert (calendar.previous(last).start, calendar.previous(last).end) == (date(2012, 8, 1), date(2012, 8, 28))
    cut = calendar.periods(calendar.parse("2012-02-29..2012-03-05", date(2012, 12, 31)), "month")
    assert [(calendar.last_year(w).start, calendar.last_year(w).end) for w in cut] == [
        (date(2011, 2, 28), date(2011, 3, 1)), (date(2011, 3, 1), date(2011, 3, 6))
    ]  # fmt: skip


def test_a_running_period_is_compared_with_the_same_elapsed_part() -> None:
    month = FISCAL.parse("mtd", AS_OF)
    assert month.running
    assert span(FISCAL.previous(month)) == ("2025-06-01", "2025-06-18")
    assert span(FISCAL.last_year(month)) == ("2024-07-01", "2024-07-18")
    year = FISCAL.parse("ytd", AS_OF)
    assert span(FISCAL.last_year(year)) == ("2024-01-01", "2024-07-18")


def test_a_long_month_against_a_short_one() -> None:
    to_30_march = FISCAL.clip(FISCAL.parse("2025-03", AS_OF), date(2025, 3, 30))
    assert span(FISCAL.previous(to_30_march)) == ("2025-02-01", "2025-03-01")
    to_29_february = FISCAL.clip(FISCAL.parse("2024-Q1", AS_OF), date(2024, 2, 29))
    assert span(FISCAL.last_year(to_29_february)) == ("2023-01-01", "2023-03-01")


def test_ranges_move_by_months_where_they_are_months() -> None:
    spring = FISCAL.parse("2025-02..2025-04", AS_OF)
    assert FISCAL.previous(spring).label == "2024-11-01..2025-01-31"
    days = FISCAL.parse("2025-01-05..2025-02-03", AS_OF)
    assert FISCAL.previous(days).label == "2024-12-06..2025-01-04"
    assert FISCAL.last_year(days).label == "2024-01-05..2024-02-03"


def test_cut_off_day() -> None:
    june = ACCOUNTING.parse("2025-06", AS_OF)
    assert span(june) == ("2025-05-26", "2025-06-26")
    assert span(ACCOUNTING.parse("2025-Q1", AS_OF)) == ("2024-12-26", "2025-03-26")
    assert ACCOUNTING.window_of(date(2025, 6, 26), "month").label == "2025-07"
    running = ACCOUNTING.parse("mtd", AS_OF)
    assert span(running) == ("2025-06-26", "2025-07-18")
    assert span(ACCOUNTING.previous(running)) == ("2025-05-26", "2025-06-18")


def test_fiscal_year_is_named_after_the_year_it_ends_in() -> None:
    assert span(APRIL.parse("2025", AS_OF)) == ("2024-04-01", "2025-04-01")
    assert span(APRIL.parse("2025-Q1", AS_OF)) == ("2024-04-01", "2024-07-01")
    assert APRIL.window_of(date(2025, 3, 31), "quarter").label == "2025-Q4"
    assert APRIL.parse("2025-06", AS_OF).start == date(2025, 6, 1)
    assert APRIL.window_of(date(2025, 7, 17), "week").start.weekday() == 6


def test_elapsed_counts_the_day_itself() -> None:
    year = FISCAL.parse("2025", AS_OF)
    assert FISCAL.elapsed(year, AS_OF) == Fraction(198, 365)
    assert FISCAL.elapsed(year, date(2024, 12, 31)) == 0
    assert FISCAL.elapsed(year, date(2026, 5, 1)) == 1
    assert FISCAL.elapsed(FISCAL.parse("mtd", AS_OF), AS_OF) == Fraction(17, 31)


def test_periods_are_cut_at_the_window_and_the_last_one_runs() -> None:
    months = FISCAL.periods(FISCAL.parse("ytd", AS_OF), "month")
    assert [m.label for m in months] == [f"2025-0{n}" for n in range(1, 8)]
    assert months[-1].end == date(2025, 7, 18)
    assert months[-1].whole_end == date(2025, 8, 1)
    assert not months[-2].running


def test_year_to_date_of_a_window() -> None:
    assert span(FISCAL.year_to_date(FISCAL.parse("2025-06", AS_OF))) == ("2025-01-01", "2025-07-01")
    assert not FISCAL.year_to_date(FISCAL.parse("2025-12", AS_OF)).running


def test_titles_in_both_languages() -> None:
    assert FISCAL.parse("2025-06", AS_OF).title("zh") == "2025年6月"
    assert FISCAL.parse("2025-Q2", AS_OF).title("en") == "Q2 2025"
    assert FISCAL.parse("2025-H1", AS_OF).title("zh") == "2025年上半年"
    assert FISCAL.parse("mtd", AS_OF).title("zh") == "2025年7月（截至7月17日）"
    assert FISCAL.parse("mtd", AS_OF).title("en") == "July 2025 (to 17 July)"


def test_spring_festival_moves_january() -> None:
    assert spring_festival(2025) == date(2025, 1, 29)
    assert spring_festival(2024) == date(2024, 2, 10)
    assert span(festival_aligned(FISCAL.parse("2025-01", AS_OF))) == ("2024-01-13", "2024-02-13")
    with pytest.raises(QuestionError, match="not known"):
        spring_festival(1900)


def test_days_for_the_calendar_table() -> None:
    rows = list(ACCOUNTING.days(date(2025, 6, 25), date(2025, 6, 27)))
    assert [r["month"] for r in rows] == ["2025-06", "2025-07"]
    assert rows[1]["month_start"] == date(2025, 6, 26)
    assert rows[0]["calendar"] == "accounting"


def test_a_range_of_weeks_moves_by_weeks() -> None:
    weeks = FISCAL.parse("2025-W10..2025-W12", AS_OF)
    assert FISCAL.last_year(weeks).label == "2024-W10..2024-W12"
    assert FISCAL.previous(weeks).label == "2025-W07..2025-W09"
    assert span(FISCAL.last_year(weeks)) == ("2024-03-04", "2024-03-25")


def test_a_53rd_week_by_rule() -> None:
    """2020 has 53 ISO weeks: 2021-W10 is 8 to 14 March, 52 weeks before is 2020-W11, 9 to 15 March."""
    shifted = Calendar(PlainRules("shifted", last_year_weeks="shifted"))
    assert FISCAL.last_year(FISCAL.parse("2021-W10", AS_OF)).label == "2020-W10"
    assert shifted.last_year(shifted.parse("2021-W10", AS_OF)).label == "2020-W11"
    assert shifted.last_year(shifted.parse("2020-W53", AS_OF)).label == "2020-W01"
    assert FISCAL.last_year(FISCAL.parse("2020-W53", AS_OF)).label == "2019-W52"


def test_rolling_windows_against_last_year() -> None:
    """Rolling 30 days at 1 March of a leap year reach back to 1 February; last year's end on 1 March, too."""
    month = FISCAL.parse("last-30d", date(2024, 3, 1))
    assert span(month) == ("2024-02-01", "2024-03-02")
    assert span(FISCAL.last_year(month)) == ("2023-02-01", "2023-03-02")
    year = FISCAL.parse("rolling-12m", date(2024, 2, 29))
    assert span(year) == ("2023-03-01", "2024-03-01")
    assert span(FISCAL.last_year(year)) == ("2022-03-01", "2023-03-01")


@given(
    day=st.dates(date(1990, 1, 1), date(2060, 12, 31)),
    grain=st.sampled_from(PERIODS),
    start=st.integers(1, 12),
    week=st.integers(0, 6),
    cut=st.none() | st.integers(1, 27),
    pattern=st.none() | st.sampled_from(["4-4-5", "4-5-4", "5-4-4"]),
    end=st.sampled_from(["last", "nearest"]),
    named=st.sampled_from(["end", "start"]),
    extra=st.integers(1, 12),
    weeks=st.sampled_from(["number", "shifted"]),
)
def test_periods_tile_time(
    day: date, grain: str, start: int, week: int, cut: int | None,
    pattern: str | None, end: str, named: str, extra: int, weeks: str,
) -> None:  # fmt: skip
    rules = PlainRules("any", start, week, None if pattern else cut, pattern, end, extra, named, weeks)
    calendar = Calendar(rules)
    window = calendar.window_of(day, grain)  # type: ignore[arg-type]
    assert window.contains(day)
    assert calendar.next(window).start == window.end
    assert calendar.previous(calendar.next(window)) == window
    assert calendar.parse(window.label, day) == window
    parts = calendar.periods(window, "day")
    assert len(parts) == window.days


@given(
    day=st.dates(date(2001, 1, 1), date(2060, 12, 31)),
    cut=st.none() | st.integers(1, 27),
    pattern=st.none() | st.sampled_from(["4-4-5", "4-5-4", "5-4-4"]),
    month=st.integers(1, 12),
    week=st.integers(0, 6),
)
def test_compared_part_is_never_longer_than_its_period(
    day: date, cut: int | None, pattern: str | None, month: int, week: int
) -> None:
    calendar = Calendar(PlainRules("any", month, week, None if pattern else cut, pattern))
    for grain in ("week", "month", "quarter", "half", "year"):
        running = calendar.clip(calendar.window_of(day, grain), day)  # type: ignore[arg-type]
        for earlier in (calendar.previous(running), calendar.last_year(running)):
            whole = calendar.whole(earlier)
            assert whole.start == earlier.start
            assert earlier.end <= whole.end
            assert earlier.end - earlier.start >= timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "as_of", "previous", "last_year"),
    [
        ("2025-05..2025-06", (2025, 5, 15), ("2025-03-01", "2025-03-15"), ("2024-05-01", "2024-05-15")),
        ("2025-03..2025-04", (2025, 3, 31), ("2025-01-01", "2025-01-31"), ("2024-03-01", "2024-03-31")),
        ("2025-06-01..2025-06-20", (2025, 6, 10), ("2025-05-12", "2025-05-21"), ("2024-06-01", "2024-06-10")),
        ("2025-W10..2025-W13", (2025, 3, 12), ("2025-02-03", "2025-02-12"), ("2024-03-04", "2024-03-13")),
    ],
)
def test_a_running_range_meets_the_same_part_of_the_range_before(
    text: str, as_of: tuple[int, int, int], previous: tuple[str, str], last_year: tuple[str, str]
) -> None:
    calendar = Calendar()
    running = calendar.clip(calendar.parse(text, date(2025, 7, 1)), date(*as_of))
    for found, expected in ((calendar.previous(running), previous), (calendar.last_year(running), last_year)):
        assert (found.start.isoformat(), found.last.isoformat()) == expected
        assert found.running
