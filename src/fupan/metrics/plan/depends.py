"""What a finding rests on: rows of statements, tables that are empty, decisions by the number of rows.

What was found out about one snapshot holds for another one where all of it is the same there. It is noted where it is
read, while something is being found out, so that nothing has to be said twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Fact = tuple[str, ...]
"""("rows", digest of a statement), ("empty", table), ("few", ...) as ``few`` takes it, or ("snapshot",): this one alone."""
Facts = dict[Fact, str]
SNAPSHOT: Fact = ("snapshot",)
TEXT = "text"
"""("text", digest of a statement) -> the statement, of those run while the finding was made."""

_ROLLUP = "rollup_"

_NOTING: ContextVar[Facts | None] = ContextVar("noting", default=None)


@contextmanager
def noting() -> Iterator[Facts]:
    """Collect what is read inside. Where it fails, whoever catches that rests on what was read until then."""
    mine = Facts()
    token = _NOTING.set(mine)
    try:
        yield mine
    except BaseException:
        _NOTING.reset(token)
        note(mine)
        raise
    _NOTING.reset(token)


@contextmanager
def unnoted() -> Iterator[None]:
    """What is read inside is no part of what is being found out."""
    token = _NOTING.set(None)
    try:
        yield
    finally:
        _NOTING.reset(token)


def note(facts: Mapping[Fact, str]) -> None:
    """Remember what was read, and what it said."""
    mine = _NOTING.get()
    if mine is not None:
        mine.update(facts)


def note_snapshot() -> None:
    """What is being found out holds for this snapshot alone."""
    note({SNAPSHOT: ""})


def note_rows(text: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Remember the rows of a statement, in whatever order they came."""
    if _NOTING.get() is not None:
        if _ROLLUP in text:  # a view that another snapshot need not have
            note_snapshot()
        name = named(text)
        note({("rows", name): digest(rows), (TEXT, name): text})


def named(text: str) -> str:
    """What a statement is called."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def digest(rows: Iterable[Mapping[str, Any]]) -> str:
    """A text that tells rows from others, whatever their order."""
    return named("\n".join(sorted(repr(tuple(row.items())) for row in rows)))


def is_empty(reader: Any, table: str) -> bool:
    """Whether the snapshot has no rows of a table, so that nothing need be read; noted."""
    rows = getattr(reader.manifest, "rows", None)
    found = rows is not None and rows(table) == 0
    note({("empty", table): str(found)})
    return found


def few(reader: Any, table: str, most: int, least: int, times: int, others: Iterable[str]) -> bool:
    """Whether *times* the product of the rows of *others* is at most *most*, and each such group has *least* rows of
    *table*; noted."""
    listed = sorted(others)
    found = _few(reader.manifest, table, most, least, times, listed)
    note({("few", table, str(most), str(least), str(times), *listed): str(found)})
    return found


def _few(manifest: Any, table: str, most: int, least: int, times: int, others: Iterable[str]) -> bool:
    groups = times
    for other in others:
        groups *= max(1, manifest.rows(other))
    return bool(groups <= most and manifest.rows(table) >= least * groups)


def counted(fact: Fact, manifest: Any) -> str:
    """What a fact about numbers of rows says of another snapshot; KeyError for one of another kind."""
    match fact:
        case ("empty", table):
            return str(manifest.rows(table) == 0)
        case ("few", table, most, least, times, *others):
            return str(_few(manifest, table, int(most), int(least), int(times), others))
    raise KeyError(fact)
