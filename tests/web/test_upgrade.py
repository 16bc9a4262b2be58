"""An older app database is copied before it is changed; the owner is let in again by command."""

from __future__ import annotations

import sqlite3
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client

from fupan.loop import Company
from fupan.web.accounts.models import User
from fupan.web.accounts.owner import ensure_owner, reset_owner
from fupan.web.audit.models import Entry
from fupan.web.deployment import read_deployment
from fupan.web.ops import migrating
from fupan.web.ops.migrating import copy_before
from fupan.web.rights.models import Grant

NOW = datetime(2025, 7, 20, tzinfo=UTC)


@pytest.fixture
def older(tmp_path: Path, settings: Any) -> Path:
    """A database that has seen one migration, and a house whose state lies beside it."""
    path = tmp_path / "fupan.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("create table django_migrations (app, name)")
        made.execute("insert into django_migrations values ('accounts', '0001_initial')")
    made.close()
    settings.FUPAN = replace(settings.FUPAN, state=tmp_path, database=f"sqlite:///{path}")
    return path


def test_an_older_database_is_copied_before_it_is_changed_and_the_newest_copies_stay(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = [["rights.0002"], ["rights.0002"]]
    seen: list[Path] = []
    monkeypatch.setattr(migrating, "pending", steps.pop)
    monkeypatch.setattr(migrating, "_alone", nullcontext)
    monkeypatch.setattr(migrating, "call_command", lambda *_, **__: seen.extend(older.parent.glob("before-upgrade/*")))
    changed, copy = migrating.migrate(now=NOW)
    assert changed == ["rights.0002"]
    assert seen == [copy]
    assert copy is not None
    assert copy.stat().st_mode & 0o77 == 0
    with sqlite3.connect(copy) as opened:
        assert opened.execute("select app from django_migrations").fetchall() == [("accounts",)]
    opened.close()
    for day in range(1, 9):
        copy_before(now=NOW.replace(day=day, month=8))
    assert sorted(p.name[:8] for p in copy.parent.iterdir()) == [f"2025080{d}" for d in range(4, 9)]


def test_a_new_database_is_not_copied_and_one_up_to_date_not_touched(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "pending", list)
    assert migrating.migrate(now=NOW) == ([], None)
    assert not (older.parent / "before-upgrade").exists()
    older.unlink()
    older.touch()
    assert copy_before(now=NOW) is None


@pytest.mark.django_db
def test_nothing_is_pending_once_everything_ran() -> None:
    assert migrating.pending() == []
    assert connection.introspection.table_names()


def test_a_snapshot_that_older_rules_built_is_built_anew_and_only_then(tmp_path: Path) -> None:
    from tests.loop.own_company import make_company

    company = make_company(tmp_path / "company")
    assert company.rebuild(now=NOW) == (None, None)
    company.load(accept=True)
    before, after = company.rebuild(now=NOW)
    assert before == after
    names = company.workspace.names_file
    names.write_text("customers:\n  深圳华强: 深圳华强电子有限公司\n", encoding="utf-8")
    before, after = company.rebuild(now=NOW)
    assert before != after
    assert {m.id for m in company.warehouse.snapshots()} >= {before, after}


@pytest.mark.django_db
def test_the_owner_is_made_once_and_let_in_again_by_command(here: Company, client: Client) -> None:
    made = ensure_owner({"FUPAN_OWNER": "王总"})
    assert made is not None
    assert ensure_owner({}) is None
    user = User.objects.get(username="王总")
    Authenticator.objects.create(user=user, type="totp", data={})
    client.force_login(user)
    User.objects.update(is_active=False)
    Grant.objects.all().delete()
    again = reset_owner("王总")
    assert again.password != made.password
    assert client.get("/operations/").status_code == 302  # the session has ended
    user.refresh_from_db()
    assert (user.is_active, user.must_change_password, user.check_password(again.password)) == (True, True, True)
    assert sorted(Grant.objects.values_list("role", flat=True)) == ["administrator", "owner"]
    assert Authenticator.objects.exists()
    reset_owner("王总", second_factor=False)
    assert not Authenticator.objects.exists()
    assert Entry.objects.filter(act="reset").count() == 2
    assert again.password not in str(list(Entry.objects.values()))


@pytest.mark.parametrize(
    ("name", "value"),
    [("FUPAN_LOGS", "xml"), ("FUPAN_LEASE", "soon"), ("FUPAN_HTTPS", "maybe"), ("FUPAN_PROXIES", "-1")],
)
def test_a_wrong_setting_of_the_machine_is_told(loaded: Company, name: str, value: str) -> None:
    with pytest.raises(Exception, match=name):
        read_deployment({"FUPAN_WORKSPACE": str(loaded.workspace.root), name: value})
