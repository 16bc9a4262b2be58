"""What accounts hold today: by position, by grant, and for those they stand in for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from fupan.web.rights.asker import Asker, Held, held_by_position, without_pages_of_others
from fupan.web.rights.models import Delegation, Grant

if TYPE_CHECKING:
    from fupan.web.accounts.models import User
    from fupan.web.org.directory import Directory
    from fupan.web.rights.role import Role, Roles


def asker_of(user: User, *, directory: Directory, roles: Roles, day: date) -> Asker:
    """Who asks, as of *day*: read anew with every request, so that a change holds from the next one on."""
    return askers_of([user], directory=directory, roles=roles, day=day)[user.pk]


def askers_of(users: Iterable[User], *, directory: Directory, roles: Roles, day: date) -> dict[int, Asker]:
    """What each of these accounts holds, by its key; two queries for however many.

    An inactive account holds nothing. A person who has left holds nothing, grants and deputyships included.
    """
    asked = list(users)
    standing_in: defaultdict[int, list[User]] = defaultdict(list)
    for each in Delegation.objects.on(day).filter(deputy__in=asked).select_related("principal").order_by("pk"):
        standing_in[each.deputy_id].append(each.principal)
    everybody = {u.pk for u in asked} | {p.pk for principals in standing_in.values() for p in principals}
    given: defaultdict[int, list[Grant]] = defaultdict(list)
    for grant in Grant.objects.on(day).filter(user_id__in=everybody).order_by("pk"):
        given[grant.user_id].append(grant)

    def own(user: User) -> tuple[Held, ...]:
        if not may_act(user, directory, day):
            return ()
        by_position = held_by_position(user.person_id, directory, roles, day)
        return (*by_position, *_by_grant(user, given, directory, roles, day))

    found: dict[int, Asker] = {}
    for user in asked:
        for_others = [
            replace(held, delegated_by=principal.shown_name)
            for principal in (standing_in[user.pk] if may_act(user, directory, day) else ())
            for held in without_pages_of_others(own(principal))
        ]
        found[user.pk] = Asker(user.pk, user.shown_name, day, (*own(user), *for_others), directory)
    return found


def roles_within_reach(user: User, *, directory: Directory, roles: Roles, day: date) -> tuple[Role, ...]:
    """The roles that the account holds or could come to hold: active or not, grants of today and later ones, positions."""
    grants = Grant.objects.filter(Q(end__isnull=True) | Q(end__gt=day), user=user)
    by_grant = [roles.roles[name] for name in grants.values_list("role", flat=True) if name in roles.roles]
    by_position = [h.role for h in held_by_position(user.person_id, directory, roles, day)]
    return tuple({r.name: r for r in (*by_grant, *by_position)}.values())


def may_act(user: User, directory: Directory, day: date) -> bool:
    """An active account whose person, if it stands for one, is employed; who is gone from a list of people has left."""
    return user.is_active and works(user.person_id, directory, day)


def works(person: str | None, directory: Directory, day: date) -> bool:
    """Whether who an account stands for is employed, or it stands for nobody, or no list of people was loaded."""
    return person is None or not directory.people or directory.employed(person, day)


def _by_grant(
    user: User, given: Mapping[int, list[Grant]], directory: Directory, roles: Roles, day: date
) -> list[Held]:
    positions = directory.held(user.person_id, day) if user.person_id else ()
    return [
        Held(
            roles.roles[grant.role],
            positions=tuple(p.id for p in positions),
            units=tuple(dict.fromkeys(p.unit for p in positions if p.unit)),
            members={d: tuple(m) for d, m in grant.members.items()},
            grant=grant.pk,
        )
        for grant in given.get(user.pk, ())
        if grant.role in roles.roles
    ]
