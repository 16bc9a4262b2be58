"""Columns of a table inside the warehouse, and the identity of its rows in SQL."""

from __future__ import annotations

from collections.abc import Iterable

from fupan.contracts import Field, Table, sql_type
from fupan.warehouse.engine import identifier

PROVENANCE = (("source_file", "VARCHAR"), ("source_row", "BIGINT"), ("load_id", "VARCHAR"))
SOURCE = "_source"
UNKNOWN_MEMBER = "(unknown)"  # stands where NULL would mean "all" and the name is not known


def state_columns(table: Table) -> tuple[tuple[str, str], ...]:
    """Name and SQL type of each column of the current rows: the contract's fields, provenance, and the source."""
    own = tuple((f.name, sql_type(f.type)) for f in table.fields)
    return (*own, *PROVENANCE, (SOURCE, "VARCHAR"))


def raw_name(field: Field) -> str:
    """The column that keeps what the file said where ``field`` holds a key."""
    return f"{field.name}_raw"


def published_columns(table: Table) -> tuple[tuple[str, str], ...]:
    """Name and SQL type of each column of the published table."""
    own = tuple((f.name, sql_type(f.type)) for f in (*table.fields, *table.derived))
    raws = tuple((raw_name(f), "VARCHAR") for f in table.fields if f.refers)
    return (*own, *raws, *PROVENANCE)


def empty_rows(columns: Iterable[tuple[str, str]]) -> str:
    """A query with these columns and no row."""
    listed = ", ".join(f"CAST(NULL AS {kind}) AS {identifier(name)}" for name, kind in columns)
    return f"SELECT {listed} WHERE false"


def identity(names: Iterable[str]) -> str:
    """SQL text that is equal exactly where all these fields are equal (NULL equal to NULL).

    Each value stands with its length, so that ('1', '12') and ('11', '2') differ.
    """
    parts = []
    for name in names:
        text = f"CAST({identifier(name)} AS VARCHAR)"
        parts.append(f"coalesce(length({text}) || ':' || {text}, '-')")
    return " || ".join(parts) if parts else "''"


def row_hash(table: Table) -> str:
    """SQL for a hash of what a row says; stable within one run of the engine, so it is never stored."""
    return "hash(" + ", ".join(identifier(f.name) for f in table.fields) + ")"


def tail(table: Table) -> tuple[str, ...]:
    """The part of the key that numbers rows within their document (empty for tables without documents)."""
    return tuple(k for k in table.key if k not in table.group) if table.group else ()
