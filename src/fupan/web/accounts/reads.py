"""Reading accounts for the pages that manage them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal, get_args

from django.db.models import Q, QuerySet

from fupan.web.accounts.models import User
from fupan.web.company import House
from fupan.web.org.directory import Person
from fupan.web.rights.asker import Asker
from fupan.web.rights.holding import askers_of, may_act, works
from fupan.web.rights.models import Delegation, Grant

State = Literal["active", "closed", "left", "no_role", "never"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True, slots=True)
class Shown:
    """An account as its row shows it."""

    user: User
    person: Person | None
    posts: str
    asker: Asker
    state: State
    second_factor: bool


def accounts_found(words: str) -> QuerySet[User]:
    """Accounts whose name, user name, address or staff id has these words, by name."""
    found = User.objects.order_by("username")
    for word in words.split():
        found = found.filter(
            Q(username__icontains=word)
            | Q(display_name__icontains=word)
            | Q(email__icontains=word)
            | Q(person_id__iexact=word)
        )
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account stands today: its state and the names of the roles that it holds."""

    state: State
    roles: frozenset[str]


def standings(here: House) -> dict[int, Standing]:
    """Every account's standing by its key, in the order of the list.

    Told by whole sets: who is in post, who was granted what, who stands in for somebody. What each may reach is worked
    out for the accounts that are shown alone (``shown_accounts``); of the others only deputies need it here.
    """
    directory, roles, today = here.directory, here.roles, here.today
    in_post = here.roles_in_post
    rows = list(User.objects.order_by("username").values_list("pk", "is_active", "person_id", "last_login"))
    granted: defaultdict[int, set[str]] = defaultdict(set)
    for user, role in Grant.objects.on(today).filter(role__in=roles.roles).values_list("user_id", "role"):
        granted[user].add(role)
    deputies = User.objects.filter(pk__in=Delegation.objects.on(today).values("deputy_id"))
    for pk, asker in askers_of(deputies, directory=directory, roles=roles, day=today).items():
        granted[pk].update(r.name for r in asker.roles)
    found: dict[int, Standing] = {}
    for pk, active, person, last_login in rows:
        if not active or not works(person, directory, today):
            found[pk] = Standing("left" if active else "closed", frozenset())
            continue
        held = frozenset(granted.get(pk, ())) | in_post.get(person or "", frozenset())
        found[pk] = Standing(("active" if last_login else "never") if held else "no_role", held)
    return found


def shown_accounts(users: list[User], here: House) -> list[Shown]:
    """These accounts with person, positions, roles and state; three queries for all of them."""
    from allauth.mfa.models import Authenticator

    directory, today = here.directory, here.today
    held = askers_of(users, directory=directory, roles=here.roles, day=today)
    safe = set(Authenticator.objects.filter(user__in=users).values_list("user_id", flat=True))
    return [
        Shown(
            user,
            directory.person_by_id.get(user.person_id or ""),
            "、".join(p.name for p in directory.held(user.person_id, today)) if user.person_id else "",
            held[user.pk],
            _state(user, held[user.pk], here),
            user.pk in safe,
        )
        for user in users
    ]


def _state(user: User, asker: Asker, here: House) -> State:
    if not user.is_active:
        return "closed"
    if not may_act(user, here.directory, here.today):
        return "left"
    if not asker.held:
        return "no_role"
    return "active" if user.last_login else "never"
