"""Named calendars: windows, fiscal periods, comparison in time."""

from fupan.calendar.calendar import Calendar
from fupan.calendar.festival import festival_aligned, spring_festival
from fupan.calendar.rules import CalendarRules, PlainRules, read_rules
from fupan.calendar.window import PERIODS, Grain, Window, month_title
from fupan.calendar.working_days import WorkingDays

__all__ = [
    "PERIODS",
    "Calendar",
    "CalendarRules",
    "Grain",
    "PlainRules",
    "Window",
    "WorkingDays",
    "festival_aligned",
    "month_title",
    "read_rules",
    "spring_festival",
]
