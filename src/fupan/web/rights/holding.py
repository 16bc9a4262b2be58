"""What an account holds today: by position, by grant, and for those it stands in for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from fupan.web.rights.asker import Asker, Held, held_by_position, without_pages_of_others
from fupan.web.rights.models import Delegation, Grant

if TYPE_CHECKING:
    from fupan.web.accounts.models import User
    from fupan.web.org.directory import Directory
    from fupan.web.rights.role import Roles


def asker_of(user: User, *, directory: Directory, roles: Roles, day: date) -> Asker:
    """Who asks, as of *day*: read anew with every request, so that a change holds from the next one on.

    An inactive account holds nothing. A person who has left holds nothing, grants and deputyships included.
    """
    own = _own(user, directory=directory, roles=roles, day=day)
    for_others: list[Held] = []
    if _may_act(user, directory, day):
        for given in Delegation.objects.on(day).filter(deputy=user).select_related("principal"):
            theirs = _own(given.principal, directory=directory, roles=roles, day=day)
            for_others += [replace(h, delegated_by=given.principal.shown_name) for h in without_pages_of_others(theirs)]
    return Asker(user.pk, user.shown_name, day, (*own, *for_others), directory)


def _own(user: User, *, directory: Directory, roles: Roles, day: date) -> tuple[Held, ...]:
    if not _may_act(user, directory, day):
        return ()
    found = list(held_by_position(user.person_id, directory, roles, day))
    positions = directory.held(user.person_id, day) if user.person_id else ()
    for grant in Grant.objects.on(day).filter(user=user).order_by("pk"):
        role = roles.roles.get(grant.role)
        if role is None:
            continue
        members = {d: tuple(m) for d, m in grant.members.items()}
        found.append(
            Held(
                role,
                positions=tuple(p.id for p in positions),
                units=tuple(dict.fromkeys(p.unit for p in positions if p.unit)),
                members=members,
            )
        )
    return tuple(found)


def _may_act(user: User, directory: Directory, day: date) -> bool:
    """An active account whose person, if it stands for one, has not left."""
    if not user.is_active:
        return False
    return (
        user.person_id is None
        or user.person_id not in directory.person_by_id
        or directory.employed(user.person_id, day)
    )
