"""Others and the total of figures that add up come with the rows, from one reading of each fact."""

from __future__ import annotations

from typing import Any

import pytest
from tests.metrics.memory import ask
from tests.metrics.test_rollups import _company

from fupan.metrics import body

QUESTIONS: list[tuple[tuple[str, ...], dict[str, Any]]] = [
    (("net_sales",), {"by": ("region",)}),
    (("gross_sales", "asp", "gross_margin_rate"), {"by": ("region", "product_line"), "compare": ("last_year", "previous")}),
    (("units",), {"by": ("customer",), "top": 2, "others": True}),
    (("gross_margin_rate", "net_sales"), {"by": ("product_line",), "top": 1, "others": True, "compare": ("last_year",)}),
    (("units",), {"by": ("customer",), "having": "units > 100", "where": "region != '华南'"}),
    (("units",), {"by": ("region",), "window": "2023-06"}),
]  # fmt: skip


@pytest.mark.parametrize(("metrics", "asked"), QUESTIONS)
def test_at_once_is_as_level_by_level(
    metrics: tuple[str, ...], asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = _company()
    at_once = ask(reader, *metrics, **asked, totals=True)
    assert len(at_once.provenance.sql) == 1
    monkeypatch.setattr(body, "_wholes", lambda _: ())
    apart = ask(reader, *metrics, **asked, totals=True)
    assert len(apart.provenance.sql) > 1
    assert (at_once.rows, at_once.others, at_once.total) == (apart.rows, apart.others, apart.total)


def scans(reader: Any, text: str, table: str) -> int:
    """How often a statement reads a table, as the engine plans it."""
    plan = reader.backend.con.execute(f"EXPLAIN (FORMAT json) {text}").fetchall()[0][1]
    return plan.count(f'"{table}"') + plan.count(f".{table}")


@pytest.mark.parametrize(
    ("metrics", "asked"),
    [
        (("net_sales",), {"by": ("region",), "compare": ("last_year", "previous"), "totals": True}),
        (("units", "gross_sales", "discounts"), {"by": ("customer",), "top": 2, "others": True, "totals": True}),
        (("net_sales", "attainment", "lag"), {"by": ("region",), "compare": ("last_year",)}),
        (("net_sales", "aov", "orders", "customers"), {"by": ("month",), "window": "2025-H1"}),
    ],
)  # fmt: skip
def test_each_fact_is_read_once(metrics: tuple[str, ...], asked: dict[str, Any]) -> None:
    reader = _company()
    found = ask(reader, *metrics, **asked)
    for text in found.provenance.sql:
        assert scans(reader, text, "order_lines") == 1, text
        assert scans(reader, text, "return_lines") <= 1
