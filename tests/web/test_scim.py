"""Directory sync by SCIM 2.0: the protocol, held by a tester of its own, and what it does to accounts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from django.test import Client
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server
from tests.web.conftest import SignIn
from tests.web.own_tokens import make_token

from fupan.web.accounts.models import User
from fupan.web.audit.models import Entry
from fupan.web.tokens import bearer

USER, ENTERPRISE = (
    "urn:ietf:params:scim:schemas:core:2.0:User",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
)
PATCH, ERROR = "urn:ietf:params:scim:api:messages:2.0:PatchOp", "urn:ietf:params:scim:api:messages:2.0:Error"


class Directory:
    """A directory that speaks the protocol with a token."""

    def __init__(self, secret: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def __call__(self, method: str, path: str, body: object = None, status: int = 200) -> dict[str, Any]:
        answer = self.client.generic(
            method, f"/scim/v2/{path}", json.dumps(body) if body else "", content_type="application/scim+json"
        )
        assert answer.status_code == status, (answer.status_code, answer.content)
        if status == 204:
            return {}
        assert answer["Content-Type"] == "application/scim+json"
        told: dict[str, Any] = answer.json()
        return told

    def add(self, user_name: str, **more: object) -> dict[str, Any]:
        return self("POST", "Users", {"schemas": [USER], "userName": user_name, **more}, 201)


def patch(**given: object) -> dict[str, object]:
    return {"schemas": [PATCH], "Operations": [given]}


@pytest.fixture
def directory(sign_in: SignIn) -> Directory:
    cache.clear()
    admin = sign_in(administrator={})
    owner = User.objects.get(pk=admin.session["_auth_user_id"])
    return Directory(make_token(owner, reaches=("scim",))[1])


def test_an_independent_tester_of_the_protocol_finds_nothing_wrong(
    directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bearer, "PER_MINUTE", 100_000)
    client = WSGISCIMClient(
        app=get_wsgi_application(), base_url="http://testserver/scim/v2",
        headers={"Authorization": directory.client.defaults["HTTP_AUTHORIZATION"]},
    )  # fmt: skip
    results = check_server(client)
    wrong = [r for r in results if r.status in {Status.ERROR, Status.CRITICAL}]
    # An account is open or closed: taken away, "active" stands as what is so without it. A member is called what its
    # account is called, whatever the directory says.
    meant = ("remove attribute 'active'", "returned unexpected value for 'members'")
    assert [r.reason for r in wrong if not any(m in str(r.reason) for m in meant)] == []
    assert sum(r.status == Status.SUCCESS for r in results) > 50


def test_a_user_is_made_without_a_password_and_without_a_right(directory: Directory) -> None:
    told = directory.add(
        "huang.yong", externalId="x-7", name={"givenName": "勇", "familyName": "黄", "formatted": "黄勇"},
        emails=[{"value": "old@example.com"}, {"value": "huang@example.com", "primary": True}], title="代表",
    )  # fmt: skip
    user = User.objects.get(username="huang.yong")
    assert (user.display_name, user.email, user.person_id, user.is_active) == ("黄勇", "huang@example.com", None, True)
    assert not user.has_usable_password()
    assert not user.grants.exists()
    assert told["id"] == str(user.pk)
    assert told["meta"]["location"] == f"http://testserver/scim/v2/Users/{user.pk}"
    assert (told["title"], told["externalId"], told["active"]) == ("代表", "x-7", True)
    assert directory("GET", f"Users/{user.pk}") == told
    assert Entry.objects.filter(act="create", object_id=str(user.pk)).count() == 1


def test_a_password_that_is_sent_is_neither_set_nor_kept(directory: Directory) -> None:
    told = directory.add("x", password="hunter2-hunter2")
    user = User.objects.get(username="x")
    assert "password" not in told
    assert "hunter2" not in json.dumps(user.synced.document)
    assert not user.has_usable_password()


def test_a_staff_number_links_the_person_whose_positions_give_the_rights(directory: Directory) -> None:
    directory.add("huang", **{ENTERPRISE: {"employeeNumber": "E3"}, "schemas": [USER, ENTERPRISE]})
    assert User.objects.get(username="huang").person_id == "E3"
    error = directory(
        "POST", "Users", {"schemas": [USER, ENTERPRISE], "userName": "other", ENTERPRISE: {"employeeNumber": "E3"}}, 403
    )
    assert error["schemas"] == [ERROR]
    assert error["status"] == "403"
    assert directory.add("new", **{ENTERPRISE: {"employeeNumber": "E99"}, "schemas": [USER, ENTERPRISE]})[
        ENTERPRISE
    ] == {"employeeNumber": "E99"}
    assert User.objects.get(username="new").person_id is None


@pytest.mark.parametrize(
    "value", [{"path": "active", "value": False}, {"value": {"active": False}}, {"path": "active", "value": "False"}]
)
def test_who_is_set_inactive_is_out_with_the_next_request(
    directory: Directory, sign_in: SignIn, value: dict[str, object]
) -> None:
    rep = sign_in("E3")
    user = User.objects.get(person_id="E3")
    _, secret = make_token(user)
    assert rep.get("/cockpit/?window=2025-06").status_code == 200
    told = directory("PATCH", f"Users/{user.pk}", patch(op="Replace", **value))
    assert told["active"] is False
    assert rep.get("/cockpit/?window=2025-06").status_code == 302
    assert Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/me").status_code == 401
    assert Entry.objects.get(act="close").reason == "directory sync"
    directory("PATCH", f"Users/{user.pk}", patch(op="replace", path="active", value=True))
    user.refresh_from_db()
    assert user.is_active


def test_replacing_changes_what_is_told_and_keeps_what_the_account_is_linked_to(directory: Directory) -> None:
    made = directory.add(
        "li", displayName="李", title="x", **{ENTERPRISE: {"employeeNumber": "E2"}, "schemas": [USER, ENTERPRISE]}
    )
    told = directory("PUT", f"Users/{made['id']}", {"schemas": [USER], "userName": "li.new", "displayName": "李伟"})
    user = User.objects.get(pk=made["id"])
    assert (user.username, user.display_name, user.person_id) == ("li.new", "李伟", "E2")
    assert "title" not in told
    assert [e.new for e in Entry.objects.filter(act="change").order_by("pk")] == [
        {"username": "li.new"},
        {"name": "李伟"},
    ]


def test_users_are_found_by_name_sorted_and_paged(directory: Directory) -> None:
    for name in ("c", "a", "b"):
        directory.add(
            name, displayName=f"同步{name}", externalId=f"ext-{name}", emails=[{"value": f"{name}@example.com"}]
        )
    assert [u["userName"] for u in directory("GET", 'Users?filter=userName eq "A"')["Resources"]] == ["a"]
    assert [u["userName"] for u in directory("GET", 'Users?filter=externalId eq "ext-b"')["Resources"]] == ["b"]
    assert [u["userName"] for u in directory("GET", 'Users?filter=emails.value eq "c@example.com"')["Resources"]] == [
        "c"
    ]
    synced = directory(
        "GET", 'Users?filter=displayName sw "同步" and active eq true&sortBy=userName&sortOrder=descending&count=2'
    )
    assert [u["userName"] for u in synced["Resources"]] == ["c", "b"]
    assert (synced["totalResults"], synced["itemsPerPage"], synced["startIndex"]) == (3, 2, 1)
    page = directory("GET", "Users?startIndex=2&count=2&attributes=userName")
    assert (page["totalResults"], len(page["Resources"])) == (4, 2)
    assert set(page["Resources"][0]) == {"schemas", "id", "userName"}
    assert directory("GET", 'Users?filter=userName eq "nobody"')["totalResults"] == 0
    search = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": 'userName eq "b"'}
    assert [u["userName"] for u in directory("POST", "Users/.search", search)["Resources"]] == ["b"]


def test_what_is_wrong_is_told_in_the_protocols_own_form(directory: Directory) -> None:
    directory.add("a", emails=[{"value": "a@example.com"}])
    taken = directory("POST", "Users", {"schemas": [USER], "userName": "A"}, 409)
    assert (taken["schemas"], taken["status"], taken["scimType"]) == ([ERROR], "409", "uniqueness")
    assert directory("GET", "Users?filter=userName is it", status=400)["scimType"] == "invalidFilter"
    assert directory("POST", "Users", {"schemas": [USER]}, 400)["scimType"] == "invalidValue"
    assert directory("POST", "Users", {"schemas": [USER], "userName": "two words"}, 400)["scimType"] == "invalidValue"
    assert directory("GET", "Users/999999", status=404)["status"] == "404"
    assert directory("GET", "Nothing", status=404)["status"] == "404"
    assert Directory("fupan_wrong")("GET", "Users", status=401)["schemas"] == [ERROR]


def test_who_is_deleted_is_closed_gone_from_the_list_and_may_come_back(directory: Directory) -> None:
    made = directory.add("gone")
    directory("DELETE", f"Users/{made['id']}", status=204)
    directory("GET", f"Users/{made['id']}", status=404)
    assert not User.objects.get(username="gone").is_active
    again = directory.add("gone", displayName="回来")
    assert again["id"] == made["id"]
    assert User.objects.get(username="gone").is_active


def test_a_directory_does_not_touch_who_holds_more_than_the_tokens_owner_gives(
    directory: Directory, sign_in: SignIn
) -> None:
    sign_in(owner={})
    owner = User.objects.get(grants__role="owner")
    assert (
        directory("PATCH", f"Users/{owner.pk}", patch(op="replace", path="active", value=False), 403)["status"] == "403"
    )
    directory("DELETE", f"Users/{owner.pk}", status=403)
    owner.refresh_from_db()
    assert owner.is_active


def test_a_token_for_figures_opens_no_directory(sign_in: SignIn) -> None:
    client = sign_in(administrator={}, finance={})
    owner = User.objects.get(pk=client.session["_auth_user_id"])
    Directory(make_token(owner, reaches=("figures",))[1])("GET", "Users", status=403)
