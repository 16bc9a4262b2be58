"""Sessions 会话: whose they are, and ending them."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone


def end_sessions(*users: int) -> int:
    """End every session of these accounts; how many there were. Sessions hold whose they are inside: all are looked at."""
    wanted = {str(pk) for pk in users}
    found = [
        s.pk for s in Session.objects.filter(expire_date__gt=timezone.now()).iterator()
        if s.get_decoded().get(SESSION_KEY) in wanted
    ]  # fmt: skip
    ended, _ = Session.objects.filter(pk__in=found).delete()
    return ended
