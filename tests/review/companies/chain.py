"""A chain in forty regions, four product lines, two channels: more members than a page has room for."""

from __future__ import annotations

from tests.review.companies.rows import Made, Row, months, places, sold, target

NAMES = (
    "北京", "天津", "石家庄", "太原", "呼和浩特", "沈阳", "大连", "长春", "哈尔滨", "上海", "南京", "苏州", "杭州", "宁波",
    "合肥", "福州", "厦门", "南昌", "济南", "青岛", "郑州", "武汉", "长沙", "广州", "深圳", "珠海", "南宁", "海口", "重庆",
    "成都", "贵阳", "昆明", "拉萨", "西安", "兰州", "西宁", "银川", "乌鲁木齐", "新疆生产建设兵团第八师石河子市", "香港及澳门特别行政区",
)  # fmt: skip
LINES = ("家居", "食品", "日化", "文具")


def chain() -> Made:
    """Regions of falling size; every seventh is well short of its target, every fifth far over it."""
    lines: list[Row] = []
    targets: list[Row] = []
    for at in range(len(NAMES)):
        size = 900_000 // (1 + at // 3)
        for year, number in [*months((2024, 1), (2024, 12)), *months((2025, 1), (2025, 6))]:
            part = LINES[(at + number) % 4]
            now = size * (108 if year == 2025 else 100) // 100
            if year == 2025 and at % 7 == 3:
                now = now * 70 // 100
            if year == 2025 and at % 5 == 0:
                now = now * 125 // 100
            lines.append(
                sold(len(lines), year, number, now, quantity=now // 30, region_id=f"r{at}", product_id=f"p{LINES.index(part)}",
                     product_line=part, channel_id="online" if at % 9 == 4 else "store", customer_id=f"c{(at + number) % 60}",
                     cost=now * (55 + 3 * LINES.index(part)) // 100)
            )  # fmt: skip
        targets += [target(size * 106 // 100, 2025, n, region_id=f"r{at}") for n in range(1, 13)]
    return Made(
        "百联优品连锁",
        {
            "regions": places(*((f"r{at}", name) for at, name in enumerate(NAMES))),
            "customers": [{"customer_id": f"c{n}", "name": f"会员单位{n:02}", "tier": "ABC"[n % 3]} for n in range(60)],
            "products": [{"product_id": f"p{i}", "name": f"{n}组合", "product_line": n} for i, n in enumerate(LINES)],
            "channels": [
                {"channel_id": "store", "name": "门店", "kind": "store"},
                {"channel_id": "online", "name": "线上", "kind": "online"},
            ],
            "order_lines": lines,
            "targets": targets,
        },
        there=frozenset({"kpi", "pace", "regions", "bridge", "lines", "products", "channels", "customers", "concentration", "landing", "next"}),
        absent=frozenset({"last_actions", "funnel", "voice", "collections", "causes", "decisions"}),
    )  # fmt: skip
