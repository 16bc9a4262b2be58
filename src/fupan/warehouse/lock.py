"""One writer at a time: a lock the operating system releases when its holder dies, so it never goes stale."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import time
from pathlib import Path
from typing import IO, Self

from fupan.errors import ConflictError

_LOCKED_BYTE = 1 << 30  # far behind the text, so that others may read who holds the lock on Windows too
_PAUSE_SECONDS = 0.05


class WriterLock:
    """An exclusive lock on a file; ConflictError if another writer holds it longer than ``timeout_seconds``."""

    def __init__(self, path: Path, timeout_seconds: float) -> None:
        self._path, self._timeout = path, timeout_seconds
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = open(self._path, "a+b")  # noqa: PTH123 - it stays open as long as the lock is held
        deadline = time.monotonic() + self._timeout
        while not _try_lock(file):
            if time.monotonic() >= deadline:
                holder = self._holder(file)
                file.close()
                raise ConflictError(
                    f"another load is being written to {self._path.parent} ({holder}); "
                    f"waited {self._timeout:g} seconds. Try again when it has ended."
                )
            time.sleep(_PAUSE_SECONDS)
        file.seek(0)
        file.truncate()
        file.write(f"process {os.getpid()} on {socket.gethostname()}".encode())
        file.flush()
        self._file = file
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            _unlock(self._file)
            self._file.close()
            self._file = None

    @staticmethod
    def _holder(file: IO[bytes]) -> str:
        with contextlib.suppress(OSError):
            file.seek(0)
            return file.read(200).decode("utf-8", "replace") or "unknown process"
        return "unknown process"


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)
