"""Files that nobody ever sees half of: written aside, flushed to the disk, then moved into place."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from pathlib import Path

_REPLACE_TRIES = 50  # on Windows a file that is being read cannot be replaced for a moment


def write_text(path: Path, text: str) -> None:
    """Write a small file so that a reader sees either the old or the new one, also after a power cut."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """``write_text`` for bytes; missing folders are made, and a failure leaves what was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(0o644)
        replace_file(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    flush_directory(path.parent)


def replace_file(source: Path, target: Path) -> None:
    """``Path.replace``, patient with Windows, where a file that is open elsewhere refuses for a moment."""
    for attempt in range(_REPLACE_TRIES):
        try:
            source.replace(target)
            return
        except PermissionError:
            if os.name != "nt" or attempt == _REPLACE_TRIES - 1:
                raise
            time.sleep(0.02)


def file_sha256(path: Path) -> str:
    """Hash of a file's bytes."""
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def flush(path: Path) -> None:
    """Force a file's bytes onto the disk."""
    with path.open("rb+") as f:
        os.fsync(f.fileno())


def flush_directory(path: Path) -> None:
    """Force a directory's entries onto the disk, where the system has such a thing."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
