"""The channel's rule says which date makes a line sold."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.warehouse.rows import batch, load, order, rows_of

from fupan.warehouse import BuildRules, Warehouse
from fupan.workspace import Recognition

CHANNELS = [
    {"channel_id": "JD", "name": "京东自营", "kind": "online", "recognition": "settle"},
    {"channel_id": "TM", "name": "天猫", "kind": "online"},
    {"channel_id": "DL", "name": "经销", "kind": "dealer"},
    {"channel_id": "EX", "name": "出口", "kind": "overseas"},
    {"channel_id": "CS", "name": "寄售", "kind": "consignment", "recognition": "none"},
]
RULES = BuildRules(recognition=Recognition("order", {"online": "confirm", "DL": "sign", "出口": "lading"}))
DATES = {
    "order_date": "2025-06-01", "ship_date": "2025-06-02", "signed_date": "2025-06-03", "settled_date": "2025-06-04",
    "confirmed_date": "2025-06-05", "lading_date": "2025-06-06", "invoice_date": "2025-06-07",
}  # fmt: skip


def recognised(warehouse: Warehouse) -> list[int | None]:
    """Day of June on which each line counts as sold."""
    found = rows_of(warehouse, "SELECT recognised_date FROM order_lines ORDER BY order_id, line_id")
    return [None if d is None else d.day for (d,) in found]


def test_id_before_name_before_kind_before_the_channels_own_rule(warehouse: Warehouse, inbox: Path) -> None:
    named = ["京东自营", "天猫", "经销", "出口", "寄售", "nobody", None]
    lines = [order(str(n), "1", 1, channel_id=c, **DATES) for n, c in enumerate(named)]
    load(warehouse, "l1", batch(inbox, "channels", CHANNELS), batch(inbox, "order_lines", lines), rules=RULES)
    # the workspace says "online: confirm", so JD's own "settle" does not hold
    assert recognised(warehouse) == [5, 5, 3, 6, None, 1, 1]


def test_the_channels_own_rule_holds_where_the_workspace_has_none(warehouse: Warehouse, inbox: Path) -> None:
    lines = [order("1", "1", 1, channel_id="JD", **DATES), order("2", "1", 1, channel_id="TM", **DATES)]
    rules = BuildRules(recognition=Recognition("invoice", {"门店": "order"}))
    manifest, _ = load(
        warehouse, "l1", batch(inbox, "channels", CHANNELS), batch(inbox, "order_lines", lines), rules=rules
    )
    assert recognised(warehouse) == [4, 7]
    assert manifest.notes[0] == "recognition: there is no channel called “门店” (by id, name or kind)"


def test_a_cancelled_line_is_never_sold(warehouse: Warehouse, inbox: Path) -> None:
    load(warehouse, "l1", batch(inbox, "order_lines", [order("1", "1", 1, cancelled=True, **DATES)]))
    assert recognised(warehouse) == [None]


def test_dates_come_from_the_deliveries_where_the_order_has_none(warehouse: Warehouse, inbox: Path) -> None:
    lines = [
        order("1", "1", 1, order_date="2025-06-01"),
        order("1", "2", 1, order_date="2025-06-01"),
        order("2", "1", 1, order_date="2025-06-01"),
        order("3", "1", 1, order_date="2025-06-01"),
        order("4", "1", 1, order_date="2025-06-01", signed_date="2025-06-02"),
    ]
    sent = {"line_id": "1", "ship_date": "2025-06-08"}
    deliveries = [
        sent | {"delivery_id": "D1", "order_id": "1", "order_line_id": "1", "signed_date": "2025-06-10"},
        sent | {"delivery_id": "D2", "order_id": "2", "signed_date": "2025-06-11"},
        sent | {"delivery_id": "D3", "order_id": "2", "signed_date": "2025-06-12", "ship_date": "2025-06-09"},
        sent | {"delivery_id": "D4", "order_id": "3", "signed_date": "2025-06-13"},
        sent | {"delivery_id": "D5", "order_id": "3"},
        sent | {"delivery_id": "D6", "order_id": "4", "signed_date": "2025-06-14"},
    ]
    rules = BuildRules(recognition=Recognition("sign"))
    load(
        warehouse, "l1", batch(inbox, "order_lines", lines), batch(inbox, "delivery_lines", deliveries, system="wms"),
        rules=rules,
    )  # fmt: skip
    # 1/1 by its line; 1/2 has not left; 2 with its last part; 3 has a part on the way; 4 says so itself
    assert recognised(warehouse) == [10, None, 12, None, 2]
    shipped = rows_of(warehouse, "SELECT ship_date FROM order_lines WHERE order_id = '2'")
    assert shipped == [(dt.date(2025, 6, 9),)]


def test_a_commercial_acceptance_counts_at_maturity(warehouse: Warehouse, inbox: Path) -> None:
    receipt = {"receipt_date": "2025-06-10", "amount": 100}
    rows = [
        receipt | {"receipt_id": "1", "kind": "bank_acceptance", "maturity_date": "2025-12-10"},
        receipt | {"receipt_id": "2", "kind": "commercial_acceptance", "maturity_date": "2025-12-11"},
        receipt | {"receipt_id": "3", "kind": "commercial_acceptance"},
        receipt | {"receipt_id": "4"},
    ]
    manifest, _ = load(warehouse, "l1", batch(inbox, "receipts", rows))
    found = rows_of(warehouse, "SELECT counted_date FROM receipts ORDER BY receipt_id")
    assert found == [(dt.date(2025, 6, 10),), (dt.date(2025, 12, 11),), (None,), (dt.date(2025, 6, 10),)]
    assert "receipts: 1 commercial acceptances have no maturity date and do not count yet" in manifest.notes
