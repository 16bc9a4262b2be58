"""What is done to accounts. Each deed is checked against what its doer may give, and written to the audit log with it."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from fupan.web.accounts.closing import close_account, reopen_account
from fupan.web.accounts.invitation import one_time_link
from fupan.web.accounts.models import User
from fupan.web.audit.log import record
from fupan.web.company import House
from fupan.web.notices.telling import tell
from fupan.web.rights.granting import RefusedError, check_may_change, check_may_grant
from fupan.web.rights.holding import roles_within_reach
from fupan.web.rights.middleware import asking


def check_may_change_account(request: HttpRequest, here: House, user: User) -> None:
    """RefusedError unless the one who asks may change this account."""
    theirs = roles_within_reach(user, directory=here.directory, roles=here.roles, day=here.today)
    check_may_change(asking(request), user.pk, theirs)


def check_may_link(request: HttpRequest, here: House, person: str | None, *, but: User | None = None) -> None:
    """RefusedError where an account may not come to stand for this person: unknown, taken, or with more rights."""
    if person is None:
        return
    if person not in here.directory.person_by_id:
        raise RefusedError(f"人员表里没有 {person}。", f"There is no person {person}.")
    taken = User.objects.filter(person_id=person).exclude(pk=but.pk if but else 0).first()
    if taken is not None:
        raise RefusedError(
            f"{person} 已对应账号 {taken.username}。", f"{person} already stands for account {taken.username}."
        )
    for position in here.directory.held(person, here.today):
        for role in here.roles.of_position(position.role):
            check_may_grant(asking(request), role)


@transaction.atomic
def invite(
    request: HttpRequest, here: House, *, username: str, display_name: str, email: str, person: str | None
) -> User:
    """A new account without a password: it is set with the one-time link."""
    check_may_link(request, here, person)
    user = User.objects.create_user(username, email, None, display_name=display_name, person_id=person)
    new = {"username": username, "name": display_name, "email": email, "person": person}
    record(request, "create", "account", user.pk, label=user.shown_name, new=new)
    return user


@transaction.atomic
def change_account(
    request: HttpRequest, here: House, user: User, *, display_name: str, email: str, person: str | None
) -> bool:
    """Name, address and the person that the account stands for; False where nothing is different."""
    check_may_change_account(request, here, user)
    old = {"name": user.display_name, "email": user.email, "person": user.person_id}
    new = {"name": display_name, "email": email, "person": person}
    if old == new:
        return False
    if person != user.person_id:
        check_may_link(request, here, person, but=user)
    user.display_name, user.email, user.person_id = display_name, email, person
    user.save(update_fields=["display_name", "email", "person_id"])
    different = {k for k in old if old[k] != new[k]}
    record(
        request, "change", "account", user.pk, label=user.shown_name,
        old={k: old[k] for k in different}, new={k: new[k] for k in different},
    )  # fmt: skip
    return True


@transaction.atomic
def set_active(request: HttpRequest, here: House, user: User, *, active: bool, reason: str) -> bool:
    """Close the account, or open it again; False where it is so already. It holds from the next request on."""
    check_may_change_account(request, here, user)
    return (reopen_account if active else close_account)(request, user, reason=reason)


@transaction.atomic
def reset_second_factor(request: HttpRequest, here: House, user: User, *, reason: str) -> int:
    """Take away every second factor and passkey of the account; returns how many there were."""
    check_may_change_account(request, here, user)
    held = Authenticator.objects.filter(user=user)
    kinds = sorted(held.values_list("type", flat=True))
    held.delete()
    record(
        request, "reset second factor", "account", user.pk, label=user.shown_name, reason=reason, old={"kinds": kinds}
    )
    who = asking(request).name
    tell(
        [user],
        "safety",
        f"{who} 清除了您的两步验证",
        f"{who} took your second factors away",
        address=reverse("mfa_index"),
    )
    return len(kinds)


@transaction.atomic
def make_link(request: HttpRequest, here: House, user: User) -> str:
    """A one-time link for the account; shown once, by whoever asked for it."""
    check_may_change_account(request, here, user)
    if not user.is_active:
        raise RefusedError("先恢复这个账号。", "Open the account again first.")
    record(request, "make a one-time link", "account", user.pk, label=user.shown_name)
    who = asking(request).name
    tell([user], "safety", f"{who} 生成了设置您密码的一次性链接", f"{who} made a link that sets your password")
    return one_time_link(request, user)
