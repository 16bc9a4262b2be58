"""The bearer 持有者: which token a request carries, and whether it works."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.db.models import Q
from django.http import HttpRequest

from fupan.web.audit.log import record
from fupan.web.tokens.models import Token
from fupan.web.tokens.problem import ApiError
from fupan.web.tokens.secret import hash_of, start_of
from fupan.web.tokens.throttle import over, refused_already

PER_MINUTE = 240
WRONG_PER_MINUTE = 20
_USED_STEP = timedelta(minutes=1)
_log = logging.getLogger("fupan.tokens")


def bearer(request: HttpRequest, *, now: datetime) -> Token:
    """The live token of the request; ApiError 401 where there is none, 429 where it asks too often."""
    address = get_adapter().get_client_ip(request)
    if refused_already("wrong", address, most=WRONG_PER_MINUTE, now=now):
        raise _too_often()
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if not secret:
        raise _unknown("请带上 Authorization: Bearer 令牌。", "Send Authorization: Bearer with a token.", "")
    found = Token.objects.select_related("owner").filter(hash=hash_of(secret.strip())).first()
    if scheme.lower() != "bearer" or found is None:
        over("wrong", address, most=WRONG_PER_MINUTE, now=now)
        _log.warning("an unknown token %s… from %s", start_of(secret.strip()), address)
        raise _unknown("没有这样的令牌。", "There is no such token.", "invalid_token")
    if (state := found.state(now)) != "live":
        over("wrong", address, most=WRONG_PER_MINUTE, now=now)
        record(request, "token refused", "token", found.pk, label=found.name, who=found.owner.shown_name, reason=state)
        raise _unknown("令牌已撤销或过期。", "The token is revoked or has run out.", "invalid_token")
    if over("token", str(found.pk), most=PER_MINUTE, now=now):
        raise _too_often()
    return found


def note_use(request: HttpRequest, token: Token, *, now: datetime) -> None:
    """When and from where it was last used, to the minute."""
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - _USED_STEP)
    Token.objects.filter(stale, pk=token.pk).update(last_used_at=now, last_address=get_adapter().get_client_ip(request))


def _unknown(zh: str, en: str, error: str) -> ApiError:
    told = f'Bearer realm="fupan", error="{error}"' if error else 'Bearer realm="fupan"'
    return ApiError(HTTPStatus.UNAUTHORIZED, zh, en, {"WWW-Authenticate": told})


def _too_often() -> ApiError:
    return ApiError(
        HTTPStatus.TOO_MANY_REQUESTS, "请求太频繁，请稍后再试。", "Too many requests; try again in a minute.",
        {"Retry-After": "60"},
    )  # fmt: skip
