"""Taking back what was done to accounts, roles and deputyships (``shell.undo``)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from fupan.web.accounts.actions import change_account, set_active
from fupan.web.accounts.models import User
from fupan.web.company import house
from fupan.web.rights.actions import end_delegation, end_role, may_end, resume_delegation, resume_role
from fupan.web.rights.granting import RefusedError
from fupan.web.rights.models import Delegation, Grant
from fupan.web.shell.templatetags.say import one_of
from fupan.web.shell.undo import undoes

CHANGED = RefusedError("它在此期间又被改动，没有撤销。", "It was changed again meanwhile and stays as it is.")


@undoes("give a role")
def _given(request: HttpRequest, note: Mapping[str, Any]) -> str:
    here, grant = house(), Grant.objects.filter(pk=note["grant"]).select_related("user").first()
    if grant is None or not end_role(request, here, grant, end=here.today, reason=_why()):
        raise CHANGED
    return reverse("account", args=[grant.user_id])


@undoes("end a role")
def _ended(request: HttpRequest, note: Mapping[str, Any]) -> str:
    grant = Grant.objects.filter(pk=note["grant"]).select_related("user").first()
    before = date.fromisoformat(note["before"]) if note["before"] else None
    if grant is None or not resume_role(
        request, house(), grant, ended=date.fromisoformat(note["ended"]), before=before
    ):
        raise CHANGED
    return reverse("account", args=[grant.user_id])


@undoes("delegate")
def _delegated(request: HttpRequest, note: Mapping[str, Any]) -> str:
    given = _delegation(request, note)
    if not end_delegation(request, given):
        raise CHANGED
    return _page_of(request, given)


@undoes("end a delegation")
def _revoked(request: HttpRequest, note: Mapping[str, Any]) -> str:
    given = _delegation(request, note)
    if not resume_delegation(request, given):
        raise CHANGED
    return _page_of(request, given)


@undoes("set active")
def _active(request: HttpRequest, note: Mapping[str, Any]) -> str:
    user = _user(note)
    if not set_active(request, house(), user, active=not note["active"], reason=_why()):
        raise CHANGED
    return reverse("account", args=[user.pk])


@undoes("change account")
def _changed(request: HttpRequest, note: Mapping[str, Any]) -> str:
    user = _user(note)
    if [user.display_name, user.email, user.person_id] != note["new"]:
        raise CHANGED
    name, email, person = note["old"]
    change_account(request, house(), user, display_name=name, email=email, person=person)
    return reverse("account", args=[user.pk])


def _why() -> str:
    return one_of("撤销", "undone")


def _user(note: Mapping[str, Any]) -> User:
    found = User.objects.filter(pk=note["user"]).first()
    if found is None:
        raise CHANGED
    return found


def _delegation(request: HttpRequest, note: Mapping[str, Any]) -> Delegation:
    found = Delegation.objects.filter(pk=note["delegation"]).select_related("principal", "deputy").first()
    if found is None or not may_end(request, found):
        raise CHANGED
    return found


def _page_of(request: HttpRequest, given: Delegation) -> str:
    mine = request.user.pk in (given.principal_id, given.deputy_id)
    return reverse("deputies") if mine else reverse("account", args=[given.principal_id])
