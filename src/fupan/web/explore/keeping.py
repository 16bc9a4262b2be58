"""Keeping 保存: what views and boards have in common: made, renamed, shared, deleted and brought back, none over another's change.

Each deed names the version that its doer saw; ClashError where somebody was faster. The audit entry is in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from fupan.web.accounts.models import User
from fupan.web.audit.log import record
from fupan.web.explore.shared import LONGEST_NAME, Shared
from fupan.web.notices.telling import tell
from fupan.web.rights.granting import RefusedError
from fupan.web.rights.middleware import asking

MOST_PEOPLE = 50
T = TypeVar("T", bound=Shared)


class ClashError(RefusedError):
    """Somebody changed it since its doer looked."""

    def __init__(self) -> None:
        super().__init__(
            "别人刚改过它：没有保存，请看现在的样子再改一次。",
            "Somebody has just changed it: nothing was saved. Look at it as it is now and try again.",
        )


def name_of(text: str) -> str:
    """A name as it is kept; RefusedError for none."""
    name = " ".join(text.split())[:LONGEST_NAME]
    if not name:
        raise RefusedError("请写名称。", "Write a name.")
    return name


def check_owner(request: HttpRequest, thing: Shared) -> None:
    """RefusedError unless it is the asker's own."""
    if thing.owner_id != asking(request).user_id:
        raise RefusedError("只有它的主人可以改。", "Only its owner may change it.")


@transaction.atomic
def change(request: HttpRequest, thing: T, kind: str, *, saw: int, now: datetime, **fields: Any) -> T:
    """Set fields of a thing that stands as it was seen; the thing as it is then."""
    check_owner(request, thing)
    step(thing, saw=saw, now=now, **fields)
    old = {n: getattr(thing, n) for n in fields}
    record(request, "change", kind, thing.pk, label=thing.name, old=old, new=fields)
    thing.refresh_from_db()
    return thing


def step(thing: Shared, *, saw: int, now: datetime, **fields: Any) -> None:
    """The next version of a thing that stands as it was seen; ClashError where it does not."""
    standing = type(thing).objects.filter(pk=thing.pk, version=saw, deleted_at=None)
    if standing.update(version=F("version") + 1, changed_at=now, **fields) != 1:
        raise ClashError


@transaction.atomic
def share(
    request: HttpRequest, thing: Shared, kind: str, *, saw: int, now: datetime, everyone: bool,
    roles: Sequence[str], people: Sequence[str], known_roles: Sequence[str], address: str,
) -> None:  # fmt: skip
    """Open it to everybody, to roles, to people by their account names; those newly named are told."""
    check_owner(request, thing)
    wanted = tuple(dict.fromkeys(p.strip() for p in people if p.strip()))[:MOST_PEOPLE]
    users = list(User.objects.filter(username__in=wanted, is_active=True))
    if missing := [p for p in wanted if p not in {u.username for u in users}]:
        raise RefusedError(f"没有账号 {missing[0]}。", f"There is no account {missing[0]}.")
    kept = tuple(r for r in known_roles if r in roles)
    step(thing, saw=saw, now=now, everyone=everyone, roles=f" {' '.join(kept)} " if kept else "")
    before = set(thing.people.values_list("pk", flat=True))
    thing.people.set(users)
    record(
        request, "share", kind, thing.pk, label=thing.name, new={"everyone": everyone, "roles": list(kept), "people": list(wanted)},
    )  # fmt: skip
    who = asking(request).name
    tell(
        [u for u in users if u.pk not in before], "board", f"{who} 与您共享了“{thing.name}”", f"{who} shared {thing.name} with you",
        address=address, but=asking(request).user_id,
    )  # fmt: skip


def named_or_shared(
    request: HttpRequest, thing: Shared, kind: str, *, saw: int, now: datetime, known_roles: Sequence[str], address: str
) -> bool:
    """Rename or share it as the form asks; False where the form asks for something else."""
    form = request.POST
    if form.get("deed") == "rename":
        change(request, thing, kind, saw=saw, now=now, name=name_of(form.get("name", "")))
    elif form.get("deed") == "share":
        share(
            request, thing, kind, saw=saw, now=now, everyone=bool(form.get("everyone")), roles=form.getlist("roles"),
            people=form.get("people", "").replace("，", ",").split(","), known_roles=known_roles, address=address,
        )  # fmt: skip
    else:
        return False
    return True


def number_of(text: str) -> int:
    """The number that a form sends; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


@transaction.atomic
def remove(request: HttpRequest, thing: Shared, kind: str, *, saw: int, now: datetime) -> None:
    """Delete it; for ten minutes it can be brought back."""
    check_owner(request, thing)
    step(thing, saw=saw, now=now, deleted_at=now)
    record(request, "delete", kind, thing.pk, label=thing.name)


@transaction.atomic
def bring_back(request: HttpRequest, thing: Shared, kind: str, *, now: datetime) -> None:
    """Take its deletion back; RefusedError where it is not deleted, or not the asker's own."""
    check_owner(request, thing)
    if type(thing).objects.filter(pk=thing.pk).exclude(deleted_at=None).update(
        deleted_at=None, version=F("version") + 1, changed_at=now
    ) != 1:  # fmt: skip
        raise RefusedError("它没有被删除。", "It is not deleted.")
    record(request, "bring back", kind, thing.pk, label=thing.name)
