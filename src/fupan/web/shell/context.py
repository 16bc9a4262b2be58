"""What the frame of every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def shell(request: HttpRequest) -> dict[str, Any]:
    """Company, navigation, theme; nothing of the company for who has not signed in but its name."""
    from fupan.web.company import house
    from fupan.web.notices.reads import unread
    from fupan.web.shell.navigation import visible

    here = house()
    signed_in = hasattr(request, "asker") and request.user.is_authenticated
    return {
        "company": here.workspace.name,
        "synthetic": here.workspace.synthetic,
        "groups": list(visible(request.asker)) if signed_in else [],  # type: ignore[attr-defined]
        "may_use_tokens": signed_in and request.asker.may("tokens.own"),  # type: ignore[attr-defined]
        "sign_in_services": bool(settings.SIGNIN),
        "unread_notices": unread(request) if signed_in else 0,
        "service_worker": not settings.DEBUG,
        "theme": getattr(request, "theme", ""),
        "languages": settings.LANGUAGES,
        "LANGUAGE_CODE": get_language() or settings.LANGUAGE_CODE,
        "here": request.resolver_match.url_name if request.resolver_match else "",
    }
