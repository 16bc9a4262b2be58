"""What follows from signing in and from a change of password."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from fupan.web.accounts.models import User
from fupan.web.audit.log import record


@receiver([password_changed, password_set, password_reset])
def _changed(request: HttpRequest, user: User, **_: Any) -> None:
    """A one-time password was replaced: the account may go on."""
    if user.must_change_password:
        user.must_change_password = False
        user.save(update_fields=["must_change_password"])
    record(request, "change password", "account", user.pk, label=user.shown_name)


@receiver(user_logged_in)
def _signed_in(request: HttpRequest | None, user: User, **_: Any) -> None:
    record(request, "sign in", "account", user.pk, label=user.shown_name, who=user.shown_name)


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    name = str(credentials.get("username") or credentials.get("email") or "")[:120]
    record(request, "sign in failed", "account", "", label=name, who=name or "unknown")
