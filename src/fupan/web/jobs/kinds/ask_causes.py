"""Asking about a review 发起填报: the document is composed inside the organiser's rights, its owners are told."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils import timezone

from fupan.errors import UserError
from fupan.web.accounts.models import User
from fupan.web.causes.telling import tell_owners
from fupan.web.company import house
from fupan.web.documents.views import sees_every_row
from fupan.web.jobs.job import job
from fupan.web.notices.telling import tell
from fupan.web.rights.holding import asker_of


@job("ask_causes", "发起填报", "Asking for causes and measures", reads="documents")
def ask(*, kind: str, window: str, deadline: str, by: int) -> str:
    """Open the round and tell its owners; asked for twice, it is one round and what was written in it stays.

    UserError where whoever asked may no longer make documents of everything.
    """
    here, user = house(), User.objects.get(pk=by)
    asker = asker_of(user, directory=here.directory, roles=here.roles, day=here.today)
    if not asker.may("documents.make") or not asker.reaches("documents", needs="documents.make"):
        raise UserError(f"{user.shown_name} may not make documents any more")
    scope = asker.scope("documents", needs="documents.make")
    if not sees_every_row(scope):
        raise UserError(f"{user.shown_name} does not see everything any more")
    now = timezone.localtime()
    found = here.ask_causes(kind, window=window, deadline=date.fromisoformat(deadline), now=now, scope=scope)
    tell_owners(here, found, "asked", key=deadline)
    items = len(found.items)
    tell(
        [user], "causes", f"{window} 的填报已发出：{items} 项，{deadline} 截止",
        f"The round of {window} is out: {items} items, by {deadline}",
        address=reverse("cause_round", args=[found.window, found.kind]) if items else reverse("causes"),
        once=f"opened {kind} {window} {deadline}",
    )  # fmt: skip
    return f"{items} items of {kind} {window}"
