"""What is due by itself: nightly jobs, and jobs that follow a change. Kept in the database, so that one worker asks for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from fupan.web.jobs.job import Job, enqueue, jobs
from fupan.web.jobs.models import Period

UNFINISHED = ("READY", "RUNNING")


def ensure_periods(*, now: datetime) -> None:
    """A row for every periodic job; rows of jobs that are no more go."""
    found = {j.name: j for j in jobs() if j.periodic}
    for each in found.values():
        Period.objects.get_or_create(job=each.name, defaults={"due": next_due(each, after=now)})
    Period.objects.exclude(job__in=found).delete()


def next_due(job: Job, *, after: datetime) -> datetime | None:
    """The first time after a moment that a nightly job is due, by the clock of the house; None: it follows a change."""
    if job.nightly is None:
        return None
    here = timezone.localtime(after)
    at = here.replace(hour=job.nightly.hour, minute=job.nightly.minute, second=0, microsecond=0)
    return at if at > here else at + timedelta(days=1)


def enqueue_due(*, now: datetime) -> list[str]:
    """Ask for every periodic job that is due; which. Asking and the next time go into one transaction: never twice.

    Nights that were missed count as one. A job that still waits or runs is not asked for again.
    """
    return [
        each.name
        for each in jobs()
        if each.periodic and (_follows(each) if each.when is not None else _nightly(each, now))
    ]


def _nightly(job: Job, now: datetime) -> bool:
    if not Period.objects.filter(job=job.name, on=True, due__lte=now).exists():
        return False
    with transaction.atomic():
        row = Period.objects.select_for_update(skip_locked=True).filter(job=job.name, on=True, due__lte=now).first()
        if row is None:
            return False
        row.due = next_due(job, after=now)
        row.save(update_fields=["due"])
        if waits(job.name):
            return False
        enqueue(job.name)
    return True


def _follows(job: Job) -> bool:
    told = job.when() if job.when is not None else ""
    if not told or not Period.objects.filter(job=job.name, on=True).exclude(done_for=told).exists():
        return False
    with transaction.atomic():
        row = Period.objects.select_for_update(skip_locked=True).filter(job=job.name, on=True).first()
        if row is None or row.done_for == told or waits(job.name):
            return False
        row.done_for = told
        row.save(update_fields=["done_for"])
        enqueue(job.name)
    return True


def waits(name: str) -> bool:
    """Whether a job was asked for and has not ended."""
    return any(t.args_kwargs["args"][:1] == [name] for t in DBTaskResult.objects.filter(status__in=UNFINISHED))
