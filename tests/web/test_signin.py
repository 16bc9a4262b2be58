"""Signing in with Feishu, DingTalk, WeCom and OpenID Connect: opens the account that the company says is theirs, and no right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from tests.web.company_door import CLIENT, MEMBER, SECRET, Services, running
from tests.web.conftest import SignIn

from fupan.errors import WorkspaceError
from fupan.web.accounts.models import User
from fupan.web.audit.models import Entry
from fupan.web.signin.options import provider_settings, read_services, secret_name

KINDS = ("feishu", "dingtalk", "wecom", "openid")


def asked_of(kind: str, base: str) -> dict[str, Any]:
    return {
        "feishu": {"app_id": CLIENT, "server": base, "login_server": base},
        "dingtalk": {"app_id": CLIENT, "server": base, "login_server": base, "directory_server": base},
        "wecom": {"corp_id": CLIENT, "agent_id": 1000002, "server": base, "login_server": base, "inside_server": base},
        "openid": {"client_id": CLIENT, "server": f"{base}/oidc"},
    }[kind]


@pytest.fixture(scope="module")
def running_services() -> Iterator[Services]:
    with running() as services:
        yield services


@pytest.fixture
def services(running_services: Services, settings: Any, here: object, db: None) -> Services:
    cache.clear()
    running_services.member = dict(MEMBER)
    use(settings, running_services)
    return running_services


def use(settings: Any, services: Services, **more: bool) -> None:
    raw = {kind: {**asked_of(kind, services.base), **more} for kind in KINDS}
    settings.SIGNIN = read_services(raw, {secret_name(k): SECRET for k in KINDS})
    settings.SOCIALACCOUNT_PROVIDERS = provider_settings(settings.SIGNIN)


def door(kind: str) -> str:
    return "/account/oidc/openid/login/" if kind == "openid" else f"/account/{kind}/login/"


def come_in(client: Client, services: Services, kind: str, **headers: str) -> Any:
    """Leave for the service, sign in there, come back."""
    away = client.post(door(kind), headers=headers)
    assert away.status_code == 302, away.content
    assert away["Location"].startswith(services.base)
    return client.get(services.sign_in(away["Location"]))


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize("kind", ["feishu", "dingtalk", "openid"])
def test_a_verified_company_address_opens_its_account_and_links_it(services: Services, kind: str) -> None:
    user = User.objects.create_user("huang", "Huang@example.com")
    client = Client()
    answer = come_in(client, services, kind)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert who(client) == str(user.pk)
    link = SocialAccount.objects.get()
    assert (link.user_id, link.uid) == (user.pk, MEMBER["uid"])
    assert not user.grants.exists()
    entry = Entry.objects.get(act="link a sign-in")
    assert (entry.object_id, entry.new) == (str(user.pk), {"service": kind, "uid": MEMBER["uid"]})
    user.email = "other@example.com"
    user.save()
    again = Client()
    come_in(again, services, kind)
    assert who(again) == str(user.pk), "the link holds, whatever becomes of the address"


def test_a_person_of_wecom_is_known_by_address_inside_the_app_and_by_staff_number_where_the_company_says_so(
    services: Services, settings: Any
) -> None:
    user = User.objects.create_user("huang", "huang@example.com", person_id="E3")
    outside = Client()
    assert b"account_login" not in come_in(outside, services, "wecom").content
    assert who(outside) is None, "a browser tells no address, and numbers do not count yet"
    inside = Client()
    come_in(inside, services, "wecom", **{"User-Agent": "Mozilla/5.0 wxwork/4.1"})
    assert who(inside) == str(user.pk)
    SocialAccount.objects.all().delete()
    use(settings, services, by_staff_number=True)
    come_in(outside, services, "wecom")
    assert who(outside) == str(user.pk)


@pytest.mark.parametrize("kind", KINDS)
def test_who_has_no_account_gets_none(services: Services, kind: str) -> None:
    client = Client()
    answer = come_in(client, services, kind)
    assert (answer.status_code, who(client)) == (200, None)
    assert "还没有您的账号" in answer.content.decode()
    assert not User.objects.exists()
    assert Entry.objects.get(act="sign in failed").label.startswith(kind)


@pytest.mark.parametrize("kind", ["dingtalk", "wecom", "openid"])
def test_who_is_not_of_the_company_gets_in_by_no_address(services: Services, kind: str) -> None:
    User.objects.create_user("huang", "huang@example.com")
    services.member["number"] = ""
    client = Client()
    answer = come_in(client, services, kind)
    assert who(client) is None
    assert answer.status_code in {200, 401}


@pytest.mark.parametrize("kind", ["feishu", "dingtalk"])
def test_an_address_that_people_choose_themselves_finds_no_account(services: Services, kind: str) -> None:
    User.objects.create_user("victim", "private@example.net")
    services.member["mail"] = ""
    client = Client()
    come_in(client, services, kind)
    assert who(client) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_code_or_a_state_that_is_not_ours_opens_nothing(services: Services, kind: str) -> None:
    User.objects.create_user("huang", "huang@example.com", person_id="E3")
    client = Client()
    back = services.sign_in(client.post(door(kind))["Location"])
    stranger = Client()
    assert who(stranger) is None
    stranger.get(back)
    assert who(stranger) is None, "the state belongs to another browser"
    wrong = client.get(back.replace("code-", "nocode-").replace("Code=code", "Code=nocode"))
    assert who(client) is None
    assert "登录没有成功" in wrong.content.decode()


def test_a_closed_account_is_not_opened(services: Services) -> None:
    user = User.objects.create_user("huang", "huang@example.com")
    come_in(Client(), services, "feishu")
    User.objects.filter(pk=user.pk).update(is_active=False)
    client = Client()
    come_in(client, services, "feishu")
    assert who(client) is None


def test_an_address_of_two_accounts_opens_neither(services: Services) -> None:
    User.objects.create_user("a", "huang@example.com")
    User.objects.create_user("b", "huang@example.com")
    client = Client()
    come_in(client, services, "feishu")
    assert who(client) is None


def test_who_is_signed_in_links_a_service_and_is_in_by_it_from_then_on(services: Services, sign_in: SignIn) -> None:
    client = sign_in("E4")
    assert "飞书" in client.get("/account/3rdparty/").content.decode()
    away = client.post(f"{door('feishu')}?process=connect")
    client.get(services.sign_in(away["Location"]))
    user = User.objects.get(person_id="E4")
    assert SocialAccount.objects.get().user_id == user.pk
    fresh = Client()
    come_in(fresh, services, "feishu")
    assert who(fresh) == str(user.pk)


def test_the_page_that_signs_in_names_the_services_and_lets_forms_go_there(services: Services) -> None:
    text = Client().get("/account/login/").content.decode()
    assert all(word in text for word in ("飞书 Feishu", "钉钉 DingTalk", "企业微信 WeCom", "OpenID Connect"))


@pytest.mark.parametrize(
    ("raw", "environment", "told"),
    [
        ({"slack": {}}, {}, "known are feishu, dingtalk, wecom, openid"),
        ({"feishu": {}}, {}, "needs app_id"),
        ({"feishu": {"app_id": "x"}}, {}, "FUPAN_SIGNIN_FEISHU_SECRET"),
        ({"feishu": {"app_id": "x", "app_secret": "y"}}, {}, "keep it in the environment"),
        ({"wecom": {"corp_id": "x", "agent": 1}}, {}, "unknown setting agent"),
        ({"openid": {"client_id": "x", "server": "id.example.com"}}, {}, "https://host"),
        ({"feishu": {"app_id": "x", "by_mail": "yes"}}, {}, "true or false"),
        ({"feishu": "x"}, {}, "must be a table"),
    ],
)
def test_a_wrong_setting_is_told_with_what_would_be_right(
    raw: dict[str, Any], environment: dict[str, str], told: str
) -> None:
    with pytest.raises(WorkspaceError, match=told):
        read_services(raw, environment)


def test_a_service_that_is_not_set_up_is_not_there(here: object, db: None) -> None:
    for name in ("feishu", "dingtalk", "wecom"):
        for part in ("login/", "login/callback/"):
            assert Client().get(f"/account/{name}/{part}").status_code == 404, (name, part)
