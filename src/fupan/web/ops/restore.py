"""Restoring 恢复 a backup into an empty directory: checked first, then there at once or not at all."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tarfile
import tempfile
from importlib import resources
from pathlib import Path
from typing import IO

from fupan.errors import UserError
from fupan.warehouse.files import flush_directory, replace_file
from fupan.web.ops.archive import DATABASE, MANIFEST, Contents, Entry, read_contents, safe_name
from fupan.web.ops.state_copy import POSTGRES, SQLITE, check_copy, kind_of, put_back

STATE_FILE = "fupan.sqlite3"
_BLOCK = 1 << 20
_LARGEST_LIST = 64 << 20


def restore_backup(file: Path, to: Path, *, database: str = "") -> Contents:
    """Make the workspace *to* from the backup *file*; what was in it.

    *to* must be new or empty. Everything is unpacked beside it, compared with its hashes, and renamed when it is whole;
    a failure leaves no trace. *database*: the URL of an empty PostgreSQL database, for a backup of one. UserError says
    what is wrong: a damaged or foreign file, names that lead elsewhere, a backup of a later fupan.
    """
    _refuse_filled(to)
    to.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=to.parent, prefix=f".{to.name}.", suffix=".restoring"))
    try:
        contents = _unpack(file, aside)
        _refuse_newer(contents, file)
        _check_database(contents, aside, database)
        os.sync() if hasattr(os, "sync") else None
        if contents.database == POSTGRES:
            put_back(aside / DATABASE[POSTGRES], database)
        place = _arranged(aside)
        _refuse_filled(to)
        if to.is_dir():
            to.rmdir()
        replace_file(place, to)
        flush_directory(to.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return contents


def _refuse_filled(to: Path) -> None:
    if to.is_symlink() or (to.exists() and not to.is_dir()):
        raise UserError(f"{to} is no directory; choose a new or an empty one")
    if to.is_dir() and any(to.iterdir()):
        raise UserError(f"{to} is not empty; choose a new or an empty directory: nothing of it is ever written over")


def _unpack(file: Path, aside: Path) -> Contents:
    found: dict[str, Entry] = {}
    listed: bytes | None = None
    try:
        with tarfile.open(file, mode="r:") as tar:
            for member in tar:
                if listed is not None:
                    raise UserError(f"{file}: something follows its list; nothing was restored")
                if not member.isreg():
                    raise UserError(f"{file}: “{member.name[:120]}” is no regular file; nothing was restored")
                content = tar.extractfile(member) or io.BytesIO()
                if member.name == MANIFEST:
                    listed = content.read(_LARGEST_LIST)
                    continue
                path = safe_name(member.name, str(file))
                if member.name in found:
                    raise UserError(f"{file}: “{member.name[:120]}” is there twice; nothing was restored")
                found[member.name] = _write(content, aside.joinpath(*path.parts))
    except FileNotFoundError as e:
        raise UserError(f"{file} does not exist") from e
    except (tarfile.TarError, EOFError) as e:
        raise UserError(f"{file} is no whole backup: {e}") from e
    if listed is None:
        raise UserError(f"{file} is no whole backup: its list is missing (cut off?)")
    contents = read_contents(listed, str(file))
    for name in sorted({*found, *contents.members}):
        if found.get(name) != contents.members.get(name):
            raise UserError(f"{file}: “{name}” is missing, was added or is damaged; nothing was restored")
    return contents


def _write(content: IO[bytes], target: Path) -> Entry:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    secret = target.name in {"secret.key", Path(DATABASE[SQLITE]).name}
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if secret else 0o644)
    with os.fdopen(handle, "wb") as file:
        while block := content.read(_BLOCK):
            digest.update(block)
            size += file.write(block)
    return Entry(size, digest.hexdigest())


def _refuse_newer(contents: Contents, file: Path) -> None:
    """A database that knows migrations which this fupan does not know was made by a later one."""
    unknown = sorted(m for m in contents.migrations if (own := _own_migrations(m)) is not None and m not in own)
    if unknown:
        raise UserError(
            f"{file} was made by fupan {contents.version}, later than this one: its database has seen {unknown[-1]}."
            " Install that version, restore there"
        )


def _own_migrations(migration: str) -> set[str] | None:
    """The migrations of the app that *migration* is of, where it is one of ours."""
    app = migration.partition(".")[0]
    place = resources.files("fupan.web") / app / "migrations"
    if not place.is_dir():
        return None
    return {f"{app}.{p.name.removesuffix('.py')}" for p in place.iterdir() if p.name[:4].isdigit()}


def _check_database(contents: Contents, aside: Path, database: str) -> None:
    if contents.database == SQLITE:
        check_copy(aside / DATABASE[SQLITE], SQLITE)
        if database and kind_of(database) != SQLITE:
            raise UserError("this backup holds a SQLite database; FUPAN_DATABASE_URL names another kind: leave it out")
    elif contents.database == POSTGRES and (not database or kind_of(database) != POSTGRES):
        raise UserError("this backup holds a PostgreSQL database: name an empty one in FUPAN_DATABASE_URL")


def _arranged(aside: Path) -> Path:
    """The workspace as it will lie there."""
    place = aside / "workspace"
    place.mkdir(exist_ok=True)
    for part in ("warehouse", "state"):
        (aside / part).mkdir(exist_ok=True)
        (aside / part).replace(place / part)
    copy = place / DATABASE[SQLITE]
    if copy.is_file():
        copy.replace(place / "state" / STATE_FILE)
    (place / DATABASE[POSTGRES]).unlink(missing_ok=True)
    return place
