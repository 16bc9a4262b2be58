"""Calls to a service 接口调用: JSON back, its own error codes told as refusals."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

_SECONDS = 10


def call(
    method: str, url: str, *, query: dict[str, str] | None = None, body: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The answer of a service; OAuth2Error where it is none or tells of an error, by status or by code in the body."""
    with get_adapter().get_requests_session() as session:
        answer = session.request(
            method, url, params=query, json=body, headers=headers, timeout=_SECONDS, allow_redirects=False
        )
    try:
        told = answer.json()
    except ValueError as wrong:
        raise OAuth2Error(f"{url}: status {answer.status_code}, no JSON") from wrong
    code = told.get("errcode", told.get("code", 0)) if isinstance(told, dict) else "no object"
    if answer.status_code >= 400 or code not in (0, None):
        words = (
            (told.get("errmsg") or told.get("error_description") or told.get("msg") or told.get("message"))
            if isinstance(told, dict)
            else ""
        )
        raise OAuth2Error(f"{url}: status {answer.status_code}, code {code}: {words}")
    return dict(told)
