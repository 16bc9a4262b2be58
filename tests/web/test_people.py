"""Accounts, grants and deputies: what is done holds from the next request on, and nobody gives themselves more."""

from __future__ import annotations

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from tests.web.conftest import SignIn

from fupan.web.accounts.models import User
from fupan.web.audit.models import Entry
from fupan.web.rights.models import Delegation, Grant

TODAY = date(2025, 7, 20)


@pytest.fixture(autouse=True)
def that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fupan.web.company.House.today", property(lambda self: TODAY))


def deed(client: Client, user: User, name: str, **form: str) -> None:
    assert client.post(reverse("account_deed", args=[user.pk, name]), form).status_code in {200, 302}


def made(name: str = "new", **fields: object) -> User:
    return User.objects.create_user(name, **fields)  # type: ignore[arg-type]


def test_who_is_invited_sets_a_password_with_a_link_that_works_once(sign_in: SignIn) -> None:
    answer = sign_in(administrator={}).post(reverse("account_invite"), {"username": "huang", "person": "黄勇"})
    link = answer.context["link"]
    user = User.objects.get(username="huang")
    assert (user.person_id, user.display_name, user.has_usable_password()) == ("E3", "黄勇", False)
    assert link in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    guest = Client()
    form = guest.get(link, follow=True)
    set_at = form.request["PATH_INFO"]
    guest.post(set_at, {"password1": "long-enough-42", "password2": "long-enough-42"})
    user.refresh_from_db()
    assert user.check_password("long-enough-42")
    assert b"password1" not in Client().get(link, follow=True).content
    assert {"create", "change password"} <= set(
        Entry.objects.filter(object_id=str(user.pk)).values_list("act", flat=True)
    )


def test_a_closed_account_is_out_with_the_next_request_and_in_again_when_opened(sign_in: SignIn) -> None:
    client, admin = sign_in("E1"), sign_in(administrator={})
    user = User.objects.get(person_id="E1")
    assert client.get(reverse("organisation")).status_code == 200
    deed(admin, user, "close", reason="外借手机遗失")
    assert client.get(reverse("organisation")).status_code == 302
    entry = Entry.objects.get(act="close")
    assert (entry.old, entry.new, entry.reason) == (
        {"active": True}, {"active": False, "sessions ended": 1, "revoked": 0}, "外借手机遗失",
    )  # fmt: skip
    deed(admin, user, "open", reason="找到了")
    assert User.objects.get(pk=user.pk).is_active


def test_who_left_loses_what_was_granted_too_and_so_does_who_is_gone_from_the_list(sign_in: SignIn) -> None:
    for person in ("E5", "E404"):
        assert sign_in(person, finance={}).get(reverse("home")).status_code == 403


def test_the_second_factor_of_another_is_taken_away(sign_in: SignIn) -> None:
    user = made()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    deed(sign_in(administrator={}), user, "second-factor", reason="lost")
    assert not Authenticator.objects.exists()
    assert Entry.objects.get(act="reset second factor").old == {"kinds": ["totp"]}


def test_nobody_changes_the_own_account_nor_one_that_holds_more(sign_in: SignIn) -> None:
    admin = sign_in(administrator={})
    own, owner = User.objects.get(), made("boss")
    Grant.objects.create(user=owner, role="owner", start=date(2020, 1, 1))
    later, closed = made("later"), made("closed", is_active=False)
    Grant.objects.create(user=later, role="owner", start=date(2030, 1, 1))
    Grant.objects.create(user=closed, role="owner", start=date(2020, 1, 1))
    entries = Entry.objects.count()
    for user in (own, owner, later, closed):
        for name in ("change", "close", "open", "second-factor", "link"):
            deed(admin, user, name, display_name="x", person="E1", reason="x")
        give = {"account": user.username, "role": "finance", "start": "2025-07-20", "reason": "x"}
        assert admin.post(reverse("grant_give"), give).status_code == 422
    assert Entry.objects.count() == entries
    assert not Grant.objects.filter(role="finance").exists()
    assert not User.objects.filter(person_id="E1").exists()
    assert User.objects.filter(is_active=True).count() == 3


def test_the_role_that_does_everything_is_given_by_its_holders_alone(sign_in: SignIn) -> None:
    made()
    give = {"account": "new", "role": "owner", "start": "2025-07-20", "reason": "x"}
    assert sign_in(administrator={}).post(reverse("grant_give"), give).status_code == 422
    assert sign_in(finance={}).post(reverse("grant_give"), give).status_code == 403
    assert not Grant.objects.filter(role="owner").exists()
    assert sign_in(owner={}).post(reverse("grant_give"), give).status_code == 302
    assert Grant.objects.filter(role="owner", user__username="new", reason="x").count() == 1


