"""Telling administrators of a job that failed for good."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from fupan.web.jobs.job import find_job
from fupan.web.notices.telling import tell, who_may


def tell_failed(task: DBTaskResult[Any, Any]) -> None:
    """Tell those who manage operation, once for each time that it fails; the reason stands on their page."""
    name = str((task.args_kwargs.get("args") or ["?"])[0])
    try:
        known = find_job(name)
        zh, en = known.zh, known.en
    except KeyError:
        zh = en = name
    tell(
        who_may("operations.manage"), "operation", f"后台任务“{zh}”失败", f"The background job {en} failed",
        address=reverse("operations"), once=f"failed {task.pk} {task.started_at}",
    )  # fmt: skip
