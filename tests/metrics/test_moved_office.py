"""A target set above an office that moved: each row counts where the office stood on its own day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.metrics.memory import DEFINITIONS, ask
from tests.warehouse.rows import batch, load, order

from fupan.metrics import MetricLayer, Question, Scope
from fupan.warehouse import Warehouse

# 上海办 moves from the East to the South on 1 May 2025; only the East has a target, 300 for the second quarter
TABLES: dict[str, list[dict[str, Any]]] = {
    "org_units": [
        {"org_unit_id": "hq", "name": "总部"},
        {"org_unit_id": "E", "name": "华东大区", "parent_id": "hq"},
        {"org_unit_id": "S", "name": "华南大区", "parent_id": "hq"},
        {"org_unit_id": "SH", "name": "上海办", "parent_id": "E", "valid_from": "2024-01-01"},
        {"org_unit_id": "SH", "name": "上海办", "parent_id": "S", "valid_from": "2025-05-01"},
        {"org_unit_id": "HZ", "name": "杭州办", "parent_id": "E"},
    ],
    "positions": [
        {"position_id": "P1", "name": "P1", "org_unit_id": "SH"},
        {"position_id": "P2", "name": "P2", "org_unit_id": "HZ"},
    ],
    "customers": [{"customer_id": c, "name": c} for c in ("c1", "c2")],
    "ownerships": [{"customer_id": "c1", "position_id": "P1"}, {"customer_id": "c2", "position_id": "P2"}],
    "order_lines": [
        order("1", "1", 100, customer_id="c1", order_date="2025-04-10"),
        order("2", "1", 200, customer_id="c1", order_date="2025-05-10"),
        order("3", "1", 30, customer_id="c2", order_date="2025-05-12"),
        order("4", "1", 7, customer_id="c1", order_date="2025-03-12"),
    ],
    "targets": [
        {"metric": "net_sales", "start_date": "2025-04-01", "end_date": "2025-07-01", "amount": 300, "org_unit_id": "E"}
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    root = tmp_path_factory.mktemp("moved")
    warehouse = Warehouse(root / "warehouse", memory_limit="1GB", threads=1, lock_timeout_seconds=20)
    load(warehouse, "load-1", *(batch(root / "inbox", name, rows) for name, rows in TABLES.items()))
    with warehouse.read() as found:
        yield found


def test_as_was_the_office_counts_for_the_region_it_stood_under(reader: Any) -> None:
    """April's 100 of 上海办 and 杭州办's 30 are the East's: 130 of 300."""
    row = ask(reader, "target", "attainment", window="2025-Q2").rows[0]
    assert (row["target"], row["attainment"]) == (300, pytest.approx(130 / 300))
    by_unit = ask(reader, "attainment", by="org_level_1", window="2025-Q2", totals=True)
    assert {r["org_level_1"]: r["attainment"] for r in by_unit.rows} == {"华东大区": pytest.approx(130 / 300)}


def test_as_is_it_counts_for_the_region_it_stands_under_today(reader: Any) -> None:
    assert ask(reader, "attainment", window="2025-Q2", org="as_is").rows[0]["attainment"] == pytest.approx(30 / 300)


def test_the_rows_behind_are_the_same(reader: Any) -> None:
    layer, everything = MetricLayer(DEFINITIONS), Scope.everything()
    for org, orders in (("as_was", ["1", "3"]), ("as_is", ["3"])):
        question = Question(("credited_sales",), window="2025-Q2", org=org)
        row = layer.ask(question, reader=reader, scope=everything).rows[0]
        behind = layer.rows(question, row, "credited_sales", reader=reader, scope=everything)
        assert sorted(r["order_id"] for r in behind.rows if r.get("order_id")) == orders
