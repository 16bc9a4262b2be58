"""Definitions written for others: Apache Ossie (Open Semantic Interchange) and MetricFlow, for dbt."""

from fupan.metrics.exchange.portable import LeftOut
from fupan.metrics.exchange.write import FORMATS, Exported, export_definitions

__all__ = ["FORMATS", "Exported", "LeftOut", "export_definitions"]
