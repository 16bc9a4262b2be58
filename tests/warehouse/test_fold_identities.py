"""Identities that hold for any rows: loads conserve rows, repeat without effect, and can be taken back."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.warehouse.rows import NOW, batch, load, order, rows_of

from fupan.contracts import table
from fupan.warehouse import BuildRules, Change, Warehouse, staging_connection
from fupan.warehouse.fold import Incoming, fold
from fupan.warehouse.loadlog import record_of
from fupan.warehouse.rows import empty_rows, state_columns

ORDER_LINES = table("order_lines")
ROWS = st.lists(
    st.builds(order, st.sampled_from("AB"), st.sampled_from([None, "1", "2"]), st.integers(0, 2)), max_size=6
)
FILES = st.tuples(
    st.sampled_from(["f1.csv", "f2.csv"]),
    st.sampled_from(["incremental", "full"]),
    st.sampled_from(["file", "source"]),
    ROWS,
)


class Folding:
    """Current rows in memory and the fold that changes them."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._con, self._loads = folder, staging_connection(threads=1), 0
        self._con.execute(f"CREATE TEMP TABLE s AS {empty_rows(state_columns(ORDER_LINES))}")

    def fold(self, file: Any) -> tuple[Change, int]:
        given_batch = made(self._folder, file)
        self._loads += 1
        incoming = Incoming(record_of(given_batch, "", None), given_batch.path)
        return fold(self._con, ORDER_LINES, "s", f"l{self._loads}", [incoming]), given_batch.loaded

    def rows(self) -> Counter[tuple[Any, ...]]:
        found = self._con.execute(
            "SELECT order_id, line_id, CAST(gross_without_tax AS INT), source_file, load_id FROM s"
        )
        return Counter(found.fetchall())

    def close(self) -> None:
        self._con.close()


@contextmanager
def folding() -> Iterator[Folding]:
    with tempfile.TemporaryDirectory() as folder:
        one = Folding(Path(folder))
        try:
            yield one
        finally:
            one.close()


def made(folder: Path, file: tuple[str, Any, str, list[dict[str, Any]]]) -> Any:
    name, mode, scope, rows = file
    return batch(folder, "order_lines", rows, file=name, mode=mode, scope=scope, source="erp")


@settings(max_examples=60)
@given(st.lists(FILES, max_size=2), FILES)
def test_a_repeated_file_changes_nothing(before: list[Any], file: Any) -> None:
    with folding() as one:
        for earlier in before:
            one.fold(earlier)
        one.fold(file)
        rows = one.rows()
        change, loaded = one.fold(file)
        assert change.nothing
        assert change.unchanged + change.superseded == loaded
        assert one.rows() == rows


@settings(max_examples=60)
@given(st.lists(FILES, min_size=1, max_size=4))
def test_each_loaded_row_is_accounted_for_and_rows_are_conserved(files: list[Any]) -> None:
    with folding() as one:
        rows = 0
        for file in files:
            change, loaded = one.fold(file)
            assert change.new + change.changed + change.unchanged + change.superseded == loaded
            rows += change.new - change.vanished
            assert one.rows().total() == rows


@settings(max_examples=60)
@given(st.lists(FILES, max_size=2), ROWS)
def test_a_full_source_leaves_exactly_its_own_rows(before: list[Any], rows: list[dict[str, Any]]) -> None:
    bare = [r | {"line_id": None} for r in rows]
    with folding() as one:
        for earlier in before:
            one.fold(earlier)
        one.fold(("f1.csv", "full", "source", bare))
        said = Counter((o, a) for (o, _, a, _, _), n in one.rows().items() for _ in range(n))
        assert said == Counter((r["order_id"], r["gross_without_tax"]) for r in rows)


@settings(max_examples=5)
@given(st.lists(FILES, min_size=2, max_size=3), st.data())
def test_taking_a_load_back_is_as_if_it_had_never_been(files: list[Any], data: st.DataObject) -> None:
    dropped = data.draw(st.integers(0, len(files) - 1))
    query = "SELECT order_id, line_id, CAST(gross_without_tax AS INT) AS a FROM order_lines ORDER BY ALL"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        warehouse, other = Warehouse(root / "w", threads=1), Warehouse(root / "o", threads=1)
        for n, file in enumerate(files):
            load(warehouse, f"l{n}", made(root, file))
            if n != dropped:
                load(other, f"l{n}", made(root, file))
        in_force = {r.id for r in warehouse.loads()}
        if in_force == {f"l{n}" for n in range(len(files))}:
            with warehouse.write(NOW) as writer:
                writer.drop(f"l{dropped}")
                writer.publish(BuildRules())
            assert rows_of(warehouse, query) == rows_of(other, query)
