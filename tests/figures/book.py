"""The published rows in a database of their own, and sums of them: nothing here knows the metric layer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

import duckdb
from tests.figures.digits import D

Span = tuple[str, str]
"""First day, and the day after the last."""
Key = tuple[str | None, ...]
_IDS = {"product": "product_id", "customer": "customer_id", "position": "position_id", "person": "person_id"}
"""Dimensions whose members are told by name but differ by key."""


class Book:
    """Tables by name, with the views that *made* adds: ``sold`` (lines by the day they count) and ``net`` (what is kept of them).

    Each row of both has day, region, channel, product_line, product_id, customer_id, customer_tier, position_id, person_id,
    amount and cost; ``sold`` also order_id, quantity and gross.
    """

    def __init__(self, read: Callable[[str], Any], tables: Iterable[str], made: str) -> None:
        self._base = duckdb.connect()
        for name in tables:
            self._base.register(f"{name}_rows", read(f"select * from {name}"))
            self._base.execute(f"create table {name} as from {name}_rows")
            self._base.unregister(f"{name}_rows")
        self._base.execute(made)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of *query*."""
        return self._base.execute(query).fetchall()

    def one(self, query: str) -> Decimal:
        """A single figure; 0 where the query finds none."""
        found = self.rows(query)[0][0]
        return D(0) if found is None else D(str(found))

    def by(
        self, keys: str, span: Span, what: str = "sum(amount)", table: str = "net", day: str = "day"
    ) -> dict[Any, Decimal]:
        """Figures of *what* in *span* by one dimension (or by several: then the keys are tuples)."""
        columns = [_IDS.get(k, k) for k in keys.split(", ")]
        query = f"select {', '.join(columns)}, {what} from {table} where {inside(day, span)} group by all"
        found = {r[:-1]: D(str(r[-1])) for r in self.rows(query) if r[-1] is not None}
        return found if len(columns) > 1 else {k[0]: v for k, v in found.items()}

    def total(self, span: Span, what: str = "sum(amount)", table: str = "net", day: str = "day") -> Decimal:
        """The figure of *what* in *span*."""
        return self.one(f"select {what} from {table} where {inside(day, span)}")

    def name(self, dimension: str, key: str | None, unknown: str) -> str:
        """The member's name."""
        return unknown if key is None else self._names.get(dimension, {}).get(key, key)

    @cached_property
    def _names(self) -> Mapping[str, Mapping[str, str]]:
        tables = {"product": "products", "customer": "customers", "position": "positions", "person": "people"}
        there = {r[0] for r in self.rows("select table_name from information_schema.tables")}
        return {d: dict(self.rows(f"select {_IDS[d]}, name from {t}")) for d, t in tables.items() if t in there}

    def digits(self) -> list[str]:
        """Names that hold digits."""
        return [n for names in self._names.values() for n in names.values() if any(c.isdigit() for c in n)]


def inside(column: str, span: Span) -> str:
    """The condition that a date column lies in *span*."""
    return f"{column} >= date '{span[0]}' and {column} < date '{span[1]}'"


TABLES = (
    "accruals", "actions", "agreements", "assignments", "channels", "control_totals", "customers", "invoice_lines",
    "order_lines", "people", "positions", "products", "receipt_allocations", "receipts", "regions", "return_lines",
    "sellout_lines", "stage_events", "stock_snapshots", "survey_answers", "targets", "tickets",
)  # fmt: skip
"""The published tables that a review's figures rest on."""
