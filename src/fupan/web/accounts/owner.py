"""The owner's account: made at the first start, or given a new one-time password by command."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from fupan.web.accounts.models import User
from fupan.web.accounts.sessions import end_sessions
from fupan.web.audit.log import record
from fupan.web.rights.models import Grant

NAME, PASSWORD = "FUPAN_OWNER", "FUPAN_OWNER_PASSWORD"
ROLES = ("owner", "administrator")


@dataclass(frozen=True, slots=True)
class Made:
    """An account just made; ``password`` is to be changed at the first signing in."""

    username: str
    password: str


def one_time_password() -> str:
    """A password that can be read aloud: 80 bits in four groups, no letters that look alike."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


@transaction.atomic
def ensure_owner(environment: Mapping[str, str], *, renew: bool = False) -> Made | None:
    """Make the owner's account where there is no account yet; None where there is one.

    ``FUPAN_OWNER`` and ``FUPAN_OWNER_PASSWORD`` name it; without a password one is made and returned to be shown once.
    *renew*: where there are accounts, the owner's gets a new password (for a demonstration that is made again).
    """
    name = environment.get(NAME, "").strip() or "owner"
    given = environment.get(PASSWORD, "")
    if User.objects.exists():
        return reset_owner(name, password=given) if renew else None
    password = given or one_time_password()
    user = User.objects.create_user(name, password=password, must_change_password=not given)
    for role in ROLES:
        Grant.objects.create(user=user, role=role, start=timezone.localdate(), reason="first start")
    record(None, "create", "account", user.pk, label=name, new={"username": name, "roles": list(ROLES)})
    return Made(name, "" if given else password)


@transaction.atomic
def reset_owner(name: str, *, password: str = "", second_factor: bool = True) -> Made:
    """Let the owner in again: a new password, the account active, its roles in force from today, all its sessions ended.

    Whoever can run this on the machine holds the database anyway. The account is made where there is none of the name.
    *second_factor* False: its TOTP, passkeys and recovery codes are removed, too.
    """
    chosen = password or one_time_password()
    user, _ = User.objects.get_or_create(username=name)
    user.is_active, user.must_change_password = True, not password
    user.set_password(chosen)
    user.save()
    today = timezone.localdate()
    for role in ROLES:
        if not Grant.objects.on(today).filter(user=user, role=role, members={}).exists():
            Grant.objects.create(user=user, role=role, start=today, reason="reset by command")
    if not second_factor:
        Authenticator.objects.filter(user=user).delete()
    ended = end_sessions(user.pk)
    record(
        None, "reset", "account", user.pk, label=name,
        new={"roles": list(ROLES), "sessions ended": ended, "second factor kept": second_factor}, reason="by command",
    )  # fmt: skip
    return Made(name, "" if password else chosen)
