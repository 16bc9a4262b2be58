"""What stands in the library of reviews: drafts and frozen documents, read through an index that may be thrown away.

reviews/<window>/<kind>-<window>.json            the draft          reviews/<window>/frozen/<kind>-<n>/   a frozen document
reviews/<window>/made/<kind>-<digest>.json       each made document reviews/.index.json                   what is known of them
reviews/.removed/                                what was taken out, with who, when and why

Files are the truth. The index only saves reading them: an entry holds while its file has the same size and time; a broken
or missing index is made anew, and two who write it at once leave one whole index or the other.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from fupan.errors import UserError
from fupan.review.model import digest, from_json
from fupan.warehouse.files import write_text

INDEX = ".index.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Shelved:
    """A document in the library. ``frozen`` is when it was frozen, None for a draft; ``number`` counts freezes of one review.

    ``definitions`` is the hash of the definitions a frozen document was made by, ``made_with`` the version of fupan.
    """

    kind: str
    window: str
    title: str
    digest: str
    snapshot: str
    scope: str
    as_of: date
    path: Path
    number: int = 0
    frozen: datetime | None = None
    by: str = ""
    note: str = ""
    definitions: str = ""
    made_with: str = ""
    words: str = ""

    @property
    def name(self) -> str:
        """How commands call it: 2025-06/monthly, 2025-06/monthly-2."""
        return f"{self.window}/{self.kind}{f'-{self.number}' if self.frozen else ''}"


def shelf(reviews: Path, search: str = "") -> list[Shelved]:
    """Drafts and frozen documents, the newest window first, freezes after their draft.

    *search*: only those with all of its words in title, headlines, window, kind, note or name of who froze it.
    """
    known = _read_index(reviews)
    fresh: dict[str, Any] = {}
    found: list[Shelved] = []
    folders = sorted((p for p in reviews.glob("*") if p.is_dir() and not p.name.startswith(".")), reverse=True)
    for folder in folders:
        drafts = sorted(folder.glob(f"*-{folder.name}.json"))
        frozen = sorted(folder.glob("frozen/*/document.json"), key=lambda p: _order(p.parent.name))
        for path in (*drafts, *(p for p in frozen if (p.parent / "freeze.json").is_file())):
            key = path.relative_to(reviews).as_posix()
            stamp = _stamp(path)
            entry = known.get(key)
            if entry is None or entry["stamp"] != stamp:
                entry = {"stamp": stamp, **_about(path)}
            fresh[key] = entry
            found.append(_shelved(path, entry))
    if fresh != known:
        with suppress(OSError):  # a library that cannot be written can still be read
            write_text(reviews / INDEX, json.dumps({"format": _FORMAT, "files": fresh}, ensure_ascii=False, indent=1))
    wanted = search.lower().split()
    return [s for s in found if all(w in _searched(s) for w in wanted)]


def find(reviews: Path, name: str) -> Shelved:
    """A document by name; UserError tells what there is."""
    known = {s.name: s for s in shelf(reviews)}
    if name not in known:
        raise UserError(f"there is no document “{name}”; there are: {', '.join(known) or 'none yet'}")
    return known[name]


def describe(shelved: Shelved) -> dict[str, Any]:
    """Plain data of a document on the shelf, without the words that are only searched."""
    plain = {k: str(v) if isinstance(v, Path | date | datetime) else v for k, v in asdict(shelved).items()}
    del plain["words"]
    return {"name": shelved.name, **plain}


def _order(name: str) -> tuple[str, int]:
    kind, _, number = name.rpartition("-")
    return (kind, int(number)) if number.isdigit() else (name, 0)


def _searched(shelved: Shelved) -> str:
    parts = (shelved.name, shelved.title, shelved.by, shelved.note, shelved.snapshot, shelved.words)
    return " ".join(parts).lower()


def _read_index(reviews: Path) -> dict[str, Any]:
    try:
        raw = json.loads((reviews / INDEX).read_text(encoding="utf-8"))
        return dict(raw["files"]) if raw["format"] == _FORMAT else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _stamp(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]


def _about(path: Path) -> dict[str, Any]:
    document = from_json(path.read_text(encoding="utf-8"), path.name)
    meta = path.parent / "freeze.json"
    return {
        "kind": document.kind, "window": document.window, "title": document.title, "digest": digest(document),
        "snapshot": document.snapshot, "scope": document.scope, "as_of": document.as_of.isoformat(),
        "words": " ".join(s.headline for s in document.slides),
        "meta": json.loads(meta.read_text(encoding="utf-8")) if meta.is_file() else {},
    }  # fmt: skip


def _shelved(path: Path, entry: dict[str, Any]) -> Shelved:
    meta = entry["meta"]
    texts = {k: str(meta.get(k, "")) for k in ("by", "note", "definitions", "made_with")}
    plain = {k: entry[k] for k in ("kind", "window", "title", "digest", "snapshot", "scope", "words")}
    frozen = datetime.fromisoformat(meta["frozen"]) if meta.get("frozen") else None
    return Shelved(
        **plain,
        **texts,
        as_of=date.fromisoformat(entry["as_of"]),
        path=path,
        number=int(meta.get("number", 0)),
        frozen=frozen,
    )
