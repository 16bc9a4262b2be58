"""A snapshot of literal rows: for examples, tests and notebooks that ask metrics without a workspace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

from fupan.warehouse.reader import published_tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.warehouse.closings import Closed
    from fupan.warehouse.rollups import Rollup

Row = Mapping[str, Any]
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class MemoryManifest:
    """What a question needs of a manifest."""

    id: str = field(default_factory=lambda: f"memory-{next(_NUMBERS)}")
    counts: dict[str, int] = field(default_factory=dict)

    def rows(self, table: str) -> int:
        """Rows of a table."""
        return self.counts.get(table, 0)


@dataclass(frozen=True)
class MemoryPast:
    """Tables as they stood when a month was closed."""

    backend: Any
    schema: str
    made: frozenset[str]
    manifest: MemoryManifest

    def table(self, name: str) -> ir.Table:
        """A table as it stood then; one that had no rows yet has none."""
        found: ir.Table = self.backend.table(name, database=self.schema if name in self.made else "main")
        return found if name in self.made else found.limit(0)


class MemoryReader:
    """Published tables given as rows; every other one is there, empty and typed.

    Texts such as 2025-06-30 stand for dates in date columns. ValueError for a table or column that is not published.
    """

    def __init__(self, **tables: Iterable[Row]) -> None:
        from fupan.warehouse.engines.duck import DuckEngine

        self.backend: Any = DuckEngine()
        self.manifest = MemoryManifest()
        self.rollups: tuple[Rollup, ...] = ()
        self.closed: dict[str, tuple[Closed, ...]] = {}
        self._past: dict[str, MemoryPast] = {}
        self._made: set[str] = set()
        for name, rows in tables.items():
            self.add(name, list(rows))

    def add(self, name: str, rows: Sequence[Row]) -> None:
        """Append rows to a table."""
        self._make(name)
        known = {c for c, _ in published_tables()[name]}
        for row in rows:
            if unknown := sorted(set(row) - known):
                raise ValueError(f"{name} has no column {', '.join(unknown)}")
            columns, marks = ", ".join(f'"{c}"' for c in row), ", ".join("?" for _ in row)
            statement = f"INSERT INTO {name} ({columns}) VALUES ({marks})"
            self.backend.con.execute(statement, [_plain(v) for v in row.values()])
        counts = {**self.manifest.counts, name: self.manifest.rows(name) + len(rows)}
        self.manifest = MemoryManifest(counts=counts)  # another snapshot

    def table(self, name: str) -> ir.Table:
        """A published table as Ibis table."""
        self._make(name)
        found: ir.Table = self.backend.table(name)
        return found

    def close(self, end: date, calendar: str = "fiscal") -> None:
        """Close the books to a day (exclusive) on the rows that are there now."""
        from fupan.warehouse.closings import Closed

        name = f"closed_{len(self._past)}"
        self.backend.con.execute(f"CREATE SCHEMA {name}")
        for made in sorted(self._made):
            self.backend.con.execute(f"CREATE TABLE {name}.{made} AS SELECT * FROM main.{made}")
        self._past[name] = MemoryPast(self.backend, name, frozenset(self._made), self.manifest)
        self.closed[calendar] = (*self.closed.get(calendar, ()), Closed(end, name))
        self.manifest = MemoryManifest(counts=self.manifest.counts)

    def past(self, snapshot: str) -> MemoryPast:
        """The tables as they were when the books were closed."""
        return self._past[snapshot]

    def rollup(self, rollup: Rollup) -> ir.Table:
        """Rows of one of ``rollups``."""
        found: ir.Table = self.backend.table(rollup.view)
        return found

    def _make(self, name: str) -> None:
        if name in self._made:
            return
        if name not in published_tables():
            raise ValueError(f"no table {name}; there are {', '.join(published_tables())}")
        listed = ", ".join(f'"{column}" {kind}' for column, kind in published_tables()[name])
        self.backend.con.execute(f"CREATE TABLE {name} ({listed})")
        self._made.add(name)


def _plain(given: Any) -> Any:
    if isinstance(given, str) and len(given) == 10 and given[4] == given[7] == "-":
        try:
            return date.fromisoformat(given)
        except ValueError:
            return given
    return given
