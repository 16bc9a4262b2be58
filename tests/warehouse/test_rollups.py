"""Roll-ups lie beside a snapshot as a cache: read where complete, ignored where damaged, gone with the snapshot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from fupan.warehouse.rollups import Rollup, read_rollups, rollup_directory, write_rollups, write_rows
from fupan.warehouse.store import Store

ROLLUP = Rollup("by_day", "h", "order_lines", "recognition", "day", ("region_id",), ("region",), (("sum(quantity)", "f0"),),
                (), 0, 9, "by_day-1.parquet")  # fmt: skip


def _kept(store: Store) -> Rollup:
    batches = pa.RecordBatchReader.from_batches(pa.schema([("f0", pa.int64())]), [pa.record_batch({"f0": [1, 2]})])
    kept = write_rows(store, "s1", ROLLUP, batches)
    write_rollups(store, "s1", [kept])
    return kept


def test_what_was_written_is_read(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert read_rollups(store, "s1") == ()
    assert _kept(store) == replace(ROLLUP, rows=2)
    assert read_rollups(store, "s1") == (replace(ROLLUP, rows=2),)
    assert read_rollups(store, "s2") == ()


def test_a_damaged_list_a_missing_file_or_a_foreign_path_give_none(tmp_path: Path) -> None:
    store = Store(tmp_path)
    _kept(store)
    listed = rollup_directory(store, "s1") / "rollups.json"
    text = listed.read_text(encoding="utf-8")
    for damaged in ("{", text.replace('"by_day-1.parquet"', '"../../../etc/passwd"'), text.replace('"rows"', '"r"')):
        listed.write_text(damaged, encoding="utf-8")
        assert read_rollups(store, "s1") == ()
    listed.write_text(text, encoding="utf-8")
    (rollup_directory(store, "s1") / ROLLUP.file).unlink()
    assert read_rollups(store, "s1") == ()


def test_a_sweep_takes_those_of_snapshots_that_are_gone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    _kept(store)
    store.sweep([])
    assert not rollup_directory(store, "s1").exists()
