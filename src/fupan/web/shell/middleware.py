"""Language and theme as the person chose them."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

THEME_COOKIE = "fupan_theme"


class PreferencesMiddleware:
    """The language of the account goes before that of the browser; ``request.theme`` is light, dark or "" (the system's)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or (user.language if user.is_authenticated else "")
        if chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        theme = request.COOKIES.get(THEME_COOKIE) or (user.theme if user.is_authenticated else "")
        request.theme = theme if theme in {"light", "dark"} else ""  # type: ignore[attr-defined]
        return self.get_response(request)
