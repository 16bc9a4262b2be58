"""Closing an account 停用账号, whoever does it: an administrator, the directory, the night's look at who has left."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from fupan.web.accounts.models import User
from fupan.web.accounts.sessions import end_sessions
from fupan.web.audit.log import record


@transaction.atomic
def close_account(request: HttpRequest | None, user: User, *, reason: str) -> bool:
    """Close it, end its sessions, revoke its tokens; False where it was closed already. It holds from the next request on."""
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        return False
    user.is_active = False
    tokens = user.tokens.filter(revoked_at=None).update(revoked_at=timezone.now())
    sessions = end_sessions(user.pk)
    new = {"active": False, "sessions ended": sessions, "revoked": tokens}
    record(request, "close", "account", user.pk, label=user.shown_name, old={"active": True}, new=new, reason=reason)
    return True


@transaction.atomic
def reopen_account(request: HttpRequest, user: User, *, reason: str) -> bool:
    """Open it again; its tokens stay revoked. False where it was open."""
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        return False
    user.is_active = True
    record(
        request, "reopen", "account", user.pk, label=user.shown_name, old={"active": False}, new={"active": True},
        reason=reason,
    )  # fmt: skip
    return True
