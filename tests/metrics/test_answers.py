"""What a statement found in a snapshot once is not looked for again, and is the same rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.metrics.company import company, line
from tests.metrics.memory import DEFINITIONS

from fupan.metrics import MetricLayer, Question, Scope
from fupan.metrics.plan import answers
from fupan.metrics.plan.answers import Answers
from fupan.metrics.plan.kept import Kept
from fupan.warehouse.findings import Findings
from fupan.warehouse.store import Store

JUNE = Question(("net_sales",), ("region",), "2025-06", totals=True)


class Counting:
    """An engine that counts how often it is asked."""

    name = "duckdb"

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows, self.asked = rows, 0

    def fetch_rows(self, _: str) -> list[dict[str, Any]]:
        self.asked += 1
        return self.rows


def test_a_statement_is_run_once_and_its_rows_are_the_callers_own() -> None:
    engine, found = Counting([{"a": 1, "b": None}, {"a": 2, "b": "x"}]), Answers(None)
    first = found.fetch(engine, "SELECT 1")
    first[0].pop("a")
    assert found.fetch(engine, "SELECT 1") == [{"a": 1, "b": None}, {"a": 2, "b": "x"}]
    assert engine.asked == 1
    assert found.fetch(engine, "SELECT 2") == engine.rows
    assert engine.asked == 2


def test_no_rows_are_an_answer_too_and_large_ones_are_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST_CELLS", 2)
    monkeypatch.setattr(answers, "_ALL_CELLS", 4)
    for rows, asked in (([], 1), ([{"a": 1}, {"a": 2}], 1), ([{"a": 1}] * 3, 2)):
        engine, found = Counting(rows), Answers(None)
        assert found.fetch(engine, "SELECT 1") == found.fetch(engine, "SELECT 1") == rows
        assert engine.asked == asked
    engine, found = Counting([{"a": 1}, {"a": 2}]), Answers(None)
    for text in ("SELECT 1", "SELECT 2", "SELECT 1"):  # the first has left for the second
        found.fetch(engine, text)
    assert engine.asked == 3


def test_the_next_process_has_them_of_the_same_snapshot_only(tmp_path: Path) -> None:
    engine = Counting([{"a": 1}])
    for snapshot, asked in (("one", 1), ("one", 1), ("two", 2)):
        Answers(Kept(Findings(Store(tmp_path), snapshot), "same")).fetch(engine, "SELECT 1")
        assert engine.asked == asked


def test_a_layer_that_keeps_answers_tells_what_one_that_does_not_tells(tmp_path: Path) -> None:
    reader: Any = company(order_lines=[line("o1", "2025-06-01", 10), line("o2", "2025-06-02", 5, region_id="GD")])
    reader.findings = Findings(Store(tmp_path), "one")
    scopes = (Scope.everything(), Scope(members={"region": ("华南",)}))
    for scope in scopes:
        plain = MetricLayer(DEFINITIONS).ask(JUNE, reader=reader, scope=scope)
        for _ in range(2):
            kept = MetricLayer(DEFINITIONS, keeps_answers=True).ask(JUNE, reader=reader, scope=scope)
            assert (kept.rows, kept.total) == (plain.rows, plain.total)
