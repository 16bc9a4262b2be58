"""Trend 走势: a metric by month with its plan and last year."""

from __future__ import annotations

from typing import Any

from fupan.metrics.partial import Partial
from fupan.metrics.question import Question
from fupan.web.cockpit.board import PanelSpec
from fupan.web.cockpit.panels.drawn import Drawn, column, empty, refused, subtitle
from fupan.web.cockpit.telling import decimal
from fupan.web.cockpit.view import View


def questions(spec: PanelSpec, view: View) -> tuple[Question, ...]:
    """By month of the year, with target and last year."""
    about = view.about(spec.metric)
    metrics = (spec.metric, *(about[n] for n in ("target", "attainment") if n in about))
    return (view.question(spec, metrics=metrics, compare=("last_year",)),)


def draw(spec: PanelSpec, view: View, answers: tuple[Partial, ...]) -> Drawn:
    """Columns, the plan as a mark, last year as a line."""
    (partial,) = answers
    result = partial.result
    figures = column(result, spec.metric) if result else None
    if result is None or figures is None:
        return refused(spec, view, partial)
    rows = [r for r in result.rows if r[spec.by[0]] is not None]
    if not any(decimal(r[spec.metric]) for r in rows):
        return empty(spec, view)
    about = view.about(spec.metric)
    plan, attainment, before = about.get("target", ""), about.get("attainment", ""), f"{spec.metric}.last_year"
    series = [("actual", spec.metric), ("target", plan), ("last_year", before)]
    known = [(role, name) for role, name in series if any(decimal(r.get(name)) is not None for r in rows)]
    display = view.teller.display(figures, [r.get(name) for r in rows for _, name in known])
    if figures.format == "money":
        display = view.teller.scales.block([decimal(r.get(name)) for r in rows for _, name in known])
    words = {
        "actual": view.teller.word("实际", "Actual"), "target": view.teller.word("目标", "Target"),
        "last_year": view.teller.word("去年", "Last year"),
    }  # fmt: skip
    running = view.calendar.clip(view.calendar.window_of(view.as_of, "month"), view.as_of)
    chart: dict[str, Any] = {
        "kind": "trend",
        "running": running.label if running.running else "",
        "unit": display.unit or display.suffix,
        "categories": [str(r[spec.by[0]]) for r in rows],
        "series": [
            {
                "role": role,
                "name": words[role],
                "values": [None if (v := decimal(r.get(name))) is None else float(v / display.scale) for r in rows],
                "texts": [view.teller.show(r.get(name), display) for r in rows],
            }
            for role, name in known
        ],
        "links": [view.figure_url(spec.id, spec.metric, r, spec.by) for r in rows],
    }
    return Drawn(
        spec, _headline(spec, view, rows, attainment), subtitle(spec, view, unit=display.unit), body={"chart": chart}
    )


def _headline(spec: PanelSpec, view: View, rows: list[dict[str, Any]], attainment: str) -> str:
    running = view.calendar.clip(view.calendar.window_of(view.as_of, "month"), view.as_of)
    whole = {r["month"] for r in rows if not running.running or r["month"] != running.label}
    told = [r for r in rows if decimal(r[spec.metric]) is not None and r["month"] in whole]
    if not told:
        return view.teller.word("只有正在进行的一个月", "One month only, and it is running")
    over = [r for r in told if decimal(r.get(attainment)) is not None]
    if over:
        percent = view.teller.scales.percent(decimals=0)
        reached = [r for r in over if round(float(r[attainment]), 2) >= 1]
        best = max(over, key=lambda r: r[attainment])
        worst = min(over, key=lambda r: r[attainment])
        zh = f"{len(over)}个月中{len(reached)}个月完成目标，最高{best['month']}（{view.teller.show(best[attainment], percent)}），最低{worst['month']}（{view.teller.show(worst[attainment], percent)}）"
        en = f"{len(reached)} of {len(over)} months reached their target; best {best['month']} ({view.teller.show(best[attainment], percent)}), lowest {worst['month']} ({view.teller.show(worst[attainment], percent)})"
        return view.teller.word(zh, en)
    top = max(told, key=lambda r: r[spec.metric])
    return view.teller.word(f"最高的月份是{top['month']}", f"The best month is {top['month']}")
