"""What was just done can be taken back by who did it, for a while, if nobody changed it meanwhile and rights still hold."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from tests.web.conftest import SignIn

from fupan.web.accounts.models import User
from fupan.web.accounts.reads import shown_accounts, standings
from fupan.web.audit.models import Entry
from fupan.web.company import house
from fupan.web.rights.models import Delegation, Grant


def note_of(client: Client, url: str) -> str:
    """The note on the button of the page's message."""
    found = re.search(r'name="note" value="([^"]+)"', client.get(url).content.decode())
    assert found
    return found[1]


@pytest.fixture
def ended(sign_in: SignIn) -> tuple[Client, Grant, str]:
    admin = sign_in(administrator={})
    user = User.objects.create_user("new")
    grant = Grant.objects.create(user=user, role="auditor", start=date(2020, 1, 1))
    admin.post(reverse("grant_end", args=[grant.pk]), {"end": house().today.isoformat(), "reason": "x"})
    return admin, grant, note_of(admin, reverse("account", args=[user.pk]))


def test_the_end_of_a_grant_is_taken_back_and_written_down(ended: tuple[Client, Grant, str]) -> None:
    admin, grant, note = ended
    assert admin.post(reverse("undo"), {"note": note})["Location"] == reverse("account", args=[grant.user_id])
    grant.refresh_from_db()
    assert grant.end is None
    assert Entry.objects.filter(act="take back the end of a role", object_id=str(grant.user_id)).count() == 1
    admin.post(reverse("undo"), {"note": note})
    assert Entry.objects.filter(act="take back the end of a role").count() == 1


def test_nobody_else_and_no_forged_or_late_note_takes_anything_back(
    ended: tuple[Client, Grant, str], sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, grant, note = ended
    before = grant.__class__.objects.get(pk=grant.pk).end
    sign_in(owner={}).post(reverse("undo"), {"note": note})
    admin.post(reverse("undo"), {"note": note + "x"})
    admin.post(reverse("undo"), {"note": signing.dumps({"deed": "end a role"}, salt="other")})
    admin.post(reverse("undo"), {})
    monkeypatch.setattr("fupan.web.shell.undo.SECONDS", -1)
    admin.post(reverse("undo"), {"note": note})
    assert Grant.objects.get(pk=grant.pk).end == before


def test_what_was_changed_meanwhile_and_what_one_may_no_more_stays(ended: tuple[Client, Grant, str]) -> None:
    admin, grant, note = ended
    own = Grant.objects.get(role="administrator")
    Grant.objects.filter(pk=own.pk).update(end=house().today)
    admin.post(reverse("undo"), {"note": note})
    Grant.objects.filter(pk=own.pk).update(end=None)
    changed = house().today + timedelta(days=5)
    Grant.objects.filter(pk=grant.pk).update(end=changed)
    admin.post(reverse("undo"), {"note": note})
    assert Grant.objects.get(pk=grant.pk).end == changed


def test_accounts_and_deputies_come_back_as_they_were(sign_in: SignIn) -> None:
    admin = sign_in(administrator={})
    user = User.objects.create_user("new", display_name="旧名")
    page = reverse("account", args=[user.pk])
    for deed, given in (("change", {"display_name": "新名", "email": "", "person": ""}), ("close", {"reason": "x"})):
        admin.post(reverse("account_deed", args=[user.pk, deed]), given)
        admin.post(reverse("undo"), {"note": note_of(admin, page)})
        admin.get(page)
    user.refresh_from_db()
    assert (user.display_name, user.is_active) == ("旧名", True)

    manager = sign_in("E2")
    days = {"start": house().today.isoformat(), "last_day": house().today.isoformat()}
    manager.post(reverse("deputy_give"), {"deputy": "new", **days})
    given = Delegation.objects.get()
    manager.get(reverse("deputies"))
    manager.post(reverse("deputy_end", args=[given.pk]))
    manager.post(reverse("undo"), {"note": note_of(manager, reverse("deputies"))})
    given.refresh_from_db()
    assert given.revoked_at is None


def test_the_standing_of_accounts_by_sets_is_what_each_one_holds(sign_in: SignIn) -> None:
    here = house()
    for person, roles in (
        ("E1", {}),
        ("E2", {"auditor": {}}),
        ("E5", {"finance": {}}),
        (None, {}),
        (None, {"dealer": {"channel": ["线上"]}}),
    ):
        sign_in(person, **roles)
    deputy, closed = User.objects.create_user("deputy"), User.objects.create_user("closed", is_active=False)
    Grant.objects.create(user=closed, role="auditor", start=date(2020, 1, 1))
    manager = User.objects.get(person_id="E2")
    Delegation.objects.create(principal=manager, deputy=deputy, start=here.today, last_day=here.today)
    found = standings(here)
    each = {s.user.pk: s for s in shown_accounts(list(User.objects.all()), here)}
    assert {pk: s.state for pk, s in found.items()} == {pk: s.state for pk, s in each.items()}
    assert {pk: s.roles for pk, s in found.items()} == {pk: {r.name for r in s.asker.roles} for pk, s in each.items()}
    assert {s.state for s in found.values()} == {"active", "left", "no_role", "closed", "never"} - (
        {"active"} if not any(u.last_login for u in User.objects.all()) else set()
    )
