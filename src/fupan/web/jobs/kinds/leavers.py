"""Leavers 离职: every night the accounts of people who have left are closed and their sessions ended.

They hold nothing from the day they left on, whether this runs or not: rights are read anew with each request.
"""

from __future__ import annotations

from datetime import time

from fupan.web.accounts.closing import close_account
from fupan.web.accounts.models import User
from fupan.web.company import house
from fupan.web.jobs.job import job


@job("leavers", "离职检查", "Leavers", why="reads the directory's dates, tells no figure", nightly=time(0, 10))
def close_leavers() -> str:
    """Close the accounts of those who have left; what was done."""
    here = house()
    day, directory = here.today, here.directory
    closed = 0
    for user in User.objects.filter(is_active=True, person_id__isnull=False).order_by("pk"):
        person = directory.person_by_id.get(user.person_id or "")
        if person is None or directory.employed(person.id, day):
            continue
        closed += close_account(None, user, reason=f"left on {person.left}")
    return f"{closed} accounts closed"
