"""Years of whole weeks, against published ones: the NRF's 4-5-4 calendar and a year that ends on September's last Saturday."""

from __future__ import annotations

from datetime import date

import pytest

from fupan.calendar import Calendar, PlainRules, Window
from fupan.calendar.rules import read_rules

AS_OF = date(2024, 3, 13)
NRF = PlainRules("retail", 2, 6, weeks="4-5-4", year_end="nearest", year_named="start")
RETAIL = Calendar(NRF)
RESTATED = Calendar(read_rules("restated", {
    "year_start_month": 2, "week_start": 6, "weeks": "4-5-4", "year_end": "nearest", "year_named": "start",
    "last_year_weeks": "shifted",
}))  # fmt: skip
SEPTEMBER = Calendar(PlainRules("september", 10, 6, weeks="4-4-5", extra_week=3))


def span(window: Window) -> tuple[str, str]:
    """First and last day."""
    return window.start.isoformat(), window.last.isoformat()


def named(calendar: Calendar, text: str) -> tuple[str, str]:
    return span(calendar.parse(text, AS_OF))


def test_the_retail_year_of_53_weeks() -> None:
    assert named(RETAIL, "2022") == ("2022-01-30", "2023-01-28")
    assert named(RETAIL, "2023") == ("2023-01-29", "2024-02-03")
    assert named(RETAIL, "2024") == ("2024-02-04", "2025-02-01")
    assert [RETAIL.weeks_in(y) for y in (2022, 2023, 2024)] == [52, 53, 52]


def test_months_are_4_5_4_weeks_and_january_takes_the_53rd() -> None:
    assert named(RETAIL, "2024-02") == ("2024-02-04", "2024-03-02")
    assert named(RETAIL, "2024-03") == ("2024-03-03", "2024-04-06")
    assert named(RETAIL, "2024-04") == ("2024-04-07", "2024-05-04")
    assert named(RETAIL, "2024-Q1") == ("2024-02-04", "2024-05-04")
    assert named(RETAIL, "2024-01") == ("2023-12-31", "2024-02-03")
    assert named(RETAIL, "2025-01") == ("2025-01-05", "2025-02-01")
    assert RETAIL.window_of(date(2024, 2, 3), "year").label == "2023"
    assert RETAIL.window_of(date(2024, 2, 3), "quarter").label == "2023-Q4"
    assert RETAIL.window_of(date(2024, 2, 4), "half").label == "2024-H1"


def test_weeks_are_counted_from_the_years_start() -> None:
    assert named(RETAIL, "2023-W53") == ("2024-01-28", "2024-02-03")
    assert named(RETAIL, "2024-W01") == ("2024-02-04", "2024-02-10")
    parts = RETAIL.periods(RETAIL.parse("2023", AS_OF), "week")
    assert len(parts) == 53
    assert parts[-1].label == "2023-W53"


def test_last_year_by_number_or_shifted() -> None:
    """After 2023's 53 weeks, number meets 29 January to 25 February; shifted meets the same days of the season."""
    february = RETAIL.parse("2024-02", AS_OF)
    assert span(RETAIL.last_year(february)) == ("2023-01-29", "2023-02-25")
    assert RETAIL.last_year(february).label == "2023-02"
    assert span(RESTATED.last_year(february)) == ("2023-02-05", "2023-03-04")
    assert span(RESTATED.last_year(RESTATED.parse("2024", AS_OF))) == ("2023-02-05", "2024-02-03")
    assert RESTATED.last_year(RESTATED.parse("2024-W01", AS_OF)).label == "2023-W02"
    # where no 53rd week lies between, the two rules are one
    assert RESTATED.last_year(RESTATED.parse("2023-02", AS_OF)) == RETAIL.last_year(RETAIL.parse("2023-02", AS_OF))


def test_days_meet_the_same_weekday() -> None:
    wednesday = RETAIL.parse("2024-03-13", AS_OF)
    assert span(RETAIL.last_year(wednesday)) == ("2023-03-08", "2023-03-08")
    assert span(RESTATED.last_year(wednesday)) == ("2023-03-15", "2023-03-15")


def test_a_running_month_by_elapsed_days() -> None:
    running = RETAIL.parse("mtd", AS_OF)
    assert span(running) == ("2024-03-03", "2024-03-13")
    assert span(RETAIL.previous(running)) == ("2024-02-04", "2024-02-14")
    assert span(RETAIL.last_year(running)) == ("2023-02-26", "2023-03-08")
    assert span(RESTATED.last_year(running)) == ("2023-03-05", "2023-03-15")
    assert span(RETAIL.last_year(RETAIL.parse("2024-02-05..2024-03-13", AS_OF))) == ("2023-01-30", "2023-03-08")


def test_a_year_that_ends_on_the_last_saturday_of_september() -> None:
    assert named(SEPTEMBER, "2022") == ("2021-09-26", "2022-09-24")
    assert named(SEPTEMBER, "2023") == ("2022-09-25", "2023-09-30")
    assert named(SEPTEMBER, "2024") == ("2023-10-01", "2024-09-28")
    # the 53rd week is in December, so that the quarter ends with the year
    assert named(SEPTEMBER, "2023-Q1") == ("2022-09-25", "2022-12-31")
    assert named(SEPTEMBER, "2022-12") == ("2022-11-20", "2022-12-31")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"weeks": "4-4-4"}, "weeks must be one of 4-4-5, 4-5-4, 5-4-4"),
        ({"weeks": "4-4-5", "year_end": "first"}, "year_end must be one of last, nearest"),
        ({"weeks": "4-4-5", "extra_week": 13}, "extra_week must be 1 to 12"),
        ({"weeks": "4-4-5", "cut_off_day": 25}, "cut_off_day cannot stand beside weeks"),
        ({"year_end": "last"}, "year_end is for years of weeks only"),
        ({"year_named": "middle"}, "year_named must be one of end, start"),
        ({"last_year_weeks": "same"}, "last_year_weeks must be one of number, shifted"),
        ({"week_start": True}, "week_start must be 0 to 6"),
        ({"wekks": "4-4-5"}, "unknown setting wekks"),
    ],
)
def test_settings_are_checked(given: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_rules("retail", given)
