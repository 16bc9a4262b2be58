"""Each page x each role x own and foreign objects, from the URL table: later rooms are in it by being there.

Who may not, is told so and changes nothing; who may, sees no name and no figure beyond the own rows.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from tests.web.addresses import Address, Others, addresses, make_others, secrets, sides_of, url_of
from tests.web.conftest import SignIn
from tests.web.own_tokens import make_token

from fupan.loop import Company
from fupan.packs import pack_files
from fupan.web.accounts.models import User
from fupan.web.company import house
from fupan.web.rights import checks
from fupan.web.rights.asker import Asker
from fupan.web.rights.checks import Page, pages
from fupan.web.rights.holding import asker_of
from fupan.web.rights.pages import Access
from fupan.web.rights.role import roles_of

BY_POSITION = {"director": "E1", "manager": "E2", "rep": "E3"}
ROLES = tuple(roles_of(pack_files("standard", "roles", Path("/nowhere"))).roles)
CHANGES = ("INSERT", "UPDATE", "DELETE")
WRITES = {"POST", "PUT", "PATCH", "DELETE"}


def declared() -> Iterator[tuple[Page, Access]]:
    """The pages of the house with their access."""
    for page in pages():
        if page.access is not None:
            yield page, page.access


@pytest.fixture
def others(db: None) -> Others:
    return make_others()


def signed_in_as(role: str, sign_in: SignIn) -> tuple[Client, Asker]:
    """An account that holds the role as it is held in life: by position, or by grant for its members."""
    here = house()
    if role in BY_POSITION:
        client = sign_in(BY_POSITION[role])
    else:
        client = sign_in(**{role: {"channel": ["线上"]} if here.roles.roles[role].needs_members else {}})
    user = User.objects.get(pk=client.session["_auth_user_id"])
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {make_token(user)[1]}"
    return client, asker_of(user, directory=here.directory, roles=here.roles, day=here.today)


def permitted(asker: Asker, access: Access) -> bool:
    """What the declaration says; the pages are held to it."""
    return (
        (not access.token or asker.may("tokens.own"))
        and (access.needs is None or asker.may(access.needs))
        and (access.subject is None or asker.reaches(access.subject, needs=access.needs))
    )


def knock(client: Client, page: Page, access: Access, address: Address) -> Iterator[tuple[str, int, str, list[str]]]:
    """Each method of a page: the method, the status, the text, and the statements that changed something."""
    for method in [m for m in access.methods if m != "HEAD"]:
        with CaptureQueriesContext(connection) as caught:
            url = url_of(page, address)
            answer = _answer(client, method, url, address, access)
            text = text_of(answer.getvalue())
        changed = [
            q["sql"]
            for q in caught.captured_queries
            if q["sql"].lstrip().upper().startswith(CHANGES) and '"cache"' not in q["sql"]  # counts of the throttle
        ]
        yield method, answer.status_code, text, changed


def _answer(client: Client, method: str, url: str, address: Address, access: Access) -> Any:
    if method == "GET":
        return client.get(url, dict(address.query))
    if access.token:
        return client.generic(method, url, json.dumps(address.body), content_type="application/json")
    return client.post(url, dict(address.form))


def text_of(content: bytes) -> str:
    """What can be read in an answer, also inside a workbook or a presentation."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_it_may_and_nothing_else(role: str, sign_in: SignIn, others: Others) -> None:
    client, asker = signed_in_as(role, sign_in)
    everything = sides_of(asker) == {"south", "east"}
    wrong = []
    for page, access in declared():
        if access.public:
            continue
        may = permitted(asker, access)
        if may and (
            (access.subject == "sales" and everything) or (WRITES & set(access.methods) and access.needs is not None)
        ):
            continue  # no row is foreign to who sees all; deeds that are permitted have tests of their own
        for address in addresses(page, others):
            for method, status, text, changed in knock(client, page, access, address):
                at = f"{method} {page.name} {dict(address.kwargs)} {dict(address.query)}"
                if not may and status != HTTPStatus.FORBIDDEN:
                    wrong.append(f"{at}: {status} where 403 was due")
                if not may and changed:
                    wrong.append(f"{at}: was refused and changed {changed}")
                said = [s for s in secrets(asker, page) if s in text and s not in address.query.values()]
                if said:
                    wrong.append(f"{at}: {status}, shows {said}")
    assert wrong == []


def test_who_has_not_signed_in_is_led_to_the_door_from_every_page(here: Company, others: Others) -> None:
    wrong = []
    for page, access in declared():
        if access.public:
            continue
        for address in addresses(page, others):
            for method, status, _, changed in knock(Client(), page, access, address):
                if status != (HTTPStatus.UNAUTHORIZED if access.token else HTTPStatus.FOUND) or changed:
                    wrong.append(f"{method} {page.name}: {status} {changed}")
            if access.token:
                continue
            part = Client(headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/cockpit/?window=mtd"})
            answer = part.generic(access.methods[0], url_of(page, address))
            if answer.get("HX-Redirect") != "/account/login/?next=/cockpit/%3Fwindow%3Dmtd":
                wrong.append(f"part of {page.name}: {answer.status_code} {answer.get('HX-Redirect')}")
    assert wrong == []


def test_a_method_that_a_page_does_not_declare_is_refused(sign_in: SignIn, others: Others) -> None:
    client = sign_in(owner={})
    for page, access in declared():
        for method in {"GET", "POST", "PUT", "DELETE"} - set(access.methods):
            answer = client.generic(method, url_of(page, addresses(page, others)[0]))
            assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED, (method, page.name)


def test_a_page_without_a_declared_access_fails_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def bare(request: object) -> None:
        """A view that nobody declared."""

    urls = [*checks.get_resolver().url_patterns, path("bare/", bare, name="bare")]  # type: ignore[arg-type]
    monkeypatch.setattr(checks, "get_resolver", lambda: type("Table", (), {"url_patterns": urls}))
    assert [e.id for e in checks.every_page_declares_access(None)] == ["rights.E001"]


def test_a_page_that_names_an_object_needs_its_addresses(others: Others) -> None:
    with pytest.raises(LookupError, match="addresses"):
        addresses(Page("rooms/<int:pk>/", "room", Access(needs="x")), others)
