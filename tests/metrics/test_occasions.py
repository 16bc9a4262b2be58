"""Shopping festivals and campaigns: edition against edition, day by day, running, with declared windows."""

from __future__ import annotations

from datetime import date

import pytest
from tests.metrics.company import company, line
from tests.metrics.memory import DEFINITIONS, ask

from fupan.calendar.occasion import read_occasion
from fupan.errors import QuestionError
from fupan.metrics import MetricLayer

# 32 days in 2024, 39 in 2025
MIDYEAR = read_occasion("618", {"zh": "年中大促", "2024": "2024-05-20..2024-06-20", "2025": "2025-05-13..2025-06-20"})
LAYER = MetricLayer(DEFINITIONS, events=[MIDYEAR])
LINES = [
    line("a", "2024-05-20", 100, customer_id="c1"),
    line("b", "2024-05-25", 200, customer_id="c2"),
    line("c", "2024-06-20", 400, customer_id="c1"),
    line("d", "2024-06-21", 800, customer_id="c3"),
    line("e", "2025-05-13", 10, customer_id="c1"),
    line("f", "2025-05-18", 20, customer_id="c1"),
    line("g", "2025-06-20", 40, customer_id="c2"),
]
CAMPAIGNS = [
    {"campaign_id": "k1", "name": "春促", "start_date": "2024-05-20", "end_date": "2024-05-25"},
    {"campaign_id": "k2", "name": "夏促", "start_date": "2025-05-13", "end_date": "2025-05-18"},
    {"campaign_id": "k3", "name": "无期"},
]


def test_the_whole_event_against_the_whole_event_before() -> None:
    result = ask(
        company(order_lines=LINES),
        "net_sales",
        "customers",
        window="618@2025",
        compare=("event", "last_year"),
        layer=LAYER,
    )
    row = result.rows[0]
    assert (row["net_sales"], row["net_sales.event"], row["customers"], row["customers.event"]) == (70, 700, 2, 2)
    assert row["net_sales.vs_event"] == pytest.approx(70 / 700 - 1)
    # as dated the day before the event of 2024 would be missing, and the day after be in
    assert row["net_sales.last_year"] == 700
    assert result.column("net_sales.vs_event").zh == "净销售额较上届"
    told = next(n for n in result.provenance.notes if n.startswith("618"))
    assert told == "618: 2025-05-13..2025-06-20 against 2024-05-20..2024-06-20 (39 days against 32)"


def test_a_running_event_against_the_same_days_of_it() -> None:
    """Six days of 2025 against six days of 2024: the 20th to the 25th."""
    row = ask(company(order_lines=LINES), "net_sales", window="年中大促@2025", compare=("event",), layer=LAYER,
              as_of=date(2025, 5, 18)).rows[0]  # fmt: skip
    assert (row["net_sales"], row["net_sales.event"]) == (30, 300)


def test_day_by_day_and_no_base_past_the_end_of_the_shorter_one() -> None:
    rows = ask(
        company(order_lines=LINES),
        "net_sales",
        "customers",
        by=("day",),
        window="618@2025",
        compare=("event:618",),
        layer=LAYER,
    ).rows
    found = {r["day"]: (r["net_sales"], r["net_sales.event:618"], r["customers.event:618"]) for r in rows}
    assert found["2025-05-13"] == (10, 100, 1)
    assert found["2025-05-18"] == (20, 200, 1)
    # the 32nd day of 2024 was 20 June; the 32nd of 2025 is 13 June; its 39th has none
    assert found["2025-06-13"] == (0, 400, 1)
    assert found["2025-06-20"] == (40, None, None)


def test_a_campaign_against_another_one() -> None:
    reader = company(order_lines=LINES, campaigns=CAMPAIGNS)
    row = ask(reader, "net_sales", window="campaign:k2", compare=("campaign:春促",)).rows[0]
    assert (row["net_sales"], row["net_sales.campaign:春促"]) == (30, 300)
    days = ask(reader, "net_sales", by=("day",), window="campaign:夏促", compare=("campaign:k1",)).rows
    assert [(r["day"], r["net_sales"], r["net_sales.campaign:k1"]) for r in days] == [
        ("2025-05-13", 10, 100),
        ("2025-05-18", 20, 200),
    ]


@pytest.mark.parametrize(
    ("window", "compare", "code", "closest"),
    [
        ("2025-06", "event", "event", "618@2025"),
        ("2025-06", "event:618", "event", "618@2025"),
        ("618@2024", "event", "event", "declare 2023"),
        ("618@2023", "last_year", "event", "618@2024"),
        ("double11@2025", "last_year", "event", "double11"),
        ("2025-05", "campaign:k9", "campaign", ""),
        ("2025-05", "campaign:k3", "campaign", "a campaign with both"),
        ("2025-05", "campaign:", "comparison", ""),
        ("2025-05", "evnt", "comparison", "event"),
    ],
)
def test_refused(window: str, compare: str, code: str, closest: str) -> None:
    reader = company(order_lines=LINES, campaigns=CAMPAIGNS)
    with pytest.raises(QuestionError) as caught:
        ask(reader, "net_sales", window=window, compare=(compare,), layer=LAYER)
    assert caught.value.code == code
    assert closest in str(caught.value.closest)
