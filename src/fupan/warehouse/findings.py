"""What was found out about a snapshot, kept beside it for the next process: a cache that may be thrown away at any time.

cache/SNAPSHOT/findings/DIGEST.json   one finding: {"key", "value", "seal"}

A snapshot never changes and findings go with it; cache/shared holds those that may hold for others, too. Files are
written aside and renamed, so that processes need not wait for each other; one that is broken, or is another key's, is not there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from fupan.warehouse.store import Store

MOST_FILES = 4000
MOST_BYTES = 256 * 1024
"""Of one finding: larger ones are cheaper to look up again than they are worth."""


class Findings:
    """Findings of one snapshot by key; nothing is kept where the directory cannot be written."""

    def __init__(self, store: Store, snapshot: str) -> None:
        self._directory = store.root / "cache" / snapshot / "findings"
        self._room: int | None = None

    def read(self, key: str) -> Any:
        """The plain data kept for *key*; KeyError where there is none that is whole."""
        try:
            raw = json.loads(self._path(key).read_text(encoding="utf-8"))
            if raw["key"] == key and raw["seal"] == _seal(key, raw["value"]):
                return raw["value"]
        except (OSError, ValueError, KeyError, TypeError):
            pass
        raise KeyError(key)

    def write(self, key: str, value: Any) -> None:
        """Keep plain data for *key* where there is room; the longest unwritten leave first."""
        text = json.dumps({"key": key, "value": value, "seal": _seal(key, value)}, ensure_ascii=False)
        if len(text) > MOST_BYTES:
            return
        path = self._path(key)
        aside = path.with_name(f"{path.stem}.{os.getpid()}.new")
        with suppress(OSError):
            self._directory.mkdir(parents=True, exist_ok=True)
            self._make_room()
            aside.write_text(text, encoding="utf-8", newline="\n")
            aside.replace(path)

    def forget(self) -> bool:
        """Let all of them go; whether there were any. Whoever reads one meanwhile looks it up again."""
        if not self._directory.is_dir():
            return False
        shutil.rmtree(self._directory, ignore_errors=True)
        return True

    def _make_room(self) -> None:
        if self._room is None or self._room <= 0:
            files = sorted(self._directory.iterdir(), key=lambda p: p.stat().st_mtime_ns)
            if len(files) >= MOST_FILES:
                for path in files[: MOST_FILES // 2]:
                    path.unlink(missing_ok=True)
                files = files[MOST_FILES // 2 :]
            self._room = MOST_FILES - len(files)
        self._room -= 1

    def _path(self, key: str) -> Path:
        return self._directory / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"


def _seal(key: str, value: Any) -> str:
    text = json.dumps([key, value], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
