"""Concentration 集中度: what the largest members hold of the whole, running up."""

from __future__ import annotations

from decimal import Decimal

from fupan.metrics.partial import Partial
from fupan.metrics.question import OTHERS, Question
from fupan.web.cockpit.board import PanelSpec
from fupan.web.cockpit.panels.drawn import Drawn, column, empty, refused, share_text, subtitle
from fupan.web.cockpit.panels.ranking import name_of
from fupan.web.cockpit.telling import decimal
from fupan.web.cockpit.view import View


def questions(spec: PanelSpec, view: View) -> tuple[Question, ...]:
    """The largest members and the whole."""
    return (view.question(spec, top=spec.top, others=True, totals=True),)


def draw(spec: PanelSpec, view: View, answers: tuple[Partial, ...]) -> Drawn:
    """Columns from large to small, with the running share of the whole."""
    (partial,) = answers
    result = partial.result
    if result is None or result.total is None or column(result, spec.metric) is None:
        return refused(spec, view, partial)
    by = view.level(spec.by[0])
    rows = [r for r in result.rows if (decimal(r[spec.metric]) or Decimal(0)) > 0 and r[by] != OTHERS]
    whole = decimal(result.total[spec.metric])
    if not rows or not whole or whole <= 0:
        return empty(spec, view)
    teller = view.teller
    display = teller.scales.block([decimal(r[spec.metric]) for r in rows])
    running, shares = Decimal(0), list[Decimal]()
    for row in rows:
        running += decimal(row[spec.metric]) or Decimal(0)
        shares.append(running / whole)
    percent = teller.scales.percent(decimals=0)
    chart = {
        "kind": "pareto", "unit": display.unit,
        "categories": [name_of(view, r[by]) for r in rows],
        "values": [float((decimal(r[spec.metric]) or Decimal(0)) / display.scale) for r in rows],
        "texts": [teller.show(r[spec.metric], display) for r in rows],
        "shares": [float(s) for s in shares], "share_texts": [teller.show(s, percent) for s in shares],
        "names": [teller.word("金额", "Amount"), teller.word("累计占比", "Running share")],
        "links": [view.figure_url(spec.id, spec.metric, r, (by,)) for r in rows],
    }  # fmt: skip
    label = view.definitions.dimensions[by]
    first = min(5, len(rows))
    headline = teller.word(
        f"前{first}名{label.zh}占{share_text(view, shares[first - 1] * whole, whole)}，第一名{name_of(view, rows[0][by])}占{share_text(view, shares[0] * whole, whole)}",
        f"{label.en}: the first {first} hold {share_text(view, shares[first - 1] * whole, whole)}; {name_of(view, rows[0][by])} alone {share_text(view, shares[0] * whole, whole)}",
    )
    return Drawn(spec, headline, subtitle(spec, view, unit=display.unit), body={"chart": chart})
