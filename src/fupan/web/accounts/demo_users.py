"""Accounts of every role for a demonstration company: made once, their passwords shown once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from fupan.web.accounts.models import User
from fupan.web.accounts.owner import one_time_password
from fupan.web.rights.models import Grant

if TYPE_CHECKING:
    from fupan.web.company import House


@dataclass(frozen=True, slots=True)
class DemoUser:
    """An account that was made: who it is, in which role, and its password."""

    username: str
    password: str
    role_zh: str
    role_en: str
    person: str = ""


@transaction.atomic
def make_demo_users(here: House, *, renew: bool = False) -> list[DemoUser]:
    """One account for each role of the workspace: a person of the company where the role goes by position, else by grant.

    Accounts of these names that are there already stay as they are; with *renew* they are told with a new password.
    ValueError where the workspace is not synthetic.
    """
    if not here.workspace.synthetic:
        raise ValueError("demonstration accounts are made in a synthetic workspace only")
    made: list[DemoUser] = []
    for role in here.roles.roles.values():
        if role.name == "owner":
            continue
        password = one_time_password()
        known = User.objects.filter(username=role.name).first()
        if known is not None:
            if renew:
                known.set_password(password)
                known.save(update_fields=["password"])
                made.append(DemoUser(role.name, password, role.zh, role.en, known.display_name))
            continue
        person = _somebody(here, role.positions) if role.positions else None
        user = User.objects.create_user(
            role.name,
            password=password,
            person_id=person[0] if person else None,
            display_name=person[1] if person else "",
        )
        if person is None:
            Grant.objects.create(
                user=user,
                role=role.name,
                members=_members(role.name),
                start=timezone.localdate(),
                reason="demonstration",
            )
        made.append(DemoUser(role.name, password, role.zh, role.en, person[1] if person else ""))
    return made


def _somebody(here: House, kinds: frozenset[str]) -> tuple[str, str] | None:
    """The first person who holds a position of one of these kinds today and has no account yet."""
    for position in here.directory.positions:
        if position.role in kinds:
            for person, _ in here.directory.holders(position.id, here.today):
                if not User.objects.filter(person_id=person.id).exists():
                    return person.id, person.name
    return None


def _members(role: str) -> dict[str, list[str]]:
    """For whom the demonstration's grants are held."""
    return {"channel_manager": {"channel_kind": ["dealer"]}, "dealer": {"dealer": ["D0002"]}}.get(role, {})
