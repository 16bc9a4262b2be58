"""Closed months: reported as they stood, later changes posted to the open month, together the current figure."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.metrics.company import company, line, returned, target
from tests.metrics.memory import MemoryReader, ask

from fupan.errors import QuestionError
from fupan.metrics import Scope

YEAR = "2025-04..2025-07"


@pytest.fixture
def reader() -> MemoryReader:
    """May is closed at 100 + 30; then 20 more come for May and 5 for April; June is closed; 7 more come for May."""
    reader = company(
        order_lines=[
            line("a", "2025-04-10", 10, region_id="SH"), line("b", "2025-05-10", 100, region_id="SH"),
            line("c", "2025-05-11", 30, region_id="GD"), line("d", "2025-06-10", 50, region_id="SH"),
        ]
    )  # fmt: skip
    reader.close(date(2025, 6, 1))
    reader.add("order_lines", [line("e", "2025-05-20", 20, region_id="GD"), line("f", "2025-04-20", 5, region_id="SH")])
    reader.add("return_lines", [returned("r", "2025-05-21", 3, "2025-05-10", region_id="SH")])
    reader.close(date(2025, 7, 1))
    reader.add("order_lines", [line("g", "2025-05-22", 7, region_id="SH"), line("h", "2025-07-02", 1, region_id="SH")])
    return reader


def by_month(reader: Any, *metrics: str, **question: Any) -> dict[str, tuple[Any, ...]]:
    rows = ask(reader, *metrics, by=("month",), window=YEAR, **question).rows
    return {r["month"]: tuple(r[m] for m in metrics) for r in rows}


def test_reported_months_and_adjustments_make_up_the_current_total(reader: MemoryReader) -> None:
    reported = by_month(reader, "gross_sales", "returns", "net_sales", "order_line_count", figures="reported")
    assert reported == {
        "2025-04": (10, 0, 10, 1), "2025-05": (130, 0, 130, 2), "2025-06": (50 + 25, 3, 72, 1 + 2), "2025-07": (1 + 7, 0, 8, 1 + 1),
    }  # fmt: skip
    current = by_month(reader, "gross_sales", "returns", "net_sales", "order_line_count")
    assert current == {
        "2025-04": (15, 0, 15, 2), "2025-05": (157, 3, 154, 4), "2025-06": (50, 0, 50, 1), "2025-07": (1, 0, 1, 1),
    }  # fmt: skip
    for n in range(4):
        assert sum(r[n] for r in reported.values()) == sum(r[n] for r in current.values())
    whole = ask(reader, "net_sales", window=YEAR, figures="reported", totals=True).rows[0]
    assert whole["net_sales"] == 220


def test_by_slice_filter_ratio_and_comparison(reader: MemoryReader) -> None:
    rows = ask(reader, "net_sales", by=("region",), window="2025-06", figures="reported", compare=("previous",)).rows
    assert [(r["region"], r["net_sales"], r["net_sales.previous"]) for r in rows] == [
        ("华东", 52, 100),
        ("华南", 20, 30),
    ]
    row = ask(reader, "return_rate", window="2025-06", where="region = '华东'", figures="reported").rows[0]
    assert row["return_rate"] == pytest.approx(3 / 55)


def test_what_vanishes_from_a_closed_month_is_taken_off_in_the_open_one(reader: MemoryReader) -> None:
    reader.backend.con.execute("DELETE FROM order_lines WHERE order_id = 'b'")
    reported = by_month(reader, "gross_sales", figures="reported")
    assert reported["2025-05"] == (130,)
    assert reported["2025-07"] == (8 - 100,)


def test_who_holds_a_customer_today_sees_what_was_reported_of_it() -> None:
    """In May P2 sold 100, and the books were closed; the customer went to P3. A line that is gone since keeps its holder."""
    held = {"position_id": "P2", "position_id_now": "P2"}
    reader = company(
        order_lines=[line("a", "2025-05-10", 100, **held), line("b", "2025-05-11", 30, **held)],
        positions=[{"position_id": p, "name": p} for p in ("P2", "P3")],
        business_day=[{"business_date": "2025-06-05"}],
    )
    reader.close(date(2025, 6, 1))
    reader.backend.con.execute("UPDATE order_lines SET position_id_now = 'P3'")
    reader.backend.con.execute("DELETE FROM order_lines WHERE order_id = 'b'")
    reader.add("order_lines", [line("c", "2025-06-02", 7, position_id="P3", position_id_now="P3")])

    def seen(position: str) -> list[tuple[str, str, Any]]:
        scope = Scope(members={"position": (position,)})
        asked = {"by": ("month", "position"), "window": YEAR, "figures": "reported"}
        return [
            (r["month"], r["position"], r["gross_sales"]) for r in ask(reader, "gross_sales", scope=scope, **asked).rows
        ]

    assert seen("P3") == [("2025-05", "P2", 100), ("2025-06", "P2", 0), ("2025-06", "P3", 7)]
    assert seen("P2") == [("2025-05", "P2", 30), ("2025-06", "P2", -30)]


def test_targets_stand_beside_reported_figures(reader: MemoryReader) -> None:
    reader.add("targets", [target(144, "2025-06-01", "2025-07-01")])
    assert ask(reader, "attainment", figures="reported").rows[0]["attainment"] == 0.5
    assert ask(reader, "attainment").rows[0]["attainment"] == pytest.approx(50 / 144)


def test_what_does_not_add_up_is_refused(reader: MemoryReader) -> None:
    for metric in ("customers", "retention", "stock_units", "receivables", "aov"):
        with pytest.raises(QuestionError) as caught:
            ask(reader, "net_sales", metric, figures="reported")
        assert caught.value.code in {"figures", "not_loaded"}
    with pytest.raises(QuestionError, match="no reported figure"):
        ask(company(order_lines=[line("a", "2025-06-01", 1)]), "net_sales", figures="reported")
    with pytest.raises(QuestionError, match="no figures"):
        ask(reader, "net_sales", figures="restated")


def test_amounts_are_turned_at_their_own_day_before_they_are_posted() -> None:
    rates = [{"currency": "USD", "to_currency": "CNY", "kind": "actual", "valid_from": d, "rate": r}
             for d, r in (("2025-05-01", 7), ("2025-06-01", 8))]  # fmt: skip
    reader = company(order_lines=[line("a", "2025-05-10", 10, currency="USD")], exchange_rates=rates)
    reader.close(date(2025, 6, 1))
    reader.add("order_lines", [line("b", "2025-05-11", 1, currency="USD")])
    assert ask(reader, "gross_sales", window="2025-06", figures="reported", currency="CNY").rows[0]["gross_sales"] == 7


DAYS = st.sampled_from(["2025-04-30", "2025-05-01", "2025-05-31", "2025-06-15", "2025-07-01"])
BATCH = st.lists(st.tuples(DAYS, st.integers(-5, 9), st.sampled_from(["SH", "GD", None])), max_size=4)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(BATCH, min_size=1, max_size=3), BATCH)
def test_whatever_comes_when_the_sums_agree(batches: list[list[Any]], last: list[Any]) -> None:
    reader, ends = company(), [date(2025, 5, 1), date(2025, 6, 1), date(2025, 7, 1)]
    for n, batch in enumerate([*batches, last]):
        rows = [line(f"{n}.{i}", day, amount, region_id=region) for i, (day, amount, region) in enumerate(batch)]
        reader.add("order_lines", [*rows, line(f"{n}", "2025-07-02", 1)])
        if n < len(batches):
            reader.close(ends[n])
    for question in ({}, {"by": ("region",)}, {"where": "region = '华东'"}):
        asked = {"window": "2025-04..2025-07", **question}
        now = ask(reader, "gross_sales", "order_line_count", **asked).rows
        told = ask(reader, "gross_sales", "order_line_count", figures="reported", **asked).rows
        key = lambda r: str(r.get("region"))  # noqa: E731
        shown = [r for r in told if r["order_line_count"]]
        assert sorted(shown, key=key) == sorted([r for r in now if r["order_line_count"]], key=key)
