"""Making and revoking tokens; each written to the audit log with the deed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from fupan.web.accounts.actions import check_may_change_account
from fupan.web.accounts.models import User
from fupan.web.audit.log import record
from fupan.web.company import House
from fupan.web.notices.telling import tell
from fupan.web.rights.granting import RefusedError
from fupan.web.rights.middleware import asking
from fupan.web.tokens.models import Token
from fupan.web.tokens.reach import reaches_of
from fupan.web.tokens.secret import hash_of, new_secret, start_of

MOST = 20


@transaction.atomic
def make_token(
    request: HttpRequest, owner: User, *, name: str, reaches: Sequence[str], days: int, now: datetime
) -> tuple[Token, str]:
    """A token of whoever asks, with its secret, which nobody sees again. RefusedError where a use is not theirs to give."""
    allowed = {r.name for r in reaches_of(asking(request))}
    if not reaches or not set(reaches) <= allowed:
        raise RefusedError("只能选您自己有权做的用途。", "Choose uses that you have the right to yourself.")
    if Token.objects.live(now).filter(owner=owner).count() >= MOST:
        raise RefusedError(
            f"已有 {MOST} 个有效令牌，先撤销不用的。", f"You have {MOST} live tokens; revoke one that is not used."
        )
    secret = new_secret()
    made = Token.objects.create(
        owner=owner, name=name, start=start_of(secret), hash=hash_of(secret), reaches=sorted(reaches),
        made_at=now, expires_at=now + timedelta(days=days),
    )  # fmt: skip
    new = {"name": name, "for": made.reaches, "through": made.expires_at.date()}
    record(request, "make a token", "token", made.pk, label=owner.shown_name, new=new)
    tell([owner], "safety", f"新建了接口令牌“{name}”", f"The API token {name} was made", address=reverse("tokens"))
    return made, secret


@transaction.atomic
def revoke_token(request: HttpRequest, here: House, token: Token, *, reason: str, now: datetime) -> bool:
    """Make it worthless from now on; False where it was already. Others' tokens: by who may change their account."""
    if token.owner_id != asking(request).user_id:
        check_may_change_account(request, here, token.owner)
    if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        return False
    old = {"name": token.name, "for": token.reaches, "through": token.expires_at.date()}
    record(request, "revoke a token", "token", token.pk, label=token.owner.shown_name, old=old, reason=reason)
    tell(
        [token.owner_id], "safety", f"接口令牌“{token.name}”已撤销", f"The API token {token.name} was revoked",
        address=reverse("tokens"), but=asking(request).user_id,
    )  # fmt: skip
    return True
