"""The audit log: what is written, narrowed by person, kind, day and object, and exported without formulas."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.conftest import SignIn

import fupan.web
from fupan.loop import Company
from fupan.web.audit.log import record
from fupan.web.audit.models import Entry
from fupan.web.audit.reads import asked_of, entries_found
from fupan.web.audit.words import ACTS, KINDS
from fupan.web.shell.download import safe_cell


@pytest.fixture
def three(db: None) -> list[Entry]:
    made = [
        record(
            None,
            "change",
            "account",
            1,
            label="甲",
            old={"email": "a@x"},
            new={"email": "b@x"},
            who="王",
            reason="改名",
        ),
        record(None, "open", "rows", "cockpit_rows", label="/cockpit/rows/", who="李"),
        record(
            None, "change", "account", 2, label="=cmd|' /C calc'!A0", new={"note": "+1", "password": "p"}, who="@李"
        ),
    ]
    for entry, day in zip(made, (1, 2, 3), strict=True):
        Entry.objects.filter(pk=entry.pk).update(at=datetime(2025, 7, day, 4, tzinfo=UTC))
    return made


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [3, 2, 1]),
        ({"who": "李"}, [3, 2]),
        ({"kind": "rows"}, [2]),
        ({"act": "change", "object": "1"}, [1]),
        ({"object": "甲"}, [1]),
        ({"from": "2025-07-02", "to": "2025-07-02"}, [2]),
        ({"from": "2025-07-02"}, [3, 2]),
        ({"from": "2025-02-31", "to": "nonsense"}, [3, 2, 1]),
    ],
)
def test_the_log_is_narrowed(three: list[Entry], query: dict[str, str], found: list[int]) -> None:
    numbers = {entry.pk: number for number, entry in enumerate(three, start=1)}
    assert [numbers[e.pk] for e in entries_found(asked_of(query))] == found


def test_the_page_tells_old_and_new_values_and_secrets_never(sign_in: SignIn, three: list[Entry]) -> None:
    text = sign_in(auditor={}).get(reverse("audit")).content.decode()
    for told in ("a@x → b@x", "改名", "甲", "password</span> •••"):
        assert told in text


def test_long_logs_are_paged_by_key(sign_in: SignIn, db: None) -> None:
    for number in range(60):
        record(None, "open", "rows", label=f"row {number}.", who="x")
    client = sign_in(auditor={})
    first = client.get(reverse("audit") + "?kind=rows")
    assert "row 59." in first.content.decode()
    second = client.get(reverse("audit") + first.context["older"]).content.decode()
    assert "row 9." in second
    assert "row 10." not in second


def test_the_export_runs_nothing_in_a_spreadsheet_and_is_an_entry_itself(sign_in: SignIn, three: list[Entry]) -> None:
    answer = sign_in(auditor={}).get(reverse("audit_export") + "?kind=account&to=2025-07-03")
    table = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [(r["who"], r["field"], r["old"], r["new"]) for r in table] == [
        ("'@李", "note", "—", "'+1"), ("'@李", "password", "—", "•••"), ("王", "email", "a@x", "b@x"),
    ]  # fmt: skip
    assert table[0]["label"].startswith("'=cmd")
    assert Entry.objects.filter(act="export", kind="audit log", label="kind=account&to=2025-07-03").count() == 1


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", " =1", "＝1"])
def test_a_cell_that_would_be_a_formula_is_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_figures_and_plain_texts_stay_as_they_are() -> None:
    assert [safe_cell(v) for v in ("a=1", -1, None, "")] == ["a=1", -1, None, ""]


def test_opening_rows_is_written_down_and_a_refusal_is_not_an_opening(sign_in: SignIn) -> None:
    address = reverse("cockpit_rows") + "?window=2025-06&panel=regions&column=net_sales&at.region=华南"
    client = sign_in("E3")
    assert client.get(address).status_code == 200
    assert client.get(address.replace("华南", "华东")).status_code == 404
    (entry,) = Entry.objects.filter(kind="rows")
    assert (entry.act, entry.who, entry.object_id) == ("open", "u0", "cockpit_rows")
    assert "2025-06" in entry.label


def test_a_sixth_wrong_password_is_not_tried(here: Company, sign_in: SignIn) -> None:
    sign_in("E1")
    from fupan.web.accounts.models import User

    user = User.objects.get()
    user.set_password("right-password-1")
    user.save()
    guest = Client()
    for _ in range(6):
        guest.post("/account/login/", {"login": user.username, "password": "wrong"})
    assert Entry.objects.filter(act="sign in failed").count() >= 5
    guest.post("/account/login/", {"login": user.username, "password": "right-password-1"})
    assert "_auth_user_id" not in guest.session


def test_every_act_and_kind_that_is_written_has_words() -> None:
    source = "\n".join(p.read_text(encoding="utf-8") for p in Path(fupan.web.__file__).parent.rglob("*.py"))
    objects = re.findall(r'^OBJECT(?:, \w+)? = "([^"]+)"', source, re.MULTILINE)
    written = re.findall(r'\brecord\(\s*(?:request|None),\s*"([^"]+)",\s*(?:"([^"]+)"|OBJECT)', source)
    assert len(written) > 25
    assert {act for act, _ in written} - ACTS.keys() == set()
    assert {kind for _, kind in written if kind} | {*objects} <= KINDS.keys()
