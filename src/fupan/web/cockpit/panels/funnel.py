"""Funnel 漏斗: how many entered each stage in the window, and the conversion of those who did (a cohort's, not a moment's)."""

from __future__ import annotations

from decimal import Decimal

from fupan.metrics.partial import Partial
from fupan.metrics.question import Question
from fupan.web.cockpit.board import PanelSpec
from fupan.web.cockpit.panels.drawn import Drawn, Figure, column, empty, refused, subtitle
from fupan.web.cockpit.panels.ranking import name_of
from fupan.web.cockpit.telling import decimal
from fupan.web.cockpit.view import View


def questions(spec: PanelSpec, view: View) -> tuple[Question, ...]:
    """Counts and rates by stage."""
    metrics = (spec.metric, spec.rate) if spec.rate else (spec.metric,)
    return (view.question(spec, metrics=metrics, compare=(view.filters.compare,)),)


def draw(spec: PanelSpec, view: View, answers: tuple[Partial, ...]) -> Drawn:
    """A bar a stage, with the rate that leads on to the next one."""
    (partial,) = answers
    result = partial.result
    figures = column(result, spec.metric) if result else None
    if result is None or figures is None:
        return refused(spec, view, partial)
    (by,) = spec.by
    rows = [r for r in result.rows if decimal(r[spec.metric]) and r[by] is not None]
    if not rows:
        return empty(spec, view)
    rate = column(result, spec.rate) if spec.rate else None
    change = column(result, f"{spec.rate}.vs_{view.filters.compare}") if rate else None
    largest = max(decimal(r[spec.metric]) or Decimal(0) for r in rows)
    rates = [r for r in rows[:-1] if rate is not None and decimal(r[rate.name]) is not None]
    worst = min(rates, key=lambda r: r[rate.name]) if rates and rate is not None else None
    lines = [
        {
            "name": name_of(view, r[by]),
            "figure": Figure(
                view.teller.tell(r[spec.metric], figures), view.figure_url(spec.id, spec.metric, r, spec.by)
            ),
            "bar": round(float((decimal(r[spec.metric]) or Decimal(0)) / largest) * 100, 1),
            "rate": "" if rate is None or r is rows[-1] else view.teller.tell(r[rate.name], rate),
            "change": "" if change is None or r is rows[-1] else view.teller.tell(r[change.name], change, signed=True),
            "worst": r is worst,
        }
        for r in rows
    ]
    headline = view.teller.word(f"共{len(rows)}个阶段", f"{len(rows)} stages")
    if worst is not None and rate is not None:
        told = view.teller.tell(worst[rate.name], rate)
        headline = view.teller.word(
            f"{name_of(view, worst[by])}往后的转化最低，为{told}",
            f"Conversion is lowest after {name_of(view, worst[by])}: {told}",
        )
    note = view.teller.word("转化按同一批计", "conversion of the same cohort")
    return Drawn(spec, headline, f"{subtitle(spec, view)}{view.teller.word('；', '; ')}{note}", body={"lines": lines})
