"""Refusals in the form of the protocol (RFC 7644, 3.12)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from pydantic import ValidationError
from scim2_models import Error, SCIMException

from fupan.web.rights.granting import RefusedError
from fupan.web.shell.templatetags.say import named
from fupan.web.tokens.problem import ApiError

CONTENT = "application/scim+json"


def document(
    told: dict[str, Any], *, status: int = HTTPStatus.OK, headers: dict[str, str] | None = None
) -> HttpResponse:
    """An answer of the protocol."""
    return JsonResponse(
        told, status=status, headers=headers, content_type=CONTENT, json_dumps_params={"ensure_ascii": False}
    )


def tell(request: HttpRequest, error: ApiError) -> HttpResponseBase:
    """A request that the token did not open."""
    return _error(Error(status=error.status.value, detail=error.told), error.headers)


def answered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, its refusals told as the protocol tells them."""

    @wraps(view)
    def careful(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except SCIMException as wrong:
            return _error(wrong.to_error())
        except ValidationError as wrong:
            return _error(Error.from_validation_errors(wrong)[0])
        except RefusedError as refused:
            return _error(Error(status=HTTPStatus.FORBIDDEN.value, detail=named(refused)))

    return careful


def _error(error: Error, headers: dict[str, str] | None = None) -> HttpResponse:
    return document(error.model_dump(), status=error.status or HTTPStatus.BAD_REQUEST, headers=headers)