def test_a_granted_role_holds_from_its_first_day_until_it_is_ended(sign_in: SignIn) -> None:
    client, admin = sign_in(), sign_in(administrator={})
    user = User.objects.order_by("pk")[0]
    give = {"account": user.username, "role": "auditor", "start": "2025-07-20", "reason": "年审"}
    assert client.get(reverse("audit")).status_code == 403
    admin.post(reverse("grant_give"), give)
    assert client.get(reverse("audit")).status_code == 200
    grant = Grant.objects.get(role="auditor")
    assert grant.given_by == User.objects.order_by("pk")[1]
    admin.post(reverse("grant_end", args=[grant.pk]), {"end": "2025-07-20", "reason": "审完"})
    assert client.get(reverse("audit")).status_code == 403
    given, ended = Entry.objects.filter(kind="account", act__endswith="a role").order_by("pk")
    assert (given.new["role"], given.reason, ended.new, ended.reason) == (
        "auditor",
        "年审",
        {"end": "2025-07-20"},
        "审完",
    )
    later = give | {"start": "2025-07-21"}
    admin.post(reverse("grant_give"), later)
    assert client.get(reverse("audit")).status_code == 403


def test_a_role_that_reaches_what_is_named_needs_members_that_go_with_a_dimension(sign_in: SignIn) -> None:
    admin = sign_in(administrator={})
    made()
    give = {"account": "new", "role": "dealer", "start": "2025-07-20", "reason": "x"}
    for more in (
        {},
        {"dimension": "channel"},
        {"members": "线上"},
        {"dimension": "channel", "members": "线上", "end": "2025-07-20"},
    ):
        assert admin.post(reverse("grant_give"), give | more).status_code == 422
    assert (
        admin.post(reverse("grant_give"), give | {"dimension": "channel", "members": "线上，门店"}).status_code == 302
    )
    assert Grant.objects.get(role="dealer").members == {"channel": ["线上", "门店"]}


def test_an_account_comes_to_stand_for_one_person_only(sign_in: SignIn) -> None:
    admin, one, two = sign_in(administrator={}), made("one", person_id="E3"), made("two")
    deed(admin, two, "change", person="E3", display_name="")
    two.refresh_from_db()
    assert two.person_id is None
    deed(admin, one, "change", person="", display_name="")
    deed(admin, two, "change", person="黄勇", display_name="")
    two.refresh_from_db()
    assert two.person_id == "E3"
    assert Entry.objects.filter(act="change").first().new == {"person": "E3"}  # type: ignore[union-attr]


def test_a_deputy_sees_for_the_days_named_what_the_other_sees(sign_in: SignIn) -> None:
    manager, deputy = sign_in("E2"), sign_in()
    user = User.objects.get(person_id=None)
    give = {"deputy": user.username, "start": "2025-07-20", "last_day": "2025-07-20", "reason": "休假"}
    for wrong in ({"last_day": ""}, {"last_day": "2025-07-19"}, {"deputy": "E2"}, {"deputy": "nobody"}):
        assert manager.post(reverse("deputy_give"), give | wrong).status_code == 422
    assert deputy.get(reverse("organisation")).status_code == 403
    assert manager.post(reverse("deputy_give"), give).status_code == 302
    assert manager.post(reverse("deputy_give"), give).status_code == 422
    seen = deputy.get(reverse("organisation")).content.decode()
    assert "黄勇" in seen
    assert "吴静" not in seen
    for client in (manager, deputy):
        assert "2025-07-20" in client.get(reverse("deputies")).content.decode()
    assert deputy.post(reverse("deputy_end", args=[Delegation.objects.get().pk])).status_code == 302
    assert deputy.get(reverse("organisation")).status_code == 403
    assert set(Entry.objects.filter(kind="delegation").values_list("act", flat=True)) == {
        "delegate",
        "end a delegation",
    }


def test_a_third_person_does_not_end_a_deputyship(sign_in: SignIn) -> None:
    given = Delegation.objects.create(principal=made("a"), deputy=made("b"), start=TODAY, last_day=TODAY)
    assert sign_in("E2").post(reverse("deputy_end", args=[given.pk])).status_code == 404
    given.refresh_from_db()
    assert given.revoked_at is None


def test_a_page_opens_only_by_a_role_that_has_both_the_right_and_the_rows(sign_in: SignIn) -> None:
    """Marketing reads documents but no staff; a rep reaches the own post but may not see the organisation."""
    assert sign_in("E3", marketing={}).get(reverse("organisation")).status_code == 403
