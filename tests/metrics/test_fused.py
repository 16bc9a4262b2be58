"""One sum of what a line comes to gives what two sums gave, empty amounts and missing bases among them."""

from __future__ import annotations

from decimal import Decimal

from tests.metrics.company import company, line
from tests.metrics.memory import ask

LINES = [
    line("a", "2025-06-10", 100, discount=10, region_id="SH"),
    line("b", "2025-06-11", 0, gross_without_tax=None, discount=5, region_id="SH"),
    line("c", "2025-06-12", 40, discount=None, region_id="GD"),
    line("d", "2025-06-13", 0, gross_without_tax=None, discount=None),
    line("e", "2024-06-13", 0, gross_without_tax=None, discount=None, region_id="SH"),
    line("f", "2024-06-13", 7, discount=None, region_id="GD"),
]


def test_net_sales_alone_reads_one_sum_and_says_what_its_parts_say() -> None:
    reader = company(order_lines=LINES)
    alone = ask(reader, "net_sales", by=("region",), compare=("last_year",), totals=True)
    beside = ask(reader, "net_sales", "gross_sales", "discounts", by=("region",), compare=("last_year",), totals=True)
    assert {r["region"]: r["net_sales"] for r in alone.rows} == {
        "华东": Decimal(85), "华南": Decimal(40), "(unknown)": Decimal(0),
    }  # fmt: skip
    names = ("region", "net_sales", "net_sales.last_year", "net_sales.vs_last_year")
    assert [{n: r[n] for n in names} for r in alone.rows] == [{n: r[n] for n in names} for r in beside.rows]
    assert {r["region"]: r["net_sales.last_year"] for r in alone.rows} == {
        "华东": None,
        "华南": Decimal(7),
        "(unknown)": None,
    }
    assert alone.total is not None
    assert beside.total is not None
    assert [alone.total[n] for n in names[1:]] == [beside.total[n] for n in names[1:]]
    assert alone.provenance.sql[0].count('"discount"') > 0
    assert 'AS "discounts"' not in alone.provenance.sql[0]
    assert 'AS "discounts"' in beside.provenance.sql[0]
