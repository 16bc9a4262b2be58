"""PostgreSQL as the app database: the web's own tests run on it, a backup of it is restored into an empty one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from tests.conformance.postgres_server import PostgresServer, find_binaries

from fupan.errors import UserError
from fupan.loop import Company
from fupan.web.deployment import WORKSPACE, read_deployment
from fupan.web.ops.backup import make_backup
from fupan.web.ops.restore import restore_backup

pytestmark = [pytest.mark.needs("postgres", "posix"), pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
# What asks the database for something that SQLite and PostgreSQL do differently: locks, constraints, JSON, transactions.
TESTS = ("test_operations.py", "test_pages.py", "test_upgrade.py")
MIGRATE = "import os; from pathlib import Path; from fupan.web.serve import prepare; prepare(Path(os.environ['FUPAN_WORKSPACE']), static=False)"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as started:
        yield started


def url(server: PostgresServer, database: str) -> str:
    return f"postgres://fupan@{quote(str(server.directory), safe='')}/{database}"


def run(server: PostgresServer, database: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("FUPAN_", "PYTEST_", "DJANGO_"))}
    told = {"FUPAN_DATABASE_URL": url(server, database), "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    return subprocess.run(
        [sys.executable, *arguments],
        env=kept | told | more,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=220,
    )


def test_the_webs_own_tests_pass_on_postgres(server: PostgresServer) -> None:
    done = run(
        server, "postgres", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist",
        *(str(ROOT / "tests" / "web" / name) for name in TESTS),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]


def test_a_backup_fills_an_empty_database_and_no_other(
    server: PostgresServer, loaded: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{find_binaries()}{os.pathsep}{os.environ['PATH']}")
    with psycopg.connect(server.url(), autocommit=True) as admin:
        for name in ("before", "after"):
            admin.execute(f"create database {name}")
    for _ in range(2):  # two starts: the second finds everything done
        done = run(
            server,
            "before",
            "-c",
            MIGRATE,
            **{WORKSPACE: str(loaded.workspace.root), "FUPAN_STATE": str(tmp_path / "s")},
        )
        assert done.returncode == 0, done.stderr[-2000:]
    with psycopg.connect(server.url("before")) as filled:
        filled.execute("insert into jobs_period (job, done_for, \"on\") values ('own', '', true)")
    deployment = read_deployment(
        {
            WORKSPACE: str(loaded.workspace.root),
            "FUPAN_STATE": str(tmp_path / "s"),
            "FUPAN_DATABASE_URL": url(server, "before"),
        }
    )
    contents = make_backup(loaded, deployment, tmp_path / "b.tar", which="kept", now=datetime(2025, 7, 20, tzinfo=UTC))
    assert contents.database == "postgres"
    assert "jobs.0001_initial" in contents.migrations
    with pytest.raises(UserError, match="name an empty one"):
        restore_backup(tmp_path / "b.tar", tmp_path / "there")
    with pytest.raises(UserError, match="not empty"):
        restore_backup(tmp_path / "b.tar", tmp_path / "there", database=url(server, "before"))
    assert not (tmp_path / "there").exists()
    restore_backup(tmp_path / "b.tar", tmp_path / "there", database=url(server, "after"))
    with psycopg.connect(server.url("after")) as restored:
        assert restored.execute("select job from jobs_period").fetchall() == [("own",)]
    assert not (tmp_path / "there" / "state" / "database.pgdump").exists()
