"""How fresh and how sound the figures are: what fed their tables, the newest business day, what was held back or unmatched."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from fupan.contracts import table as contract
from fupan.errors import DefinitionError
from fupan.expressions import names
from fupan.metrics.plan.run import rows_of

if TYPE_CHECKING:
    from fupan.metrics.turn import Turn

Told = dict[str, Any]


class Origins(Protocol):
    """What a reader may know about the loads behind its tables."""

    def feeds(self, tables: Iterable[str]) -> list[Any]:
        """Per table: loads, when, files, rows read, loaded and quarantined."""
        ...


def freshness(turn: Turn) -> Told:
    """Table -> newest business day, time of the last load, files. Who does not see all rows is told of loads only."""
    feeds = {f.table: f for f in _feeds(turn)}
    found: Told = {}
    for name in turn.tables():
        told: Told = {}
        fact = turn.definitions.facts.get(name)
        if fact is not None and not turn.scope.dimensions and fact.view == "table" and fact.default_time:
            column = fact.time[fact.default_time]
            day = turn.memo.once(("newest", name, column), partial(_newest, turn, name, column), reader=turn.reader)
            if day is not None:
                told["newest_day"] = day.isoformat()
        if feed := feeds.get(name):
            told |= {"loaded_at": feed.loaded_at.isoformat(timespec="seconds"), "files": len(feed.files)}
        if told:
            found[name] = told
    return found


def quality(turn: Turn) -> Told:
    """Rows held back per table, and per dimension that the question uses: rows whose written name no master knows
    (``unmatched``), names that became members of their own for want of a master (``implied``).

    Nothing is told to those who do not see all rows: what was held back may not be theirs.
    """
    if turn.scope.dimensions:
        return {}
    found: Told = {}
    held = {f.table: {"read": f.read, "quarantined": f.quarantined} for f in _feeds(turn) if f.quarantined}
    if held:
        found["quarantined"] = held
    unmatched: Told = {}
    implied: Told = {}
    used = {*turn.question.by, *(n.removesuffix(".label") for node in turn.filters for n in names(node))}
    for name in sorted(used):
        d = turn.definitions.dimension(name)
        if d.table is None or d.key is None:
            continue
        lost, guessed = turn.memo.once(("unknown", d.table), partial(_unknown, turn, d.table), reader=turn.reader)
        if guessed:
            implied[d.table] = guessed
        if not lost:
            continue
        for table in turn.tables():
            raw = f"{d.key}_raw"
            if f"{table}.{d.key}" in _named(table):
                key = ("unmatched", table, d.key)
                rows = turn.memo.once(key, partial(_unmatched, turn, table, d.key, raw), reader=turn.reader)
                if rows:
                    unmatched[f"{table}.{d.key}"] = rows
    if unmatched:
        found["unmatched"] = unmatched
    if implied:
        found["implied"] = implied
    return found


def _feeds(turn: Turn) -> list[Any]:
    origins: Origins | None = getattr(turn.reader, "origins", None)
    if origins is None:
        return []
    tables = turn.tables()
    found: list[Any] = turn.memo.once(("feeds", tables), lambda: origins.feeds(tables))
    return found


def _named(table: str) -> set[str]:
    try:
        return {f"{table}.{f.name}" for f in contract(table).fields if f.refers}
    except DefinitionError:
        return set()


def _newest(turn: Turn, table: str, column: str) -> Any:
    source = turn.reader.table(table)
    return rows_of(source.aggregate(day=source[column].max()))[0]["day"]


def _unknown(turn: Turn, entity: str) -> tuple[int, int]:
    """How many written names of an entity no master knows, and how many are members for want of a master."""
    matches = turn.reader.table("name_matches")
    mine = matches.filter(matches["entity"] == entity)
    found = rows_of(
        mine.aggregate(lost=mine.count(where=mine["key"].isnull()), own=mine.count(where=mine["how"] == "implied"))
    )
    return int(found[0]["lost"]), int(found[0]["own"])


def _unmatched(turn: Turn, table: str, key: str, raw: str) -> int:
    source = turn.reader.table(table)
    if raw not in source.columns:
        return 0
    lost = source.filter(source[key].isnull(), source[raw].notnull())
    return int(rows_of(lost.aggregate(n=lost.count()))[0]["n"])
