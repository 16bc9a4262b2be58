"""The owner's account: made at the first start, or given a new one-time password by command."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from fupan.web.accounts.models import User
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
def ensure_owner(environment: Mapping[str, str]) -> Made | None:
    """Make the owner's account where there is no account yet; None where there is one.

    ``FUPAN_OWNER`` and ``FUPAN_OWNER_PASSWORD`` name it; without a password one is made and returned to be shown once.
    """
    if User.objects.exists():
        return None
    name = environment.get(NAME, "").strip() or "owner"
    given = environment.get(PASSWORD, "")
    password = given or one_time_password()
    user = User.objects.create_user(name, password=password, must_change_password=not given)
    for role in ROLES:
        Grant.objects.create(user=user, role=role, start=timezone.localdate(), reason="first start")
    record(None, "create", "account", user.pk, label=name, new={"username": name, "roles": list(ROLES)})
    return Made(name, "" if given else password)
