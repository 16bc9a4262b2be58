"""Reading accounts for the pages that manage them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from django.db.models import Q, QuerySet

from fupan.web.accounts.models import User
from fupan.web.company import House
from fupan.web.org.directory import Person
from fupan.web.rights.asker import Asker
from fupan.web.rights.holding import askers_of, may_act

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
