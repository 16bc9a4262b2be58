"""Tokens: shown once, kept as a hash, inside the rights of their owner, worth nothing once revoked, run out or ownerless."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web.conftest import SignIn
from tests.web.own_tokens import make_token

from fupan.web.accounts.models import User
from fupan.web.audit.models import Entry
from fupan.web.rights.models import Grant
from fupan.web.rights.pages import Access
from fupan.web.tokens.api import api
from fupan.web.tokens.bearer import WRONG_PER_MINUTE
from fupan.web.tokens.models import Token

ME = "/api/v1/me"


@pytest.fixture(autouse=True)
def _fresh_counts(db: None) -> None:
    cache.clear()


def ask(secret: str, path: str = ME, **more: str) -> tuple[int, dict[str, object]]:
    answer = Client(headers={"Authorization": f"Bearer {secret}"}).get(path, **more)  # type: ignore[arg-type]
    return answer.status_code, answer.json()


def owner_of(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def test_the_secret_is_shown_once_and_only_its_hash_is_kept(sign_in: SignIn) -> None:
    client = sign_in("E3")
    answer = client.post(reverse("token_make"), {"name": "BI", "reaches": ["figures"], "days": "30"})
    found = re.search(r'value="(fupan_[\w-]{43})"', answer.content.decode())
    assert found is not None
    assert answer["Cache-Control"] == "no-store"
    made = Token.objects.get()
    assert found[1] not in (made.hash, made.start)
    assert found[1] not in client.get(reverse("tokens")).content.decode()
    assert (made.expires_at - timezone.now()).days == 29
    entry = Entry.objects.get(act="make a token")
    assert (entry.object_id, entry.new) == (
        str(made.pk), {"name": "BI", "for": ["figures"], "through": str(made.expires_at.date())},
    )  # fmt: skip
    status, told = ask(found[1])
    assert status == 200
    assert told["roles"] == [{"name": "rep", "zh": "销售代表", "en": "Sales rep"}]
    assert told["reach"] == {
        "sales": "position=PR",
        "people": "position=PR",
        "pay": "position=PR",
        "documents": "position=PR",
    }
    made.refresh_from_db()
    assert made.last_used_at is not None
    assert made.last_address == "127.0.0.1"


@pytest.mark.parametrize("reaches", [[], ["scim"], ["figures", "scim"], ["nonsense"]])
def test_nobody_makes_a_token_for_what_they_may_not_do(sign_in: SignIn, reaches: list[str]) -> None:
    answer = sign_in("E3").post(reverse("token_make"), {"name": "BI", "reaches": reaches, "days": "30"})
    assert answer.status_code == 422
    assert not Token.objects.exists()


def test_a_token_holds_what_its_owner_holds_today(sign_in: SignIn) -> None:
    owner = owner_of(sign_in(finance={}))
    _, secret = make_token(owner)
    assert ask(secret)[1]["reach"] == {"sales": "all", "people": "all", "pay": "all", "documents": "all"}
    Grant.objects.filter(user=owner).update(end=timezone.localdate())
    status, told = ask(secret)
    assert (status, told["title"]) == (403, "Forbidden")


def test_a_token_is_worth_nothing_once_revoked_run_out_or_its_owner_closed(sign_in: SignIn) -> None:
    client, admin = sign_in("E3"), sign_in(administrator={})
    owner = owner_of(client)
    revoked, first = make_token(owner)
    assert client.post(reverse("token_revoke", args=[revoked.pk])).status_code == 302
    assert ask(first)[0] == 401
    late, second = make_token(owner)
    Token.objects.filter(pk=late.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert ask(second)[0] == 401
    _, third = make_token(owner)
    assert ask(third)[0] == 200
    admin.post(reverse("account_deed", args=[owner.pk, "close"]), {"reason": "left"})
    assert ask(third)[0] == 401
    admin.post(reverse("account_deed", args=[owner.pk, "open"]), {"reason": "back"})
    assert ask(third)[0] == 401, "a token that was revoked stays so"
    assert Entry.objects.filter(act="token refused").count() == 4


def test_others_tokens_are_seen_and_revoked_by_who_manages_accounts_alone(sign_in: SignIn) -> None:
    rep, other, admin = sign_in("E3"), sign_in("E2"), sign_in(administrator={})
    token, secret = make_token(owner_of(rep), name="仓库脚本")
    assert other.post(reverse("token_revoke", args=[token.pk])).status_code == 404
    assert "仓库脚本" not in other.get(reverse("tokens")).content.decode()
    assert "仓库脚本" in admin.get(reverse("tokens_all")).content.decode()
    admin.post(reverse("token_revoke", args=[token.pk]), {"reason": "leaked"})
    assert ask(secret)[0] == 401
    assert Entry.objects.get(act="revoke a token").reason == "leaked"
    assert "仓库脚本" in admin.get(reverse("tokens_all"), {"state": "ended"}).content.decode()


def test_an_administrator_does_not_revoke_tokens_of_who_holds_more(sign_in: SignIn) -> None:
    owner, admin = sign_in(owner={}), sign_in(administrator={})
    token, secret = make_token(owner_of(owner))
    admin.post(reverse("token_revoke", args=[token.pk]))
    assert ask(secret)[0] == 200


def test_a_session_opens_no_address_of_the_api(sign_in: SignIn) -> None:
    answer = sign_in("E3").get(ME)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="fupan"'
    assert answer["Content-Type"] == "application/problem+json"


def test_who_guesses_is_stopped_and_told_when_to_come_back(here: object, db: None) -> None:
    for _ in range(WRONG_PER_MINUTE):
        assert ask("fupan_guess")[0] == 401
    answer = Client(headers={"Authorization": "Bearer fupan_guess"}).get(ME)
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")


def test_an_account_with_a_one_time_password_uses_no_tokens(sign_in: SignIn) -> None:
    owner = owner_of(sign_in("E3"))
    User.objects.filter(pk=owner.pk).update(must_change_password=True)
    assert ask(make_token(owner)[1])[0] == 403


def test_an_address_says_what_it_needs() -> None:
    with pytest.raises(ValueError, match="which use of tokens"):
        api("x", lambda request: None, name="x", access=Access(needs="rows.view"))  # type: ignore[arg-type, return-value]
