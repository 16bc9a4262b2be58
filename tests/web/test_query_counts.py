"""How often each page asks the app database, and how often it opens the data: recorded, so that a change shows.

query_counts.yaml holds what every page of the URL table asks when the owner opens it for the second time. After a
change that is meant: FUPAN_QUERY_COUNTS=write pytest tests/web/test_query_counts.py, and say in the commit why.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from ruamel.yaml import YAML
from tests.web.addresses import Others, addresses, make_others, url_of
from tests.web.conftest import SignIn

from fupan.loop import Company
from fupan.web.accounts.models import User
from fupan.web.rights.checks import pages
from fupan.web.rights.models import Grant

BASELINE = Path(__file__).with_name("query_counts.yaml")
WRITE = os.environ.get("FUPAN_QUERY_COUNTS") == "write"


@contextmanager
def counted_openings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How often the data is opened for reading: once for a page, so that all its figures are of one snapshot."""
    opened: list[int] = []
    really = Company.reading

    def reading(self: Company, *args: Any, **kwargs: Any) -> Any:
        opened.append(1)
        return really(self, *args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(Company, "reading", reading)
        yield opened


def measure(client: Client, others: Others, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Page -> what it asks, of all pages that the client opens by GET."""
    found = {}
    for page in pages():
        if page.access is None or "GET" not in page.access.methods:
            continue
        address = addresses(page, others)[0]
        url, query = url_of(page, address), dict(address.query)
        if client.get(url, query).status_code != HTTPStatus.OK:
            continue
        with CaptureQueriesContext(connection) as asked, counted_openings(monkeypatch) as opened:
            client.get(url, query).getvalue()
        found[page.name] = f"{len(asked)} queries, data opened {len(opened)} times"
    return found


def test_pages_ask_as_often_as_they_did(sign_in: SignIn, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    found = measure(sign_in(owner={}), make_others(), monkeypatch)
    yaml = YAML()
    if WRITE:
        with BASELINE.open("w", encoding="utf-8") as file:
            file.write("# What each page asks (tests/web/test_query_counts.py writes this anew).\n")
            yaml.dump(dict(sorted(found.items())), file)
        return
    recorded = yaml.load(BASELINE)
    different = [
        f"{name}: {found.get(name, 'not opened')}; recorded: {recorded.get(name, 'nothing')}"
        for name in sorted({*found, *recorded})
        if found.get(name) != recorded.get(name)
    ]
    if different:
        pytest.fail("\n".join([*different, "meant so? FUPAN_QUERY_COUNTS=write writes the file anew"]), pytrace=False)


def test_lists_ask_no_more_for_more_accounts(sign_in: SignIn, db: None) -> None:
    client = sign_in(owner={})

    def asked(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == HTTPStatus.OK
        return len(queries)

    urls = ("/people/accounts/", "/people/accounts/?state=no_role", "/people/grants/", "/audit/")
    before = [asked(url) for url in urls]
    for n in range(30):
        user = User.objects.create_user(f"more{n}", password=None, person_id="E3" if n == 0 else None)
        Grant.objects.create(user=user, role="auditor", start=date(2020, 1, 1))
    assert [asked(url) for url in urls] == before
