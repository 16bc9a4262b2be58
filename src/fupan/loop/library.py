"""The library of reviews on disk: what was made, what is frozen, what two freezes differ in and why."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupan.errors import ConflictError, UserError
from fupan.review.compare import Difference, compare_documents
from fupan.review.model import Document, digest, from_json, to_json
from fupan.warehouse.files import write_text

if TYPE_CHECKING:
    from fupan.loop.company import Company


@dataclass(frozen=True, slots=True)
class Shelved:
    """A document in the library. ``frozen`` is when it was frozen, None for a draft; ``number`` counts freezes of one review."""

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


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents, what differs, and why it may: loads and files that came between, other definitions, another scope."""

    before: Shelved
    after: Shelved
    differences: tuple[Difference, ...]
    reasons: tuple[tuple[str, str], ...]


def keep_made(folder: Path, document: Document) -> Path:
    """Keep a made document under its digest, so that a deck made of it can be refreshed later."""
    path = folder / "made" / f"{document.kind}-{digest(document)}.json"
    if not path.exists():
        write_text(path, to_json(document))
    return path


def made(company: Company, identifier: str) -> Document:
    """The document with this digest; UserError if it was not made here."""
    for path in company.workspace.reviews.glob(f"*/made/*-{identifier}.json"):
        return from_json(path.read_text(encoding="utf-8"))
    raise UserError(
        f"no document {identifier or '(none named)'} was made in this workspace: the deck cannot be refreshed from it"
    )


def freeze(company: Company, kind: str, window: str, *, by: str, now: datetime, note: str = "") -> Shelved:
    """Freeze the review as it was last made: it never changes again, keeps its scope, and its snapshot is kept.

    ConflictError where the same document is frozen already; UserError where nothing was made.
    """
    folder = company.workspace.reviews / window
    draft = folder / f"{kind}-{window}.json"
    if not draft.is_file():
        raise UserError(f"there is no {kind} of {window} yet. Make it with: fupan review {kind} --window {window}")
    document = from_json(draft.read_text(encoding="utf-8"))
    shelf = [s for s in library(company) if s.frozen and (s.kind, s.window) == (kind, window)]
    if any(s.digest == digest(document) for s in shelf):
        raise ConflictError(f"{kind} of {window} is frozen already as it stands; nothing changed since")
    number = max((s.number for s in shelf), default=0) + 1
    target = folder / "frozen" / f"{kind}-{number}"
    target.mkdir(parents=True)
    (target / "document.json").write_text(to_json(document), encoding="utf-8")
    meta = {
        "number": number,
        "frozen": now.isoformat(),
        "by": by,
        "note": note,
        "definitions": company.layer.definitions.hash,
    }
    (target / "freeze.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1), encoding="utf-8")
    return _shelved(target / "document.json", meta)


def library(company: Company) -> list[Shelved]:
    """Drafts and frozen documents, the newest window first, freezes after their draft."""
    found: list[Shelved] = []
    for folder in sorted((p for p in company.workspace.reviews.glob("*") if p.is_dir()), reverse=True):
        found += [_shelved(path, {}) for path in sorted(folder.glob(f"*-{folder.name}.json"))]
        found += [_shelved(path, _meta(path)) for path in sorted(folder.glob("frozen/*/document.json"))]
    return found


def pinned_snapshots(company: Company) -> set[str]:
    """Snapshots that frozen documents rest on: they are never pruned."""
    return {s.snapshot for s in library(company) if s.frozen and s.snapshot}


def compare(company: Company, before: str, after: str) -> Comparison:
    """Two documents named as window/kind (the draft) or window/kind-2 (the second freeze)."""
    one, other = find(company, before), find(company, after)
    old, new = (from_json(s.path.read_text(encoding="utf-8")) for s in (one, other))
    return Comparison(one, other, compare_documents(old, new), tuple(_reasons(company, one, other, old, new)))


def find(company: Company, name: str) -> Shelved:
    """A document by name; UserError tells what there is."""
    known = {f"{s.window}/{s.kind}{f'-{s.number}' if s.frozen else ''}": s for s in library(company)}
    if name not in known:
        raise UserError(f"there is no document “{name}”; there are: {', '.join(known) or 'none yet'}")
    return known[name]


def _meta(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((path.parent / "freeze.json").read_text(encoding="utf-8"))
    return found


def _shelved(path: Path, meta: dict[str, Any]) -> Shelved:
    document = from_json(path.read_text(encoding="utf-8"))
    frozen = datetime.fromisoformat(meta["frozen"]) if meta.get("frozen") else None
    return Shelved(
        document.kind, document.window, document.title, digest(document), document.snapshot, document.scope, document.as_of,
        path, int(meta.get("number", 0)), frozen, str(meta.get("by", "")), str(meta.get("note", "")),
    )  # fmt: skip


def _reasons(company: Company, one: Shelved, other: Shelved, old: Document, new: Document) -> list[tuple[str, str]]:
    """Why figures may differ, each with what it is: other rows, other definitions, another day, scope or window."""
    found: list[tuple[str, str]] = []
    if old.window != new.window:
        found.append(("window", f"{old.window} → {new.window}"))
    if old.as_of != new.as_of:
        found.append(("as_of", f"{old.as_of} → {new.as_of}"))
    if old.scope != new.scope:
        found.append(("scope", f"{old.scope} → {new.scope}"))
    if one.snapshot != other.snapshot:
        found += _loads(company, one.snapshot, other.snapshot)
    hashes = [_definitions(s.path) for s in (one, other)]
    if all(hashes) and hashes[0] != hashes[1]:
        found.append(("definitions", f"{hashes[0]} → {hashes[1]}"))
    texts = [{name: text for name, text, _ in d.definitions} for d in (old, new)]
    found += [("definition", n) for n in texts[1] if n in texts[0] and texts[0][n] != texts[1][n]]
    return found


def _definitions(path: Path) -> str:
    return str(_meta(path).get("definitions", "")) if (path.parent / "freeze.json").is_file() else ""


def _loads(company: Company, before: str, after: str) -> list[tuple[str, str]]:
    kept = {m.id for m in company.warehouse.snapshots()}
    if not {before, after} <= kept:
        return [("snapshot", f"{before} → {after}")]
    old = {load.id for load in company.warehouse.loads(before)}
    found = []
    for load in company.warehouse.loads(after):
        if load.id not in old:
            found += [("load", f"{batch.source}: {batch.loaded} rows") for batch in load.batches if batch.loaded]
    return found or [("snapshot", f"{before} → {after}")]


def describe(shelved: Shelved) -> dict[str, Any]:
    """Plain data of a document on the shelf."""
    return {k: str(v) if isinstance(v, Path | date | datetime) else v for k, v in asdict(shelved).items()}
