"""Heat table 热力表: two dimensions crossed; attainment where there is a plan, growth where there is none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from fupan.metrics.partial import Partial
from fupan.metrics.question import Question
from fupan.web.cockpit.board import PanelSpec
from fupan.web.cockpit.panels.drawn import Drawn, Figure, column, empty, refused, subtitle
from fupan.web.cockpit.panels.ranking import name_of
from fupan.web.cockpit.telling import decimal
from fupan.web.cockpit.view import View

_ATTAINED = (0.7, 0.85, 0.95, 1.0, 1.1, 1.2)
_GROWN = (-0.3, -0.15, -0.05, 0.0, 0.1, 0.2)
_MOST = 16


def step_of(value: Decimal, *, planned: bool) -> int:
    """The colour's step, 1 (far below) to 7 (far above), judged as shown in whole percent."""
    return 1 + sum(float(round(value, 2)) >= s for s in (_ATTAINED if planned else _GROWN))


def questions(spec: PanelSpec, view: View) -> tuple[Question, ...]:
    """Every crossing with its own totals by row, by column and of all."""
    metrics = (
        spec.metric,
        *(view.about(spec.metric)[n] for n in ("attainment", "gap") if n in view.about(spec.metric)),
    )
    both = view.question(spec, metrics=metrics, compare=(view.filters.compare,), subtotals=True, totals=True)
    return (both, view.question(spec, metrics=metrics, compare=(view.filters.compare,), by=(both.by[1],)))


def draw(spec: PanelSpec, view: View, answers: tuple[Partial, ...]) -> Drawn:
    """Cells coloured in seven steps around the target, or around no growth."""
    result, across = answers[0].result, answers[1].result
    if result is None or across is None or column(result, spec.metric) is None:
        return refused(spec, view, answers[0])
    down, over = view.level(spec.by[0]), view.level(spec.by[1])
    about = view.about(spec.metric)
    planned = any(decimal(r.get(about.get("attainment", ""))) is not None for r in result.rows)
    measure = about["attainment"] if planned else f"{spec.metric}.vs_{view.filters.compare}"
    second = about["gap"] if planned else spec.metric
    cells = {(r[down], r[over]): r for r in result.rows if r["level"] == 2}
    if not cells:
        return empty(spec, view)
    names = list(dict.fromkeys(d for d, _ in cells))[:_MOST]
    heads = [r[over] for r in across.rows if any(o == r[over] for _, o in cells)][:_MOST]
    percent = view.teller.scales.percent(decimals=0, signed=not planned)
    small = view.teller.scales.block([decimal(r.get(second)) for r in cells.values()], signed=planned)

    def cell(row: dict[str, Any] | None, by: tuple[str, ...], *, plain: bool = False) -> dict[str, Any]:
        value = None if row is None else decimal(row.get(measure))
        if row is None or (value is None and decimal(row.get(second)) is None):
            return {"text": "", "class": ""}
        step = None if value is None or plain else step_of(value, planned=planned)
        return {
            "figure": Figure(view.teller.show(value, percent), view.figure_url(spec.id, measure, row, by)),
            "second": view.teller.show(row.get(second), small),
            "class": f"h{step}c" if step else "",
        }

    subtotal = {r[down]: r for r in result.rows if r["level"] == 1}
    lines = [
        {
            "name": name_of(view, name),
            "drill": view.drill_url(down, name),
            "cells": [cell(cells.get((name, head)), (down, over)) for head in heads],
            "total": cell(subtotal.get(name), (down,), plain=True),
        }
        for name in names
    ]
    foot = [cell(r, (over,), plain=True) for r in across.rows if r[over] in heads]
    body = {
        "heads": [{"name": name_of(view, h), "drill": view.drill_url(over, h)} for h in heads],
        "lines": lines,
        "foot": foot,
        "whole": cell(result.total, (), plain=True),
    }
    sub = subtitle(spec, view)
    note = (
        view.teller.word(f"达成率；小字为差额，{small.unit}", f"attainment; small: gap, {small.unit}")
        if planned
        else view.teller.word(f"增长；小字为金额，{small.unit}", f"growth; small: amount, {small.unit}")
    )
    return Drawn(
        spec, _headline(view, cells, measure, second, planned), f"{sub}{view.teller.word('，', ', ')}{note}", body=body
    )


def _headline(
    view: View, cells: dict[tuple[Any, Any], dict[str, Any]], measure: str, second: str, planned: bool
) -> str:
    told = {
        k: r for k, r in cells.items() if decimal(r.get(measure)) is not None and decimal(r.get(second)) is not None
    }
    if not told:
        return view.teller.word("没有可比的数", "Nothing to compare with")
    below = {k: r for k, r in told.items() if round(float(r[measure]), 2) < (1 if planned else 0)}
    if not below:
        return view.teller.word(
            f"{len(told)}格都{'完成目标' if planned else '有增长'}",
            f"All {len(told)} cells {'reach their target' if planned else 'grow'}",
        )
    (down, over), row = min(below.items(), key=lambda item: item[1][second] if planned else item[1][measure])
    percent = view.teller.scales.percent(decimals=0, signed=not planned)
    told_value = view.teller.show(row[measure], percent)
    where = f"{name_of(view, down)}×{name_of(view, over)}"
    if planned:
        amount = view.teller.show(-(decimal(row[second]) or 0), view.teller.scales.money([decimal(row[second])]))
        return view.teller.word(
            f"{len(told)}格中{len(below)}格未完成，{where}差{amount}最多（{told_value}）",
            f"{len(below)} of {len(told)} cells miss their target; {where} by most, {amount} ({told_value})",
        )
    return view.teller.word(
        f"{len(told)}格中{len(below)}格下降，{where}降幅最大（{told_value}）",
        f"{len(below)} of {len(told)} cells shrink; {where} by most ({told_value})",
    )
