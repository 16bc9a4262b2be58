"""The nearest question of one refused for its rates, its books or what was to stand beside the answer."""

from __future__ import annotations

from typing import Any

import pytest
from tests.metrics.company import line
from tests.metrics.memory import DEFINITIONS, MemoryReader

from fupan.errors import QuestionError
from fupan.metrics import MetricLayer, Question, Scope

LAYER = MetricLayer(DEFINITIONS)
MINE = Scope(members={"region": ("B",)}, benchmarks={"own_rank": ("*",), "company_mean": ("orders",)})

PLANNED = {"currency": "CNY", "rate": "plan"}


@pytest.fixture
def reader() -> MemoryReader:
    """Net sales of five regions; of A 100 CNY and, with no actual rate for June, 10 USD (plan: 7 CNY)."""
    lines = [line(r, "2025-06-01", a, region_id=r) for r, a in zip("ABCDE", (100, 70, 40, 70, 20), strict=True)]
    return MemoryReader(
        regions=[{"region_id": r, "region": r} for r in "ABCDE"],
        order_lines=[*lines, line("u", "2025-06-02", 10, region_id="A", currency="USD")],
        exchange_rates=[
            {"currency": "USD", "to_currency": "CNY", "kind": "plan", "valid_from": "2025-01-01", "rate": 7},
            {"currency": "USD", "to_currency": "CNY", "kind": "actual", "valid_from": "2025-01-31", "rate": 7.2},
        ],
    )


@pytest.mark.parametrize(
    ("asked", "scope", "code", "wanted"),
    [
        ({"currency": "CNY"}, None, "rate", {"currency": "CNY", "rate": "plan"}),
        ({"currency": "EUR"}, None, "rate", {"currency": None, "by": ("currency",)}),
        ({"currency": "EUR", "by": ("region",)}, None, "rate", {"currency": None, "by": ("currency", "region")}),
        ({"currency": "CNY", "rate": "spot"}, None, "rate", {"currency": "CNY", "rate": "plan"}),
        ({"compare": ("plan_rate",), "where": "currency = 'CNY'"}, None, "rate",
         {"currency": "CNY", "compare": ("plan_rate",)}),
        ({"figures": "reported", "where": "currency = 'CNY'"}, None, "figures", {"figures": "current"}),
        ({"figures": "final", "where": "currency = 'CNY'"}, None, "figures", {"figures": "current"}),
        (PLANNED | {"by": ("region",), "compare": ("company_mean", "own_rank")}, MINE, "right", {"compare": ("own_rank",)}),
        (PLANNED | {"by": ("region",), "compare": ("own_rank",), "where": "region = 'B'"}, MINE, "benchmark",
         {"where": None, "compare": ("own_rank",)}),
        (PLANNED | {"by": ("month", "customer"), "compare": ("own_rank",)}, MINE, "benchmark",
         {"by": ("region", "month"), "compare": ("own_rank",)}),
    ],
)  # fmt: skip
def test_nearest(
    reader: MemoryReader, asked: dict[str, Any], scope: Scope | None, code: str, wanted: dict[str, Any]
) -> None:
    scope = scope or Scope.everything()
    with pytest.raises(QuestionError) as caught:
        LAYER.ask(Question(("net_sales",), window="2025-06", **asked), reader=reader, scope=scope)
    assert caught.value.code == code
    found = caught.value.question
    assert found is not None
    assert {name: getattr(found, name) for name in wanted} == wanted
    LAYER.ask(found, reader=reader, scope=scope)
