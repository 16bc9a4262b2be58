"""Lines split among positions: each has its share, the whole stays the whole, overlays stand apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.metrics.company import company, line, target
from tests.metrics.memory import DEFINITIONS, MemoryReader, ask
from tests.warehouse.rows import batch, load, order

from fupan.errors import QuestionError
from fupan.metrics import MetricLayer, Question, Scope
from fupan.warehouse import Warehouse

JUNE = ("2025-06-01", "2025-07-01")


def credit(order_id: str, position: str, share: str, kind: str = "split") -> dict[str, Any]:
    return {
        "source_system": "erp",
        "order_id": order_id,
        "line_id": "1",
        "position_id": position,
        "kind": kind,
        "share": share,
    }


def sold(*given: dict[str, Any]) -> MemoryReader:
    """Order a (1,000) is P1's, order b (200) is P2's; June's targets are 800 and 400."""
    return company(
        order_lines=[
            line("a", "2025-06-10", 1000, region_id="SH", position_id="P1", customer_id="c2"),
            line("b", "2025-06-11", 200, region_id="GD", position_id="P2", customer_id="c1"),
        ],
        positions=[{"position_id": p, "name": p} for p in ("P1", "P2", "P3")],
        credits=list(given),
        targets=[target(800, *JUNE, position_id="P1"), target(400, *JUNE, position_id="P2")],
    )


def test_a_split_counts_by_its_share_and_the_whole_once() -> None:
    reader = sold(credit("a", "P1", "0.6"), credit("a", "P2", "0.4"), credit("a", "P3", "1", "overlay"))
    result = ask(reader, "net_sales", "target", "attainment", "ordered_lines", by=("position",), totals=True)
    rows = {r["position"]: r for r in result.rows}
    assert [(rows[p]["net_sales"], rows[p]["attainment"]) for p in ("P1", "P2")] == [(600, 0.75), (600, 1.5)]
    assert [rows[p]["ordered_lines"] for p in ("P1", "P2")] == [1, 2]
    assert "P3" not in rows
    assert result.total is not None
    assert (result.total["net_sales"], result.total["attainment"]) == (1200, 1.0)
    regions = ask(reader, "net_sales", by=("region",)).rows
    assert [(r["region"], r["net_sales"]) for r in regions] == [("华东", 1000), ("华南", 200)]
    both = ask(reader, "net_sales", by=("region", "position")).rows
    assert [(r["region"], r["position"], r["net_sales"]) for r in both] == [
        ("华东", "P1", 600), ("华东", "P2", 400), ("华南", "P2", 200),
    ]  # fmt: skip
    assert ask(reader, "net_sales", where="position = 'P2'").rows[0]["net_sales"] == 600


def test_what_no_credit_takes_stays_with_the_owner() -> None:
    rows = ask(sold(credit("a", "P3", "0.25")), "net_sales", by=("position",)).rows
    assert [(r["position"], r["net_sales"]) for r in rows] == [("P1", 750), ("P3", 250), ("P2", 200)]


def test_more_than_all_of_a_line_is_refused() -> None:
    reader = sold(credit("a", "P1", "0.7"), credit("a", "P2", "0.4"))
    with pytest.raises(QuestionError) as caught:
        ask(reader, "net_sales", by=("position",))
    assert caught.value.code == "over_shared"
    assert ask(reader, "net_sales").rows[0]["net_sales"] == 1200


def test_as_is_needs_stamps_of_today() -> None:
    with pytest.raises(QuestionError) as caught:
        ask(sold(), "net_sales", by=("position",), org="as_is")
    assert caught.value.code == "org"
    with pytest.raises(QuestionError, match="no reading of the organisation"):
        ask(sold(), "net_sales", org="as_if")


def test_credits_from_files(tmp_path: Path) -> None:
    """A credit without line number speaks of the whole order; shares that are not 100% are told when loading."""
    shares = [
        {"order_id": "1", "position_id": "P1", "kind": "split", "share": "0.5"},
        {"order_id": "1", "position_id": "P2", "kind": "split", "share": "0.5"},
        {"order_id": "1", "position_id": "M", "kind": "roll_up", "share": "1"},
        {"order_id": "2", "line_id": "1", "position_id": "P2", "kind": "split", "share": "0.9"},
    ]
    tables: dict[str, list[dict[str, Any]]] = {
        "positions": [{"position_id": p, "name": p, "org_unit_id": "U"} for p in ("P1", "P2", "M")],
        "people": [{"person_id": "Ann", "name": "Ann"}],
        "assignments": [{"position_id": "P2", "person_id": "Ann", "valid_from": "2024-01-01"}],
        "order_lines": [
            order("1", "1", 100, order_date="2025-06-01", position_id="P1"),
            order("1", "2", 50, order_date="2025-06-01", position_id="P1"),
            order("2", "1", 10, order_date="2025-06-01", position_id="P1"),
        ],
        "credits": shares,
    }
    warehouse = Warehouse(tmp_path / "warehouse", memory_limit="1GB", threads=1, lock_timeout_seconds=20)
    manifest = load(warehouse, "load-1", *(batch(tmp_path / "inbox", n, r) for n, r in tables.items()))
    notes = manifest[0].notes if isinstance(manifest, tuple) else manifest.notes
    assert any("order 2 line 1: 90.00%" in note for note in notes)
    with warehouse.read() as reader:
        layer = MetricLayer(DEFINITIONS)

        def told(metric: str, by: str) -> dict[str, Any]:
            question = Question((metric,), by=(by,), window="2025-06")
            return {r[by]: r[metric] for r in layer.ask(question, reader=reader, scope=Scope.everything()).rows}

        assert told("net_sales", "position") == {"P2": 84, "P1": 76}
        assert told("net_sales", "person") == {"Ann": 84, "(unknown)": 76}
        assert told("roll_up_sales", "position") == {"M": 150}
