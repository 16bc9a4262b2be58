"""Shapes of slow questions are remembered, without members, and turned into roll-ups worth keeping."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fupan.loop import use_log
from fupan.metrics import MetricLayer, Question, Scope, load_definitions
from fupan.metrics.memory import MemoryReader


def _reader() -> MemoryReader:
    lines = [
        {"order_id": f"o{n}", "line_id": "1", "recognised_date": f"2025-06-{n % 28 + 1:02d}", "region_id": "SH",
         "customer_id": f"c{n % 40}", "gross_without_tax": 5, "currency": "CNY"}
        for n in range(60)
    ]  # fmt: skip
    return MemoryReader(order_lines=lines, regions=[{"region_id": "SH", "region": "华东"}])


def test_questions_of_large_facts_propose_roll_ups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(use_log, "LEAST_ROWS", 50)
    layer, reader = MetricLayer(load_definitions()), _reader()
    for metrics, by, where in ((("units",), ("region",), "customer_tier = 'A'"), (("units",), ("region", "month"), None),
                               (("units",), ("region",), None), (("units",), ("customer",), None)):  # fmt: skip
        question = Question(metrics=metrics, by=by, window="2025-06", where=where, as_of=date(2025, 6, 30))
        if where:
            question = Question(
                metrics=metrics, by=by, window="2025-06", where="region = '华东'", as_of=date(2025, 6, 30)
            )
        result = layer.ask(question, reader=reader, scope=Scope.everything())
        use_log.remember_question(tmp_path, layer.definitions, reader, question, result, 0.5)  # type: ignore[arg-type]
    assert "华东" not in (tmp_path / use_log.FILE).read_text(encoding="utf-8")
    with (tmp_path / use_log.FILE).open("a", encoding="utf-8") as file:
        file.write('{"facts": ["or')
    (found,) = use_log.propose_rollups(tmp_path, layer.definitions, reader)
    assert (found.fact, found.grain, found.by, found.questions, found.seconds) == (
        "order_lines",
        "month",
        ("region",),
        3,
        1.5,
    )
    assert (found.rows, found.base_rows) == (1, 60)
    assert found.yaml.strip() == "order_lines_month_region: {fact: order_lines, grain: month, by: [region]}"


def test_small_facts_are_not_remembered(tmp_path: Path) -> None:
    layer, reader = MetricLayer(load_definitions()), _reader()
    question = Question(metrics=("units",), window="2025-06")
    result = layer.ask(question, reader=reader, scope=Scope.everything())
    use_log.remember_question(tmp_path, layer.definitions, reader, question, result, 0.5)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
