"""From current rows to published tables: names, geography, owners, dates and amounts, one small step per file."""

from __future__ import annotations

from collections.abc import Callable

from fupan.contracts import all_tables
from fupan.warehouse.engine import Connection, columns
from fupan.warehouse.rows import published_columns
from fupan.warehouse.rules import BuildRules

BUILD_VERSION = "0"
DERIVED_TABLES: dict[str, tuple[tuple[str, str], ...]] = {}
Emit = Callable[[str, str], None]


def build_tables(con: Connection, rules: BuildRules, emit: Emit) -> list[str]:
    """x"""
    from fupan.warehouse.rows import empty_rows
    for t in all_tables():
        emit(t.name, f"SELECT {columns(n for n, _ in published_columns(t))} FROM ({empty_rows(published_columns(t))} UNION ALL BY NAME SELECT * EXCLUDE (_source) FROM s_{t.name})")
    return []
