"""A copy of the app database while it is in use, and putting one back: SQLite's online backup, PostgreSQL's own tools.

Needs no Django: backup and restore work on a workspace whose web does not run, or does not start.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dj_database_url

from fupan.errors import UserError, WorkspaceError

SQLITE, POSTGRES = "sqlite", "postgres"


def kind_of(url: str) -> str:
    """``sqlite`` or ``postgres``; WorkspaceError for any other."""
    engine = str(dj_database_url.parse(url)["ENGINE"])
    for kind, ending in ((SQLITE, "sqlite3"), (POSTGRES, "postgresql")):
        if engine.endswith(ending):
            return kind
    raise WorkspaceError(f"FUPAN_DATABASE_URL names {engine}; SQLite and PostgreSQL can be backed up")


def sqlite_path(url: str) -> Path:
    """The file of a SQLite database."""
    return Path(str(dj_database_url.parse(url)["NAME"]))


def copy_state(url: str, target: Path) -> bool:
    """Write a consistent copy to *target*, readers and writers going on; False where there is no database yet.

    SQLite: a database file. PostgreSQL: pg_dump's custom format. UserError where pg_dump is missing or fails.
    """
    if kind_of(url) == SQLITE:
        source = sqlite_path(url)
        if not source.is_file():
            return False
        with (
            contextlib.closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=20)) as here,
            contextlib.closing(sqlite3.connect(target)) as there,
        ):
            here.backup(there)
        return True
    if not applied(url):
        return False
    _run(url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
    return True


def put_back(copy: Path, url: str) -> None:
    """Fill the empty PostgreSQL database at *url* with a copy, in one transaction. UserError where it holds tables."""
    found = _run(url, "psql", "-At", "-c", "select count(*) from pg_tables where schemaname = current_schema()")
    if found.strip() != "0":
        raise UserError(
            "the database of FUPAN_DATABASE_URL is not empty: restore fills an empty one (createdb), nothing was changed"
        )
    _run(url, "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
         f"--dbname={dj_database_url.parse(url)['NAME']}", str(copy))  # fmt: skip


def check_copy(copy: Path, kind: str) -> None:
    """UserError where a copy is damaged."""
    if kind == SQLITE:
        try:
            with contextlib.closing(sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True)) as opened:
                found = [str(row[0]) for row in opened.execute("PRAGMA integrity_check")]
        except sqlite3.DatabaseError as e:
            raise UserError(f"{copy.name}: the copy of the app database is damaged: {e}") from e
        if found != ["ok"]:
            raise UserError(f"{copy.name}: the copy of the app database is damaged: {found[0]}")


def applied(url: str) -> tuple[str, ...]:
    """The migrations that a database has seen, as app.name; none where it is new."""
    if kind_of(url) == SQLITE:
        path = sqlite_path(url)
        if not path.is_file():
            return ()
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            try:
                rows = opened.execute("select app || '.' || name from django_migrations order by 1").fetchall()
            except sqlite3.OperationalError:
                return ()
        return tuple(str(r[0]) for r in rows)
    there = _run(url, "psql", "-At", "-c", "select to_regclass('django_migrations') is not null")
    if there.strip() != "t":
        return ()
    told = _run(url, "psql", "-At", "-c", "select app || '.' || name from django_migrations order by 1")
    return tuple(line for line in told.splitlines() if line)


def _run(url: str, program: str, *arguments: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise UserError(f"{program} is not on this machine; install PostgreSQL's client programs (postgresql-client)")
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL with arguments of ours
        [found, *arguments], env=_environment(dj_database_url.parse(url)), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise UserError(f"{program} failed: {done.stderr.strip()[-800:] or done.returncode}")
    return done.stdout


def _environment(settings: Mapping[str, Any]) -> dict[str, str]:
    """How libpq finds the database: by environment, since a password among the arguments could be read by anybody here."""
    given = {
        "PGHOST": settings.get("HOST"), "PGPORT": settings.get("PORT"), "PGUSER": settings.get("USER"),
        "PGPASSWORD": settings.get("PASSWORD"), "PGDATABASE": settings.get("NAME"),
        "PGSSLMODE": settings.get("OPTIONS", {}).get("sslmode"),
    }  # fmt: skip
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    return kept | {k: str(v) for k, v in given.items() if v} | {"PGCONNECT_TIMEOUT": "10"}
