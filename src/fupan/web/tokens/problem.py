"""Refusals of the API 接口错误: ``application/problem+json`` (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from fupan.web.shell.templatetags.say import one_of


class ApiError(Exception):
    """A request that is not answered: status, what is wrong in both languages, headers that go with it."""

    def __init__(self, status: HTTPStatus, zh: str, en: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(en)
        self.status, self.zh, self.en, self.headers = status, zh, en, headers or {}

    @property
    def told(self) -> str:
        """What is wrong, in the language of the request."""
        return one_of(self.zh, self.en)


def problem(request: HttpRequest, error: ApiError) -> HttpResponseBase:
    """The refusal as a document that programs read."""
    told = {"type": "about:blank", "title": error.status.phrase, "status": error.status.value, "detail": error.told}
    return JsonResponse(
        told, status=error.status, headers=error.headers, content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip
