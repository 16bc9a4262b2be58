"""What is found out about a snapshot is kept for that snapshot alone, and never changes an answer."""

from __future__ import annotations

from decimal import Decimal

from tests.metrics.memory import DEFINITIONS, MemoryReader, ask

from fupan.metrics import MetricLayer
from fupan.metrics.plan.known import Known


def _company() -> MemoryReader:
    lines = [
        {"order_id": "1", "line_id": "1", "region_id": "R1", "recognised_date": "2025-06-03", "currency": "CNY",
         "gross_without_tax": 80},
        {"order_id": "2", "line_id": "1", "region_id": "R1", "recognised_date": "2024-06-03", "currency": "CNY",
         "gross_without_tax": 60},
    ]  # fmt: skip
    targets = [
        {"metric": "net_sales", "region_id": "R1", "start_date": f"{year}-06-01", "end_date": f"{year}-07-01",
         "amount": amount, "grain_set": "region", "version": "v1"}
        for year, amount in ((2025, 100), (2024, 50))
    ]  # fmt: skip
    regions = [{"region_id": "R1", "region": "华东", "city": None}]
    return MemoryReader(order_lines=lines, targets=targets, regions=regions)


def test_a_question_asked_again_gives_the_same_rows_tables_and_text() -> None:
    layer, reader = MetricLayer(DEFINITIONS), _company()
    asked = {"by": ("region",), "compare": ("last_year",), "totals": True}
    first = ask(reader, "net_sales", "target", "attainment", layer=layer, **asked)
    again = ask(reader, "net_sales", "target", "attainment", layer=layer, **asked)
    assert (again.rows, again.total, again.provenance) == (first.rows, first.total, first.provenance)
    row = first.rows[0]
    assert (row["target"], row["target.last_year"]) == (Decimal(100), Decimal(50))
    assert (row["attainment"], row["attainment.last_year"]) == (0.8, 1.2)


def test_rows_that_come_later_are_seen() -> None:
    layer, reader = MetricLayer(DEFINITIONS), _company()
    assert ask(reader, "net_sales", layer=layer).rows[0]["net_sales"] == Decimal(80)
    assert ask(reader, "target", layer=layer).rows[0]["target"] == Decimal(100)
    more = {"metric": "net_sales", "region_id": "R2", "start_date": "2025-06-01", "end_date": "2025-07-01",
            "amount": 7, "grain_set": "region", "version": "v1"}  # fmt: skip
    reader.add("targets", [more])
    assert ask(reader, "target", layer=layer).rows[0]["target"] == Decimal(107)


def test_a_total_of_one_row_is_that_row() -> None:
    result = ask(_company(), "net_sales", totals=True)
    assert result.total == result.rows[0]
    assert len(result.provenance.sql) == 1


def test_memos_belong_to_snapshots_and_the_oldest_leave() -> None:
    known = Known()
    assert known.of("a").once("k", lambda: 1) == 1
    assert known.of("a").once("k", lambda: 2) == 1
    assert known.of("b").once("k", lambda: 2) == 2
    for name in "cdef":
        known.of(name)
    assert known.of("a").once("k", lambda: 3) == 3
    assert known.of(None).once("k", lambda: 4) == 4
    assert known.of(None).once("k", lambda: 5) == 5
