"""The one place where DuckDB is opened, and the quoting that keeps file content out of SQL text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

Connection = duckdb.DuckDBPyConnection


def staging_connection(
    memory_limit: str = "4GB", *, threads: int | None = None, spill: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB for typing and checking rows; what outgrows ``memory_limit`` spills to ``spill`` if given.

    Time zone UTC, no extension is ever installed or loaded from outside.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if threads is not None:
        config["threads"] = threads
    if spill is not None:
        config["temp_directory"] = str(spill)
    return duckdb.connect(":memory:", config=config)


def identifier(name: str) -> str:
    """*name* as a quoted SQL identifier."""
    if "\x00" in name:
        raise ValueError("an identifier cannot hold a NUL character")
    return '"' + name.replace('"', '""') + '"'


def literal(text: str | None) -> str:
    """*text* as a SQL string literal (or NULL)."""
    if text is None:
        return "NULL"
    if "\x00" in text:
        raise ValueError("a SQL text cannot hold a NUL character")
    return "'" + text.replace("'", "''") + "'"


def columns(names: Iterable[str], prefix: str = "") -> str:
    """``prefix."a", prefix."b"`` for a SELECT list."""
    dot = f"{prefix}." if prefix else ""
    return ", ".join(dot + identifier(n) for n in names)


def parquet(paths: Iterable[Path]) -> str:
    """A ``read_parquet`` call over *paths* as they stand, with columns matched by name."""
    files = ", ".join(literal(p.as_posix()) for p in paths)
    return f"read_parquet([{files}], union_by_name = true)"


def write_parquet(con: duckdb.DuckDBPyConnection, query: str, path: Path) -> int:
    """Write the rows of *query* in their order as one zstd Parquet file; the same rows give the same bytes.

    Returns the number of rows.
    """
    options = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880"
    return scalar(con, f"COPY ({query}) TO {literal(path.as_posix())} ({options})")


def scalar(con: duckdb.DuckDBPyConnection, query: str) -> int:
    """The single whole number that *query* gives (0 for NULL)."""
    row = con.execute(query).fetchone()
    return int(row[0]) if row is not None and row[0] is not None else 0
