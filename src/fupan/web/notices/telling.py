"""Telling people 发通知: in the transaction of what is told of."""

from __future__ import annotations

from collections.abc import Iterable

from fupan.web.accounts.models import User
from fupan.web.notices.kinds import BY_NAME
from fupan.web.notices.models import Notice, Wish


def tell(
    users: Iterable[User | int],
    kind: str,
    zh: str,
    en: str,
    *,
    address: str = "",
    once: str = "",
    but: int | None = None,
) -> int:
    """Tell each of these accounts, but for the one who did it (*but*) and those who do not want this kind; how many.

    *once*: a text that names the event; who was told of it already is not told again.
    """
    known = BY_NAME[kind]
    wanted = {u if isinstance(u, int) else u.pk for u in users} - {but}
    if not known.always:
        wanted -= {w.pk for w in Wish.objects.filter(pk__in=wanted) if kind in w.muted}
    if once:
        wanted -= set(Notice.objects.filter(user_id__in=wanted, once=once).values_list("user_id", flat=True))
    made = [
        Notice(user_id=pk, kind=kind, zh=zh[:300], en=en[:300], address=address, once=once) for pk in sorted(wanted)
    ]  # fmt: skip
    Notice.objects.bulk_create(made, ignore_conflicts=bool(once))
    return len(made)


def who_may(permission: str) -> list[int]:
    """The active accounts that hold a permission today."""
    from fupan.web.company import house
    from fupan.web.rights.holding import askers_of

    here = house()
    users = User.objects.filter(is_active=True)
    held = askers_of(users, directory=here.directory, roles=here.roles, day=here.today)
    return [pk for pk, asker in held.items() if asker.may(permission)]
