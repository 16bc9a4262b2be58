"""Attainment per quota window and per person, dealers and stock equal the published answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.metrics.adventureworks import adventureworks
from tests.metrics.memory import MemoryReader, ask

pytestmark = pytest.mark.needs("shared_data")
WINDOW = "2010-12-29..2012-12-27"


@pytest.fixture(scope="module")
def reader(shared_data: Path) -> MemoryReader:
    return adventureworks(shared_data)


@pytest.fixture(scope="module")
def answers(shared_data: Path) -> Any:
    return json.loads((shared_data / "answers" / "answers" / "adventureworks_dev.json").read_text(encoding="utf-8"))


def rows_of(answers: Any, name: str) -> list[list[Any]]:
    rows: list[list[Any]] = next(a["rows"] for a in answers if a["id"] == name)
    return rows


def test_attainment_per_quota_window(reader: MemoryReader, answers: Any) -> None:
    rows = ask(reader, "target", "credited_sales", "attainment", by=("target_period",), window=WINDOW).rows
    got = [
        (
            r["target_period.key"].isoformat(),
            float(r["target"]),
            float(r["credited_sales"]),
            round(100 * r["attainment"], 4),
        )
        for r in rows
    ]
    assert got == [
        (str(d)[:10], float(quota), float(sales), float(att)) for d, _, quota, sales, att in rows_of(answers, "V2")
    ]


def test_attainment_per_person(reader: MemoryReader, answers: Any) -> None:
    rows = ask(reader, "attainment", by=("person",), window=WINDOW).rows
    got = {r["person"]: round(100 * r["attainment"], 4) for r in rows}
    assert got == {name: float(att) for name, _, _, att in rows_of(answers, "V3")}


def test_dealers_active_and_new(reader: MemoryReader) -> None:
    row = ask(reader, "active_dealers", "new_dealers", window="2012", compare=("previous",)).rows[0]
    assert (row["active_dealers"], row["active_dealers.previous"], row["new_dealers"]) == (364, 251, 176)


def test_stock_on_a_day(reader: MemoryReader) -> None:
    row = ask(reader, "stock_units", "stock_value", window="2012-06").rows[0]
    assert (float(row["stock_units"]), float(row["stock_value"])) == (258593.0, 22415466.68)
