"""Whose sale it is: ownership before territory before what the row says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.warehouse.rows import batch, load, order, rows_of

from fupan.contracts.batch import Batch
from fupan.warehouse import Warehouse

OWNERS = "SELECT position_id, person_id, org_unit_id FROM order_lines ORDER BY order_id"


def organisation(inbox: Path, **tables: list[dict[str, Any]]) -> list[Batch]:
    """Two units, four positions, five people; the tables given replace or add."""
    base: dict[str, list[dict[str, Any]]] = {
        "org_units": [{"org_unit_id": "U1", "name": "华东大区"}, {"org_unit_id": "U2", "name": "华南大区"}],
        "positions": [
            {"position_id": p, "name": f"岗{p}", "org_unit_id": u}
            for p, u in (("P1", "U1"), ("P2", "U1"), ("P3", "U2"), ("P4", "U2"))
        ],
        "people": [{"person_id": f"E{n}", "name": f"人{n}"} for n in range(1, 6)],
        "assignments": [
            {"position_id": "P1", "person_id": "E1", "valid_from": "2024-01-01", "valid_to": "2025-06-10"},
            {"position_id": "P1", "person_id": "E2", "valid_from": "2025-06-10"},
            {"position_id": "P2", "person_id": "E3", "valid_from": "2024-01-01"},
            {"position_id": "P3", "person_id": "E4", "valid_from": "2024-01-01", "kind": "main"},
            {"position_id": "P3", "person_id": "E5", "valid_from": "2025-01-01", "kind": "acting"},
        ],
        "customers": [
            {"customer_id": "C1", "name": "甲", "region_id": "SH"},
            {"customer_id": "C2", "name": "乙", "region_id": "GZ"},
        ],
        "regions": [
            {"region_id": "CN", "name": "中国"},
            {"region_id": "E", "name": "华东", "parent_id": "CN"},
            {"region_id": "SH", "name": "上海", "parent_id": "E"},
            {"region_id": "S", "name": "华南", "parent_id": "CN"},
            {"region_id": "GZ", "name": "广州", "parent_id": "S"},
        ],
    }
    return [batch(inbox, name, rows) for name, rows in (base | tables).items()]


def test_the_most_specific_ownership_wins(warehouse: Warehouse, inbox: Path) -> None:
    owned = [
        {"customer_id": "C1", "position_id": "P1"},
        {"customer_id": "C1", "position_id": "P2", "product_line": "A"},
        {"customer_id": "C1", "position_id": "P3", "product_line": "A", "channel_id": "网"},
        {"customer_id": "C1", "position_id": "P4", "channel_id": "网"},
    ]
    lines = [
        order("1", "1", 1, customer_id="C1", product_line="B", channel_id="店"),
        order("2", "1", 1, customer_id="C1", product_line="A", channel_id="店"),
        order("3", "1", 1, customer_id="C1", product_line="A", channel_id="网"),
        order("4", "1", 1, customer_id="C1", product_line="B", channel_id="网"),
        order("5", "1", 1, customer_id="C1"),
    ]
    load(warehouse, "l1", *organisation(inbox, ownerships=owned), batch(inbox, "order_lines", lines))
    assert [p for p, _, _ in rows_of(warehouse, OWNERS)] == ["P1", "P2", "P3", "P4", "P1"]


def test_ownership_holds_from_and_up_to_its_days(warehouse: Warehouse, inbox: Path) -> None:
    owned = [
        {"customer_id": "C1", "position_id": "P1", "valid_from": "2025-01-01", "valid_to": "2025-06-01"},
        {"customer_id": "C1", "position_id": "P3", "valid_from": "2025-06-01"},
    ]
    lines = [
        order("1", "1", 1, customer_id="C1", order_date="2024-12-31", position_id="P2"),
        order("2", "1", 1, customer_id="C1", order_date="2025-05-31", position_id="P2"),
        order("3", "1", 1, customer_id="C1", order_date="2025-06-01", position_id="P2"),
    ]
    load(warehouse, "l1", *organisation(inbox, ownerships=owned), batch(inbox, "order_lines", lines))
    assert rows_of(warehouse, OWNERS) == [("P2", "E3", "U1"), ("P1", "E1", "U1"), ("P3", "E4", "U2")]


def test_the_nearest_territory_wins_over_what_the_row_says(warehouse: Warehouse, inbox: Path) -> None:
    ruled = [
        {"position_id": "P1", "region_id": "E"},
        {"position_id": "P2", "region_id": "SH", "channel_id": "店"},
        {"position_id": "P4", "channel_id": "网"},
    ]
    lines = [
        order("1", "1", 1, region_id="SH", position_id="P3"),
        order("2", "1", 1, region_id="SH", channel_id="店", position_id="P3"),
        order("3", "1", 1, region_id="GZ", channel_id="网"),
        order("4", "1", 1, region_id="SH", channel_id="网"),
        order("5", "1", 1, region_id="GZ", position_id="P3"),
        order("6", "1", 1, customer_id="C1"),
        order("7", "1", 1, channel_id="网"),
    ]
    load(warehouse, "l1", *organisation(inbox, territories=ruled), batch(inbox, "order_lines", lines))
    assert [p for p, _, _ in rows_of(warehouse, OWNERS)] == ["P1", "P2", "P4", "P1", "P3", "P1", "P4"]


def test_a_shared_territory_leaves_it_to_the_row(warehouse: Warehouse, inbox: Path) -> None:
    ruled = [{"position_id": "P1", "region_id": "E"}, {"position_id": "P2", "region_id": "E"}]
    lines = [
        order("1", "1", 1, region_id="E", position_id="P2"),
        order("2", "1", 1, region_id="E", person_id="人1"),  # E1 held P1 that day
        order("3", "1", 1, region_id="E", position_id="P3"),
        order("4", "1", 1, region_id="E"),
    ]
    load(warehouse, "l1", *organisation(inbox, territories=ruled), batch(inbox, "order_lines", lines))
    assert [p for p, _, _ in rows_of(warehouse, OWNERS)] == ["P2", "P1", "P3", None]


def test_the_person_follows_from_the_day(warehouse: Warehouse, inbox: Path) -> None:
    lines = [
        order("1", "1", 1, position_id="P1", order_date="2025-06-09", person_id="E5"),
        order("2", "1", 1, position_id="P1", order_date="2025-06-10", person_id="E5"),
        order("3", "1", 1, position_id="P4", person_id="E5"),  # vacant: the row's own
        order("4", "1", 1, position_id="岗P3"),  # the main holder before the acting one
        order("5", "1", 1, person_id="人3"),
    ]
    load(warehouse, "l1", *organisation(inbox), batch(inbox, "order_lines", lines))
    assert rows_of(warehouse, OWNERS) == [
        ("P1", "E1", "U1"),
        ("P1", "E2", "U1"),
        ("P4", "E5", "U2"),
        ("P3", "E4", "U2"),
        ("P2", "E3", "U1"),
    ]


def test_a_return_stays_with_the_owner_of_the_sale(warehouse: Warehouse, inbox: Path) -> None:
    owned = [
        {"customer_id": "C1", "position_id": "P1", "valid_to": "2025-06-01"},
        {"customer_id": "C1", "position_id": "P3", "valid_from": "2025-06-01"},
    ]
    sale = order("1", "1", 100, customer_id="C1", order_date="2025-05-20", tax_rate="0.13")
    back = {"return_date": "2025-07-01", "amount_without_tax": 10, "customer_id": "C1", "line_id": "1"}
    returns = [back | {"return_id": "T1", "order_id": "1", "order_line_id": "1"}, back | {"return_id": "T2"}]
    load(
        warehouse, "l1", *organisation(inbox, ownerships=owned), batch(inbox, "order_lines", [sale]),
        batch(inbox, "return_lines", returns),
    )  # fmt: skip
    found = rows_of(warehouse, "SELECT position_id, person_id, org_unit_id FROM return_lines ORDER BY return_id")
    assert found == [("P1", "E1", "U1"), ("P3", "E4", "U2")]


def test_a_rule_for_an_unknown_position_does_not_hand_the_sale_to_another(warehouse: Warehouse, inbox: Path) -> None:
    owned = [{"customer_id": "C1", "position_id": "nobody's"}]
    ruled = [{"position_id": "P1", "region_id": "E"}]
    line = order("1", "1", 1, customer_id="C1", position_id="P2")
    load(
        warehouse, "l1", *organisation(inbox, ownerships=owned, territories=ruled), batch(inbox, "order_lines", [line])
    )
    assert rows_of(warehouse, OWNERS) == [(None, None, None)]
    with warehouse.read() as reader:
        assert [(u.entity, u.name) for u in warehouse.unmatched(reader)] == [("positions", "nobody's")]


def test_work_is_theirs_who_did_it_and_else_the_owners(warehouse: Warehouse, inbox: Path) -> None:
    owned = [{"customer_id": "C1", "position_id": "P3"}]
    done = {"customer_id": "C1", "created_date": "2025-06-09"}
    opportunities = [
        done | {"opportunity_id": "1", "position_id": "P1"},  # E1 held P1 that day, E2 does today
        done | {"opportunity_id": "2", "person_id": "E3"},
        done | {"opportunity_id": "3"},
        done | {"opportunity_id": "4", "position_id": "P1", "person_id": "E5"},  # who did it, not who held the position
    ]
    load(warehouse, "l1", *organisation(inbox, ownerships=owned), batch(inbox, "opportunities", opportunities))
    stamps = "position_id, person_id, org_unit_id, position_id_now, person_id_now, org_unit_id_now"
    assert rows_of(warehouse, f"SELECT {stamps} FROM opportunities ORDER BY opportunity_id") == [
        ("P1", "E1", "U1", "P1", "E2", "U1"),
        ("P2", "E3", "U1", "P2", "E3", "U1"),
        ("P3", "E4", "U2", "P3", "E4", "U2"),
        ("P1", "E5", "U1", "P1", "E2", "U1"),
    ]


def test_what_names_nobody_is_the_owners_of_its_customer_dealer_or_region(warehouse: Warehouse, inbox: Path) -> None:
    owned = [
        {"customer_id": "C1", "position_id": "P1", "valid_to": "2025-06-01"},
        {"customer_id": "C1", "position_id": "P3", "valid_from": "2025-06-01"},
    ]
    dealers = [
        {"dealer_id": "D1", "name": "甲商", "customer_id": "C1"},
        {"dealer_id": "D2", "name": "乙商", "region_id": "GZ"},
    ]
    sold = {"product_id": "X", "quantity": 1, "amount": 10, "sellout_date": "2025-05-31"}
    load(
        warehouse, "l1", *organisation(inbox, ownerships=owned, territories=[{"position_id": "P4", "region_id": "S"}]),
        batch(inbox, "dealers", dealers),
        batch(inbox, "tickets", [{"ticket_id": "1", "customer_id": "C1", "created_date": "2025-05-31"}]),
        batch(inbox, "sellout_lines", [sold | {"dealer_id": "D1"}, sold | {"dealer_id": "D2"}]),
    )  # fmt: skip
    stamps = "position_id, person_id, org_unit_id, position_id_now, org_unit_id_now"
    assert rows_of(warehouse, f"SELECT {stamps} FROM tickets") == [("P1", "E1", "U1", "P3", "U2")]
    assert rows_of(warehouse, f"SELECT {stamps} FROM sellout_lines ORDER BY dealer_id") == [
        ("P1", "E1", "U1", "P3", "U2"),
        ("P4", None, "U2", "P4", "U2"),
    ]
