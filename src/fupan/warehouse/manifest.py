"""What a snapshot is: the loads in force and the immutable files of every table."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

FORMAT = 1


@dataclass(frozen=True, slots=True)
class FileRef:
    """An immutable Parquet file named by its content; ``path`` is relative to the warehouse, with forward slashes."""

    path: str
    sha256: str
    rows: int
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """A snapshot.

    ``loads``   ids of the loads in force, in the order in which they were folded.
    ``tables``  published tables: name -> files.
    ``state``   current rows as the files said them, before names were resolved: name -> files.
    ``rules``   hash of the build rules; ``build`` version of fold and build that made it.
    ``notes``   what a person should know about the build ("120 order lines have no tax rate").
    """

    id: str
    created: datetime
    parent: str | None
    loads: tuple[str, ...]
    tables: dict[str, tuple[FileRef, ...]]
    state: dict[str, tuple[FileRef, ...]]
    rules: str
    build: str
    notes: tuple[str, ...] = ()

    def rows(self, table: str) -> int:
        """Rows of a published table (0 where there is none)."""
        return sum(f.rows for f in self.tables.get(table, ()))

    def files(self) -> tuple[FileRef, ...]:
        """Every file this snapshot needs."""
        return tuple(f for refs in (*self.tables.values(), *self.state.values()) for f in refs)

    def same_content(self, other: Manifest) -> bool:
        """Whether both hold the same tables made by the same rules from the same loads."""
        blank = {"id": "", "created": self.created, "parent": None}
        return replace(self, **blank) == replace(other, **blank)  # type: ignore[arg-type]


def sealed(manifest: Manifest) -> Manifest:
    """The manifest with its id: the moment it was made and a hash of its content."""
    digest = hashlib.sha256(to_json(replace(manifest, id="")).encode()).hexdigest()
    return replace(manifest, id=f"{manifest.created:%Y%m%dT%H%M%S}-{digest[:10]}")


def to_json(manifest: Manifest) -> str:
    """Text of the manifest file."""
    plain = asdict(manifest) | {"created": manifest.created.isoformat(), "format": FORMAT}
    return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True)


def from_json(text: str) -> Manifest:
    """The manifest written by :func:`to_json`; ValueError if it is none."""
    raw: dict[str, Any] = json.loads(text)
    if raw.pop("format", None) != FORMAT:
        raise ValueError(f"a manifest of format {FORMAT} was expected")
    for part in ("tables", "state"):
        raw[part] = {name: tuple(FileRef(**f) for f in files) for name, files in raw[part].items()}
    return Manifest(
        **raw
        | {
            "created": datetime.fromisoformat(raw["created"]),
            "loads": tuple(raw["loads"]),
            "notes": tuple(raw["notes"]),
        }
    )
