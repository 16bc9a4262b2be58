"""A backup 备份 as a file: a plain tar whose last member lists every other one with its size and hash.

workspace/…    the workspace's own files        warehouse/…    snapshots and loads
state/…        the app database's copy, uploads, the key that signs sessions
backup.json    what is in it: format, versions, hashes
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import Any

from fupan.errors import UserError

FORMAT = 1
MANIFEST = "backup.json"
DATABASE = {"sqlite": "state/database.sqlite3", "postgres": "state/database.pgdump"}
PARTS = ("workspace", "warehouse", "state")


@dataclass(frozen=True, slots=True)
class Entry:
    """One member: bytes and SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds. ``database`` is sqlite, postgres or "" for none; ``migrations`` those that it has seen.

    ``left_out``: what of the workspace is not in it, and why.
    """

    made: str
    version: str
    name: str
    snapshots: tuple[str, ...]
    database: str
    migrations: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    members: dict[str, Entry] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of all members."""
        return sum(e.size for e in self.members.values())

    def to_json(self) -> bytes:
        """Text of the list."""
        return json.dumps(asdict(self) | {"format": FORMAT}, ensure_ascii=False, indent=1).encode()


def read_contents(text: bytes, file: str) -> Contents:
    """The list of a backup; UserError where it is none, or one of a later fupan."""
    try:
        raw: dict[str, Any] = json.loads(text)
        found = raw.pop("format")
        if found != FORMAT:
            raise UserError(f"{file}: a backup of format {found}; this fupan reads format {FORMAT}: use a newer one")
        return Contents(
            **raw | {
                "members": {name: Entry(int(e["size"]), str(e["sha256"])) for name, e in raw["members"].items()},
                **{k: tuple(raw[k]) for k in ("snapshots", "migrations", "left_out")},
            }
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        raise UserError(f"{file}: {MANIFEST} is damaged: {e}") from e


def safe_name(name: str, file: str) -> PurePosixPath:
    """The path of a member below one of ``PARTS``; UserError where it would lead anywhere else."""
    path = PurePosixPath(name)
    plain = not path.is_absolute() and "\\" not in name and "\x00" not in name and ":" not in path.parts[0]
    if not plain or path.as_posix() != name or ".." in path.parts or path.parts[0] not in PARTS or len(path.parts) < 2:
        raise UserError(f"{file}: “{name[:120]}” is no name of a backup's member; nothing was restored")
    return path
