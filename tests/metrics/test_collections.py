"""Receivables as of a day: what was due, what came in, how old the rest is."""

from __future__ import annotations

from typing import Any

import pytest
from tests.metrics.company import company
from tests.metrics.memory import DEFINITIONS, MemoryReader, ask, date

from fupan.metrics import MetricLayer, Question, Scope


def invoice(number: str, issued: str, due: str, amount: int, **more: Any) -> dict[str, Any]:
    row = {
        "source_system": "erp",
        "invoice_id": number,
        "line_id": "1",
        "invoice_date": issued,
        "due_date": due,
        "amount_with_tax": amount,
    }
    return row | {"customer_id": "c1"} | more


def receipt(number: str, day: str, amount: int, **more: Any) -> dict[str, Any]:
    row = {
        "source_system": "erp",
        "receipt_id": number,
        "receipt_date": day,
        "counted_date": day,
        "amount": amount,
        "customer_id": "c1",
    }
    return row | more


INVOICES = [
    invoice("i1", "2025-03-01", "2025-03-20", 100),
    invoice("i2", "2025-05-01", "2025-06-10", 1000),
    invoice("i3", "2025-05-10", "2025-06-20", 400, customer_id="c2"),
    invoice("i3r", "2025-06-25", "2025-09-30", -100, customer_id="c2", red_of="i3"),
    invoice("i4", "2025-06-15", "2025-07-15", 250),
]
RECEIPTS = [
    receipt("b1", "2025-06-09", 600, invoice_id="i2"),
    receipt("b2", "2025-07-05", 300, invoice_id="i2"),
    receipt("b3", "2025-06-18", 90, kind="advance"),
    receipt("b4", "2025-06-19", 120, customer_id="c2"),
    receipt("b5", "2025-06-01", 50, kind="commercial_acceptance", counted_date="2025-08-30", invoice_id="i1"),
]
ALLOCATIONS = [
    {"source_system": "erp", "receipt_id": "b4", "invoice_id": "i3", "allocation_date": "2025-06-20", "amount": 120},
]


@pytest.fixture
def reader() -> MemoryReader:
    return company(invoice_lines=INVOICES, receipts=RECEIPTS, receipt_allocations=ALLOCATIONS)


def test_collections_rate_of_what_fell_due(reader: MemoryReader) -> None:
    row = ask(reader, "receivables_due", "received_of_due", "collections_rate").rows[0]
    # due in June: 1000 and 400 less the red 100; by 30 June 600 and 120 had come in (July's 300 had not)
    assert (row["receivables_due"], row["received_of_due"]) == (1300, 720)
    assert row["collections_rate"] == pytest.approx(720 / 1300)


def test_acceptance_counts_at_maturity_and_advances_stand_apart(reader: MemoryReader) -> None:
    row = ask(reader, "receipts", "advances").rows[0]
    assert (row["receipts"], row["advances"]) == (720, 90)
    assert ask(reader, "receipts", window="2025-08").rows[0]["receipts"] == 50


def test_ageing_by_days_past_due(reader: MemoryReader) -> None:
    rows = ask(reader, "receivables", "overdue_amount", by=("ageing",)).rows
    assert [(r["ageing"], r["receivables"]) for r in rows] == [("not_due", 250), ("0-30", 580), ("90+", 100)]
    row = ask(reader, "receivables", "overdue_amount", "overdue_30_amount", "overdue_rate").rows[0]
    assert (row["receivables"], row["overdue_amount"], row["overdue_30_amount"]) == (930, 680, 100)
    assert row["overdue_rate"] == pytest.approx(680 / 930)


def test_balances_stand_at_each_month_end(reader: MemoryReader) -> None:
    rows = ask(reader, "receivables", by=("month",), window="2025-05..2025-07", compare=("previous",)).rows
    assert [(r["month"], r["receivables"]) for r in rows] == [("2025-05", 1500), ("2025-06", 930), ("2025-07", 630)]
    assert [r["receivables.previous"] for r in rows] == [100, 1500, 930]


def test_dso_by_the_simple_method(reader: MemoryReader) -> None:
    # 930 open, 150 invoiced in June's 30 days
    row = ask(reader, "dso", "invoiced").rows[0]
    assert row["invoiced"] == 150
    assert row["dso"] == pytest.approx(930 / 150 * 30)


def test_by_customer(reader: MemoryReader) -> None:
    rows = ask(reader, "overdue_amount", by=("customer",)).rows
    assert [(r["customer"], r["overdue_amount"]) for r in rows] == [("深圳华强", 500), ("上海百联", 180)]


