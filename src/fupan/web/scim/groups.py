"""What the directory does to groups: members are given the roles that the workspace names, and lose them with the membership."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from scim2_models import InvalidValueException, UniquenessException

from fupan.web.accounts.models import User
from fupan.web.audit.log import record
from fupan.web.company import House
from fupan.web.rights.actions import end_role, give_role
from fupan.web.scim.finding import users
from fupan.web.scim.models import DirectoryGroup, GivenByGroup, Membership

OBJECT, LONGEST = "directory group", 200


@transaction.atomic
def add_group(request: HttpRequest, here: House, resource: Any) -> DirectoryGroup:
    """Make the group with its members. UniquenessException where its name is taken."""
    name = _name(resource, None)
    external = (resource.external_id or "")[:LONGEST]
    group = DirectoryGroup.objects.create(name=name, external_id=external, changed_at=timezone.now())
    record(request, "create", OBJECT, group.pk, label=name)
    _set_members(request, here, group, _members(resource))
    return group


@transaction.atomic
def keep_group(request: HttpRequest, here: House, group: DirectoryGroup, resource: Any) -> None:
    """Make the group what the directory says: its name, and who is in it."""
    name, external = _name(resource, group), (resource.external_id or "")[:LONGEST]
    if (name, external) != (group.name, group.external_id):
        if name != group.name:
            record(request, "change", OBJECT, group.pk, label=name, old={"name": group.name}, new={"name": name})
        group.name, group.external_id = name, external
    group.changed_at = timezone.now()
    group.save()
    _set_members(request, here, group, _members(resource))


@transaction.atomic
def drop_group(request: HttpRequest, here: House, group: DirectoryGroup) -> None:
    """Let the group go; whoever was in it loses what it gave."""
    _set_members(request, here, group, set())
    record(request, "delete", OBJECT, group.pk, label=group.name)
    group.delete()


@transaction.atomic
def leave_groups(request: HttpRequest, here: House, user: User) -> None:
    """Take an account out of every group."""
    for one in Membership.objects.filter(user=user).select_related("group"):
        _leave(request, here, one)


@transaction.atomic
def settle(request: HttpRequest | None, here: House, group: DirectoryGroup) -> None:
    """Give members the roles that the workspace names for the group, and end those that it names no more.

    RefusedError where the token's owner may not give or take one of them: nothing is changed then. Without a request the
    house does it itself, because the workspace's files have changed.
    """
    wanted = {r.name for r in here.roles.of_group(group.name)}
    for one in group.memberships.select_related("user").prefetch_related("given__grant"):
        kept: set[str] = set()
        for link in one.given.all():
            if link.grant.role in wanted:
                kept.add(link.grant.role)
            else:
                _take(request, here, link, group)
        for role in sorted(wanted - kept):
            grant = give_role(
                request, here, user=one.user, role=role, members={}, start=here.today, end=None, reason=_reason(group)
            )
            GivenByGroup.objects.create(membership=one, grant=grant)


def _set_members(request: HttpRequest, here: House, group: DirectoryGroup, wanted: set[int]) -> None:
    there = {m.user_id: m for m in group.memberships.select_related("user", "group")}
    for pk in sorted(there.keys() - wanted):
        _leave(request, here, there[pk])
    for user in User.objects.filter(pk__in=wanted - there.keys()).order_by("pk"):
        Membership.objects.create(group=group, user=user)
        record(request, "join", OBJECT, group.pk, label=group.name, new={"account": user.shown_name})
    settle(request, here, group)


def _leave(request: HttpRequest, here: House, one: Membership) -> None:
    for link in one.given.select_related("grant__user"):
        _take(request, here, link, one.group)
    record(request, "leave", OBJECT, one.group_id, label=one.group.name, old={"account": one.user.shown_name})
    one.delete()


def _take(request: HttpRequest | None, here: House, link: GivenByGroup, group: DirectoryGroup) -> None:
    end_role(request, here, link.grant, end=here.today, reason=_reason(group))
    link.delete()


def _reason(group: DirectoryGroup) -> str:
    return f"directory group {group.name}"[:200]


def _name(resource: Any, group: DirectoryGroup | None) -> str:
    name = (resource.display_name or "").strip()
    if not name or len(name) > LONGEST:
        raise InvalidValueException(detail=f"displayName has between 1 and {LONGEST} characters")
    if DirectoryGroup.objects.filter(name=name).exclude(pk=group.pk if group else 0).exists():
        raise UniquenessException(detail=f"displayName {name} belongs to another group")
    return name


def _members(resource: Any) -> set[int]:
    """The accounts among the members; a group in a group is refused: whose roles it gives would depend on both."""
    given = [m.value for m in resource.members or [] if m.value]
    known = _known(given)
    if unknown := sorted(set(given) - known):
        raise InvalidValueException(detail=f"members: {unknown[0]} is no user here")
    return {int(value) for value in given}


def _known(values: Iterable[str]) -> set[str]:
    numbers = [v for v in values if v.isdigit() and len(v) < 19]
    return {str(pk) for pk in users().filter(pk__in=numbers).values_list("pk", flat=True)}
