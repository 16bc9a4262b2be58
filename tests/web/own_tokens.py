"""Tokens for tests: made without a page."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from fupan.web.accounts.models import User
from fupan.web.tokens.models import Token
from fupan.web.tokens.reach import REACHES
from fupan.web.tokens.secret import hash_of, new_secret, start_of


def make_token(owner: User, *, name: str = "test", reaches: tuple[str, ...] | None = None) -> tuple[Token, str]:
    """A token for everything unless told, with its secret."""
    secret, now = new_secret(), timezone.now()
    given = tuple(r.name for r in REACHES) if reaches is None else reaches
    made = Token.objects.create(
        owner=owner, name=name, start=start_of(secret), hash=hash_of(secret), reaches=list(given),
        made_at=now, expires_at=now + timedelta(days=30),
    )  # fmt: skip
    return made, secret
