"""Asking page owners for causes and measures: the sheet goes out, comes back, and its words land on the review's pages."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.errors import UserError
from fupan.review.causes import (
    Collection,
    collect,
    items_of,
    lock,
    open_collection,
    read_collection,
    read_rows,
    write_collection,
)
from fupan.warehouse.files import write_text
from fupan.warehouse.lock import WriterLock

if TYPE_CHECKING:
    from fupan.loop.company import Company

_OWNERS = "owners.yaml"


def causes_file(company: Company, kind: str, window: str) -> Path:
    """Where a review's causes are kept, beside the review."""
    return company.workspace.reviews / window / f"{kind}-causes.json"


def read_causes(company: Company, kind: str, window: str) -> Collection | None:
    """What was asked and written so far; None before the first asking."""
    path = causes_file(company, kind, window)
    return read_collection(path.read_text(encoding="utf-8")) if path.is_file() else None


def ask_causes(company: Company, kind: str, *, window: str, deadline: date | None, now: datetime) -> Collection:
    """Open a round for every red and amber item of the review; the deadline is five days ahead unless given.

    Asked again, what was written stays. Owners come from reviews/owners.yaml (page, item or member -> name).
    """
    made = company.review(kind, window=window, to=())
    label = made.document.window
    with _writing(company):
        before = read_causes(company, kind, label)
        found = open_collection(
            kind, label, deadline or now.date() + timedelta(days=5), items_of(made.document), _owners(company), before
        )
        _write(company, found)
    return found


def take_causes(
    company: Company, kind: str, *, window: str, file: Path, by: str, now: datetime, late: bool
) -> Collection:
    """Read a filled-in sheet; what it says replaces what was written about the same items. All rows or none."""
    from fupan.sources.filled import read_filled_sheet

    with _writing(company):
        before = _known(company, kind, window)
        found = collect(before, read_rows(read_filled_sheet(file), before, file.name, by), now, late=late)
        _write(company, found)
    return found


def lock_causes(company: Company, kind: str, *, window: str, now: datetime) -> Collection:
    """Close the round before its deadline."""
    with _writing(company):
        found = lock(_known(company, kind, window), now)
        _write(company, found)
    return found


def _known(company: Company, kind: str, window: str) -> Collection:
    found = read_causes(company, kind, window)
    if found is None:
        raise UserError(
            f"nobody was asked about {kind} {window} yet. Start with: fupan causes {kind} --window {window} --sheet FILE"
        )
    return found


def _writing(company: Company) -> WriterLock:
    company.workspace.reviews.mkdir(parents=True, exist_ok=True)
    return WriterLock(company.workspace.reviews / ".causes.lock", 30.0)


def _write(company: Company, collection: Collection) -> None:
    write_text(causes_file(company, collection.kind, collection.window), write_collection(collection))


def _owners(company: Company) -> dict[str, str]:
    from fupan.packs import read_yaml

    path = company.workspace.reviews / _OWNERS
    if not path.is_file():
        return {}
    document = read_yaml(path)
    if not isinstance(document.data, dict):
        raise document.error("must hold pages, items or members with the name of their owner")
    return {str(k): str(v) for k, v in document.data.items()}
