"""Slices add up to the whole, and the engine agrees with plain arithmetic, whatever the rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.metrics.company import company, line, returned, target
from tests.metrics.memory import ask

REGION_OF = {"SH": "华东", "ZJ": "华东", "GD": "华南", None: "(unknown)"}
DAYS = st.integers(0, 90).map(lambda n: (date(2025, 4, 1) + timedelta(days=n)).isoformat())
REGIONS = st.sampled_from(list(REGION_OF))
AMOUNTS = st.integers(0, 10_000)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    sales=st.lists(st.tuples(DAYS, REGIONS, AMOUNTS, st.sampled_from(["p1", "p2", None])), max_size=25),
    backs=st.lists(st.tuples(DAYS, REGIONS, AMOUNTS), max_size=10),
    goals=st.dictionaries(st.sampled_from(["E", "S"]), st.integers(1, 10_000), max_size=2),
)
def test_slices_and_the_whole(
    sales: list[tuple[Any, ...]], backs: list[tuple[Any, ...]], goals: dict[str, int]
) -> None:
    reader = company(
        order_lines=[line(f"o{n}", d, a, region_id=r, product_id=p) for n, (d, r, a, p) in enumerate(sales)]
        or [line("x", "2020-01-01", 1)],
        return_lines=[returned(f"r{n}", d, a, d, region_id=r) for n, (d, r, a) in enumerate(backs)],
        targets=[target(a, "2025-04-01", "2025-07-01", region_id=r) for r, a in goals.items()],
    )
    expected: dict[str, Decimal] = defaultdict(Decimal)
    for day, region, amount, _ in sales:
        if day < "2025-07-01":
            expected[REGION_OF[region]] += amount
    for day, region, amount in backs:
        if day < "2025-07-01":
            expected[REGION_OF[region]] -= amount
    whole = ask(
        reader,
        "net_sales",
        "credited_sales",
        "unmatched_sales",
        "target",
        by=("region",),
        window="2025-Q2",
        totals=True,
    )
    got = {r["region"]: r["net_sales"] for r in whole.rows}
    assert {k: v for k, v in got.items() if v or k in expected} == dict(expected) | {
        k: v for k, v in got.items() if v and k not in expected
    }
    total = whole.total
    assert total is not None
    assert total["net_sales"] == sum(expected.values())
    for row in whole.all_rows():
        assert row["credited_sales"] + row["unmatched_sales"] == row["net_sales"]
    if goals:
        assert total["target"] == sum(goals.values())
    months = ask(reader, "net_sales", by=("month", "region", "product_line"), window="2025-Q2").rows
    assert sum(r["net_sales"] for r in months) == total["net_sales"]
    top = ask(reader, "net_sales", by=("province",), window="2025-Q2", top=1, others=True)
    assert sum(r["net_sales"] for r in top.all_rows()) == total["net_sales"]
