"""Two snapshots of one company mixed, from the earlier to the later one in steps: what came between, kind by kind.

Each step holds all that the steps before it changed, so that what a figure changes by from step to step adds up to its
whole change, whatever the figure is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from fupan.contracts import all_tables
from fupan.contracts.table import Table
from fupan.warehouse.engine import identifier, literal
from fupan.warehouse.engines.apart import tell_apart
from fupan.warehouse.engines.files import FileReader, rows_of
from fupan.warehouse.manifest import Manifest
from fupan.warehouse.rows import published_columns, raw_name
from fupan.warehouse.store import Store

STEPS: Final = ("before", "targets", "restated", "corrected", "late", "new")
"""before     the earlier snapshot
targets    other targets, budgets and plans
restated   other masters, org, territories and owners; rows that stand under another of them
corrected  rows of both with other dates or amounts, and rows that are gone
late       rows that only the later one has, dated on a day that the earlier document told already
new        all other rows: the later snapshot"""
_PLANS: Final = frozenset({"targets", "budgets", "headcount_plans", "agreements"})
_FACTS: Final = {t.name: t for t in all_tables() if t.kind == "fact" and t.name not in _PLANS}
_STAMPS: Final = frozenset({"org_since"})


def tables_between(old: Manifest, new: Manifest) -> frozenset[str]:
    """The tables whose files differ; rows of all others are the same."""
    return frozenset(n for n in {*old.tables, *new.tables} if old.tables.get(n, ()) != new.tables.get(n, ()))


def steps_between(old: Manifest, new: Manifest) -> tuple[str, ...]:
    """The steps after the first that may change a row: those of tables whose files differ."""
    other = tables_between(old, new)
    found = ["targets"] if other & _PLANS else []
    if other - _PLANS:
        found.append("restated")
    return (*found, *STEPS[3:]) if other & _FACTS.keys() else tuple(found)


class MixedReader(FileReader):
    """Published tables of *old* with what *new* changed up to *step*; *told* is the day the earlier document told."""

    def __init__(
        self, store: Store, old: Manifest, new: Manifest, step: str, told: date, *, memory_limit: str, threads: int | None
    ) -> None:  # fmt: skip
        self._old, self._new, self._at, self._told = old, new, STEPS.index(step), told
        mixed = replace(new, id=f"{old.id}~{step}-{told}~{new.id}", tables={**old.tables, **new.tables})
        super().__init__(store, mixed, memory_limit=memory_limit, threads=threads)

    def _rows(self, store: Store, name: str, listed: Sequence[tuple[str, str]]) -> tuple[str, list[Path]]:
        files = [store.paths(m.tables.get(name, ())) for m in (self._old, self._new)]
        paths = list(dict.fromkeys((*files[0], *files[1])))
        before, after = (rows_of(listed, f) for f in files)
        if name not in _FACTS or files[0] == files[1]:
            due = STEPS.index("targets" if name in _PLANS else "restated")
            return (after if self._at >= due else before), paths
        if self._at < STEPS.index("restated"):
            return before, paths
        if self._at == STEPS.index("new"):
            return after, paths
        same, before, after = tell_apart(self.backend.con, name, listed, files[0], files[1])
        mixed = identifier(f"{name} mixed")  # worked out once: a review asks for these rows fifty times
        self.backend.con.execute(
            f"CREATE TABLE {mixed} AS {_facts(_FACTS[name], before, after, STEPS[self._at], self._told)}"
        )
        return f"{same} UNION ALL SELECT * FROM {mixed}", paths


def _facts(table: Table, before: str, after: str, step: str, told: date) -> str:
    """Rows of a fact: those of both snapshots as far as *step* changes them, and late ones once it is their turn."""
    names = [name for name, _ in published_columns(table)]
    moved = _members(table)
    own = "a" if step in ("corrected", "late") else "b"
    picked = ", ".join(f"{'a' if n in moved else own}.{identifier(n)} AS {identifier(n)}" for n in names)
    keys = ", ".join(identifier(k) for k in table.key)
    order = ", ".join(identifier(n) for n in names)
    numbered = "SELECT *, row_number() OVER (PARTITION BY {keys} ORDER BY {order}) AS _nth FROM ({rows})"
    b, a = (numbered.format(keys=keys, order=order, rows=rows) for rows in (before, after))
    same = " AND ".join(f"b.{identifier(k)} IS NOT DISTINCT FROM a.{identifier(k)}" for k in (*table.key, "_nth"))
    query = f"SELECT {picked} FROM ({b}) AS b JOIN ({a}) AS a ON {same}"
    listed = ", ".join(identifier(n) for n in names)
    if step == "restated":  # rows that are gone are there until rows are corrected
        return f"{query} UNION ALL SELECT {listed} FROM ({b}) AS b WHERE NOT EXISTS (SELECT 1 FROM ({a}) AS a WHERE {same})"
    if step == "late" and table.times:
        day = identifier(table.times[0][1])
        late = f"a.{day} <= {literal(told.isoformat())}::DATE"
        query += f" UNION ALL SELECT {listed} FROM ({a}) AS a WHERE {late} AND NOT EXISTS (SELECT 1 FROM ({b}) AS b WHERE {same})"
    return query


def _members(table: Table) -> frozenset[str]:
    """Columns that say under whom and what a row stands: keys of masters, and the stamps of the build."""
    found = {f.name for f in table.fields if f.refers and f.name not in table.key}
    found |= {raw_name(f) for f in table.fields if f.refers and f.name not in table.key}
    return frozenset(found | {f.name for f in table.derived if f.type == "text"} | _STAMPS)
