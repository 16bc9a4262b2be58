"""Holding a task while it is worked on, and giving back what a worker that died left behind."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django_tasks_db.models import DBTaskResult

from fupan.web.jobs.failing import tell_failed
from fupan.web.jobs.job import find_job
from fupan.web.jobs.models import Lease

READY, RUNNING, FAILED = "READY", "RUNNING", "FAILED"
DIED = "fupan.web.jobs.leasing.WorkerDied"
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=1)


def take(task: DBTaskResult[Any, Any], worker: str, *, now: datetime, seconds: float) -> int:
    """Hold a task that was just claimed; the number of this attempt, on record before anything is done."""
    until = now + timedelta(seconds=seconds)
    with transaction.atomic():
        lease, _ = Lease.objects.select_for_update().get_or_create(
            task_id=task.pk, defaults={"worker": worker, "until": until}
        )
        lease.worker, lease.until, lease.attempts = worker, until, lease.attempts + 1
        lease.save()
    return lease.attempts


def renew(worker: str, *, now: datetime, seconds: float) -> None:
    """Go on holding what this worker holds."""
    Lease.objects.filter(worker=worker, task__status=RUNNING).update(until=now + timedelta(seconds=seconds))


def retry_or_fail(task: DBTaskResult[Any, Any], attempt: int, *, now: datetime) -> bool:
    """After a failure: wait and try again, or leave it failed where that was the last attempt. Whether it is tried again.

    The reason of the failure stays with the task in either case.
    """
    if attempt >= _most_attempts(task):
        return False
    wait = min(_FIRST_WAIT * 4 ** (attempt - 1), _LONGEST_WAIT)
    DBTaskResult.objects.filter(pk=task.pk, status=FAILED).update(status=READY, run_after=now + wait, finished_at=None)
    return True


def lost(now: datetime, seconds: float) -> QuerySet[DBTaskResult[Any, Any]]:
    """Running tasks that nobody holds any more: the lease has run out, or was never taken."""
    forgotten = Q(lease__isnull=True, started_at__lt=now - timedelta(seconds=seconds))
    return DBTaskResult.objects.filter(status=RUNNING).filter(Q(lease__until__lt=now) | forgotten)


def recover(*, now: datetime, seconds: float) -> int:
    """Put back what workers that died left running, or fail it after its last attempt; how many there were.

    Each is taken by a condition on what was read, so that of several workers one does it.
    """
    done = 0
    for task in lost(now, seconds).select_related("lease"):
        lease: Lease | None = getattr(task, "lease", None)
        attempts = lease.attempts if lease else 1
        again = attempts < _most_attempts(task)
        told: dict[str, Any] = {
            "status": READY if again else FAILED,
            "run_after": now,
            "finished_at": None if again else now,
            "exception_class_path": DIED,
            "traceback": f"the worker ended in the middle of attempt {attempts}"
            + ("; it is tried again" if again else "; that was the last one"),
        }
        still = DBTaskResult.objects.filter(pk=task.pk, status=RUNNING, started_at=task.started_at)
        with transaction.atomic():
            taken = still.update(**told)
            done += taken
            if taken and not again:
                tell_failed(task)
            if lease is None:
                Lease.objects.get_or_create(task_id=task.pk, defaults={"worker": "", "until": now, "attempts": 1})
    return done


def try_again(task_id: str, *, now: datetime) -> bool:
    """Have a failed task done once more, with all its attempts; False where it has not failed."""
    with transaction.atomic():
        Lease.objects.filter(task__pk=task_id, task__status=FAILED).update(attempts=F("attempts") * 0)
        return bool(
            DBTaskResult.objects.filter(pk=task_id, status=FAILED).update(status=READY, run_after=now, finished_at=None)
        )


def _most_attempts(task: DBTaskResult[Any, Any]) -> int:
    try:
        return find_job(str(task.args_kwargs["args"][0])).attempts
    except (KeyError, IndexError):
        return 1
