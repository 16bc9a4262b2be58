"""Asking page owners for causes and measures: sheets go out, come back, and their words land on the review's pages."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.errors import ConflictError, SourceError, UserError
from fupan.review.causes import (
    Collection,
    Entry,
    Measure,
    Owners,
    assign,
    collect,
    deadline_calendar,
    extend,
    figures_of,
    follow_up,
    items_of,
    lock,
    measures_of,
    open_collection,
    read_collection,
    read_owners,
    read_rows,
    reminder_text,
    reminders,
    write_collection,
    write_sheet,
)
from fupan.warehouse.files import write_bytes, write_text
from fupan.warehouse.lock import WriterLock

if TYPE_CHECKING:
    from fupan.loop.company import Company
    from fupan.review.model import Lang

_OWNERS = "owners.yaml"
_NOBODY = {"zh": "未指定", "en": "unassigned"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A round that is open, and the measures of the one before, to be reported about."""

    collection: Collection
    measures: tuple[Measure, ...]
    before: Collection | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a sheet: the collection, how many answers and reports are new, and the rows that cannot be read."""

    collection: Collection
    answers: int
    reports: int
    errors: tuple[SourceError, ...]


def causes_file(company: Company, kind: str, window: str) -> Path:
    """Where a review's causes are kept, beside the review."""
    return company.workspace.reviews / window / f"{kind}-causes.json"


def read_causes(company: Company, kind: str, window: str) -> Collection | None:
    """What was asked and written so far; None before the first asking."""
    path = causes_file(company, kind, window)
    return read_collection(path.read_text(encoding="utf-8")) if path.is_file() else None


def ask_causes(company: Company, kind: str, *, window: str, deadline: date | None, now: datetime) -> Asked:
    """Open a round for every red and amber item of the review; the deadline is five days ahead unless given.

    Asked again, what was written stays. Owners come from reviews/owners.yaml (page, item or member -> name).
    """
    document = company.review(kind, window=window, to=()).document
    label = document.window
    earlier = company.calendar.previous(company.calendar.parse(label, as_of=document.as_of)).label
    with _writing(company):
        before = read_causes(company, kind, label)
        until = deadline or (before.deadline if before is not None else now.date() + timedelta(days=5))
        found = open_collection(kind, label, until, items_of(document), _owners(company), before)
        _write(company, found)
    last = read_causes(company, kind, earlier)
    return Asked(found, follow_up(last, found, figures_of(document.slides), document.as_of), last)


def send_sheets(asked: Asked, folder: Path, lang: Lang) -> dict[str, Path]:
    """A sheet for each person with the own items and measures, into *folder*: person ("" for items of nobody) -> file."""
    collection, before = asked.collection, asked.before
    people = [collection.owner(i) for i in collection.items]
    if before is not None:
        people += [m.entry.owner or before.owner(m.item) for m in asked.measures]
    folder.mkdir(parents=True, exist_ok=True)
    sent: dict[str, Path] = {}
    for person in dict.fromkeys(people):
        mine = measures_of(asked.measures, before, person) if before is not None else ()
        if collection.asked(person) or mine:
            sent[person] = folder / f"{collection.kind}-{collection.window}-{_file_name(person, lang)}.xlsx"
            write_sheet(collection, sent[person], lang, person=person, measures=mine)
    return sent


def remind(collection: Collection, folder: Path, lang: Lang, now: datetime) -> list[Path]:
    """A text and a calendar entry for each person who has not answered, into *folder*. Nothing is sent."""
    written: list[Path] = []
    for reminder in reminders(collection, now.date()):
        stem = f"{collection.kind}-{collection.window}-{_file_name(reminder.person, lang)}"
        text, entry = folder / f"{stem}.txt", folder / f"{stem}.ics"
        write_text(text, reminder_text(reminder, collection, lang))
        write_bytes(entry, deadline_calendar(collection, lang, now, reminder.person))
        written += [text, entry]
    return written


