"""Rounds of causes each morning 填报提醒: who has something to write is reminded near the deadline; the end is told."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils import timezone

from fupan.web.causes.telling import tell_owners
from fupan.web.company import house
from fupan.web.jobs.job import job

NEAR, LATEST = timedelta(days=1), timedelta(days=7)


@job(
    "cause_rounds", "填报提醒", "Reminders of causes", why="counts items to their own owners, tells no figure",
    nightly=time(7, 0),
)  # fmt: skip
def remind() -> str:
    """Remind on the last day and the day before; tell that a round is closed, once, in the week after."""
    here, today = house(), timezone.localdate()
    reminded = closed = 0
    for found in here.cause_rounds():
        if not found.is_locked(timezone.localtime()):
            if found.deadline - today <= NEAR:
                reminded += tell_owners(here, found, "reminded", key=today.isoformat())
        elif found.locked_at is None and today - found.deadline <= LATEST:
            closed += tell_owners(here, found, "closed", key=found.deadline.isoformat())
    return f"{reminded} reminded, {closed} told of the end"
