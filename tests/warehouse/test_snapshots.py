"""Snapshots: what is kept, taken back, pruned, and told about where rows came from."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from tests.warehouse.rows import NOW, batch, load, order, rows_of

from fupan.errors import ConflictError, UserError, WorkspaceError
from fupan.warehouse import BuildRules, Warehouse

SUM = "SELECT CAST(sum(gross_without_tax) AS INT) AS s FROM order_lines"


def test_nothing_loaded_is_told(warehouse: Warehouse) -> None:
    assert warehouse.current() is None
    assert warehouse.snapshots() == []
    assert warehouse.loads() == []
    with pytest.raises(UserError, match="nothing has been loaded yet"):
        warehouse.read()


def test_old_snapshots_stay_as_they_were(warehouse: Warehouse, inbox: Path) -> None:
    first, _ = load(warehouse, "l1", batch(inbox, "order_lines", [order("A", "1", 10)]))
    second, _ = load(warehouse, "l2", batch(inbox, "order_lines", [order("A", "1", 15)], file="b.csv"))
    assert rows_of(warehouse, SUM) == [(15,)]
    assert rows_of(warehouse, SUM, first.id) == [(10,)]
    assert second.parent == first.id
    assert [m.id for m in warehouse.snapshots()] == [second.id, first.id]


def test_files_of_tables_that_did_not_change_are_referenced_again(warehouse: Warehouse, inbox: Path) -> None:
    first, _ = load(
        warehouse,
        "l1",
        batch(inbox, "customers", [{"customer_id": "C1", "name": "华强"}]),
        batch(inbox, "order_lines", [order("A", "1", 10, customer_id="C1")]),
    )
    second, _ = load(warehouse, "l2", batch(inbox, "order_lines", [order("B", "1", 1, customer_id="C1")], file="b.csv"))
    assert second.tables["customers"] == first.tables["customers"]
    assert second.state["customers"] == first.state["customers"]
    assert second.tables["order_lines"] != first.tables["order_lines"]


def test_undo_takes_a_load_in_the_middle_back(warehouse: Warehouse, inbox: Path) -> None:
    load(warehouse, "l1", batch(inbox, "order_lines", [order("A", "1", 10)]))
    load(warehouse, "l2", batch(inbox, "order_lines", [order("A", "1", 99), order("B", "1", 5)], file="wrong.csv"))
    load(warehouse, "l3", batch(inbox, "order_lines", [order("C", "1", 3)], file="c.csv"))
    with warehouse.write(NOW) as writer:
        writer.drop("l2")
        manifest, _ = writer.publish(BuildRules())
    assert manifest.loads == ("l1", "l3")
    assert rows_of(warehouse, SUM) == [(13,)]
    assert [o.load_id for o in warehouse.lineage("order_lines")] == ["l1", "l3"]


def test_undo_of_the_last_load_gives_the_files_of_before(warehouse: Warehouse, inbox: Path) -> None:
    first, _ = load(warehouse, "l1", batch(inbox, "order_lines", [order("A", "1", 10)]))
    load(warehouse, "l2", batch(inbox, "order_lines", [order("B", "1", 5)], file="b.csv"))
    with warehouse.write(NOW) as writer:
        writer.drop("l2")
        third, _ = writer.publish(BuildRules())
    assert third.tables == first.tables
    assert third.same_content(first)
    assert third.id != first.id


def test_undo_names_the_loads_there_are(warehouse: Warehouse, inbox: Path) -> None:
    load(warehouse, "l1", batch(inbox, "order_lines", [order("A", "1", 10)]))
    with pytest.raises(UserError, match="in force are: l1"), warehouse.write(NOW) as writer:
        writer.drop("l9")


def test_what_was_not_published_never_happened(warehouse: Warehouse, inbox: Path) -> None:
    first, _ = load(warehouse, "l1", batch(inbox, "order_lines", [order("A", "1", 10)]))
    with warehouse.write(NOW) as writer:
        writer.add("l2", [batch(inbox, "order_lines", [order("B", "1", 5)], file="b.csv")])
    assert warehouse.current() == first
    second, _ = load(warehouse, "l2", batch(inbox, "order_lines", [order("B", "1", 6)], file="b.csv"))
    assert second.loads == ("l1", "l2")
    assert rows_of(warehouse, SUM) == [(16,)]


def test_other_rules_build_anew_without_a_load(warehouse: Warehouse, inbox: Path) -> None:
    load(warehouse, "l1", batch(inbox, "order_lines", [order("A", "1", 10)]))
    with warehouse.write(NOW) as writer:
        second, changes = writer.publish(BuildRules(currency="USD"))
    assert changes == ()
    assert second.loads == ("l1",)
    assert rows_of(warehouse, "SELECT currency FROM order_lines") == [("USD",)]


def test_the_log_counts_what_was_read(warehouse: Warehouse, inbox: Path) -> None:
    held = [
        {"source_file": "o.csv", "source_row": 7, "field": "order_date", "found": "2025-13-01", "reason": "no date"}
    ]
    load(warehouse, "l1", batch(inbox, "order_lines", [order("A", "1", 10)], file="o.csv", quarantine=held))
    (record,) = warehouse.loads()
    assert (record.read, record.loaded, record.quarantined, record.left_out) == (2, 1, 1, 0)
    assert record.files == ("o.csv",)
    assert record.time == NOW
    assert record.changes[0].new == 1
    assert warehouse.quarantine("l1").to_pylist() == [
        {"table": "order_lines", "expected": None, "row": None} | held[0],
    ]


def test_a_load_that_is_all_quarantine_is_remembered(warehouse: Warehouse, inbox: Path) -> None:
    held = [{"source_file": "o.csv", "source_row": 2, "field": "order_date", "found": "?", "reason": "no date"}]
    load(warehouse, "l1", batch(inbox, "order_lines", [], file="o.csv", quarantine=held))
    assert warehouse.quarantine("l1").num_rows == 1


def test_lineage_adds_up_to_the_table(warehouse: Warehouse, inbox: Path) -> None:
    load(warehouse, "l1", batch(inbox, "order_lines", [order("A", "1", 10), order("B", "1", 5)], file="a.csv"))
    manifest, _ = load(
        warehouse, "l2", batch(inbox, "order_lines", [order("B", "1", 6), order("C", "1", 1)], file="b.csv")
    )
    found = [(o.load_id, o.file, o.rows) for o in warehouse.lineage("order_lines")]
    assert found == [("l1", "a.csv", 1), ("l2", "b.csv", 2)]
    assert sum(rows for *_, rows in found) == manifest.rows("order_lines")


def test_prune_keeps_the_newest_and_those_pinned(warehouse: Warehouse, inbox: Path) -> None:
    made = [
        load(warehouse, f"l{n}", batch(inbox, "order_lines", [order("A", "1", n)], file=f"{n}.csv"))[0]
        for n in range(4)
    ]
    later = NOW + dt.timedelta(days=1)
    assert warehouse.prune(1, now=later, pinned=[made[1].id]) == [made[2].id, made[0].id]
    assert rows_of(warehouse, SUM) == [(3,)]
    assert rows_of(warehouse, SUM, made[1].id) == [(1,)]
    with pytest.raises(WorkspaceError, match="no snapshot"):
        warehouse.read(made[0].id)
    load(warehouse, "l9", batch(inbox, "order_lines", [order("A", "1", 9)], file="9.csv"))
    assert rows_of(warehouse, SUM, made[1].id) == [(1,)]
    assert len(warehouse.loads()) == 5


def test_prune_spares_what_a_reader_may_still_have_open(warehouse: Warehouse, inbox: Path) -> None:
    for n in range(3):
        load(warehouse, f"l{n}", batch(inbox, "order_lines", [order("A", "1", n)], file=f"{n}.csv"))
    assert warehouse.prune(1, now=NOW + dt.timedelta(minutes=5)) == []


@pytest.mark.parametrize("load_id", ["", "../l1", "a/b", "l 1", ".hidden"])
def test_an_id_cannot_leave_the_warehouse(warehouse: Warehouse, inbox: Path, load_id: str) -> None:
    one = batch(inbox, "order_lines", [order("A", "1", 10)])
    with pytest.raises(UserError, match="id of a load"), warehouse.write(NOW) as writer:
        writer.add(load_id, [one])
    with pytest.raises(WorkspaceError):
        warehouse.snapshot("../current")


def test_a_load_id_is_used_once(warehouse: Warehouse, inbox: Path) -> None:
    one = batch(inbox, "order_lines", [order("A", "1", 10)])
    load(warehouse, "l1", one)
    with pytest.raises(ConflictError, match="l1"), warehouse.write(NOW) as writer:
        writer.add("l1", [one])


def test_a_damaged_manifest_is_named(warehouse: Warehouse, inbox: Path) -> None:
    made, _ = load(warehouse, "l1", batch(inbox, "order_lines", [order("A", "1", 10)]))
    path = warehouse.root / "snapshots" / f"{made.id}.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="damaged"):
        warehouse.read()


def test_a_reader_is_locked_in(warehouse: Warehouse, inbox: Path, tmp_path: Path) -> None:
    import duckdb

    load(warehouse, "l1", batch(inbox, "order_lines", [order("A", "1", 10)]))
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    with warehouse.read() as reader:
        assert reader.sql("SELECT order_id FROM order_lines WHERE gross_without_tax = ?", [Decimal(10)]).num_rows == 1
        for text in (f"SELECT * FROM read_csv('{secret.as_posix()}')", f"SELECT * FROM '{secret.as_posix()}'"):
            with pytest.raises(duckdb.Error):
                reader.sql(text)
        for text in (
            "CREATE TABLE x AS SELECT 1",
            "SELECT 1; SELECT 2",
            "SET threads = 1",
            "COPY order_lines TO 'x.csv'",
        ):
            with pytest.raises(ValueError, match="exactly one SELECT"):
                reader.sql(text)
        files = warehouse.current().tables["order_lines"]  # type: ignore[union-attr]
        with pytest.raises(duckdb.Error):
            reader.backend.raw_sql(f"COPY (SELECT 1) TO '{(warehouse.root / files[0].path).as_posix()}'")
        with pytest.raises(duckdb.Error):
            reader.backend.raw_sql("SET enable_external_access = true")


def test_every_declared_table_is_there_and_typed(warehouse: Warehouse, inbox: Path) -> None:
    from fupan.contracts import all_tables

    load(warehouse, "l1", batch(inbox, "order_lines", [order("A", "1", 10)]))
    with warehouse.read() as reader:
        for contract in all_tables():
            found = reader.table(contract.name)
            assert set(contract.names) <= set(found.columns)
            if contract.name != "order_lines":
                assert found.to_pyarrow().num_rows == 0
        assert str(reader.table("receipts").amount.type()) == "decimal(19, 4)"
        with pytest.raises(UserError, match="no table"):
            reader.table("nonsense")
