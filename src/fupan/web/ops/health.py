"""Whether this process can serve: the database answers, its tables are there, a snapshot can be read. No figure, no name."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from fupan.web.company import house

WELL = frozenset({"ok", "empty", "late"})
"""States in which pages can be served; "late": background jobs wait, the pages do not."""


def health(request: HttpRequest) -> JsonResponse:
    """200 with the state of each part, 503 where one of them fails."""
    parts = state_of_parts()
    well = set(parts.values()) <= WELL
    return JsonResponse({"ok": well, **parts}, status=200 if well else 503)


def state_of_parts() -> dict[str, str]:
    """ok, empty, late or the kind of the error, by part: database, jobs, snapshot."""
    parts: dict[str, str] = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        parts["database"] = "ok"
        parts["jobs"] = _jobs()
    except Exception as e:  # noqa: BLE001 - whatever it is, the answer is that the database does not answer
        parts["database"] = type(e).__name__
    try:
        parts["snapshot"] = "ok" if house().snapshot_id else "empty"
    except Exception as e:  # noqa: BLE001 - same
        parts["snapshot"] = type(e).__name__
    return parts


def _jobs() -> str:
    """late: something has been due for five minutes and nobody began it, or nobody holds what runs: is there a worker?"""
    from django_tasks_db.models import DBTaskResult

    from fupan.web.jobs.leasing import lost

    now = timezone.now()
    patience = timedelta(minutes=5)
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=now - patience)
    late = waiting.exists() or lost(now - patience, settings.FUPAN.lease).exists()
    return "late" if late else "ok"
