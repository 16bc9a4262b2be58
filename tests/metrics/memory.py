"""Asking the shipped pack about literal rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from fupan.metrics import MetricLayer, Question, Result, Scope, load_definitions
from fupan.metrics.memory import MemoryReader, Row

DEFINITIONS = load_definitions()


def ask(
    reader: Any, *metrics: str, scope: Scope | None = None, layer: MetricLayer | None = None, **question: Any
) -> Result:
    """An answer from the shipped pack, about June 2025 unless a window is given, inside the whole company."""
    question.setdefault("window", "2025-06")
    layer = layer or MetricLayer(DEFINITIONS)
    return layer.ask(Question(metrics=metrics, **question), reader=reader, scope=scope or Scope.everything())


__all__ = ["DEFINITIONS", "Decimal", "MemoryReader", "Row", "ask", "date"]
