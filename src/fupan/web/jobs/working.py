"""The worker 后台进程: the queue library's loop, with a lease on each task and somebody who tends the queue beside it."""

from __future__ import annotations

import logging
import os
import signal
import threading
import uuid
from typing import Any

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from fupan.web.jobs.due import enqueue_due, ensure_periods
from fupan.web.jobs.failing import tell_failed
from fupan.web.jobs.leasing import recover, renew, retry_or_fail, take
from fupan.web.parent import orphaned

_log = logging.getLogger("fupan.jobs")


class Worker(QueueWorker):  # type: ignore[misc, unused-ignore] # partly typed
    """Works off the queue until asked to stop; what it has begun it ends first."""

    def __init__(self, *, lease: float, interval: float = 1.0, batch: bool = False) -> None:
        self.lease = lease
        super().__init__(
            queue_names=["default"],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{os.getpid()}-{uuid.uuid4().hex[:12]}",
            excluded_queue_names=[],
        )

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        """One task: on record as an attempt, then done, then done, put back, or failed."""
        attempt = take(db_task_result, self.worker_id, now=timezone.now(), seconds=self.lease)
        name = str(db_task_result.args_kwargs["args"][:1])
        _log.info("job %s, attempt %d, begins", name, attempt)
        super().run_task(db_task_result)
        db_task_result.refresh_from_db()
        if db_task_result.status == "FAILED":
            again = retry_or_fail(db_task_result, attempt, now=timezone.now())
            reason = (db_task_result.traceback or "").strip().splitlines()[-1:]
            _log.error("job %s, attempt %d, failed%s: %s", name, attempt, ", is tried again" if again else "", reason)
            if not again:
                tell_failed(db_task_result)
        else:
            _log.info("job %s, attempt %d: %s", name, attempt, db_task_result.return_value)


class Keeper(threading.Thread):
    """Beside the worker: renews its lease, puts back what others left, asks for what is due, follows the parent."""

    def __init__(self, worker: Worker, *, parent: int | None, every: float) -> None:
        super().__init__(name="keeper", daemon=True)
        self.worker, self.parent, self.every = worker, parent, every
        self.stopped = threading.Event()

    def run(self) -> None:
        """Until stopped; a database that is away for a while is asked again."""
        while not self.stopped.wait(self.every):
            if self.parent is not None and orphaned(self.parent):
                os.kill(os.getpid(), signal.SIGTERM)
                self.parent = None
            try:
                close_old_connections()
                tend(self.worker)
            except DatabaseError as e:
                _log.warning("the queue could not be tended: %s", e)
        connection.close()


def tend(worker: Worker) -> None:
    """One round of keeping the queue."""
    now = timezone.now()
    renew(worker.worker_id, now=now, seconds=worker.lease)
    if given_back := recover(now=now, seconds=worker.lease):
        _log.warning("%d tasks of a worker that ended were put back or failed", given_back)
    if worker.running:
        for name in enqueue_due(now=now):
            _log.info("job %s is due", name)


def work(*, lease: float, parent: int | None = None, batch: bool = False) -> None:
    """Work until asked to stop (SIGTERM, SIGINT), or, as a *batch*, until nothing waits."""
    worker = Worker(lease=lease, batch=batch)
    ensure_periods(now=timezone.now())
    keeper = Keeper(worker, parent=parent, every=min(5.0, lease / 4))
    worker.configure_signals()
    tend(worker)
    keeper.start()
    try:
        worker.run()
    finally:
        keeper.stopped.set()
        keeper.join(5)
