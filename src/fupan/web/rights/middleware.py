"""Puts the asker on each request, read anew."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from fupan.web.rights.asker import Asker


class AskerMiddleware:
    """``request.asker``: found when it is first needed; one who has not signed in holds nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.asker = SimpleLazyObject(lambda: find_asker(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def find_asker(request: HttpRequest) -> Asker:
    """The asker of a request."""
    from fupan.web.company import house
    from fupan.web.rights.holding import asker_of

    here = house()
    if not request.user.is_authenticated:
        return Asker(0, "", here.today)
    return asker_of(request.user, directory=here.directory, roles=here.roles, day=here.today)


def asking(request: HttpRequest) -> Asker:
    """The asker of a request that went through the middleware."""
    asker: Asker = request.asker  # type: ignore[attr-defined]
    return asker
