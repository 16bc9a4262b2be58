"""Keeping reviews: each made document, frozen ones that never change again, drawing them anew, and taking them out."""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.errors import ConflictError, UserError
from fupan.loop.shelf import Shelved, find, shelf
from fupan.review.model import Document, digest, from_json, to_json
from fupan.warehouse.files import write_text
from fupan.warehouse.lock import WriterLock

if TYPE_CHECKING:
    from fupan.loop.company import Company

REMOVED = ".removed"
_DEFINITIONS = ("metrics", "decks", "rules")
_WAIT_SECONDS = 30.0


def keep_made(folder: Path, document: Document) -> Path:
    """Keep a made document under its digest, so that a deck made of it can be refreshed later."""
    path = folder / "made" / f"{document.kind}-{digest(document)}.json"
    if not path.exists():
        write_text(path, to_json(document))
    return path


def made(company: Company, identifier: str) -> Document:
    """The document with this digest; UserError if it was not made here."""
    for path in company.workspace.reviews.glob(f"*/made/*-{identifier}.json"):
        return from_json(path.read_text(encoding="utf-8"), path.name)
    raise UserError(
        f"no document {identifier or '(none named)'} was made in this workspace: the deck cannot be refreshed from it"
    )


def library(company: Company, search: str = "") -> list[Shelved]:
    """Drafts and frozen documents, the newest window first; *search*: those with all of its words."""
    return shelf(company.workspace.reviews, search)


def freeze(company: Company, kind: str, window: str, *, by: str, now: datetime, note: str = "") -> Shelved:
    """Freeze the review as it was last made: it never changes again, keeps its scope, and its snapshot is kept.

    Its own definitions are kept beside it. It appears whole or not at all, also if the machine stops half-way.
    ConflictError where the same document is frozen already; UserError where nothing was made.
    """
    from fupan import __version__

    reviews = company.workspace.reviews
    draft = reviews / window / f"{kind}-{window}.json"
    if not draft.is_file():
        raise UserError(f"there is no {kind} of {window} yet. Make it with: fupan review {kind} --window {window}")
    with WriterLock(reviews / ".library.lock", _WAIT_SECONDS):
        document = from_json(draft.read_text(encoding="utf-8"), draft.name)
        frozen = [s for s in shelf(reviews) if s.frozen and (s.kind, s.window) == (kind, window)]
        if any(s.digest == digest(document) for s in frozen):
            raise ConflictError(f"{kind} of {window} is frozen already as it stands; nothing changed since")
        number = max(_numbers(reviews, kind, window), default=0) + 1
        meta = {
            "number": number, "frozen": now.isoformat(), "by": by, "note": note, "digest": digest(document),
            "definitions": company.layer.definitions.hash, "made_with": __version__,
        }  # fmt: skip
        with tempfile.TemporaryDirectory(prefix=".freezing-", dir=reviews) as place:
            aside = Path(place) / "whole"
            write_text(aside / "document.json", to_json(document))
            for name in _DEFINITIONS:
                own = company.workspace.root / name
                if own.is_dir():
                    shutil.copytree(own, aside / "definitions" / name, ignore=shutil.ignore_patterns(".*"))
            write_text(aside / "freeze.json", json.dumps(meta, ensure_ascii=False, indent=1))
            target = reviews / window / "frozen" / f"{kind}-{number}"
            target.parent.mkdir(parents=True, exist_ok=True)
            aside.rename(target)
        return find(reviews, f"{window}/{kind}-{number}")


def draw(
    company: Company, name: str, *, to: tuple[str, ...], out: Path | None = None, template: Path | None = None
) -> dict[str, Path]:
    """Draw a document of the library again in each format of *to*: the same document gives the same bytes."""
    from fupan.loop.review import draw_document

    found = find(company.workspace.reviews, name)
    document = from_json(found.path.read_text(encoding="utf-8"), found.path.name)
    folder = out or found.path.parent
    folder.mkdir(parents=True, exist_ok=True)
    stem = found.name.rpartition("/")[2]
    return {form: draw_document(document, form, folder / f"{stem}-{found.window}.{form}", template) for form in to}


def remove(company: Company, name: str, *, by: str, reason: str, now: datetime) -> Path:
    """Take a document out of the library: it is put aside with who, when and why, and its number is not given again.

    UserError without a reason where it is frozen. A frozen document's snapshot is no longer kept for it.
    """
    reviews = company.workspace.reviews
    with WriterLock(reviews / ".library.lock", _WAIT_SECONDS):
        found = find(reviews, name)
        if found.frozen and not reason.strip():
            raise UserError(f"{name} is frozen: say why it is taken out with --reason")
        place = reviews / REMOVED / f"{found.name.replace('/', '-')}-{now:%Y%m%dT%H%M%S%f}"
        place.parent.mkdir(parents=True, exist_ok=True)
        told = {"name": name, "by": by, "reason": reason, "when": now.isoformat(), "digest": found.digest}
        if found.frozen:
            write_text(found.path.parent / "removed.json", json.dumps(told, ensure_ascii=False, indent=1))
            found.path.parent.rename(place)
            return place
        write_text(place / "removed.json", json.dumps(told, ensure_ascii=False, indent=1))
        for path in sorted(found.path.parent.glob(f"{found.kind}-{found.window}.*")):
            path.rename(place / path.name)
        return place


def outlived(company: Company, before: date) -> list[Shelved]:
    """Documents told as of a day before *before*: those that a rule of retention may take out."""
    return [s for s in library(company) if s.as_of < before]


def pinned_snapshots(company: Company) -> set[str]:
    """Snapshots that frozen documents rest on: they are never pruned."""
    return {s.snapshot for s in library(company) if s.frozen and s.snapshot}


def _numbers(reviews: Path, kind: str, window: str) -> list[int]:
    """Numbers of freezes that were ever given, also of those taken out and of what a stop half-way left."""
    frozen = [p.name.rpartition("-") for p in (reviews / window / "frozen").glob(f"{kind}-*")]
    start = f"{window}-{kind}-"
    removed = [p.name.removeprefix(start).partition("-")[0] for p in (reviews / REMOVED).glob(f"{start}*")]
    names = [number for found, _, number in frozen if found == kind] + [n for n in removed if len(n) < 8]
    return [int(n) for n in names if n.isdigit()]
