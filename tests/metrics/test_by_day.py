"""Figures that stand on a day, asked by day: each is what is told when its day is asked about alone, read in one pass."""

from __future__ import annotations

from typing import Any

import pytest
from tests.metrics.company import company, line
from tests.metrics.memory import MemoryReader, ask
from tests.metrics.test_collections import ALLOCATIONS, INVOICES, RECEIPTS, invoice, receipt
from tests.metrics.test_standing import ORG, POSITIONS, POSTS
from tests.metrics.test_stock import stock

from fupan.errors import QuestionError
from fupan.metrics.plan import planned

DAYS = "2025-05-30..2025-07-06"
STOCK = [
    stock(f"2025-06-{d:02}", place, item, d) for place in ("北仓", "南仓") for item in ("p1", "p2") for d in (1, 2, 15)
]


@pytest.fixture(autouse=True)
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each answer is compared with another one here: its plan need not be made twice."""
    monkeypatch.setattr(planned, "CHECKED", False)


@pytest.fixture(scope="module")
def reader() -> MemoryReader:
    return company(
        invoice_lines=[
            *INVOICES,
            invoice("i2", "2025-06-12", "2025-06-30", 75, line_id="2", customer_id="c0"),
            invoice("i9r", "2025-06-02", "2025-06-03", -5, red_of="i9"),
            invoice("i9", "2025-06-20", "2025-06-25", 45),
        ],
        receipts=[*RECEIPTS, receipt("b6", "2025-06-01", 40, invoice_id="i9"), receipt("b7", "2025-06-03", 80)],
        receipt_allocations=[
            *ALLOCATIONS,
            {"source_system": "erp", "receipt_id": "b7", "invoice_id": "i2", "allocation_date": "2025-06-08", "amount": 30},
            {"source_system": "erp", "receipt_id": "b7", "invoice_id": "i4", "allocation_date": "2025-06-01", "amount": 20},
            {"source_system": "erp", "receipt_id": "b7", "invoice_id": "i4", "allocation_date": "2025-06-25", "amount": 30},
        ],
        customers=[
            {"customer_id": "c1", "name": "一", "region_id": "SH", "created_date": "2025-06-03"},
            {"customer_id": "c2", "name": "二", "region_id": "GD"},
        ],
        assignments=POSTS, positions=POSITIONS, org_units=ORG, stock_snapshots=STOCK,
        order_lines=[
            line(f"o{n}", day, 100, customer_id=customer, product_id=product)
            for n, (day, customer, product) in enumerate((
                ("2025-05-30", "c1", "p1"), ("2025-06-01", "c1", "p1"), ("2025-06-02", "c2", "p2"), ("2025-06-02", "c1", "p1"),
                ("2025-06-03", "c2", "p1"), ("2025-06-04", "c2", "p1"), ("2025-02-20", "c1", "p2"),
            ))
        ],
    )  # fmt: skip


def _days(reader: Any, metrics: tuple[str, ...], by: tuple[str, ...], grain: str, window: str) -> None:
    found = ask(reader, *metrics, by=(*by, grain), window=window).rows
    assert len({r[f"{grain}.key"] for r in found}) > 2
    labels = list(dict.fromkeys(r[grain] for r in found))
    for label in labels if len(labels) < 8 else [*labels[1::9], labels[-1]]:
        alone = ask(reader, *metrics, by=by, window=label).rows
        told = [{k: v for k, v in r.items() if not k.startswith(grain)} for r in found if r[grain] == label]
        shown = [r for r in alone if any(r[m] is not None for m in metrics)]
        kept = [r for r in told if any(r[m] is not None for m in metrics)]
        key = lambda r: [str(r[n]) for n in by]  # noqa: E731
        assert sorted(kept, key=key) == sorted(shown, key=key), label


@pytest.mark.parametrize("by", [(), ("customer",), ("ageing",)])
def test_receivables_by_day_are_those_of_each_day(reader: MemoryReader, by: tuple[str, ...]) -> None:
    metrics = ("receivables", "overdue_amount", "receivables_due", "collections_rate")
    _days(reader, metrics, by, "day", DAYS)


@pytest.mark.parametrize(
    ("metrics", "by"),
    [
        (("unallocated_receipts",), ()), (("unallocated_receipts",), ("customer",)),
        (("customers_on_file", "heads", "average_heads", "retention"), ()),
        (("customers_on_file", "retention", "customers_kept"), ("region",)), (("heads", "average_heads"), ("org_unit",)),
    ],
)  # fmt: skip
def test_what_stands_or_comes_back_by_day_is_that_of_each_day(
    reader: MemoryReader, metrics: tuple[str, ...], by: tuple[str, ...]
) -> None:
    _days(reader, metrics, by, "day", DAYS)


def test_long_stretches_meet_what_they_should(reader: MemoryReader) -> None:
    _days(reader, ("retention", "average_heads", "heads", "receivables_due"), (), "month", "2025-05..2025-07")
    _days(reader, ("slow_stock_rate",), (), "day", "2025-06")


def test_by_day_is_one_pass_however_many_days(reader: MemoryReader) -> None:
    few, many = (
        ask(reader, "overdue_amount", by="day", window=w).provenance.sql[0]
        for w in ("2025-06-01..2025-06-09", "2025-05..2025-06")
    )
    assert few.count("invoice_lines") == many.count("invoice_lines") <= 3


def test_counting_back_from_very_many_days_is_refused(reader: MemoryReader) -> None:
    with pytest.raises(QuestionError, match="at most 62") as refused:
        ask(reader, "dso_count_back", by="day", window="2025-H1")
    assert refused.value.code == "too_many_periods"
