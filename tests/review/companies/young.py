"""A start-up with one month of data, and a company that never set a target."""

from __future__ import annotations

from tests.review.companies.rows import Made, Row, months, places, sold, target


def startup() -> Made:
    """One month, one region, one product, a dozen orders, a target for the month and the next one."""
    lines = [
        sold(n, 2025, 6, 3_200 + 410 * n, day=1 + 2 * n, region_id="E", customer_id=f"c{n % 5}", product_id="p1",
             product_line="智能水杯", channel_id="online", cost=2_900)
        for n in range(12)
    ]  # fmt: skip
    return Made(
        "初芽科技",
        {
            "regions": places(("E", "华东")),
            "customers": [{"customer_id": f"c{n}", "name": f"首批客户{n + 1}"} for n in range(5)],
            "products": [{"product_id": "p1", "name": "智能水杯一代", "product_line": "智能水杯"}],
            "channels": [{"channel_id": "online", "name": "线上", "kind": "online"}],
            "order_lines": lines,
            "targets": [target(80_000, 2025, 6, region_id="E"), target(120_000, 2025, 7, region_id="E")],
        },
        there=frozenset({"kpi", "customers", "concentration", "next"}),
        absent=frozenset({"last_actions", "pace", "regions", "bridge", "lines", "channels", "landing", "products", "funnel", "voice", "collections", "heat", "price"}),
    )  # fmt: skip


def untargeted() -> Made:
    """Eighteen months of three regions and two lines, and not one target."""
    lines: list[Row] = []
    for year, number in months((2024, 1), (2025, 6)):
        for at, region in enumerate(("E", "S", "W")):
            for p, part in enumerate(("茶叶", "茶具")):
                amount = (4_200_000 - 900_000 * at) * (3 - 2 * p) // 3 * (104 - 9 * at if year == 2025 else 100) // 100
                for c in range(2):
                    lines.append(
                        sold(len(lines), year, number, amount // 2 + 1000 * c, quantity=amount // 900, region_id=region,
                             customer_id=f"c{(at * 3 + p + c + number) % 9}", product_id=f"p{p * 3 + (number + c) % 3}", product_line=part,
                             channel_id=("store", "online")[c], cost=amount * (28 + 6 * p) // 100)
                    )  # fmt: skip
    return Made(
        "青山茶业",
        {
            "regions": places(("E", "华东"), ("S", "华南"), ("W", "西南")),
            "customers": [{"customer_id": f"c{n}", "name": f"经销商{n + 1}", "tier": "AB"[n % 2]} for n in range(9)],
            "products": [{"product_id": f"p{n}", "name": f"{'茶叶' if n < 3 else '茶具'}{n % 3 + 1}号", "product_line": "茶叶" if n < 3 else "茶具"} for n in range(6)],
            "channels": [{"channel_id": "store", "name": "门店", "kind": "store"}, {"channel_id": "online", "name": "线上", "kind": "online"}],
            "order_lines": lines,
        },
        there=frozenset({"kpi", "regions", "bridge", "lines", "products", "channels", "heat", "customers", "concentration", "price", "landing"}),
        absent=frozenset({"last_actions", "pace", "people", "positions", "funnel", "voice", "next"}),
    )  # fmt: skip