def take_causes(
    company: Company, kind: str, *, window: str, file: Path, by: str, now: datetime, late: str = ""
) -> Taken:
    """Read a filled-in sheet; what it says replaces what was written about the same items, and is kept beside the review.

    Rows that cannot be read are told, and what was known about their items stays. Reading a sheet again changes nothing.
    """
    from fupan.sources.filled import read_filled_sheets

    sheets = read_filled_sheets(file)
    with _writing(company):
        before = _known(company, kind, window)
        filled = read_rows(sheets[0], before, file.name, by, sheets[1] if len(sheets) > 1 else ())
        found = collect(before, filled.entries, now, late=late, reports=filled.reports)
        if found is not before:
            _keep_received(company, found, file)
            _write(company, found)
    return Taken(
        found,
        sum(e not in before.entries for e in found.entries),
        sum(r not in before.reports for r in found.reports),
        filled.errors,
    )


def rounds(company: Company) -> tuple[Collection, ...]:
    """Every round that was opened, the newest window first."""
    files = sorted(company.workspace.reviews.glob("*/*-causes.json"), reverse=True)
    return tuple(read_collection(path.read_text(encoding="utf-8")) for path in files)


def write_answer(
    company: Company, kind: str, *, window: str, entry: Entry, saw: datetime | None, now: datetime, late: str = ""
) -> Collection:
    """Take one answer in place of the one that its writer *saw* (when that was written; None: none was there).

    UserError where the item was not asked for; ConflictError where somebody wrote meanwhile, or the round is closed
    and ``late`` does not name who may let answers in.
    """
    with _writing(company):
        before = _known(company, kind, window)
        if entry.item not in {i.id for i in before.items}:
            raise UserError(f"{entry.item}: this item was not asked for in {kind} {window}")
        was = before.entry(entry.item)
        if was is not None and was.at != saw and not was.says(entry):
            raise ConflictError(f"{was.by or '?'} wrote about {entry.item} meanwhile; what was written there stands")
        found = collect(before, (entry,), now, late=late)
        if found is not before:
            _write(company, found)
    return found


def lock_causes(company: Company, kind: str, *, window: str, now: datetime) -> Collection:
    """Close the round before its deadline."""
    with _writing(company):
        found = lock(_known(company, kind, window), now)
        _write(company, found)
    return found


def extend_causes(company: Company, kind: str, *, window: str, deadline: date) -> Collection:
    """Let the round run up to another day; what was closed opens again."""
    with _writing(company):
        found = extend(_known(company, kind, window), deadline)
        _write(company, found)
    return found


def assign_cause(company: Company, kind: str, *, window: str, item: str, owner: str) -> Collection:
    """Ask somebody else about an item ("": whom the owners' file names); UserError where it was not asked for."""
    with _writing(company):
        before = _known(company, kind, window)
        if item not in {i.id for i in before.items}:
            raise UserError(f"{item}: this item was not asked for in {kind} {window}")
        found = assign(before, item, owner)
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


def _keep_received(company: Company, collection: Collection, file: Path) -> None:
    """The sheet as it came, so that it can be looked up who wrote what."""
    content = file.read_bytes()
    name = f"{collection.kind}-{hashlib.sha256(content).hexdigest()[:8]}-{file.name}"
    write_bytes(company.workspace.reviews / collection.window / "received" / name, content)


def _file_name(person: str, lang: Lang) -> str:
    """A person's name as part of a file's name on every system."""
    return re.sub(r'[\\/:*?"<>|\s]+', "_", person).strip("._") or _NOBODY[lang]


def _owners(company: Company) -> Owners:
    from fupan.packs import read_yaml

    path = company.workspace.reviews / _OWNERS
    if not path.is_file():
        return Owners()
    document = read_yaml(path)
    if not isinstance(document.data, dict):
        raise document.error("must hold pages, items or members with the name of their owner")
    return read_owners(document.data, document.error)