def test_dso_by_counting_back() -> None:
    # 930 open on 30 June: June's 400 (30 days) and May's 300 (31) are covered, of April's 460 half: 15 days
    rows = [
        invoice("a", "2025-04-10", "2025-05-10", 460),
        invoice("b", "2025-05-10", "2025-06-10", 300),
        invoice("c", "2025-06-10", "2025-07-10", 400, customer_id="c2"),
    ]
    paid = [receipt("p", "2025-06-01", 230, invoice_id="a")]
    reader = company(invoice_lines=rows, receipts=paid)
    assert ask(reader, "dso_count_back", "receivables").rows[0] == {"dso_count_back": 76.0, "receivables": 930}
    by = {r["customer"]: r["dso_count_back"] for r in ask(reader, "dso_count_back", by="customer").rows}
    # c1: 530 open of April's 460 and May's 300; June had none and counts in full
    assert by["上海百联"] == 30.0
    assert by["深圳华强"] == pytest.approx(30 + 31 + 30 * 230 / 460)
    months = ask(reader, "dso_count_back", by="month", window="2025-05..2025-06").rows
    # 31 May: 760 open, all of it invoiced in May and April
    assert [r["dso_count_back"] for r in months] == [61.0, 76.0]


def test_a_balance_older_than_two_years_has_no_count_back() -> None:
    reader = company(
        invoice_lines=[invoice("a", "2022-01-10", "2022-02-10", 100), invoice("b", "2025-06-10", "2025-07-10", 50)]
    )
    assert ask(reader, "dso_count_back").rows[0]["dso_count_back"] is None


def test_what_is_yet_to_come_stands_as_of_today(reader: MemoryReader) -> None:
    """On 30 June 930 are open; July's 300 and August's 50 are not in yet, whatever the files already say."""
    june = {"as_of": date(2025, 6, 30)}
    assert ask(reader, "receivables", window="2025-08").rows[0]["receivables"] == 580
    assert ask(reader, "receivables", window="2025-08", **june).rows[0]["receivables"] == 930
    assert ask(reader, "receivables", window="2025-H2", compare=("previous",), **june).rows[0] == {
        "receivables": 930, "receivables.previous": 930, "receivables.vs_previous": 0.0,
    }  # fmt: skip
    row = ask(reader, "receivables_due", "received_of_due", "overdue_amount", window="2025-07", **june).rows[0]
    # i4's 250 fall due on 15 July; overdue are June's 680, none of July's
    assert (row["receivables_due"], row["received_of_due"], row["overdue_amount"]) == (250, 0, 680)
    months = ask(reader, "receivables", by="month", window="2025-07..2025-08", **june).rows
    assert [r["receivables"] for r in months] == [930, 930]
    days = [ask(reader, "dso_count_back", window=w, **june).rows[0]["dso_count_back"] for w in ("2025-06", "2025-08")]
    assert days[0] == days[1]
    question = Question(("receivables",), window="2025-08", as_of=june["as_of"])
    layer = MetricLayer(DEFINITIONS)
    rows = layer.rows(question, {}, "receivables", reader=reader, scope=Scope.everything())
    assert sum(p.contribution for p in rows.parts) == 930


def test_receipts_not_yet_allocated() -> None:
    """By 30 June b1 (600, names its invoice) is allocated as a whole, of b4's 120 are 90, of b6's 40 nothing; b3 is an advance.

    b4's last 30 are allocated on 3 July; b5 counts on 30 August. With what is settled they make up all that came in.
    """
    rows = [*RECEIPTS, receipt("b6", "2025-06-29", 40, customer_id="c3")]
    shares = [
        ALLOCATIONS[0] | {"amount": 90},
        ALLOCATIONS[0] | {"invoice_id": "i2", "allocation_date": "2025-07-03", "amount": 30},
    ]
    reader = company(invoice_lines=INVOICES, receipts=rows, receipt_allocations=shares)
    assert ask(reader, "unallocated_receipts").rows[0]["unallocated_receipts"] == 70
    by = ask(reader, "unallocated_receipts", by="customer", totals=True)
    assert {r["customer"]: r["unallocated_receipts"] for r in by.rows if r["unallocated_receipts"]} == {
        "上海百联": 30, "杭州大厦": 40,
    }  # fmt: skip
    months = ask(reader, "unallocated_receipts", "receivables", by="month", window="2025-05..2025-07").rows
    assert [r["unallocated_receipts"] for r in months] == [None, 70, 40]
    # 30 June: 1650 invoiced net of red, 690 settled
    assert [r["receivables"] for r in months] == [1500, 960, 630]
    assert (
        ask(reader, "unallocated_receipts", window="2025-07", as_of=date(2025, 6, 30)).rows[0]["unallocated_receipts"]
        == 70
    )
    found = MetricLayer(DEFINITIONS).rows(Question(("unallocated_receipts",), window="2025-06"), {}, "unallocated_receipts",
                                          reader=reader, scope=Scope.everything())  # fmt: skip
    assert sorted((r["receipt_id"], r["contribution"]) for r in found.rows) == [("b4", 30), ("b6", 40)]
