"""Heat table 热力表: two dimensions crossed; attainment where there is a plan, growth where there is none."""

from __future__ import annotations

from typing import Any

from fupan.metrics.partial import Partial
from fupan.metrics.question import Question
from fupan.web.cockpit.board import PanelSpec
from fupan.web.cockpit.panels.drawn import Drawn, Figure, column, empty, refused, subtitle
from fupan.web.cockpit.panels.gauge import Gauge, gauge_of, legend
from fupan.web.cockpit.panels.ranking import name_of
from fupan.web.cockpit.view import View

_MOST = 16


def questions(spec: PanelSpec, view: View) -> tuple[Question, ...]:
    """Every crossing with its own totals by row, by column and of all."""
    about = view.about(spec.metric)
    told = ("attainment", "gap", *(("lag", "target", "phased_target") if view.window.running else ()))
    metrics = (spec.metric, *(about[n] for n in told if n in about))
    both = view.question(spec, metrics=metrics, compare=(view.filters.compare,), subtotals=True, totals=True)
    return (both, view.question(spec, metrics=metrics, compare=(view.filters.compare,), by=(both.by[1],)))


def draw(spec: PanelSpec, view: View, answers: tuple[Partial, ...]) -> Drawn:
    """Cells coloured in seven steps around the target, or around no growth."""
    result, across = answers[0].result, answers[1].result
    if result is None or across is None or column(result, spec.metric) is None:
        return refused(spec, view, answers[0])
    down, over = view.level(spec.by[0]), view.level(spec.by[1])
    gauge = gauge_of(spec, view, result)
    cells = {(r[down], r[over]): r for r in result.rows if r["level"] == 2}
    if not cells:
        return empty(spec, view)
    names = list(dict.fromkeys(d for d, _ in cells))[:_MOST]
    heads = [r[over] for r in across.rows if any(o == r[over] for _, o in cells)][:_MOST]
    percent = view.teller.scales.percent(decimals=0, signed=gauge.signed)
    small = view.teller.scales.block([gauge.amount(r) for r in cells.values()], signed=gauge.planned)

    def cell(row: dict[str, Any] | None, by: tuple[str, ...], *, plain: bool = False) -> dict[str, Any]:
        value, amount = (None, None) if row is None else (gauge.value(row), gauge.amount(row))
        if row is None or (value is None and amount is None):
            return {"text": "", "class": ""}
        step = None if value is None or plain else gauge.step(value)
        return {
            "figure": Figure(view.teller.show(value, percent), view.figure_url(spec.id, gauge.measure, row, by)),
            "second": view.teller.show(amount, small),
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
        "legend": legend(view, gauge),
    }
    measure, amount = gauge.told("measure"), gauge.told("amount")
    note = view.teller.word(f"{measure}；小字为{amount}，{small.unit}", f"{measure}; small: {amount}, {small.unit}")
    return Drawn(
        spec, _headline(view, cells, gauge), f"{subtitle(spec, view)}{view.teller.word('，', ', ')}{note}", body=body
    )


def _headline(view: View, cells: dict[tuple[Any, Any], dict[str, Any]], gauge: Gauge) -> str:
    teller = view.teller
    told = {
        k: (v, m) for k, r in cells.items() if (v := gauge.value(r)) is not None and (m := gauge.amount(r)) is not None
    }
    if not told:
        return teller.word("没有可比的数", "Nothing to compare with")
    below = {k: pair for k, pair in told.items() if round(pair[0], 2) < gauge.middle}
    if not below:
        return teller.word(f"{len(told)}格都{gauge.told('well')}", f"All {len(told)} cells {gauge.told('well')}")
    (down, over), (value, amount) = min(below.items(), key=lambda item: item[1][1 if gauge.planned else 0])
    shown = teller.show(value, teller.scales.percent(decimals=0, signed=gauge.signed))
    where = f"{name_of(view, down)}×{name_of(view, over)}"
    if gauge.planned:
        short = teller.show(-amount, teller.scales.money([amount]))
        return teller.word(
            f"{len(told)}格中{len(below)}格{gauge.told('ill')}，{where}差{short}最多（{shown}）",
            f"{len(below)} of {len(told)} cells {gauge.told('ill')}; {where} by most, {short} ({shown})",
        )
    return teller.word(
        f"{len(told)}格中{len(below)}格{gauge.told('ill')}，{where}降幅最大（{shown}）",
        f"{len(below)} of {len(told)} cells {gauge.told('ill')}; {where} by most ({shown})",
    )
