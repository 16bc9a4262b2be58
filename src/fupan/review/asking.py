"""Questions of a deck to the metric layer, and what remains when a part cannot be answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from fupan.calendar import Window
from fupan.metrics import Question, Result
from fupan.metrics.partial import Partial
from fupan.review.deck import QuestionSpec
from fupan.review.frame import ColumnKind, Frame, Refusal
from fupan.review.ground import with_ground
from fupan.review.model import Lang, Provenance

AskPartly = Callable[[Question], Partial]
"""Answers what can be answered of a question."""


def ask_frame(spec: QuestionSpec, window: Window, *, ask: AskPartly, as_of: date | None, lang: Lang) -> Frame:
    """The answer to *spec*. Metrics that cannot be answered truthfully are left out and their reasons kept."""
    found = ask(
        Question(
            metrics=tuple(dict.fromkeys((*spec.all_metrics, *spec.rests_on.values()))),
            by=spec.by,
            window=window,
            compare=spec.compare,
            where=spec.where,
            top=spec.top,
            order=spec.order,
            others=spec.top is not None,
            totals=True,
            as_of=as_of,
        )
    )
    missing = {metric: Refusal(error.code, error.reason) for metric, error in found.refused.items()}
    frame = Frame(spec.by) if found.result is None else _frame(found.result, spec, window, lang)
    return with_ground(replace(frame, missing=missing), spec)


def _frame(result: Result, spec: QuestionSpec, window: Window, lang: Lang) -> Frame:
    columns = {c.name: ColumnKind(c.zh, c.en, _format(c.format, c.unit), direction=c.direction) for c in result.columns}
    total = result.total
    rows = list(result.rows)
    if not spec.by and total is None and rows:
        total, rows = rows[0], []
    return Frame(spec.by, tuple(rows) if spec.by else (), total, columns, _provenance(result, spec, window, lang))


def _format(found: str, unit: str) -> str:
    if unit == "hours":
        return unit
    return {"number": "plain", "text": "plain"}.get(found, found)


def _provenance(result: Result, spec: QuestionSpec, window: Window, lang: Lang) -> Provenance:
    made = result.provenance
    metrics = tuple(
        (_word(d, lang, name), _meaning(d, lang)) for name, d in made.definitions.items() if name in spec.all_metrics
    )
    bases = dict.fromkeys(str(d["basis"]) for d in made.definitions.values() if d.get("basis"))
    return Provenance(
        question=_question(made.question, window),
        metrics=metrics,
        by=spec.by,
        window=window.label,
        as_of=made.as_of,
        basis=", ".join(bases),
        snapshot=made.snapshot_id or "",
        rows=len(result.rows),
        sources=tuple(made.tables),
        sql=result.sql(),
    )


def _word(definition: Mapping[str, Any], lang: Lang, name: str) -> str:
    return str(definition.get(lang) or name)


def _meaning(definition: Mapping[str, Any], lang: Lang) -> str:
    for key in (f"about_{lang}", "formula", "of"):
        if definition.get(key):
            return str(definition[key])
    return ""


def _question(asked: Mapping[str, Any], window: Window) -> str:
    metrics = ", ".join(str(m) for m in asked.get("metrics", ()))
    by = ", ".join(str(d) for d in asked.get("by", ()))
    compare = ", ".join(str(c) for c in asked.get("compare", ()))
    parts = [metrics, f"by {by}" if by else "", f"window {window.label}", f"compare {compare}" if compare else ""]
    if asked.get("where"):
        parts.append(f"where {asked['where']}")
    return " ".join(p for p in parts if p)
