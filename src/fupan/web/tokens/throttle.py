"""How often may be asked 限速: a count per minute in the shared cache."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache

WINDOW = 60


def over(kind: str, who: str, *, most: int, now: datetime) -> bool:
    """Count one request of *who*; whether that is more than *most* in this minute.

    Two requests at the very same moment may count as one: this is a brake, no meter.
    """
    key = f"throttle:{kind}:{who}:{int(now.timestamp()) // WINDOW}"
    if cache.add(key, 1, WINDOW * 2):
        return most < 1
    try:
        return cache.incr(key) > most
    except ValueError:  # let go between the two
        return False


def refused_already(kind: str, who: str, *, most: int, now: datetime) -> bool:
    """Whether *who* has used up this minute, without counting."""
    return int(cache.get(f"throttle:{kind}:{who}:{int(now.timestamp()) // WINDOW}", 0)) >= most
