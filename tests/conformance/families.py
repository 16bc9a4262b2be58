"""Metrics of families, and with functions, that the pack itself does not use."""

from __future__ import annotations

from tests.conformance.variations import CALENDARS, EVENTS
from tests.metrics.defining import metrics

from fupan.metrics import MetricLayer, Question

LINES = "fact: order_lines"
STOCK = "family: stock, fact: stock_snapshots, of: quantity, unit: units"
LAYER = metrics(
    f_mean=f"family: average, {LINES}, of: gross_without_tax",
    f_weighted=f"family: average, {LINES}, of: gross_without_tax / quantity, weight: quantity",
    f_median=f"family: median, {LINES}, of: gross_without_tax",
    f_ninetieth=f"family: percentile, {LINES}, of: quantity, at: 0.9",
    f_filtered="family: filtered, of: net_sales, where: channel_kind = 'online' or customer_tier is null",
    f_ratio="family: ratio, numerator: returns, denominator: gross_sales, unit: fraction",
    f_first=f"{STOCK}, over_time: first",
    f_peak=f"{STOCK}, over_time: max",
    f_least=f"family: min, {LINES}, of: gross_without_tax",
    f_largest=f"family: max, {LINES}, of: quantity",
    f_round=f"family: sum, {LINES}, of: 'round(gross_without_tax * 0.137, 2)'",
    f_case=f"family: sum, {LINES}, of: 'case(quantity > 2, 3, quantity > 0, 1, 0) + greatest(quantity, 1) - least(quantity, 2, 5)'",
    f_dates=f"family: sum, {LINES}, of: 'year(order_date) * 100 + month(order_date) + quarter(order_date) + day(order_date)'",
    f_text=f"family: count, {LINES}, where: 'between(length(customer_id), 1, 4) or nullif(quantity, 0) is null'",
)
NAMES = [n for n in LAYER.definitions.metrics if n.startswith("f_")]


def questions(name: str) -> tuple[Question, Question]:
    """By members with a total, and by month with two comparisons."""
    by = "place_kind" if name in {"f_first", "f_peak"} else "region"
    return (
        Question((name,), by=(by,), window="2025-01..2025-06", totals=True),
        Question((name,), by=("month",), window="2024-11..2025-04", compare=("previous", "last_year")),
    )


def by_stretch(asked: str) -> Question:
    """A figure that stands on a day, or of those who come back, over many stretches, met with them in one pass."""
    names, by, grain = asked.split()
    return Question(tuple(names.split("+")), by=(*filter(None, by.split("+")), grain), window="2025-03-20..2025-05-10")


BY_STRETCH = (
    "receivables+overdue_amount+receivables_due ageing week", "receivables + day", "unallocated_receipts customer week",
    "customers_on_file+staff+staff_at_start + week", "heads+average_heads org_unit month", "average_heads + day",
    "retention region month", "customers_kept+customers_before + week", "slow_stock_rate product_line month",
)  # fmt: skip


def conformance_layer() -> MetricLayer:
    """The pack's metrics and these, several calendars and an event."""
    return MetricLayer(LAYER.definitions, calendars=CALENDARS, events=EVENTS)
