"""Ranking 排名: members by amount, each with its light, progress, gap and distance from the mean."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from fupan.metrics.partial import Partial
from fupan.metrics.question import OTHERS, UNKNOWN, Question
from fupan.metrics.result import Result
from fupan.track import judge
from fupan.web.cockpit.board import PanelSpec
from fupan.web.cockpit.panels.drawn import Drawn, Figure, column, empty, refused, share_text, subtitle
from fupan.web.cockpit.telling import decimal
from fupan.web.cockpit.view import View


def questions(spec: PanelSpec, view: View) -> tuple[Question, ...]:
    """The leading members with plan and comparison, the rest together, the total at its own level."""
    metrics = (spec.metric, *view.about(spec.metric).values())
    return (
        view.question(spec, metrics=metrics, compare=(view.filters.compare,), top=spec.top, others=True, totals=True),
    )


def draw(spec: PanelSpec, view: View, answers: tuple[Partial, ...]) -> Drawn:
    """A row a member; the bar is what was reached of the phased target, or the share of the largest."""
    (partial,) = answers
    result = partial.result
    figures = column(result, spec.metric) if result else None
    if result is None or figures is None:
        return refused(spec, view, partial)
    by = (view.level(spec.by[0]),)
    rows = result.rows
    if not any(decimal(r[spec.metric]) for r in rows):
        return empty(spec, view)
    teller, about = view.teller, view.about(spec.metric)
    amounts = [r[spec.metric] for r in result.all_rows()]
    display = (
        teller.scales.block([decimal(a) for a in amounts])
        if figures.format == "money"
        else teller.display(figures, amounts)
    )
    gaps = replace(display, signed=True)  # one unit for the whole table
    planned = any(decimal(r.get(about.get("lag", ""))) is not None for r in rows)
    largest = max((d for r in rows if (d := decimal(r[spec.metric])) is not None), default=Decimal(0))
    lines = [
        _line(spec, view, row, by, result, display, gaps, largest, planned)
        for row in [*rows, *_rest(result, spec.metric), *([result.total] if result.total else [])]
    ]
    body = {
        "lines": lines, "planned": planned, "unit": display.unit,
        "compared": {"last_year": teller.word("同比", "YoY"), "previous": teller.word("环比", "On previous"), "festival": teller.word("春节对齐", "Festival")}[view.filters.compare],
        "gap": teller.word("比应达", "To date") if view.window.running else teller.word("差额", "Gap"),
        "dimension": teller.word(view.definitions.dimensions[by[0]].zh, view.definitions.dimensions[by[0]].en),
    }  # fmt: skip
    return Drawn(
        spec, _headline(spec, view, rows, result, by[0], planned), subtitle(spec, view, unit=display.unit), body=body
    )


def _rest(result: Result, metric: str) -> list[dict[str, Any]]:
    """The others together; none where every member stands in a row of its own."""
    return [result.others] if result.others and decimal(result.others.get(metric)) else []


def _line(
    spec: PanelSpec, view: View, row: dict[str, Any], by: tuple[str, ...], result: Result, display: Any, gaps: Any,
    largest: Decimal, planned: bool,
) -> dict[str, Any]:  # fmt: skip
    teller, about = view.teller, view.about(spec.metric)
    amount, behind = decimal(row[spec.metric]), decimal(row.get(about.get("lag", "")))
    attained, gap = decimal(row.get(about.get("attainment", ""))), view.short_of_due(row, about)
    whole = decimal((result.total or {}).get(about.get("target", "")))
    target, due = (decimal(row.get(about.get(n, ""))) for n in ("target", "phased_target"))
    is_total = row is result.total
    judged = judge(
        behind, view.lights.of(spec.metric), amount=target,
        share=target / whole if target is not None and whole and not is_total else None,
        days_gone=view.window.days if view.window.running else None,
    )  # fmt: skip
    reached = attained if planned else (amount / largest if amount is not None and largest else None)
    change = row.get(f"{spec.metric}.vs_{view.filters.compare}")
    versus = column(result, f"{spec.metric}.vs_{view.filters.compare}")
    member = row.get(by[0])
    return {
        "name": name_of(view, member, total=is_total),
        "drill": None if is_total else view.drill_url(by[0], member),
        "kind": "total" if is_total else "others" if member == OTHERS else "row",
        "light": judged.light,
        "bar": None if reached is None or (is_total and not planned) else round(float(min(max(reached, Decimal(0)), Decimal("1.25"))) * 80, 1),
        "due": round(80 * float(due / target), 1) if planned and target and due is not None else None,
        "amount": Figure(teller.show(amount, display), "" if member == OTHERS else view.figure_url(spec.id, spec.metric, row, by)),
        "gap": Figure(teller.show(gap, gaps), tone="bad" if gap is not None and gap < 0 else ""),
        "attained": teller.show(attained, teller.scales.percent()),
        "change": teller.tell(change, versus, signed=True) if versus else "–",
    }  # fmt: skip


def name_of(view: View, member: Any, *, total: bool = False) -> str:
    """How a member is called on the page."""
    if total:
        return view.teller.word("合计", "Total")
    if member == OTHERS:
        return view.teller.word("其他", "Others")
    return view.teller.word("未知", "Unknown") if member in (None, UNKNOWN) else str(member)


def _headline(
    spec: PanelSpec, view: View, rows: list[dict[str, Any]], result: Result, dimension: str, planned: bool
) -> str:
    teller, about = view.teller, view.about(spec.metric)
    metric = view.definitions.metric(spec.metric)
    label = view.definitions.dimensions[dimension]
    if planned:
        gaps = [(gap, r) for r in rows if (gap := view.short_of_due(r, about)) is not None]
        short = sorted(((gap, r) for gap, r in gaps if gap < 0), key=lambda pair: pair[0])
        if not short:
            return teller.word(
                f"{len(gaps)}个{label.zh}都跟上了目标进度",
                f"{label.en}: all {len(gaps)} keep up with their target",
            )
        names = [name_of(view, r[dimension]) for _, r in short[:3]]
        missing = sum((gap for gap, _ in short), Decimal(0))
        told = teller.show(-missing, teller.scales.money([missing]))
        more = len(short) - len(names)
        zh = "、".join(names) + (f"等{len(short)}个" if more else "") + f"落后于目标进度，合计差{told}"
        en = ", ".join(names) + (f" and {more} more" if more else "") + f" behind target to date, {told} short together"
        return teller.word(zh, en)
    whole = decimal((result.total or {}).get(spec.metric)) or Decimal(0)
    first = rows[0]
    share = share_text(view, decimal(first[spec.metric]) or Decimal(0), whole)
    return teller.word(
        f"{name_of(view, first[dimension])}的{metric.zh}最多，占{share}",
        f"{name_of(view, first[dimension])} leads in {metric.en.lower()} with {share}",
    )
