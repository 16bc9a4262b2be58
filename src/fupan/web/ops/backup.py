"""Making a backup 备份: state, workspace and snapshots in one file, while everything goes on."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Literal

from fupan import __version__
from fupan.errors import UserError
from fupan.loop.company import Company
from fupan.loop.library import pinned_snapshots
from fupan.warehouse.files import flush_directory, replace_file
from fupan.web.deployment import Deployment
from fupan.web.ops.archive import DATABASE, MANIFEST, Contents, Entry
from fupan.web.ops.state_copy import applied, copy_state, kind_of

Which = Literal["kept", "pinned"]
_NOT_OURS = {"warehouse", "state", ".git", "__pycache__"}
_OF_STATE = ("files", "secret.key")


def make_backup(company: Company, deployment: Deployment, target: Path, *, which: Which, now: datetime) -> Contents:
    """Write the backup *target*, seen by nobody before it is whole; what is in it.

    *which*: all snapshots that are kept, or the one in force and those that closed months and frozen reviews stand on.
    Loads may go on; UserError where the target exists, or a file changed or went while it was read.
    """
    if target.exists():
        raise UserError(f"{target} exists; a backup is never written over another")
    if not target.parent.is_dir():
        raise UserError(f"{target.parent} is no directory")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".new")
    aside = Path(name)  # readable by its owner alone, as the key and the passwords' hashes in it ask for
    try:
        with os.fdopen(handle, "wb") as file:
            contents = _write(file, company, deployment, which, now, skip={aside.resolve(), target.resolve()})
            file.flush()
            os.fsync(file.fileno())
        replace_file(aside, target)
        flush_directory(target.parent)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return contents


def _write(
    file: IO[bytes], company: Company, deployment: Deployment, which: Which, now: datetime, *, skip: set[Path]
) -> Contents:
    warehouse = company.warehouse
    pinned = None if which == "kept" else pinned_snapshots(company) | warehouse.closed_on()
    held = warehouse.portable(pinned)
    left_out: list[str] = []
    members: dict[str, Entry] = {}
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar, tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "database"
        kind = kind_of(deployment.database)
        seen = applied(deployment.database)
        kind = kind if copy_state(deployment.database, copy) else ""
        if kind:
            members[DATABASE[kind]] = _add(tar, DATABASE[kind], copy, now)
        for path in _of_state(deployment, skip, left_out):
            name = f"state/{path.relative_to(deployment.state).as_posix()}"
            members[name] = _add(tar, name, path, now)
        if not (deployment.state / "secret.key").is_file():
            left_out.append("secret.key: FUPAN_SECRET_KEY holds it")
        for path in _files(company.workspace.root, skip, left_out, top=True):
            name = f"workspace/{path.relative_to(company.workspace.root).as_posix()}"
            members[name] = _add(tar, name, path, now)
        for relative in held.files:
            members[f"warehouse/{relative}"] = _add(tar, f"warehouse/{relative}", warehouse.root / relative, now)
        for relative, content in held.written.items():
            members[f"warehouse/{relative}"] = _add_bytes(tar, f"warehouse/{relative}", content, now)
        contents = Contents(
            now.isoformat(timespec="seconds"), __version__, company.workspace.name, held.snapshots, kind,
            seen if kind else (), tuple(left_out), members,
        )  # fmt: skip
        _add_bytes(tar, MANIFEST, contents.to_json(), now)
    return contents


def _of_state(deployment: Deployment, skip: set[Path], left_out: list[str]) -> Iterator[Path]:
    for name in _OF_STATE:
        path = deployment.state / name
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from _files(path, skip, left_out)


def _files(root: Path, skip: set[Path], left_out: list[str], *, top: bool = False) -> Iterator[Path]:
    """Regular files below *root*; of a workspace's own only what no other part holds. Links are told, not followed."""
    for here, directories, names in os.walk(root):
        at = Path(here)
        for name in [d for d in directories if (at / d).is_symlink()]:
            left_out.append(f"{(at / name).relative_to(root)}: a link")
            directories.remove(name)
        if top:
            directories[:] = [d for d in directories if d not in (_NOT_OURS if at == root else {"__pycache__"})]
        directories.sort()
        for name in sorted(names):
            path = at / name
            if path.resolve() in skip:
                continue
            if path.is_symlink() or not path.is_file():
                left_out.append(f"{path.relative_to(root)}: no regular file")
                continue
            yield path


class _Hashed(io.RawIOBase):
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self.digest.update(block)
        return block


def _add(tar: tarfile.TarFile, name: str, path: Path, now: datetime) -> Entry:
    try:
        with path.open("rb") as file:
            info = _member(name, os.fstat(file.fileno()).st_size, now)
            hashed = _Hashed(file)
            tar.addfile(info, hashed)
    except OSError as e:
        raise UserError(f"{path} went or changed while it was backed up; run it again: {e}") from e
    return Entry(info.size, hashed.digest.hexdigest())


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes, now: datetime) -> Entry:
    tar.addfile(_member(name, len(content), now), io.BytesIO(content))
    return Entry(len(content), hashlib.sha256(content).hexdigest())


def _member(name: str, size: int, now: datetime) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, int(now.timestamp()), 0o600
    return info
