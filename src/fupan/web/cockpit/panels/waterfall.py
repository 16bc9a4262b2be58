"""Waterfall 桥图: from the plan (or last year) to the actual, step by step of one dimension."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from fupan.metrics.partial import Partial
from fupan.metrics.question import Question
from fupan.web.cockpit.board import PanelSpec
from fupan.web.cockpit.panels.drawn import Drawn, column, empty, refused, share_text, subtitle
from fupan.web.cockpit.panels.ranking import name_of
from fupan.web.cockpit.telling import decimal
from fupan.web.cockpit.view import View


def questions(spec: PanelSpec, view: View) -> tuple[Question, ...]:
    """Every member with its phased plan and the comparison, and the total of each at its own level."""
    about = view.about(spec.metric)
    metrics = (spec.metric, *(about[n] for n in ("phased_target", "gap") if n in about))
    return (view.question(spec, metrics=metrics, compare=(view.filters.compare,), totals=True),)


def draw(spec: PanelSpec, view: View, answers: tuple[Partial, ...]) -> Drawn:
    """Steps from large to small; what no member explains stands as a step of its own, so that the ends always meet."""
    (partial,) = answers
    result = partial.result
    if result is None or result.total is None or column(result, spec.metric) is None:
        return refused(spec, view, partial)
    teller, by = view.teller, view.level(spec.by[0])
    plan = view.about(spec.metric).get("phased_target", "")
    planned = decimal(result.total.get(plan)) is not None
    base = plan if planned else f"{spec.metric}.{view.filters.compare}"
    start, end = decimal(result.total.get(base)), decimal(result.total.get(spec.metric))
    if start is None or end is None:
        return empty(spec, view)
    steps: list[tuple[str, Decimal, dict[str, Any] | None]] = []
    for row in result.rows:
        change = (decimal(row.get(spec.metric)) or Decimal(0)) - (decimal(row.get(base)) or Decimal(0))
        if change:
            steps.append((name_of(view, row[by]), change, row))
    steps.sort(key=lambda step: -step[1])
    if len(steps) > spec.top:
        kept = sorted(steps, key=lambda s: -abs(s[1]))[: spec.top - 1]
        rest = sum((s[1] for s in steps if s not in kept), Decimal(0))
        steps = [*sorted(kept, key=lambda s: -s[1]), (teller.word("其他", "Others"), rest, None)]
    left = end - start - sum((s[1] for s in steps), Decimal(0))
    if left:
        steps.append((teller.word("未分到的", "Unassigned"), left, None))
    display = teller.scales.block([start, end])
    signed = teller.scales.block([start, end], signed=True)
    first = (
        teller.word("目标", "Target")
        if planned
        else teller.word("去年" if view.filters.compare == "last_year" else "上期", "Before")
    )
    chart = {
        "kind": "waterfall", "unit": display.unit,
        "cut": teller.word("{start} 起，", "from {start}, ") + display.unit,
        "categories": [first, *(n for n, _, _ in steps), teller.word("实际", "Actual")],
        "values": [float(v / display.scale) for v in (start, *(s[1] for s in steps), end)],
        "texts": [teller.show(start, display), *(teller.show(s[1], signed) for s in steps), teller.show(end, display)],
        "links": ["", *(view.figure_url(spec.id, spec.metric, r, (by,)) if r else "" for _, _, r in steps), view.figure_url(spec.id, spec.metric, {}, (by,))],
    }  # fmt: skip
    return Drawn(
        spec,
        _headline(view, steps, end - start, planned),
        subtitle(spec, view, unit=display.unit),
        body={"chart": chart},
    )


def _headline(
    view: View, steps: list[tuple[str, Decimal, dict[str, Any] | None]], whole: Decimal, planned: bool
) -> str:
    teller = view.teller
    ups, downs = [s for s in steps if s[1] > 0], [s for s in steps if s[1] < 0]
    against_zh, against = ("目标", "target") if planned else ("上一期", "before")
    parts_zh, parts_en = [], []
    if ups:
        gained = sum((s[1] for s in ups), Decimal(0))
        amount = teller.show(ups[0][1], teller.scales.money([ups[0][1]]))
        share = share_text(view, ups[0][1], gained)
        parts_zh.append(f"{ups[0][0]}比{against_zh}多{amount}，占增加额的{share}")
        parts_en.append(f"{ups[0][0]} is {amount} above {against}, {share} of all gains")
    if downs:
        worst = min(downs, key=lambda s: s[1])
        amount = teller.show(-worst[1], teller.scales.money([worst[1]]))
        lost = sum((s[1] for s in downs), Decimal(0))
        parts_zh.append(f"{worst[0]}少{amount}，占减少额的{share_text(view, worst[1], lost)}")
        parts_en.append(f"{worst[0]} is {amount} below, {share_text(view, worst[1], lost)} of all losses")
    if not parts_zh:
        return teller.word(f"与{against_zh}相同", f"The same as {against}")
    return teller.word("；".join(parts_zh), "; ".join(parts_en))
