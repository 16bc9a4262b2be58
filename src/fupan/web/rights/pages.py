"""The page 页面 and what it needs: every URL of the house is declared through ``page``; an undeclared one fails the start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path

if TYPE_CHECKING:
    from fupan.web.rights.role import Subject

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Access:
    """What a page needs.

    ``needs``: the permission; None: everyone signed in. ``subject``: whose rows it shows; the asker must reach some.
    ``public``: nobody need sign in, and nothing of the company is shown. ``why`` tells why a page is public or has no
    subject. ``methods``: those it answers; every other one is refused. ``writes``: whether POST changes something.
    """

    needs: str | None = None
    subject: Subject | None = None
    public: bool = False
    why: str = ""
    methods: tuple[str, ...] = ("GET", "HEAD")


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
) -> URLPattern:
    """A URL with its access. ValueError where neither a permission nor a reason is given."""
    if (public or needs is None) and not why:
        raise ValueError(f"page {name}: say why it needs no permission")
    methods = (*(("GET", "HEAD") if get else ()), *(("POST",) if post else ()))
    access = Access(needs, subject, public, why, methods)
    return path(route, guarded(view, access), name=name)


def guarded(view: View, access: Access) -> View:
    """The view behind its access: signed in, permitted, reaching the subject, by an allowed method."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        from fupan.web.rights.refusal import refused

        if request.method not in access.methods:
            return HttpResponseNotAllowed(access.methods)
        if not access.public:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.user.must_change_password and access.methods != ("POST",):
                return redirect("account_change_password")
            asker = request.asker  # type: ignore[attr-defined]
            if access.needs is not None and not asker.may(access.needs):
                return refused(request, access)
            if access.subject is not None and not asker.reaches(access.subject):
                return refused(request, access)
        return view(request, *args, **kwargs)

    checked.access = access  # type: ignore[attr-defined]
    return checked
