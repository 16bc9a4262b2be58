"""Whether this process can serve: the database answers and a snapshot is there. No figure, no name."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, JsonResponse

from fupan.web.company import house


def health(request: HttpRequest) -> JsonResponse:
    """200 with the state of each part, 503 where one of them fails."""
    parts: dict[str, str] = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        parts["database"] = "ok"
    except Exception as e:  # noqa: BLE001 - whatever it is, the answer is that the database does not answer
        parts["database"] = type(e).__name__
    try:
        parts["snapshot"] = "ok" if house().snapshot_id else "empty"
    except Exception as e:  # noqa: BLE001 - same
        parts["snapshot"] = type(e).__name__
    well = all(state in {"ok", "empty"} for state in parts.values())
    return JsonResponse({"ok": well, **parts}, status=200 if well else 503)
