"""Rows behind figures of the catalogue's own families: pairs, known customers, slow stock, ranks, days counted back."""

from __future__ import annotations

import pytest
from tests.metrics.company import company, line
from tests.metrics.memory import DEFINITIONS, MemoryReader
from tests.metrics.test_collections import INVOICES, RECEIPTS

from fupan.metrics import MetricLayer, Question, Scope

LAYER, ALL = MetricLayer(DEFINITIONS), Scope.everything()


@pytest.fixture
def reader() -> MemoryReader:
    lines = [
        line("0", "2025-05-01", 10, customer_id="c1", product_id="p1"), line("1", "2025-06-01", 20, customer_id="c1", product_id="p1"),
        line("2", "2025-06-02", 30, customer_id="c1", product_id="p1"), line("3", "2025-06-03", 40, customer_id="c1", product_id="p2"),
        line("4", "2025-06-04", 50, customer_id="c2", product_id="p1"),
    ]  # fmt: skip
    stock = [
        {"source_system": "w", "snapshot_date": "2025-06-30", "place_kind": "own", "place_id": "北仓", "product_id": p, "quantity": 1, "value": v}
        for p, v in (("p1", 7), ("p9", 5))
    ]  # fmt: skip
    return company(order_lines=lines, stock_snapshots=stock, invoice_lines=INVOICES, receipts=RECEIPTS)


@pytest.mark.parametrize(
    ("metric", "figure", "rows"),
    [("customer_products", 3, 4), ("returning_customers", 1, 3), ("slow_stock_value", 5, 1), ("new_customers", 1, 1)],
)
def test_contributions_add_up(reader: MemoryReader, metric: str, figure: int, rows: int) -> None:
    question = Question((metric,), window="2025-06")
    assert LAYER.ask(question, reader=reader, scope=ALL).rows[0][metric] == figure
    found = LAYER.rows(question, {}, metric, reader=reader, scope=ALL).parts[0]
    assert (found.contribution, found.count) == (figure, rows)


def test_behind_a_rank_stand_the_rows_of_the_figure_that_is_ranked(reader: MemoryReader) -> None:
    question = Question(("rank(gross_sales)", "deviation(gross_sales)"), by="customer", window="2025-06")
    for column in question.metrics:
        found = LAYER.rows(question, {"customer": "深圳华强"}, column, reader=reader, scope=ALL)
        assert [(p.metric, p.contribution, p.count) for p in found.parts] == [("gross_sales", 90, 3)]


def test_behind_days_counted_back_stand_the_open_items(reader: MemoryReader) -> None:
    question = Question(("dso_count_back",), window="2025-06")
    found = LAYER.rows(question, {}, "dso_count_back", reader=reader, scope=ALL).parts[0]
    assert found.count == 4
    assert {r["contribution"] for r in found.rows} == {None}
