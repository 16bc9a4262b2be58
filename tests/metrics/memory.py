"""A reader over literal rows: what a snapshot looks like to the metric layer, without a warehouse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import ibis

from fupan.metrics import MetricLayer, Question, Result, Scope, load_definitions
from fupan.warehouse.reader import published_tables

Row = Mapping[str, Any]


@dataclass
class MemoryManifest:
    id: str = "memory"
    counts: dict[str, int] = field(default_factory=dict)

    def rows(self, table: str) -> int:
        return self.counts.get(table, 0)


class MemoryReader:
    """Tables given as rows; every other published table is there, empty and typed."""

    def __init__(self, **tables: Iterable[Row]) -> None:
        self.backend = ibis.duckdb.connect()
        self.manifest = MemoryManifest()
        con = self.backend.con
        for name, columns in published_tables().items():
            listed = ", ".join(f"{c} {kind}" for c, kind in columns)
            con.execute(f"create table {name} ({listed})")
        for name, rows in tables.items():
            listed = [c for c, _ in published_tables()[name]]
            for row in rows:
                unknown = set(row) - set(listed)
                assert not unknown, f"{name} has no {unknown}"
                marks = ", ".join("?" for _ in row)
                con.execute(
                    f"insert into {name} ({', '.join(row)}) values ({marks})", [_value(v) for v in row.values()]
                )
                self.manifest.counts[name] = self.manifest.counts.get(name, 0) + 1

    def table(self, name: str) -> Any:
        return self.backend.table(name)


def _value(given: Any) -> Any:
    if isinstance(given, str) and len(given) == 10 and given[4] == given[7] == "-":
        return date.fromisoformat(given)
    return given


def ask(
    reader: Any, *metrics: str, scope: Scope | None = None, layer: MetricLayer | None = None, **question: Any
) -> Result:
    """An answer from the shipped pack."""
    question.setdefault("window", "2025-06")
    layer = layer or MetricLayer(DEFINITIONS)
    return layer.ask(Question(metrics=metrics, **question), reader=reader, scope=scope or Scope.everything())


DEFINITIONS = load_definitions()
D = Decimal
__all__ = ["DEFINITIONS", "D", "MemoryReader", "Row", "ask", "date", "datetime"]
