"""Two states of a table told apart, whatever the order of rows and however often one is there."""

from __future__ import annotations

from pathlib import Path

import duckdb

from fupan.warehouse.engines.apart import tell_apart

LISTED = (("line", "VARCHAR"), ("amount", "DECIMAL(18, 2)"))


def written(place: Path, name: str, rows: str) -> list[Path]:
    path = place / f"{name}.parquet"
    duckdb.execute(f"COPY (SELECT * FROM (VALUES {rows}) AS t(line, amount)) TO '{path}' (FORMAT parquet)")
    return [path]


def told(before: list[Path], after: list[Path]) -> list[list[tuple[str, float]]]:
    con = duckdb.connect()
    queries = tell_apart(con, "order_lines", LISTED, before, after)
    return [sorted((r[0], float(r[1])) for r in con.execute(q).fetchall()) for q in queries]


def test_rows_of_both_and_of_each(tmp_path: Path) -> None:
    before = written(tmp_path, "before", "('a', 1), ('b', 2), ('c', 3)")
    after = written(tmp_path, "after", "('c', 3), ('b', 5), ('d', 4), ('a', 1)")
    assert told(before, after) == [[("a", 1), ("c", 3)], [("b", 2)], [("b", 5), ("d", 4)]]


def test_a_row_that_is_there_twice_and_then_once(tmp_path: Path) -> None:
    before, after = written(tmp_path, "before", "('a', 1), ('a', 1)"), written(tmp_path, "after", "('a', 1)")
    assert told(before, after) == [[("a", 1)], [("a", 1)], []]
    assert told(after, before) == [[("a", 1)], [], [("a", 1)]]


def test_files_of_several_loads_and_none(tmp_path: Path) -> None:
    first, second = written(tmp_path, "first", "('a', 1)"), written(tmp_path, "second", "('b', 2), ('a', 1)")
    assert told([*first, *second], second) == [[("a", 1), ("b", 2)], [("a", 1)], []]
    assert told([], second) == [[], [], [("a", 1), ("b", 2)]]
    assert told(second, []) == [[], [("a", 1), ("b", 2)], []]
