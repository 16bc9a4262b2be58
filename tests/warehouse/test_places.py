"""Geography, partners and what follows from the order."""

from __future__ import annotations

from pathlib import Path

from tests.warehouse.rows import batch, load, order, rows_of

from fupan.warehouse import Warehouse

TREE = [
    {"region_id": "CN", "name": "中国", "level": "国家"},
    {"region_id": "E", "name": "华东", "parent_id": "CN"},
    {"region_id": "SH", "name": "上海", "parent_id": "华东"},
    {"region_id": "PD", "name": "浦东", "parent_id": "SH"},
]
FLAT = "SELECT region_id, region, province, city FROM regions ORDER BY region_id"


def test_the_tree_is_flattened_below_the_country(warehouse: Warehouse, inbox: Path) -> None:
    load(warehouse, "l1", batch(inbox, "regions", TREE))
    assert rows_of(warehouse, FLAT) == [
        ("CN", None, None, None),
        ("E", "华东", None, None),
        ("PD", "华东", "上海", "浦东"),
        ("SH", "华东", "上海", None),
    ]


def test_roots_without_a_country_are_regions(warehouse: Warehouse, inbox: Path) -> None:
    nodes = [{"region_id": "E", "name": "华东"}, {"region_id": "S", "name": "华南"}]
    nodes += [{"region_id": "SH", "name": "上海", "parent_id": "E"}]
    load(warehouse, "l1", batch(inbox, "regions", nodes))
    assert rows_of(warehouse, FLAT) == [
        ("E", "华东", None, None),
        ("S", "华南", None, None),
        ("SH", "华东", "上海", None),
    ]


def test_a_circle_and_an_unknown_parent_are_told(warehouse: Warehouse, inbox: Path) -> None:
    nodes = [
        {"region_id": "A", "name": "甲", "parent_id": "B"},
        {"region_id": "B", "name": "乙", "parent_id": "A"},
        {"region_id": "C", "name": "丙", "parent_id": "nowhere"},
        {"region_id": "D", "name": "丁"},
    ]
    manifest, _ = load(warehouse, "l1", batch(inbox, "regions", nodes))
    assert [r[:2] for r in rows_of(warehouse, FLAT)] == [("A", "甲"), ("B", "乙"), ("C", "丙"), ("D", "丁")]
    assert len([n for n in manifest.notes if "circle" in n]) == 2
    assert "regions: parent “nowhere” of “丙” is unknown; it is shown as a region of its own" in manifest.notes


def test_an_empty_region_follows_from_store_dealer_customer(warehouse: Warehouse, inbox: Path) -> None:
    regions = [{"region_id": r, "name": r} for r in ("R1", "R2", "R3", "R4")]
    lines = [
        order("1", "1", 1, region_id="R4", store_id="S", dealer_id="D", customer_id="C"),
        order("2", "1", 1, store_id="S", dealer_id="D", customer_id="C"),
        order("3", "1", 1, dealer_id="D", customer_id="C"),
        order("4", "1", 1, customer_id="C"),
        order("5", "1", 1, region_id="火星", store_id="S"),
    ]
    load(
        warehouse,
        "l1",
        batch(inbox, "regions", regions),
        batch(inbox, "stores", [{"store_id": "S", "name": "店", "region_id": "R1", "channel_id": "CH"}]),
        batch(inbox, "dealers", [{"dealer_id": "D", "name": "商", "region_id": "R2"}]),
        batch(inbox, "customers", [{"customer_id": "C", "name": "客", "region_id": "R3"}]),
        batch(inbox, "channels", [{"channel_id": "CH", "name": "门店"}]),
        batch(inbox, "order_lines", lines),
    )
    found = rows_of(warehouse, "SELECT region_id, channel_id FROM order_lines ORDER BY order_id")
    assert found == [("R4", "CH"), ("R1", "CH"), ("R2", None), ("R3", None), (None, "CH")]


def test_a_dealer_is_its_customer_and_back(warehouse: Warehouse, inbox: Path) -> None:
    lines = [
        order("1", "1", 1, dealer_id="D"),
        order("2", "1", 1, customer_id="C"),
        order("3", "1", 1, customer_id="X"),
    ]
    load(
        warehouse,
        "l1",
        batch(inbox, "dealers", [{"dealer_id": "D", "name": "商", "customer_id": "客"}]),
        batch(inbox, "customers", [{"customer_id": "C", "name": "客"}, {"customer_id": "X", "name": "另"}]),
        batch(inbox, "order_lines", lines),
    )
    found = rows_of(warehouse, "SELECT customer_id, dealer_id FROM order_lines ORDER BY order_id")
    assert found == [("C", "D"), ("C", "D"), ("X", None)]


def test_the_masters_product_line_goes_before_the_facts(warehouse: Warehouse, inbox: Path) -> None:
    products = [{"product_id": "P1", "name": "p1", "product_line": "A"}, {"product_id": "P2", "name": "p2"}]
    lines = [
        order("1", "1", 1, product_id="P1", product_line="a系列"),
        order("2", "1", 1, product_id="P2", product_line="B"),
        order("3", "1", 1, product_id="P2"),
        order("4", "1", 1, product_line="C"),
    ]
    load(warehouse, "l1", batch(inbox, "products", products), batch(inbox, "order_lines", lines))
    assert rows_of(warehouse, "SELECT product_line FROM order_lines ORDER BY order_id") == [
        ("A",),
        ("B",),
        ("B",),
        ("C",),
    ]
    assert rows_of(warehouse, "SELECT product_line FROM products ORDER BY product_id") == [("A",), ("B",)]


def test_a_return_follows_its_order_line(warehouse: Warehouse, inbox: Path) -> None:
    lines = [
        order(
            "1", "1", 100, customer_id="C", product_id="P1", channel_id="网", tax_rate="0.13", order_date="2025-05-09"
        ),
        order(
            "1", "2", 100, customer_id="C", product_id="P2", channel_id="店", tax_rate="0.06", order_date="2025-05-09"
        ),
    ]
    back = {"return_date": "2025-06-20", "amount_without_tax": 10, "order_id": "1", "line_id": "1"}
    returns = [
        back | {"return_id": "T1", "order_line_id": "2"},
        back | {"return_id": "T2", "product_id": "P1"},
        back | {"return_id": "T3"},
        back | {"return_id": "T4", "order_id": "9"},
    ]
    # the returns come from another system than the order
    load(warehouse, "l1", batch(inbox, "order_lines", lines), batch(inbox, "return_lines", returns, system="service"))
    found = rows_of(
        warehouse,
        "SELECT customer_id, product_id, channel_id, CAST(tax_rate * 100 AS INT), CAST(order_date AS VARCHAR),"
        " CAST(amount_with_tax * 100 AS INT) FROM return_lines ORDER BY return_id",
    )
    assert found == [
        ("C", "P2", "店", 6, "2025-05-09", 1060),
        ("C", "P1", "网", 13, "2025-05-09", 1130),
        ("C", None, None, None, "2025-05-09", None),  # the lines of the order do not agree
        (None, None, None, None, None, None),
    ]
