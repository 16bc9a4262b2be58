"""Tiny random companies: missing keys, keys no master knows, ties, negative lines, cancelled and intercompany ones."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st
from tests.metrics.oracle.pack import Row, Tables

REGIONS = [
    {"region_id": "CN", "name": "全国"},
    {"region_id": "E", "name": "华东", "parent_id": "CN", "region": "华东"},
    {"region_id": "S", "name": "华南", "parent_id": "CN", "region": "华南"},
    {"region_id": "SH", "name": "上海", "parent_id": "E", "region": "华东", "province": "上海"},
    {"region_id": "ZJ", "name": "浙江", "parent_id": "E", "region": "华东", "province": "浙江"},
    {"region_id": "GD", "name": "广东", "parent_id": "S", "region": "华南", "province": "广东"},
]
CUSTOMERS = [
    {"customer_id": "c1", "name": "深圳华强", "tier": "A", "region_id": "GD"},
    {"customer_id": "c2", "name": "上海百联", "tier": "B", "region_id": "SH"},
    {"customer_id": "c3", "name": "杭州大厦", "region_id": "ZJ"},
]
PRODUCTS = [
    {"product_id": "p1", "name": "A1 手机", "product_line": "A", "category": "手机", "core": True},
    {"product_id": "p2", "name": "B1 耳机", "product_line": "B", "category": "耳机", "core": False},
]
CHANNELS = [
    {"channel_id": "on", "name": "线上", "kind": "online"},
    {"channel_id": "st", "name": "门店", "kind": "store"},
]
UNITS = [
    {"org_unit_id": "hq", "name": "总部"},
    {"org_unit_id": "ea", "name": "华东大区", "parent_id": "hq"},
    {"org_unit_id": "sh", "name": "上海办", "parent_id": "ea"},
]
DAYS = st.builds(
    date,
    st.sampled_from([2024, 2025, 2025, 2025]), st.sampled_from([3, 4, 5, 5, 6, 6, 6]), st.sampled_from([1, 2, 14, 15, 28, 30]),
)  # fmt: skip
MAYBE_DAY = st.one_of(DAYS, DAYS, DAYS, st.none())
AMOUNTS = st.integers(-3, 12).map(lambda n: n * 10)
FLAG = st.sampled_from([None, None, False, True])


def one(*keys: str) -> st.SearchStrategy[str | None]:
    """A key that a master knows, none at all, or one that no master knows."""
    return st.sampled_from([*keys, *keys, None, "ghost"])


WHERE = {
    "region_id": one("SH", "ZJ", "GD", "E"), "customer_id": one("c1", "c2", "c3"), "product_id": one("p1", "p2"),
    "channel_id": one("on", "st"), "org_unit_id": one("ea", "sh", "hq"),
}  # fmt: skip


def numbered(rows: list[Row], key: str) -> list[Row]:
    """Rows with an id each."""
    return [{"source_system": "erp", key: f"{key[0]}{n}", **r} for n, r in enumerate(rows)]


def _rows(most: int, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Row]]:
    return st.lists(st.fixed_dictionaries(fields), max_size=most)


MONTHS = [
    ("2025-06-01", "2025-07-01"),
    ("2025-05-01", "2025-06-01"),
    ("2025-04-01", "2025-05-01"),
    ("2024-06-01", "2024-07-01"),
]


@st.composite
def targets(draw: st.DrawFn) -> list[Row]:
    """Several sets of targets of net sales, each month and member at most once per version; revisions name some of them."""
    found: list[Row] = []
    sets: list[list[Row]] = [[{}], [{"region_id": r} for r in ("E", "S")], [{"product_line": p} for p in ("A", "B")],
                             [{"region_id": r, "product_line": p} for r in ("E", "S", "ZJ") for p in ("A", "B")],
                             [{"customer_id": c} for c in ("c1", "c2", "c3")]]  # fmt: skip
    for members in draw(st.lists(st.sampled_from(sets), max_size=3, unique_by=str)):
        for where in members:
            for start, end in draw(st.lists(st.sampled_from(MONTHS), max_size=4, unique=True)):
                for version in draw(st.sampled_from([["v1"], ["v1"], ["v1", "v2"], ["v2"], ["v9", "v10"]])):
                    amount = draw(st.sampled_from([None, 0, 50, 100, 70]))
                    found.append({"metric": "net_sales", "version": version, "level": "target", "start_date": start,
                                  "end_date": end, "amount": amount, **where})  # fmt: skip
    return found


@st.composite
def companies(draw: st.DrawFn) -> Tables:
    """Masters and facts."""
    lines = draw(_rows(
        9, order_date=DAYS, recognised_date=MAYBE_DAY, gross_without_tax=AMOUNTS, quantity=st.integers(-1, 3),
        discount=st.sampled_from([0, 0, 5, None]), cost=st.sampled_from([None, 4, 7]), cancelled=FLAG, intercompany=FLAG, **WHERE,
    ))  # fmt: skip
    orders = [r | {"order_id": f"o{n // 2}", "line_id": str(n), "currency": "CNY"} for n, r in enumerate(lines)]
    returns = draw(_rows(4, return_date=DAYS, order_date=MAYBE_DAY, amount_without_tax=AMOUNTS, intercompany=FLAG,
                         cost=st.sampled_from([None, 3]), **WHERE))  # fmt: skip
    accruals = draw(_rows(3, accrual_date=DAYS, amount=AMOUNTS, kind=st.sampled_from(["rebate", "price_protection", None]),
                          **WHERE))  # fmt: skip
    stock = draw(_rows(5, snapshot_date=DAYS, quantity=st.integers(0, 9), place_id=st.sampled_from(["w1", "w2", None]),
                       place_kind=st.sampled_from(["own", "dealer", None]), product_id=st.sampled_from(["p1", "p2"]),
                       region_id=WHERE["region_id"]))  # fmt: skip
    invoices = draw(_rows(4, invoice_date=DAYS, due_date=DAYS, amount_with_tax=st.integers(1, 9), customer_id=WHERE["customer_id"],
                          region_id=WHERE["region_id"]))  # fmt: skip
    receipts = draw(_rows(4, receipt_date=DAYS, amount=st.integers(1, 5), customer_id=WHERE["customer_id"],
                          region_id=WHERE["region_id"], invoice_id=st.sampled_from(["i0", "i1", None]),
                          kind=st.sampled_from([None, "advance", "cash"])))  # fmt: skip
    return {
        "regions": REGIONS, "customers": CUSTOMERS, "products": PRODUCTS, "channels": CHANNELS, "org_units": UNITS,
        "order_lines": [{"source_system": "erp", **r} for r in orders],
        "return_lines": [r | {"line_id": "1"} for r in numbered(returns, "return_id")],
        "accruals": numbered(accruals, "accrual_id"),
        "stock_snapshots": [{"source_system": "erp", **r} for r in stock],
        "invoice_lines": [r | {"line_id": "1"} for r in numbered(invoices, "invoice_id")],
        "receipts": [r | {"counted_date": r["receipt_date"]} for r in numbered(receipts, "receipt_id")],
        "targets": draw(targets()),
    }  # fmt: skip
