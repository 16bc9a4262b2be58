"""The semantic layer: metrics defined once in YAML, asked by one call, the same answer everywhere."""

from fupan.metrics.definition import Dimension, Fact, Metric
from fupan.metrics.definitions import Definitions, nearest
from fupan.metrics.layer import MetricLayer
from fupan.metrics.load import load_definitions, read_definitions
from fupan.metrics.question import COMPARISONS, OTHERS, UNKNOWN, Question, Scope
from fupan.metrics.result import Column, Provenance, Result

__all__ = [
    "COMPARISONS",
    "OTHERS",
    "UNKNOWN",
    "Column",
    "Definitions",
    "Dimension",
    "Fact",
    "Metric",
    "MetricLayer",
    "Provenance",
    "Question",
    "Result",
    "Scope",
    "load_definitions",
    "nearest",
    "read_definitions",
]
