"""Language and theme: kept with the account, and in a cookie for the page that signs in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from fupan.web.shell.middleware import THEME_COOKIE

_YEAR = 365 * 24 * 3600


def preferences(request: HttpRequest) -> HttpResponse:
    """Take ``language`` and ``theme`` and go back to ``next``; a page of another host is never gone to."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    language, theme = request.POST.get("language", ""), request.POST.get("theme", "")
    changed: list[str] = []
    user = request.user
    if language in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
        if user.is_authenticated:
            user.language = language
            changed.append("language")
    if theme in {"light", "dark", "system"}:
        chosen = "" if theme == "system" else theme
        _keep(response, THEME_COOKIE, chosen)
        if user.is_authenticated:
            user.theme = chosen
            changed.append("theme")
    if changed and user.is_authenticated:
        user.save(update_fields=changed)
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    if not value:
        response.delete_cookie(name)
        return
    response.set_cookie(
        name, value, max_age=_YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
