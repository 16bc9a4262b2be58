"""An address of the API 接口地址: declared like a page, opened with a token instead of a session."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils import timezone

from fupan.web.rights.middleware import find_asker
from fupan.web.rights.pages import Access, View
from fupan.web.tokens.bearer import bearer, note_use
from fupan.web.tokens.problem import ApiError, problem
from fupan.web.tokens.reach import USES_TOKENS

ANY = "any"
"""The use of a token that every token has."""

Tell = Callable[[HttpRequest, ApiError], HttpResponseBase]


def api(route: str, view: View, *, name: str, access: Access, tell: Tell = problem) -> URLPattern:
    """A URL of the API. ValueError where it says neither a permission nor why it needs none, or no use of tokens."""
    if not access.token or (access.needs is None and not access.why):
        raise ValueError(f"address {name}: say which use of tokens it needs, and a permission or why none")
    return path(route, _guarded(view, access, name, tell), name=name)


def _guarded(view: View, access: Access, name: str, tell: Tell) -> View:
    """The view behind its access. A session opens nothing here, so no form of another site can ask in its name."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            _let_in(request, access)
            response = view(request, *args, **kwargs)
        except ApiError as error:
            response = tell(request, error)
        response["Cache-Control"] = "no-store"
        if access.logs and response.status_code == HTTPStatus.OK and request.method == "GET":
            from fupan.web.audit.log import record

            record(request, "open", access.logs, name, label=request.get_full_path())
        return response

    checked.access = access  # type: ignore[attr-defined]
    checked.csrf_exempt = True  # type: ignore[attr-defined]
    return checked


def _let_in(request: HttpRequest, access: Access) -> None:
    """The token's owner asks; ApiError where method, token or what the owner holds today does not suffice."""
    from fupan.web.company import house

    if request.method not in access.methods:
        raise ApiError(
            HTTPStatus.METHOD_NOT_ALLOWED, "这个地址不支持这个方法。", "This address does not answer that method.",
            {"Allow": ", ".join(access.methods)},
        )  # fmt: skip
    here, now = house(), timezone.now()
    token = bearer(request, now=now)
    request.user = token.owner
    asker = find_asker(request)
    request.asker, request.token = asker, token  # type: ignore[attr-defined]
    if access.token not in {ANY, *token.reaches}:
        raise ApiError(
            HTTPStatus.FORBIDDEN, f"这个令牌不能用于 {access.token}。", f"This token is not for {access.token}.",
            {"WWW-Authenticate": f'Bearer realm="fupan", error="insufficient_scope", scope="{access.token}"'},
        )  # fmt: skip
    if not asker.may(USES_TOKENS) or token.owner.must_change_password:
        raise ApiError(
            HTTPStatus.FORBIDDEN, "令牌的主人今天不能使用令牌。", "The token's owner may use no tokens today."
        )
    if (access.needs is not None and not asker.may(access.needs)) or (
        access.subject is not None and not asker.reaches(access.subject, needs=access.needs)
    ):
        word = here.roles.permissions.get(access.needs or "")
        raise ApiError(
            HTTPStatus.FORBIDDEN, f"令牌的主人没有权限“{word.zh if word else access.subject}”。",
            f"The token's owner may not: {word.en if word else access.subject}.",
        )  # fmt: skip
    note_use(request, token, now=now)
