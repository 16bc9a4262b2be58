"""New, repeat and kept customers, renewals; service and marketing figures."""

from __future__ import annotations

from typing import Any

import pytest
from tests.metrics.company import company, line
from tests.metrics.memory import ask

LINES = [
    line("a", "2025-01-05", 10, customer_id="c1", region_id="GD"),
    line("b", "2025-05-02", 10, customer_id="c2", region_id="SH"),
    line("c", "2025-05-03", 10, customer_id="c1", region_id="GD"),
    line("d", "2025-06-01", 10, customer_id="c2", region_id="SH"),
    line("e", "2025-06-01", 10, customer_id="c2", region_id="SH"),
    line("f", "2025-06-09", 10, customer_id="c2", region_id="GD"),
    line("g", "2025-06-20", 10, customer_id="c3", region_id="ZJ"),
    line("h", "2025-06-21", 10, customer_id=None, region_id="ZJ"),
]


def test_new_repeat_and_kept() -> None:
    result = ask(company(order_lines=LINES), "customers", "new_customers", "repeat_customers", "repurchase_rate",
                 "customers_before", "customers_kept", "retention", "churn")  # fmt: skip
    row = result.rows[0]
    assert (row["customers"], row["new_customers"], row["repeat_customers"]) == (2, 1, 1)
    assert row["repurchase_rate"] == pytest.approx(0.5)
    assert (row["customers_before"], row["customers_kept"]) == (2, 1)
    assert (row["retention"], row["churn"]) == (pytest.approx(0.5), pytest.approx(0.5))


def test_new_is_new_to_the_company_not_to_the_slice() -> None:
    """c2 bought in the South for the first time in June, but was a customer before."""
    rows = {r["region"]: r for r in ask(company(order_lines=LINES), "new_customers", "customers", by=("region",)).rows}
    assert (rows["华东"]["customers"], rows["华东"]["new_customers"]) == (2, 1)
    assert (rows["华南"]["customers"], rows["华南"]["new_customers"]) == (1, 0)


def test_by_month_with_previous() -> None:
    rows = ask(
        company(order_lines=LINES),
        "new_customers",
        "retention",
        by=("month",),
        window="2025-05..2025-06",
        compare=("previous",),
    ).rows
    assert [(r["month"], r["new_customers"], r["new_customers.previous"], r["retention"]) for r in rows] == [
        ("2025-05", 1, None, None),
        ("2025-06", 1, 1, 0.5),
    ]


def test_renewal_by_due_date() -> None:
    agreements = [
        {"agreement_id": "1", "due_date": "2025-06-30", "key_account": True, "renewed": True},
        {"agreement_id": "2", "due_date": "2025-06-15", "key_account": True, "renewed": False},
        {"agreement_id": "3", "due_date": "2025-06-15", "key_account": False, "renewed": False},
        {"agreement_id": "4", "due_date": "2025-07-01", "key_account": True, "renewed": False},
        {"agreement_id": "5", "due_date": "2025-06-01", "key_account": True, "renewed": True},
    ]
    row = ask(company(agreements=agreements), "agreements_due", "renewal_rate").rows[0]
    assert (row["agreements_due"], row["renewal_rate"]) == (3, pytest.approx(2 / 3))


def answer(number: int, question: str, score: float, scale: int, **more: Any) -> dict[str, Any]:
    return {
        "answer_id": str(number),
        "answer_date": "2025-06-10",
        "question": question,
        "score": score,
        "scale": scale,
    } | more


def test_csat_scales_every_answer_before_the_mean() -> None:
    answers = [answer(1, "csat", 6.2, 10), answer(2, "csat", 82, 100), answer(3, "csat", 5, 5), answer(4, "nps", 9, 10)]
    row = ask(company(survey_answers=answers), "csat", "csat_answers").rows[0]
    assert (row["csat"], row["csat_answers"]) == (pytest.approx((62 + 82 + 100) / 3), 3)


def test_nps() -> None:
    scores = [10, 9, 9, 8, 7, 6, 0, 10]
    answers = [answer(n, "nps", s, 10) for n, s in enumerate(scores)]
    row = ask(company(survey_answers=answers), "nps", "nps_answers").rows[0]
    assert (row["nps"], row["nps_answers"]) == (pytest.approx((4 - 2) / 8 * 100), 8)


def test_roi_is_attributed_sales_over_campaign_spend() -> None:
    reader = company(
        campaigns=[{"campaign_id": "k1", "name": "618"}, {"campaign_id": "k2", "name": "春促"}],
        spend=[
            {"source_system": "m", "spend_id": "1", "spend_date": "2025-06-01", "campaign_id": "k1", "amount": 100},
            {"source_system": "m", "spend_id": "2", "spend_date": "2025-06-02", "campaign_id": "k2", "amount": 50},
            {"source_system": "m", "spend_id": "3", "spend_date": "2025-06-02", "amount": 1000},
        ],
        campaign_attributions=[
            {"campaign_id": "k1", "attribution_date": "2025-06-05", "amount": 500},
            {"campaign_id": "k2", "attribution_date": "2025-06-05", "amount": 130},
        ],
    )
    result = ask(reader, "roi", "campaigns_run", "spend", by=("campaign",), totals=True)
    assert [(r["campaign"], r["roi"]) for r in result.rows] == [("618", 5.0), ("春促", 2.6), ("(unknown)", None)]
    assert result.total is not None
    assert (result.total["roi"], result.total["campaigns_run"], result.total["spend"]) == (pytest.approx(4.2), 2, 1150)


def test_complaints_and_hours() -> None:
    tickets = [
        {"ticket_id": "1", "created_date": "2025-06-01", "complaint": True, "resolution_hours": 10},
        {"ticket_id": "2", "created_date": "2025-06-02", "complaint": None, "resolution_hours": 30},
        {"ticket_id": "3", "created_date": "2025-06-03", "complaint": False},
    ]
    row = ask(company(tickets=tickets), "tickets", "complaints", "resolution_hours").rows[0]
    assert (row["tickets"], row["complaints"], row["resolution_hours"]) == (3, 1, pytest.approx(20))


def test_funnel_and_delivery() -> None:
    opportunities = [
        {"opportunity_id": "1", "created_date": "2025-06-01", "stage": "won", "closed_date": "2025-07-01"},
        {"opportunity_id": "2", "created_date": "2025-06-01", "stage": "proposal"},
        {"opportunity_id": "3", "created_date": "2025-05-01", "stage": "赢单", "closed_date": "2025-06-20"},
    ]
    deliveries = [
        {
            "source_system": "w",
            "delivery_id": "1",
            "line_id": "1",
            "ship_date": "2025-06-02",
            "promised_date": "2025-06-05",
            "signed_date": "2025-06-05",
        },
        {
            "source_system": "w",
            "delivery_id": "2",
            "line_id": "1",
            "ship_date": "2025-06-02",
            "promised_date": "2025-06-05",
            "signed_date": "2025-06-06",
        },
        {
            "source_system": "w",
            "delivery_id": "3",
            "line_id": "1",
            "ship_date": "2025-06-02",
            "promised_date": "2025-06-05",
        },
    ]
    row = ask(
        company(opportunities=opportunities, delivery_lines=deliveries),
        "opportunities",
        "wins",
        "win_rate",
        "on_time_rate",
    ).rows[0]
    assert (row["opportunities"], row["wins"], row["win_rate"], row["on_time_rate"]) == (2, 1, 0.5, 0.5)
