"""Bringing the app database up to date: copied first where there is something to lose, one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from fupan.errors import ConflictError
from fupan.web.ops.state_copy import POSTGRES, applied, copy_state, kind_of

KEPT = 5
LOCK = 0x66757061
"""Of PostgreSQL's advisory locks, the one that whoever changes tables holds."""
_PATIENCE = "5s"


def pending() -> list[str]:
    """Migrations that this fupan knows and the database has not seen, as app.name."""
    executor = MigrationExecutor(connection)
    return [f"{m.app_label}.{m.name}" for m, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def migrate(*, now: datetime) -> tuple[list[str], Path | None]:
    """Bring the database up to date; what was changed, and where the copy from before lies (None where it was new).

    ConflictError where a page of a process still at work holds a table for longer than we wait; nothing is changed then.
    """
    if not pending():
        return [], None
    with _alone():
        steps = pending()  # another process may have been faster
        if not steps:
            return [], None
        copy = copy_before(now=now)
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except OperationalError as e:
            if "lock timeout" in str(e):
                raise ConflictError(
                    "the app database is in use and could not be changed; stop the web, try again"
                ) from e
            raise
    return steps, copy


def copy_before(*, now: datetime) -> Path | None:
    """A copy of the database in ``state/before-upgrade``, the newest ones kept; None where there is no database yet."""
    place = settings.FUPAN.state / "before-upgrade"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    ending = "pgdump" if kind_of(settings.FUPAN.database) == POSTGRES else "sqlite3"
    target: Path = place / f"{now:%Y%m%dT%H%M%S%f}.{ending}"
    if not applied(settings.FUPAN.database) or not copy_state(settings.FUPAN.database, target):
        return None
    target.chmod(0o600)
    for old in sorted(place.glob("*.*"), reverse=True)[KEPT:]:
        old.unlink(missing_ok=True)
    return target


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody else changes tables meanwhile. SQLite sees to it by itself: each migration is one transaction."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute(f"SET lock_timeout = '{_PATIENCE}'")
    try:
        yield
    finally:
        connection.close()  # with it go the lock and the setting, also after an error
