"""Named calendars: windows, fiscal periods, comparison in time."""

from fupan.calendar.calendar import Calendar
from fupan.calendar.festival import festival_aligned, spring_festival
from fupan.calendar.rules import CalendarRules, PlainRules
from fupan.calendar.window import PERIODS, Grain, Window

__all__ = [
    "PERIODS",
    "Calendar",
    "CalendarRules",
    "Grain",
    "PlainRules",
    "Window",
    "festival_aligned",
    "spring_festival",
]
