"""Reading notices for the frame of every page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from fupan.web.notices.models import Notice


def unread(request: HttpRequest) -> int:
    """How many notices the one who is signed in has not read; counted where a page shows it, not where a part is asked for."""

    def count() -> int:
        return Notice.objects.filter(user_id=request.user.pk or 0, read_at=None).count()

    return SimpleLazyObject(count)  # type: ignore[return-value]
