"""Visits, proposals, wishes, service, the market, training: figures by hand."""

from __future__ import annotations

from typing import Any

import pytest
from tests.metrics.company import company, line
from tests.metrics.memory import ask


def test_invalid_visits_are_of_those_judged() -> None:
    visits = [
        {"visit_id": str(n), "visit_date": "2025-06-03", "valid": v}
        for n, v in enumerate([True, True, True, False, None])
    ]
    row = ask(company(visits=visits), "visits", "visits_judged", "invalid_visits", "invalid_visit_rate").rows[0]
    assert (row["visits"], row["visits_judged"], row["invalid_visits"], row["invalid_visit_rate"]) == (5, 4, 1, 0.25)


def test_proposals_by_the_day_they_were_decided() -> None:
    proposals = [
        {"proposal_id": "1", "needed_date": "2025-06-01", "submitted_date": "2025-06-03", "decided_date": "2025-06-10", "passed": True},
        {"proposal_id": "2", "needed_date": "2025-06-01", "submitted_date": "2025-06-06", "decided_date": "2025-06-10", "passed": False},
        {"proposal_id": "3", "submitted_date": "2025-06-20", "decided_date": "2025-07-02", "passed": True},
        {"proposal_id": "4", "submitted_date": "2025-05-20", "decided_date": "2025-06-02", "passed": True},
    ]  # fmt: skip
    row = ask(
        company(proposals=proposals), "proposals", "proposals_decided", "proposal_pass_rate", "proposal_days"
    ).rows[0]
    assert (row["proposals"], row["proposals_decided"]) == (3, 3)
    assert row["proposal_pass_rate"] == pytest.approx(2 / 3)
    assert row["proposal_days"] == pytest.approx((2 + 5) / 2)


def test_feedback_of_development_and_conversion_of_wishes() -> None:
    wishes = [
        {"wish_id": "1", "raised_date": "2025-06-01", "answered_date": "2025-06-11", "shipped_date": "2025-08-01"},
        {"wish_id": "2", "raised_date": "2025-06-01", "answered_date": "2025-06-21"},
        {"wish_id": "3", "raised_date": "2025-06-20"},
        {"wish_id": "4", "raised_date": "2025-05-01", "answered_date": "2025-06-30", "shipped_date": "2025-07-01"},
    ]
    row = ask(company(wishes=wishes), "wishes", "wishes_answered", "feedback_days", "wish_conversion").rows[0]
    assert (row["wishes"], row["wishes_answered"]) == (3, 3)
    assert row["feedback_days"] == pytest.approx((10 + 20 + 60) / 3)
    assert row["wish_conversion"] == pytest.approx(1 / 3)


def test_service_times() -> None:
    def ticket(number: int, **more: Any) -> dict[str, Any]:
        return {"ticket_id": str(number), "created_date": "2025-06-02"} | more

    tickets = [
        ticket(1, response_hours=2, resolution_hours=10, online=True),
        ticket(2, response_hours=4, closed_date="2025-06-05", online=False),
        ticket(3, online=True),
        ticket(4, kind="维修", closed_date="2025-06-12", online=True),
        ticket(5, kind="维修", created_date="2025-05-15", closed_date="2025-06-04"),
        ticket(6, kind="维修", closed_date="2025-07-04"),
    ]
    row = ask(
        company(tickets=tickets), "response_hours", "online_resolution_rate", "repairs_closed", "repair_days"
    ).rows[0]
    # solved and known: 1, 2, 4 (3 is open, 5 was opened in May, of 6 it is not known)
    assert (row["response_hours"], row["online_resolution_rate"]) == (3.0, pytest.approx(2 / 3))
    assert (row["repairs_closed"], row["repair_days"]) == (2, pytest.approx((10 + 20) / 2))


def test_market_share_on_one_basis_and_by_region() -> None:
    reader = company(
        order_lines=[line("a", "2025-06-05", 100, region_id="SH", quantity=4), line("b", "2025-06-05", 100, region_id="GD", quantity=4)],
        market_sizes=[
            {"publisher": "x", "month": "2025-06-01", "region_id": "E", "amount": 1130, "quantity": 40},
            {"publisher": "x", "month": "2025-06-01", "region_id": "S", "amount": 226, "quantity": 10},
            {"publisher": "x", "month": "2025-07-01", "region_id": "E", "amount": 9999, "quantity": 999},
        ],
    )  # fmt: skip
    rows = {r["region"]: r for r in ask(reader, "market_share", "market_share_units", by=("region",)).rows}
    assert (rows["华东"]["market_share"], rows["华东"]["market_share_units"]) == (pytest.approx(113 / 1130), 0.1)
    assert (rows["华南"]["market_share"], rows["华南"]["market_share_units"]) == (pytest.approx(113 / 226), 0.4)
    assert ask(reader, "market_share").rows[0]["market_share"] == pytest.approx(226 / 1356)


