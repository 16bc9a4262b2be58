"""What can be answered of a question, and why the rest cannot."""

from __future__ import annotations

from tests.metrics.company import company, line
from tests.metrics.memory import DEFINITIONS

from fupan.metrics import MetricLayer, Question, Scope
from fupan.metrics.partial import ask_partly


def partly(reader, *metrics, **more):
    question = Question(metrics=metrics, window="2025-06", **more)
    return ask_partly(MetricLayer(DEFINITIONS), question, reader=reader, scope=Scope.everything())


def test_metrics_without_rows_are_left_out_with_their_reason():
    found = partly(company(order_lines=[line("a", "2025-06-01", 10)]), "visits", "net_sales", "csat", by=("region",))
    assert found.result is not None
    assert found.result.rows[0]["net_sales"] == 10
    assert {m: e.code for m, e in found.refused.items()} == {"visits": "not_loaded", "csat": "not_loaded"}


def test_what_needs_targets_too_coarse_for_the_question_goes_together():
    year = {"metric": "net_sales", "start_date": "2025-01-01", "end_date": "2026-01-01", "amount": 1200}
    reader = company(order_lines=[line("a", "2025-06-01", 10)], targets=[year])
    found = partly(reader, "net_sales", "attainment", "gap", "orders")
    assert set(found.refused) == {"attainment", "gap"}
    assert {e.code for e in found.refused.values()} == {"target_grain"}
    assert found.result is not None
    assert (found.result.rows[0]["net_sales"], found.result.rows[0]["orders"]) == (10, 1)


def test_a_refusal_of_the_question_itself_is_about_every_metric():
    found = partly(company(order_lines=[line("a", "2025-06-01", 10)]), "net_sales", "orders", by=("regoin",))
    assert found.result is None
    assert set(found.refused) == {"net_sales", "orders"}
    assert {e.code for e in found.refused.values()} == {"unknown_dimension"}


def test_an_answer_without_refusals_is_the_answer():
    found = partly(company(order_lines=[line("a", "2025-06-01", 10)]), "net_sales")
    assert (found.refused, found.result is None) == ({}, False)
