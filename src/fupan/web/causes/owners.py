"""Owners of items as accounts: who is asked, for whom somebody stands in, whom an organiser may name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from django.http import HttpRequest

from fupan.web.accounts.models import User
from fupan.web.causes.asked import names_of
from fupan.web.company import House
from fupan.web.documents.views import sees_every_row
from fupan.web.rights.holding import may_act
from fupan.web.rights.middleware import asking
from fupan.web.rights.models import Delegation


def stood_in_for(user: User, here: House) -> dict[str, str]:
    """What the people are called for whom the account stands in today -> their shown name."""
    found: dict[str, str] = {}
    for each in Delegation.objects.on(here.today).filter(deputy=user).select_related("principal").order_by("pk"):
        if may_act(each.principal, here.directory, here.today):
            names = names_of(each.principal.person_id, here.directory)
            found |= dict.fromkeys(names, each.principal.shown_name)
    return found


def accounts_of(names: Iterable[str], here: House) -> Mapping[str, tuple[list[int], list[int]]]:
    """Per owner's name the accounts that are asked, and those who stand in for them today."""
    wanted = set(names)
    known = here.directory.person_by_id
    same = Counter(p.name for p in known.values())
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for pk, person in User.objects.filter(is_active=True, person_id__isnull=False).values_list("pk", "person_id"):
        told = known.get(person or "")
        called = {told.id, told.name} if told and same[told.name] == 1 else {told.id} if told else set()
        for name in called & wanted:
            by_name[name].append(pk)
    deputies: defaultdict[int, list[int]] = defaultdict(list)
    principals = {pk for found in by_name.values() for pk in found}
    for principal, deputy in (
        Delegation.objects.on(here.today).filter(principal__in=principals).values_list("principal", "deputy")
    ):
        deputies[principal].append(deputy)
    return {name: (found, [d for pk in found for d in deputies[pk]]) for name, found in by_name.items()}


def people_named(request: HttpRequest, here: House) -> list[str]:
    """The people whom an organiser may ask: those in a post today, where they see the names of all."""
    asker = asking(request)
    if not asker.reaches("people") or not sees_every_row(asker.scope("people")):
        return []
    return sorted({p.name for p in here.directory.people if here.directory.held(p.id, here.today)})