def test_prices_kept() -> None:
    checks = [(100, 100), (99, 100), (120, 100), (80, None)]
    rows = [
        {"check_id": str(n), "check_date": "2025-06-09", "seen_price": seen, "lowest_price": lowest}
        for n, (seen, lowest) in enumerate(checks)
    ]
    row = ask(company(price_checks=rows), "price_checks", "price_stability_rate").rows[0]
    assert (row["price_checks"], row["price_stability_rate"]) == (3, pytest.approx(2 / 3))


def test_training_and_use_of_the_crm() -> None:
    trainings = [
        {"training_id": "t", "person_id": f"p{n}", "training_date": "2025-06-09", "passed": p}
        for n, p in enumerate([True, True, True, False, None])
    ]
    uses = [
        {"system": s, "person_id": p, "use_date": d}
        for s, p, d in [("CRM", "p1", "2025-06-01"), ("crm", "p1", "2025-06-02"), ("CRM", "p2", "2025-06-02"), ("ERP", "p3", "2025-06-02")]
    ]  # fmt: skip
    row = ask(company(trainings=trainings, system_uses=uses), "training_pass_rate", "crm_users").rows[0]
    assert (row["training_pass_rate"], row["crm_users"]) == (0.75, 2)


def test_cost_of_winning_a_customer_and_net_return() -> None:
    def spent(number: int, amount: int, **more: Any) -> dict[str, Any]:
        return {"source_system": "m", "spend_id": str(number), "spend_date": "2025-06-01", "amount": amount} | more

    lines = [line("0", "2025-01-01", 5, customer_id="c1"), line("1", "2025-06-01", 5, customer_id="c1"),
             line("2", "2025-06-02", 5, customer_id="c2"), line("3", "2025-06-03", 5, customer_id="c3")]  # fmt: skip
    reader = company(
        order_lines=lines,
        spend=[spent(1, 300, purpose="acquisition"), spent(2, 100, campaign_id="k1", purpose="brand")],
        campaign_attributions=[{"campaign_id": "k1", "attribution_date": "2025-06-05", "amount": 500, "margin": 150}],
    )
    row = ask(reader, "acquisition_spend", "cac", "roi", "net_roi").rows[0]
    assert (row["acquisition_spend"], row["cac"]) == (300, 150)
    assert (row["roi"], row["net_roi"]) == (5.0, pytest.approx((150 - 100) / 100))
    without = company(order_lines=lines, spend=[spent(1, 300)])
    assert ask(without, "cac").rows[0]["cac"] is None


def test_margin_that_no_source_gave_is_not_zero() -> None:
    reader = company(
        spend=[{"source_system": "m", "spend_id": "1", "spend_date": "2025-06-01", "amount": 100, "campaign_id": "k1"}],
        campaign_attributions=[{"campaign_id": "k1", "attribution_date": "2025-06-05", "amount": 500}],
    )
    assert ask(reader, "net_roi").rows[0]["net_roi"] is None


def test_renewing_customers_and_acceptances() -> None:
    agreements = [
        {"agreement_id": "1", "due_date": "2025-06-30", "renewed": True, "customer_id": "c1"},
        {"agreement_id": "2", "due_date": "2025-06-15", "renewed": True, "customer_id": "c1"},
        {"agreement_id": "3", "due_date": "2025-06-15", "renewed": False, "customer_id": "c2"},
    ]
    receipts = [
        {"source_system": "e", "receipt_id": str(n), "receipt_date": "2025-06-01", "counted_date": "2025-06-01", "kind": k, "amount": a}
        for n, (k, a) in enumerate([("cash", 10), ("bank_acceptance", 20), ("commercial_acceptance", 40)])
    ]  # fmt: skip
    row = ask(
        company(agreements=agreements, receipts=receipts),
        "renewing_customers",
        "bank_acceptances",
        "commercial_acceptances",
    ).rows[0]
    assert (row["renewing_customers"], row["bank_acceptances"], row["commercial_acceptances"]) == (1, 20, 40)


def test_budget_of_spend() -> None:
    spend = [{"source_system": "m", "spend_id": "1", "spend_date": "2025-06-01", "amount": 80}]
    budget = [{"metric": "spend", "version": "v1", "level": "target", "start_date": "2025-06-01", "end_date": "2025-07-01", "amount": 100}]  # fmt: skip
    assert ask(company(spend=spend, targets=budget), "budget_execution").rows[0]["budget_execution"] == pytest.approx(
        0.8
    )
