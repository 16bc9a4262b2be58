"""Causes and measures 原因与措施: what page owners write about their red and amber items, by a deadline, for the next draft."""

from fupan.review.causes.collection import (
    Collection,
    Entry,
    Report,
    assign,
    collect,
    extend,
    lock,
    open_collection,
    read_collection,
    write_collection,
)
from fupan.review.causes.follow import Measure, follow_up, measures_of
from fupan.review.causes.item import Item, figures_of, items_of
from fupan.review.causes.owners import Owners, Person, read_owners
from fupan.review.causes.reading import Filled, read_rows
from fupan.review.causes.remind import Reminder, days_left, deadline_calendar, reminder_text, reminders
from fupan.review.causes.sheet import write_sheet

__all__ = [
    "Collection", "Entry", "Filled", "Item", "Measure", "Owners", "Person", "Reminder", "Report", "assign", "collect", "days_left",
    "deadline_calendar", "extend", "figures_of", "follow_up", "items_of", "lock", "measures_of", "open_collection",
    "read_collection", "read_owners", "read_rows", "reminder_text", "reminders", "write_collection", "write_sheet",
]  # fmt: skip
