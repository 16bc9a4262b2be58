"""Writing the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from fupan.web.audit.models import Entry

_SECRET = ("password", "token", "secret", "key")


def record(
    request: HttpRequest | None,
    act: str,
    kind: str,
    object_id: object = "",
    *,
    label: str = "",
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    reason: str = "",
    who: str = "",
) -> Entry:
    """Add an entry, in the transaction of what it tells of. Secrets in *old* and *new* are left out by their name."""
    known = getattr(request, "user", None)
    user = known if known is not None and known.is_authenticated else None
    return Entry.objects.create(
        user=user,
        who=who or (user.shown_name if user is not None else "system"),
        act=act,
        kind=kind,
        object_id=str(object_id),
        label=label[:200],
        old=_plain(old),
        new=_plain(new),
        reason=reason[:300],
        address=request.META.get("REMOTE_ADDR") if request is not None else None,
    )


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if values is None:
        return None
    return {
        name: "•••" if any(part in name.lower() for part in _SECRET) else value if _simple(value) else str(value)
        for name, value in values.items()
    }


def _simple(value: Any) -> bool:
    return value is None or isinstance(value, bool | int | float | str | list | dict)
