"""Figures that rest on few answers: marked thin, never hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from fupan.metrics.note import Note

if TYPE_CHECKING:
    from fupan.metrics.definition import MetricCommon

SAMPLE = "n"
"""What a sample column is called after the metric's name: ``nps.n``."""


def sample_column(metric: str) -> str:
    """Name of the column that counts what a figure rests on."""
    return f"{metric}.{SAMPLE}"


def is_thin(row: Mapping[str, Any], metric: MetricCommon) -> bool:
    """Whether the figure of *metric* in a row of a result rests on fewer than ``thin_below``."""
    counted = row.get(sample_column(metric.name))
    return counted is not None and row.get(metric.name) is not None and counted < metric.thin_below


def thin_notes(rows: Iterable[Mapping[str, Any]], metrics: Iterable[MetricCommon]) -> list[Note]:
    """One line per metric with thin figures: ``nps is thin in 2 of 5 rows: under 30 nps_answers (样本不足)``."""
    listed = list(rows)
    found = []
    for metric in metrics:
        thin = sum(is_thin(row, metric) for row in listed)
        if thin:
            of = f" in {thin} of {len(listed)} rows" if len(listed) > 1 else ""
            zh = f"{len(listed)}行中有{thin}行" if len(listed) > 1 else ""
            found.append(
                Note(
                    f"{metric.name} is thin{of}: under {metric.thin_below} {metric.sample} (样本不足)",
                    f"{metric.zh}样本不足：{zh}少于{metric.thin_below}份",
                )
            )
    return found
