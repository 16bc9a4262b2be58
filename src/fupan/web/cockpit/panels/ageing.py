"""Ageing 账龄: what is overdue, by how long."""

from __future__ import annotations

from decimal import Decimal

from fupan.metrics.partial import Partial
from fupan.metrics.question import Question
from fupan.web.cockpit.board import PanelSpec
from fupan.web.cockpit.panels.drawn import Drawn, Figure, column, empty, refused, share_text, subtitle
from fupan.web.cockpit.telling import decimal
from fupan.web.cockpit.view import View

_NAMES = {"not_due": ("未到期", "Not due"), "0-30": ("1–30天", "1–30 days"), "31-60": ("31–60天", "31–60 days"), "61-90": ("61–90天", "61–90 days"), "90+": ("90天以上", "Over 90 days")}  # fmt: skip


def questions(spec: PanelSpec, view: View) -> tuple[Question, ...]:
    """The metric by class of age, and its total."""
    return (view.question(spec, totals=True),)


def draw(spec: PanelSpec, view: View, answers: tuple[Partial, ...]) -> Drawn:
    """A bar a class; the oldest is named in the sentence."""
    (partial,) = answers
    result = partial.result
    figures = column(result, spec.metric) if result else None
    if result is None or result.total is None or figures is None:
        return refused(spec, view, partial)
    (by,) = spec.by
    rows = [r for r in result.rows if decimal(r[spec.metric])]
    whole = decimal(result.total[spec.metric])
    if not rows or not whole:
        return empty(spec, view)
    teller = view.teller
    display = teller.scales.block([decimal(r[spec.metric]) for r in rows])
    largest = max(decimal(r[spec.metric]) or Decimal(0) for r in rows)
    lines = [
        {
            "name": teller.word(*_NAMES.get(str(r[by]), (str(r[by]), str(r[by])))),
            "figure": Figure(teller.show(r[spec.metric], display), view.figure_url(spec.id, spec.metric, r, spec.by)),
            "share": share_text(view, decimal(r[spec.metric]) or Decimal(0), whole),
            "bar": round(float((decimal(r[spec.metric]) or Decimal(0)) / largest) * 100, 1) if largest > 0 else 0,
        }
        for r in rows
    ]
    last = rows[-1]
    total = teller.tell(whole, figures)
    oldest = teller.word(*_NAMES.get(str(last[by]), (str(last[by]), str(last[by]))))
    share = share_text(view, decimal(last[spec.metric]) or Decimal(0), whole)
    metric = view.definitions.metric(spec.metric)
    headline = teller.word(
        f"{metric.zh}{total}，其中{oldest}占{share}", f"{metric.en}: {total}, {share} of it {oldest.lower()}"
    )
    return Drawn(spec, headline, subtitle(spec, view, unit=display.unit), body={"lines": lines})
