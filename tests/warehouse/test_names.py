"""Written names become keys by exact rules; what is not known is said, never guessed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.warehouse.rows import batch, load, order, rows_of

from fupan.warehouse import UNKNOWN_MEMBER, BuildRules, Warehouse

CUSTOMERS = [
    {"customer_id": "C1", "name": "深圳华强"},
    {"customer_id": "C2", "name": "大明"},
    {"customer_id": "C3", "name": "大明"},
]
RESOLVED = "SELECT customer_id_raw, customer_id FROM order_lines ORDER BY order_id"


def test_key_then_unique_name_then_confirmed_name(warehouse: Warehouse, inbox: Path) -> None:
    written = ["C1", "深圳华强", "大明", "华强电子(深圳)", "华强电子", None]
    lines = [order(str(n), "1", 10, customer_id=name) for n, name in enumerate(written)]
    rules = BuildRules(names={"customers": {"华强电子(深圳)": "C1", "华强电子": "C999"}})
    load(warehouse, "l1", batch(inbox, "customers", CUSTOMERS), batch(inbox, "order_lines", lines), rules=rules)
    assert rows_of(warehouse, RESOLVED) == [
        ("C1", "C1"),
        ("深圳华强", "C1"),
        ("大明", None),  # two customers are called so
        ("华强电子(深圳)", "C1"),
        ("华强电子", None),  # confirmed to a customer that is not there
        (None, None),
    ]
    how = "SELECT raw, key, how FROM name_matches WHERE entity = 'customers' ORDER BY raw COLLATE C"
    assert {r: (k, h) for r, k, h in rows_of(warehouse, how.replace(" COLLATE C", ""))} == {
        "C1": ("C1", "key"),
        "深圳华强": ("C1", "name"),
        "华强电子(深圳)": ("C1", "confirmed"),
        "大明": (None, None),
        "华强电子": (None, None),
    }


def test_confirming_a_name_needs_no_new_load(warehouse: Warehouse, inbox: Path) -> None:
    from tests.warehouse.rows import NOW

    lines = batch(inbox, "order_lines", [order("A", "1", 10, customer_id="华强电子")])
    load(warehouse, "l1", batch(inbox, "customers", CUSTOMERS), lines)
    assert rows_of(warehouse, RESOLVED) == [("华强电子", None)]
    with warehouse.write(NOW) as writer:
        writer.publish(BuildRules(names={"customers": {"华强电子": "C1"}}))
    assert rows_of(warehouse, RESOLVED) == [("华强电子", "C1")]


def test_without_a_master_every_written_name_is_a_member(warehouse: Warehouse, inbox: Path) -> None:
    lines = [
        order("1", "1", 10, customer_id="甲公司", product_id="P1", product_line="A", region_id="华东"),
        order("2", "1", 10, customer_id="甲公司(上海)", product_id="P1", product_line="A"),
        order("3", "1", 10, customer_id="乙公司", product_id="P1", product_line="B", region_id="华南"),
    ]
    rules = BuildRules(names={"customers": {"甲公司(上海)": "甲公司"}})
    load(warehouse, "l1", batch(inbox, "order_lines", lines), rules=rules)
    assert rows_of(warehouse, "SELECT customer_id FROM order_lines ORDER BY order_id") == [
        ("甲公司",),
        ("甲公司",),
        ("乙公司",),
    ]
    assert set(rows_of(warehouse, "SELECT customer_id, name FROM customers")) == {
        ("甲公司", "甲公司"),
        ("乙公司", "乙公司"),
    }
    assert rows_of(warehouse, "SELECT product_id, name, product_line FROM products") == [("P1", "P1", "A")]
    assert set(rows_of(warehouse, "SELECT region_id, region FROM regions")) == {("华东", "华东"), ("华南", "华南")}
    with warehouse.read() as reader:
        assert warehouse.unmatched(reader) == []


def test_an_unknown_name_in_a_target_is_not_all(warehouse: Warehouse, inbox: Path) -> None:
    target = {"metric": "net_sales", "start_date": "2025-06-01", "end_date": "2025-07-01", "amount": 100}
    load(
        warehouse,
        "l1",
        batch(inbox, "regions", [{"region_id": "E", "name": "华东"}]),
        batch(inbox, "targets", [target, target | {"region_id": "华东"}, target | {"region_id": "华东区"}]),
    )
    found = rows_of(warehouse, "SELECT region_id_raw, region_id, grain_set FROM targets ORDER BY source_row")
    assert found == [(None, None, "company"), ("华东", "E", "region"), ("华东区", UNKNOWN_MEMBER, "region")]


def test_unmatched_names_stand_by_the_money_behind_them(warehouse: Warehouse, inbox: Path) -> None:
    lines = [
        order("1", "1", 10, customer_id="小店"),
        order("2", "1", None, customer_id="华强电子", gross_with_tax=113, tax_rate="0.13"),
        order("3", "1", -50, customer_id="小店"),
        order("4", "1", 1000, customer_id="C1"),
    ]
    receipt = {"receipt_id": "R1", "receipt_date": "2025-06-30", "amount": 7, "customer_id": "小店"}
    load(
        warehouse,
        "l1",
        batch(inbox, "customers", CUSTOMERS),
        batch(inbox, "order_lines", lines),
        batch(inbox, "receipts", [receipt]),
    )
    with warehouse.read() as reader:
        found = [(u.entity, u.name, u.money, u.rows, u.tables) for u in warehouse.unmatched(reader)]
    assert found == [
        ("customers", "华强电子", Decimal(113), 1, ("order_lines",)),
        ("customers", "小店", Decimal(67), 3, ("order_lines", "receipts")),
    ]
