"""A company small enough to compute by hand: two regions, three customers, two products."""

from __future__ import annotations

from typing import Any

from tests.metrics.memory import MemoryReader

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
    {"customer_id": "c3", "name": "杭州大厦", "tier": "B", "region_id": "ZJ"},
]
PRODUCTS = [
    {"product_id": "p1", "name": "A1 手机", "product_line": "A", "category": "手机"},
    {"product_id": "p2", "name": "B1 耳机", "product_line": "B", "category": "耳机"},
]
CHANNELS = [
    {"channel_id": "on", "name": "线上", "kind": "online"},
    {"channel_id": "st", "name": "门店", "kind": "store"},
]


def line(order: str, day: str, gross: int, **more: Any) -> dict[str, Any]:
    """An order line recognised on its order day; gross is without tax, the rate is 13%."""
    row = {
        "source_system": "erp", "order_id": order, "line_id": "1", "order_date": day, "recognised_date": day,
        "gross_without_tax": gross, "gross_with_tax": gross * 113 / 100, "quantity": 1, "discount": 0, "currency": "CNY",
    }  # fmt: skip
    return row | more


def returned(number: str, day: str, amount: int, ordered: str, **more: Any) -> dict[str, Any]:
    """A return line, positive, with the day of the original order."""
    row = {
        "source_system": "erp", "return_id": number, "line_id": "1", "return_date": day, "amount_without_tax": amount,
        "order_date": ordered,
    }  # fmt: skip
    return row | more


def target(amount: int | None, start: str, end: str, **more: Any) -> dict[str, Any]:
    """A target of net sales; columns given as keys are filled in as the file said them, too."""
    row: dict[str, Any] = {
        "metric": "net_sales", "version": "v1", "level": "target", "start_date": start, "end_date": end, "amount": amount,
    }  # fmt: skip
    raws = {f"{k}_raw": v for k, v in more.items() if k.endswith("_id")}
    return row | raws | more


def company(**tables: Any) -> MemoryReader:
    """The company's masters with the facts given."""
    masters = {"regions": REGIONS, "customers": CUSTOMERS, "products": PRODUCTS, "channels": CHANNELS}
    return MemoryReader(**(masters | tables))
