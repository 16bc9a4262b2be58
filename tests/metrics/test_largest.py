"""Rows behind a figure of a large fact: the rows that would be read whole, in the same order, read in two steps."""

from __future__ import annotations

from typing import Any

import pytest
from tests.metrics.company import company, line
from tests.metrics.memory import DEFINITIONS

from fupan.metrics import MetricLayer, Question, Scope
from fupan.metrics.plan import largest

LAYER = MetricLayer(DEFINITIONS)
ASKED = Question(("gross_sales",), window="2025-06")


def _rows(lines: list[dict[str, Any]], limit: int, scope: Scope = Scope.everything()) -> list[dict[str, Any]]:  # noqa: B008
    reader = company(order_lines=lines)
    return LAYER.rows(ASKED, {}, "gross_sales", reader=reader, scope=scope, limit=limit).rows


LINES = [
    line(str(n), f"2025-06-{n % 28 + 1:02}", n % 7 * 10 + 10, source_file="六月.xlsx", source_row=n) for n in range(40)
]


@pytest.mark.parametrize("limit", [0, 1, 7, 100])
def test_two_steps_find_the_same_rows_in_the_same_order(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = _rows(LINES, limit)
    monkeypatch.setattr(largest, "LEAST_ROWS", 0)
    assert _rows(LINES, limit) == at_once
    assert len(at_once) == min(limit, 40)


def test_rows_that_nothing_tells_apart_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    same = [line("a", "2025-06-01", 10), line("a", "2025-06-01", 10), line("b", "2025-06-02", 30)]
    at_once = _rows(same, 10)
    monkeypatch.setattr(largest, "LEAST_ROWS", 0)
    assert _rows(same, 10) == at_once
    assert len(at_once) == 3


def test_what_tells_rows_apart_is_not_shown_where_it_is_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(largest, "LEAST_ROWS", 0)
    found = _rows(LINES, 5, Scope(masks=frozenset({"order_lines.order_id"})))
    assert len(found) == 5
    assert all("order_id" not in row for row in found)
