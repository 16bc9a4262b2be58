"""Every page declares what it needs; who has not signed in is led to the door."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse

from fupan.web.accounts.models import User
from fupan.web.rights.checks import pages
from fupan.web.rights.pages import page


def test_no_page_is_without_a_declared_access() -> None:
    assert run_checks(tags=["rights"]) == []
    assert {p.name for p in pages() if p.access} >= {"home", "cockpit", "health"}


def test_a_page_without_a_permission_must_say_why() -> None:
    with pytest.raises(ValueError, match="say why"):
        page("x/", lambda request: None, name="x")  # type: ignore[arg-type, return-value]


@pytest.mark.django_db
def test_who_has_not_signed_in_is_led_to_the_door(client: Client) -> None:
    answer = client.get(reverse("cockpit"))
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/?next=/cockpit/"


@pytest.mark.django_db
def test_an_account_without_a_role_is_told_so_and_sees_no_page(client: Client) -> None:
    client.force_login(User.objects.create_user("nobody", password="x"))
    assert client.get(reverse("cockpit")).status_code == 403
    assert client.get(reverse("home")).status_code == 403
    assert client.post(reverse("cockpit")).status_code == 405


@pytest.mark.django_db
def test_nobody_signs_up_alone(client: Client) -> None:
    answer = client.post(
        "/account/signup/", {"username": "x", "password1": "long-enough-1", "password2": "long-enough-1"}
    )
    assert not User.objects.exists()
    assert answer.status_code in {200, 302, 403}


@pytest.mark.django_db
def test_scripts_and_styles_come_from_this_host_alone(client: Client) -> None:
    answer = client.get("/account/login/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert b"<script>" not in answer.content
    assert b"style=" not in answer.content
