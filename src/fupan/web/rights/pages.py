"""The page 页面 and what it needs: every URL of the house is declared through ``page``; an undeclared one fails the start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django_htmx.http import HttpResponseClientRedirect

if TYPE_CHECKING:
    from fupan.web.rights.role import Subject

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Access:
    """What a page needs.

    ``needs``: the permission; None: everyone signed in. ``subject``: whose rows it shows; the asker must reach some.
    ``public``: nobody need sign in, and nothing of the company is shown. ``why`` tells why a page is public or has no
    subject. ``methods``: those it answers; every other one is refused. ``logs``: what the audit log
    calls this where seeing it is an event (rows, a document, an export); each opening is written down then. ``token``: the
    use that a token must have: an address of the API, that no session opens (``tokens.api``).
    """

    needs: str | None = None
    subject: Subject | None = None
    public: bool = False
    why: str = ""
    methods: tuple[str, ...] = ("GET", "HEAD")
    logs: str = ""
    token: str = ""


def page(
    route: str,
    view: View,
    *,
    name: str,
    needs: str | None = None,
    subject: Subject | None = None,
    public: bool = False,
    why: str = "",
    post: bool = False,
    get: bool = True,
    logs: str = "",
) -> URLPattern:
    """A URL with its access. ValueError where neither a permission nor a reason is given."""
    if (public or needs is None) and not why:
        raise ValueError(f"page {name}: say why it needs no permission")
    methods = (*(("GET", "HEAD") if get else ()), *(("POST",) if post else ()))
    access = Access(needs, subject, public, why, methods, logs)
    return path(route, guarded(view, access, name), name=name)


def guarded(view: View, access: Access, name: str = "") -> View:
    """The view behind its access: signed in, permitted, reaching the subject, by an allowed method."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        from fupan.web.audit.log import record
        from fupan.web.rights.refusal import refused

        if request.method not in access.methods:
            return HttpResponseNotAllowed(access.methods)
        if not access.public:
            if not request.user.is_authenticated:
                return led_to_the_door(request)
            if request.user.must_change_password and access.methods != ("POST",):
                return whole_page(request, reverse("account_change_password"))
            asker = request.asker  # type: ignore[attr-defined]
            if access.needs is not None and not asker.may(access.needs):
                return refused(request, access)
            if access.subject is not None and not asker.reaches(access.subject, needs=access.needs):
                return refused(request, access)
        response = view(request, *args, **kwargs)
        if access.logs and response.status_code == HTTPStatus.OK and request.method != "HEAD":
            record(request, "open", access.logs, name, label=request.get_full_path())
        return response

    checked.access = access  # type: ignore[attr-defined]
    return checked


def led_to_the_door(request: HttpRequest) -> HttpResponseBase:
    """To the page that signs in, and back afterwards; a part of a page brings the whole page there."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect_to_login(request.get_full_path())
    at = request.htmx.current_url_abs_path or "/"  # type: ignore[attr-defined]
    return whole_page(request, redirect_to_login(at).url)


def whole_page(request: HttpRequest, address: str) -> HttpResponseBase:
    """Go to another page as a whole, also where only a part of one was asked for."""
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)  # type: ignore[attr-defined]
