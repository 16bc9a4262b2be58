"""Row identity: which row replaces which, and how a load counts what it did."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.warehouse.rows import batch, counts, load, order, rows_of

from fupan.contracts.batch import Batch
from fupan.warehouse import Warehouse

LINES = "SELECT order_id, line_id, CAST(gross_without_tax AS INT) AS amount FROM order_lines ORDER BY ALL"


def test_a_first_load_is_all_new(warehouse: Warehouse, inbox: Path) -> None:
    manifest, (change,) = load(warehouse, "l1", batch(inbox, "order_lines", [order("A", "1", 10), order("A", "2", 20)]))
    assert counts(change) == (2, 0, 0, 0)
    assert manifest.rows("order_lines") == 2
    assert rows_of(warehouse, LINES) == [("A", "1", 10), ("A", "2", 20)]


def test_the_same_file_twice_changes_nothing(warehouse: Warehouse, inbox: Path) -> None:
    same = batch(inbox, "order_lines", [order("A", "1", 10), order("B", None, 20), order("B", None, 20)])
    first, _ = load(warehouse, "l1", same)
    files = sorted(p.name for p in warehouse.root.rglob("*.parquet"))
    second, (change,) = load(warehouse, "l2", same)
    assert counts(change) == (0, 0, 3, 0)
    assert second == first
    assert [r.id for r in warehouse.loads()] == ["l1"]
    assert sorted(p.name for p in warehouse.root.rglob("*.parquet")) == files


def test_incremental_upserts_by_order_and_line(warehouse: Warehouse, inbox: Path) -> None:
    load(warehouse, "l1", batch(inbox, "order_lines", [order("A", "1", 10), order("A", "2", 20)]))
    _, (change,) = load(
        warehouse, "l2", batch(inbox, "order_lines", [order("A", "2", 25), order("C", "1", 7)], file="next.csv")
    )
    assert counts(change) == (1, 1, 0, 0)
    assert rows_of(warehouse, LINES) == [("A", "1", 10), ("A", "2", 25), ("C", "1", 7)]


def test_systems_have_orders_of_their_own(warehouse: Warehouse, inbox: Path) -> None:
    load(warehouse, "l1", batch(inbox, "order_lines", [order("A", "1", 10)], system="erp"))
    _, (change,) = load(
        warehouse, "l2", batch(inbox, "order_lines", [order("A", "1", 11)], system="shop", source="shop")
    )
    assert counts(change) == (1, 0, 0, 0)
    assert rows_of(warehouse, "SELECT source_system FROM order_lines ORDER BY 1") == [("erp",), ("shop",)]


def test_true_duplicates_without_line_numbers_survive(warehouse: Warehouse, inbox: Path) -> None:
    _, (change,) = load(warehouse, "l1", batch(inbox, "order_lines", [order("A", None, 5)] * 3 + [order("A", None, 6)]))
    assert counts(change) == (4, 0, 0, 0)
    assert rows_of(warehouse, LINES) == [("A", None, 5)] * 3 + [("A", None, 6)]


def test_an_order_without_line_numbers_is_replaced_as_a_whole(warehouse: Warehouse, inbox: Path) -> None:
    old = [order("A", None, 5), order("A", None, 5), order("A", None, 6), order("B", None, 1)]
    load(warehouse, "l1", batch(inbox, "order_lines", old))
    # one of the two fives stays, six became seven, one five is gone; order B is not spoken of
    _, (change,) = load(
        warehouse, "l2", batch(inbox, "order_lines", [order("A", None, 5), order("A", None, 7)], file="next.csv")
    )
    assert counts(change) == (0, 1, 1, 1)
    (warning,) = change.warnings
    assert warning.startswith("2 lines of 1 documents of order_lines that came from other files were replaced")
    assert rows_of(warehouse, LINES) == [("A", None, 5), ("A", None, 7), ("B", None, 1)]


def test_line_numbers_that_arrive_later_replace_the_unnumbered_lines(warehouse: Warehouse, inbox: Path) -> None:
    load(warehouse, "l1", batch(inbox, "order_lines", [order("A", None, 5), order("A", None, 6)]))
    load(warehouse, "l2", batch(inbox, "order_lines", [order("A", "1", 5), order("A", "2", 6)], file="next.csv"))
    assert rows_of(warehouse, LINES) == [("A", "1", 5), ("A", "2", 6)]


def test_an_order_split_over_two_files_of_one_load_is_one_order(warehouse: Warehouse, inbox: Path) -> None:
    parts = [
        batch(inbox, "order_lines", [order("A", None, 5)], file="part1.csv"),
        batch(inbox, "order_lines", [order("A", None, 6)], file="part2.csv"),
    ]
    _, (change,) = load(warehouse, "l1", *parts)
    assert counts(change) == (2, 0, 0, 0)
    assert rows_of(warehouse, LINES) == [("A", None, 5), ("A", None, 6)]


def test_one_file_under_two_names_counts_once(warehouse: Warehouse, inbox: Path) -> None:
    one = batch(inbox, "order_lines", [order("A", None, 5)], file="orders.csv")
    copy = replace(one, file=replace(one.file, name="orders (1).csv"))
    _, (change,) = load(warehouse, "l1", one, copy)
    assert (change.new, change.superseded) == (1, 1)
    assert change.warnings == ("orders (1).csv is a copy of orders.csv; its 1 rows are counted once",)


def test_a_full_file_deletes_what_vanished_from_it_only(warehouse: Warehouse, inbox: Path) -> None:
    load(
        warehouse,
        "l1",
        batch(inbox, "order_lines", [order("A", "1", 10), order("B", "1", 20)], file="june.csv", mode="full"),
        batch(inbox, "order_lines", [order("C", "1", 30)], file="july.csv", mode="full"),
    )
    _, (change,) = load(
        warehouse, "l2", batch(inbox, "order_lines", [order("B", "1", 20)], file="june.csv", mode="full")
    )
    assert counts(change) == (0, 0, 1, 1)
    assert rows_of(warehouse, LINES) == [("B", "1", 20), ("C", "1", 30)]


def test_a_full_source_deletes_what_vanished_from_all_its_files(warehouse: Warehouse, inbox: Path) -> None:
    load(
        warehouse,
        "l1",
        batch(inbox, "order_lines", [order("A", "1", 10)], file="may.csv", source="erp", mode="full", scope="source"),
        batch(inbox, "order_lines", [order("S", "1", 5)], file="shop.csv", source="shop", system="shop"),
    )
    _, (change,) = load(
        warehouse,
        "l2",
        batch(inbox, "order_lines", [order("B", "1", 20)], file="june.csv", source="erp", mode="full", scope="source"),
    )
    assert counts(change) == (1, 0, 0, 1)
    assert rows_of(warehouse, LINES) == [("B", "1", 20), ("S", "1", 5)]


def test_a_full_workbook_speaks_for_its_sheets_also_those_that_are_gone(warehouse: Warehouse, inbox: Path) -> None:
    def sheet(name: str, *rows: dict[str, object]) -> Batch:
        one = batch(inbox, "order_lines", rows, file=f"orders.xlsx#{name}", mode="full")
        return replace(one, file=replace(one.file, sheet=name))

    load(warehouse, "l1", sheet("5月", order("A", "1", 1)), sheet("6月", order("B", "1", 2)))
    _, (change,) = load(warehouse, "l2", sheet("5月", order("A", "1", 1)))
    assert counts(change) == (0, 0, 1, 1)
    assert rows_of(warehouse, LINES) == [("A", "1", 1)]


def test_an_empty_full_file_empties_what_it_held(warehouse: Warehouse, inbox: Path) -> None:
    load(warehouse, "l1", batch(inbox, "order_lines", [order("A", "1", 10)], file="june.csv", mode="full"))
    _, (change,) = load(warehouse, "l2", batch(inbox, "order_lines", [], file="june.csv", mode="full"))
    assert counts(change) == (0, 0, 0, 1)
    assert rows_of(warehouse, LINES) == []


@pytest.mark.parametrize(("second", "told"), [(10, ()), (11, ("1 rows were replaced by a later, different row",))])
def test_a_key_twice_in_a_file_keeps_the_last_and_says_so(
    warehouse: Warehouse, inbox: Path, second: int, told: tuple[str, ...]
) -> None:
    _, (change,) = load(warehouse, "l1", batch(inbox, "order_lines", [order("A", "1", 10), order("A", "1", second)]))
    assert (change.new, change.superseded) == (1, 1)
    assert rows_of(warehouse, LINES) == [("A", "1", second)]
    assert len(change.warnings) == len(told)
    assert all(w.startswith(t) for w, t in zip(change.warnings, told, strict=True))


def test_empty_parts_of_a_key_are_equal_to_each_other(warehouse: Warehouse, inbox: Path) -> None:
    target = {"metric": "net_sales", "start_date": "2025-06-01", "end_date": "2025-07-01", "amount": 100}
    load(warehouse, "l1", batch(inbox, "targets", [target, target | {"product_line": "A", "amount": 40}]))
    _, (change,) = load(warehouse, "l2", batch(inbox, "targets", [target | {"amount": 110}], file="revised.csv"))
    assert counts(change) == (0, 1, 0, 0)
    assert rows_of(warehouse, "SELECT CAST(amount AS INT) AS a, grain_set FROM targets ORDER BY 1") == [
        (40, "product_line"),
        (110, "company"),
    ]


def test_values_that_would_run_together_stay_apart(warehouse: Warehouse, inbox: Path) -> None:
    rows = [order("1", "12", 1), order("11", "2", 2), order("1:1", "2", 3), order("A\x1f1", "1", 4)]
    _, (change,) = load(warehouse, "l1", batch(inbox, "order_lines", rows))
    assert counts(change) == (4, 0, 0, 0)


def test_two_sources_that_claim_one_key_are_told(warehouse: Warehouse, inbox: Path) -> None:
    row = {"customer_id": "C1", "name": "华强"}
    load(warehouse, "l1", batch(inbox, "customers", [row], source="crm"))
    _, (change,) = load(warehouse, "l2", batch(inbox, "customers", [row | {"tier": "A"}], source="erp"))
    assert counts(change) == (0, 1, 0, 0)
    assert change.warnings == ("1 rows of customers that came from source crm were replaced",)


def test_content_of_files_is_never_sql(warehouse: Warehouse, inbox: Path) -> None:
    nasty = "x'); DROP TABLE order_lines; --\""
    _, (change,) = load(
        warehouse,
        "l1",
        batch(inbox, "order_lines", [order(nasty, "1", 1, customer_id=nasty)], file=nasty, source=nasty),
    )
    assert counts(change) == (1, 0, 0, 0)
    assert rows_of(warehouse, "SELECT order_id, customer_id, source_file FROM order_lines") == [(nasty, nasty, nasty)]
