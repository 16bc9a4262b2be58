"""Two states of a table told apart: rows that are the same in both, and those of each that are not in the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.warehouse.engine import identifier, parquet
from fupan.warehouse.rows import empty_rows

if TYPE_CHECKING:
    import duckdb

_PLACE = "_file, _row"


def tell_apart(
    con: duckdb.DuckDBPyConnection, name: str, listed: Sequence[tuple[str, str]], before: list[Path], after: list[Path]
) -> tuple[str, str, str]:
    """Queries of the columns *listed*: rows of both, rows of the files *before* alone, rows of the files *after* alone.

    A row that is there twice is the same twice only where the other state has it twice, too. Most rows of a fact never
    change, so only the others are written down (as tables of *con*), and the files are read for the rest.
    """
    columns = ", ".join(identifier(c) for c, _ in listed)
    states = [_numbered(listed, files) for files in (before, after)]
    alone = [identifier(f"{name} {side}") for side in ("before", "after")]
    hashes = [identifier(f"{name} {side} hashed") for side in ("before", "after")]
    for table, rows in zip(hashes, states, strict=True):
        con.execute(f"CREATE TABLE {table} AS {_hashed(columns, rows)}")
    for n, table in enumerate(alone):
        places = f"SELECT {_PLACE} FROM {hashes[n]} ANTI JOIN {hashes[1 - n]} USING (_hash, _nth)"
        con.execute(
            f"CREATE TABLE {table} AS SELECT {columns}, {_PLACE} FROM ({states[n]}) SEMI JOIN ({places}) USING ({_PLACE})"
        )
    for table in hashes:
        con.execute(f"DROP TABLE {table}")
    same = f"SELECT {columns} FROM ({states[0]}) ANTI JOIN {alone[0]} USING ({_PLACE})"
    return same, f"SELECT {columns} FROM {alone[0]}", f"SELECT {columns} FROM {alone[1]}"


def _numbered(listed: Sequence[tuple[str, str]], files: list[Path]) -> str:
    """The rows of *files*, each with the file and the place it stands at."""
    empty = f"SELECT *, '' AS _file, 0::BIGINT AS _row FROM ({empty_rows(listed)})"
    if not files:
        return empty
    source = parquet(files).removesuffix(")") + ", filename = '_file', file_row_number = true)"
    return f"{empty} UNION ALL BY NAME SELECT * EXCLUDE (file_row_number), file_row_number AS _row FROM {source}"


def _hashed(columns: str, rows: str) -> str:
    """Of each row its place, a number that tells it from others, and the how manieth of its like it is."""
    hashed = f"SELECT {_PLACE}, hash({columns}) AS _hash FROM ({rows})"
    return f"SELECT *, row_number() OVER (PARTITION BY _hash) AS _nth FROM ({hashed})"
