"""The one task of the queue: run a job by its name."""

from __future__ import annotations

from typing import Any

from django_tasks import task

from fupan.web.jobs.job import find_job


@task()
def perform(name: str, **arguments: Any) -> str:
    """Run the job; what it says it did."""
    return find_job(name).body(**arguments)
