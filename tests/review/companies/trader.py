"""A steel trader: three customers, orders of hundreds of millions, no shops, money that comes late."""

from __future__ import annotations

from tests.review.companies.rows import Made, Row, months, places, sold, target

CUSTOMERS = (("c1", "中国铁建物资", 380_000_000), ("c2", "江南造船集团", 240_000_000), ("c3", "宝冶钢结构", 95_000_000))
LINES = {"c1": ("p1", "螺纹钢"), "c2": ("p2", "船板"), "c3": ("p3", "型钢")}


def trader() -> Made:
    """Two years of one or two orders a month and customer; the second customer buys less each month."""
    lines: list[Row] = []
    for at, (year, number) in enumerate(months((2024, 1), (2025, 6))):
        for customer, _, amount in CUSTOMERS:
            part = amount * (97 + 5 * (at % 4)) // 100
            if customer == "c2":
                part = part * (100 - 2 * at) // 100
            product, line = LINES[customer]
            lines.append(
                sold(len(lines), year, number, part, quantity=part // 3600, customer_id=customer, product_id=product,
                     product_line=line, channel_id="direct", region_id="E" if customer != "c3" else "N",
                     invoice_date=f"{year}-{number:02}-12", cost=part * 97 // 100)
            )  # fmt: skip
    actions = [
        {"action_id": "1", "title": "江南造船下半年框架合同", "created_date": "2025-06-05", "due_date": "2025-06-20", "status": "open", "person_id": "w1", "region_id": "E", "product_line": "船板"},
    ]  # fmt: skip
    return Made(
        "北方钢贸",
        {
            "regions": places(("E", "华东"), ("N", "华北")),
            "customers": [{"customer_id": c, "name": n, "tier": "A", "credit_days": 60} for c, n, _ in CUSTOMERS],
            "products": [{"product_id": p, "name": f"{n}（主规格）", "product_line": n} for p, n in LINES.values()],
            "channels": [{"channel_id": "direct", "name": "直销", "kind": "direct"}],
            "people": [{"person_id": "w1", "name": "魏建国"}],
            "order_lines": lines,
            "targets": [
                target(amount, 2025, n, region_id=r) for n in range(1, 13) for r, amount in (("E", 620_000_000), ("N", 90_000_000))
            ],
            "actions": actions,
        },
        there=frozenset({"last_actions", "kpi", "pace", "regions", "concentration", "landing"}),
        absent=frozenset({"funnel", "voice", "people", "positions", "causes", "decisions"}),
    )  # fmt: skip
