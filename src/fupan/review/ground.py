"""A metric without data behind it is no figure: a gross margin of 100% because no cost was loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fupan.review.deck import QuestionSpec
from fupan.review.frame import Frame, Refusal, Row, number

_FORMS = ("", ".previous", ".last_year")


def with_ground(frame: Frame, spec: QuestionSpec) -> Frame:
    """The frame without figures whose ground (``rests_on``) is missing or nought, window by window and row by row.

    A metric that has no ground anywhere is missing altogether. Grounds that the deck does not show itself are taken out.
    """
    for metric, ground in spec.rests_on.items():
        if metric not in frame.columns:
            continue
        if not frame.has(ground):
            why = frame.missing.get(ground) or Refusal("not_loaded", f"{metric} needs {ground}, which has no figures")
            frame = _without(replace(frame, missing={**frame.missing, metric: why}), metric)
            continue
        rows = tuple(_grounded(r, metric, ground) for r in frame.rows)
        total = None if frame.total is None else _grounded(frame.total, metric, ground)
        frame = replace(frame, rows=rows, total=total)
    for ground in set(spec.rests_on.values()) - set(spec.all_metrics):
        missing = {m: r for m, r in frame.missing.items() if m != ground}
        frame = _without(replace(frame, missing=missing), ground)
    return frame


def _grounded(row: Row, metric: str, ground: str) -> Mapping[str, Any]:
    bare = {metric + form for form in _FORMS if metric + form in row and not number(row, ground + form)}
    return {name: None if name in bare else value for name, value in row.items()} if bare else row


def _without(frame: Frame, metric: str) -> Frame:
    def kept(row: Row) -> Mapping[str, Any]:
        return {name: value for name, value in row.items() if name.partition(".")[0] != metric}

    kinds = {name: kind for name, kind in frame.columns.items() if name.partition(".")[0] != metric}
    made = frame.provenance
    if made is not None and metric in frame.columns:
        label = {frame.columns[metric].zh, frame.columns[metric].en}
        made = replace(made, metrics=tuple(m for m in made.metrics if m[0] not in label))
    total = None if frame.total is None else kept(frame.total)
    return replace(frame, rows=tuple(kept(r) for r in frame.rows), total=total, columns=kinds, provenance=made)
