"""Closed months: a list that is only ever added to, of who closed or reopened what, and the snapshot that it pins."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from fupan.errors import ConflictError, UserError, WorkspaceError
from fupan.warehouse.files import write_text

if TYPE_CHECKING:
    from fupan.warehouse.store import Store

_FILE = "closed.json"


@dataclass(frozen=True, slots=True)
class Closing:
    """One entry: ``month`` of ``calendar`` ([start, end)) was closed on ``snapshot``, or opened again for a reason."""

    kind: Literal["close", "reopen"]
    calendar: str
    month: str
    start: date
    end: date
    snapshot: str
    who: str
    when: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    """All days before ``end`` (and from the closing before it on) are closed as they stood in ``snapshot``."""

    end: date
    snapshot: str


def closings_file(store: Store) -> Path:
    """Where the list lies."""
    return store.root / _FILE


def read_closings(store: Store) -> tuple[Closing, ...]:
    """Every entry, the oldest first; WorkspaceError if the list is damaged."""
    path = closings_file(store)
    try:
        raw: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        return tuple(
            Closing(**r | {"start": date.fromisoformat(r["start"]), "end": date.fromisoformat(r["end"]),
                           "when": datetime.fromisoformat(r["when"])})
            for r in raw
        )  # fmt: skip
    except FileNotFoundError:
        return ()
    except (ValueError, KeyError, TypeError) as e:
        raise WorkspaceError(f"{path}: the list of closed months is damaged: {e}") from e


def add_closing(store: Store, entry: Closing, known: int) -> None:
    """Append an entry under the writer's lock; ConflictError where the list has grown past *known* entries meanwhile.

    UserError where the month is closed already, is not the next one, or is not closed (reopening).
    """
    entries = read_closings(store)
    if len(entries) != known:
        raise ConflictError("another month was closed or reopened meanwhile; look at the list and try again")
    last = in_force(entries, entry.calendar)
    end = last[-1].end if last else None
    if entry.kind == "close":
        if end is not None and entry.end <= end:
            raise UserError(f"{entry.month} is closed already: the books of {entry.calendar} are closed to {end}")
        if end is not None and entry.start > end:
            raise UserError(f"{entry.month} cannot be closed before the month that starts on {end}")
    elif not entry.reason.strip():
        raise UserError("a closed month is opened again for a reason: --reason")
    elif end is None or entry.end > end:
        raise UserError(f"{entry.month} is not closed: there is nothing to open again")
    plain = [
        asdict(e) | {"start": str(e.start), "end": str(e.end), "when": e.when.isoformat()} for e in (*entries, entry)
    ]
    write_text(store.root / _FILE, json.dumps(plain, ensure_ascii=False, indent=1) + "\n")


def in_force(entries: Iterable[Closing], calendar: str) -> tuple[Closed, ...]:
    """What is closed now in a calendar, in time order. The first closing closes all before it; reopening a month opens
    what came after it, too."""
    found: list[Closed] = []
    for e in entries:
        if e.calendar != calendar:
            continue
        if e.kind == "close":
            found.append(Closed(e.end, e.snapshot))
            continue
        kept = [c for c in found if c.end <= e.start]
        cut = next((c for c in found if c.end > e.start), None)
        begun = kept[-1].end if kept else None
        if cut is not None and (begun is None or begun < e.start):
            kept.append(Closed(e.start, cut.snapshot))
        found = kept
    return tuple(found)


def pinned(entries: Iterable[Closing]) -> set[str]:
    """Snapshots that closed months stand on, in every calendar."""
    listed = tuple(entries)
    return {c.snapshot for name in {e.calendar for e in listed} for c in in_force(listed, name)}
