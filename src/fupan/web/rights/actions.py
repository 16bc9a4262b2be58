"""Giving and ending roles, and standing in for somebody; each written to the audit log with the deed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from fupan.web.audit.log import record
from fupan.web.notices.telling import tell
from fupan.web.rights.granting import RefusedError, check_may_change, check_may_grant
from fupan.web.rights.holding import roles_within_reach
from fupan.web.rights.middleware import asking
from fupan.web.rights.models import Delegation, Grant

if TYPE_CHECKING:
    from fupan.web.accounts.models import User
    from fupan.web.company import House


@transaction.atomic
def give_role(
    request: HttpRequest | None, here: House, *, user: User, role: str, members: dict[str, list[str]],
    start: date, end: date | None, reason: str,
) -> Grant:  # fmt: skip
    """Give a role for [start, end); RefusedError where the giver may not, LookupError where there is no such role.

    Without a request the house does it itself, by what the workspace's files say.
    """
    if request is not None:
        _check(request, here, user)
        check_may_grant(asking(request), here.roles.roles[role])
    grant = Grant.objects.create(
        user=user, role=role, members=members, start=start, end=end, reason=reason,
        given_by_id=asking(request).user_id if request is not None else None,
    )  # fmt: skip
    new = {"role": role, "members": members, "start": start, "end": end}
    record(request, "give a role", "account", user.pk, label=user.shown_name, new=new, reason=reason)
    word = here.roles.roles[role]
    until = (f"，到 {end}", f" until {end}") if end else ("", "")
    tell(
        [user], "rights", f"您从 {start} 起有角色“{word.zh}”{until[0]}", f"You hold the role {word.en} from {start}{until[1]}",
        address="/",
    )  # fmt: skip
    return grant


@transaction.atomic
def end_role(request: HttpRequest | None, here: House, grant: Grant, *, end: date, reason: str) -> bool:
    """End a grant on a day, that day not included: today ends it at once. False where it has ended by then already.

    A grant that has not begun by then is never in force: its days are none.
    """
    if request is not None:
        _check(request, here, grant.user)
    if end < here.today:
        raise RefusedError("结束日不能早于今天。", "It cannot end before today.")
    end = max(end, grant.start)
    if not Grant.objects.filter(Q(end__isnull=True) | Q(end__gt=end), pk=grant.pk).update(end=end):
        return False
    record(
        request, "end a role", "account", grant.user_id, label=grant.user.shown_name, reason=reason,
        old={"role": grant.role, "members": grant.members, "end": grant.end}, new={"end": end},
    )  # fmt: skip
    word = here.roles.roles.get(grant.role)
    tell(
        [grant.user_id], "rights", f"角色“{word.zh if word else grant.role}”从 {end} 起不再有效",
        f"The role {word.en if word else grant.role} ends: from {end} on you hold it no more", address="/",
    )  # fmt: skip
    return True


@transaction.atomic
def resume_role(request: HttpRequest, here: House, grant: Grant, *, ended: date, before: date | None) -> bool:
    """Take the end of a grant back: it ends as it did *before*. False where it does not end at *ended* any more."""
    _check(request, here, grant.user)
    if grant.role in here.roles.roles:
        check_may_grant(asking(request), here.roles.roles[grant.role])
    if not Grant.objects.filter(pk=grant.pk, end=ended).update(end=before):
        return False
    record(
        request, "take back the end of a role", "account", grant.user_id, label=grant.user.shown_name,
        old={"role": grant.role, "members": grant.members, "end": ended}, new={"end": before},
    )  # fmt: skip
    word = here.roles.roles.get(grant.role)
    tell(
        [grant.user_id], "rights", f"角色“{word.zh if word else grant.role}”继续有效",
        f"You go on holding the role {word.en if word else grant.role}", address="/",
    )  # fmt: skip
    return True


def _check(request: HttpRequest, here: House, user: User) -> None:
    theirs = roles_within_reach(user, directory=here.directory, roles=here.roles, day=here.today)
    check_may_change(asking(request), user.pk, theirs)


@transaction.atomic
def delegate(
    request: HttpRequest, *, principal: User, deputy: User, start: date, last_day: date, reason: str
) -> Delegation:
    """Let somebody stand in; RefusedError where the same person does so on one of these days already."""
    if Delegation.objects.filter(
        principal=principal, deputy=deputy, revoked_at=None, start__lte=last_day, last_day__gte=start
    ).exists():
        raise RefusedError("这几天对方已是您的代理。", "They stand in for you on some of these days already.")
    given = Delegation.objects.create(principal=principal, deputy=deputy, start=start, last_day=last_day, reason=reason)
    new = {"deputy": deputy.shown_name, "start": start, "last_day": last_day}
    record(request, "delegate", "delegation", given.pk, label=principal.shown_name, new=new, reason=reason)
    tell(
        [deputy], "rights", f"您在 {start} 至 {last_day} 代理 {principal.shown_name}",
        f"You stand in for {principal.shown_name} from {start} to {last_day}", address=reverse("deputies"),
    )  # fmt: skip
    return given


@transaction.atomic
def end_delegation(request: HttpRequest, given: Delegation) -> bool:
    """End it at once; False where it has been ended before."""
    if not Delegation.objects.filter(pk=given.pk, revoked_at=None).update(revoked_at=timezone.now()):
        return False
    old = {"deputy": given.deputy.shown_name, "start": given.start, "last_day": given.last_day}
    record(request, "end a delegation", "delegation", given.pk, label=given.principal.shown_name, old=old)
    tell(
        [given.principal_id, given.deputy_id], "rights",
        f"{given.deputy.shown_name} 不再代理 {given.principal.shown_name}",
        f"{given.deputy.shown_name} no longer stands in for {given.principal.shown_name}",
        address=reverse("deputies"), but=asking(request).user_id,
    )  # fmt: skip
    return True


@transaction.atomic
def resume_delegation(request: HttpRequest, given: Delegation) -> bool:
    """Take its end back; False where it has not ended, or the same two have another for some of these days by now."""
    others = Delegation.objects.filter(
        principal=given.principal, deputy=given.deputy, revoked_at=None, start__lte=given.last_day,
        last_day__gte=given.start,
    )  # fmt: skip
    if others.exists() or not Delegation.objects.filter(pk=given.pk, revoked_at__isnull=False).update(revoked_at=None):
        return False
    new = {"deputy": given.deputy.shown_name, "start": given.start, "last_day": given.last_day}
    record(
        request, "take back the end of a delegation", "delegation", given.pk, label=given.principal.shown_name, new=new
    )
    tell(
        [given.principal_id, given.deputy_id], "rights",
        f"{given.deputy.shown_name} 继续代理 {given.principal.shown_name}",
        f"{given.deputy.shown_name} goes on standing in for {given.principal.shown_name}",
        address=reverse("deputies"), but=asking(request).user_id,
    )  # fmt: skip
    return True


def may_end(request: HttpRequest, given: Delegation) -> bool:
    """Either of the two may end a deputyship, and who manages accounts."""
    return request.user.pk in (given.principal_id, given.deputy_id) or asking(request).may("accounts.manage")
