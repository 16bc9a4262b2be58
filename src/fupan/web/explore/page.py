"""One page of the explorer, as drawn: what is chosen, what else can be, the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from fupan.metrics.partial import Partial
from fupan.metrics.result import Result
from fupan.metrics.scope import Scope
from fupan.web.cockpit.panels.ranking import name_of
from fupan.web.cockpit.telling import decimal
from fupan.web.cockpit.view import View
from fupan.web.company import House
from fupan.web.explore.answers import Answers, ask
from fupan.web.explore.chart import chart_of, chosen, fitting
from fupan.web.explore.grid import Grid, grid_of
from fupan.web.explore.inquiry import Chart, Inquiry
from fupan.web.explore.refusals import Refused, refusals, told

CHART_WORDS: dict[Chart, tuple[str, str]] = {
    "columns": ("柱形", "Columns"), "bars": ("条形", "Bars"), "lines": ("折线", "Lines"), "stack": ("堆积", "Stacked"),
    "pareto": ("累计", "Pareto"), "scatter": ("散点", "Scatter"), "none": ("不画图", "No chart"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as it stands on a page. ``state``: ok, empty (nothing fits) or refused."""

    inquiry: Inquiry
    view: View
    headline: str
    state: str
    grid: Grid | None = None
    chart: dict[str, Any] | None = None
    charts: tuple[tuple[Chart, str, bool], ...] = ()
    refused: tuple[Refused, ...] = ()
    snapshot: str | None = None
    sources: str = ""
    notes: tuple[str, ...] = ()
    title: str = ""


def answer(here: House, inquiry: Inquiry, view: View, *, scope: Scope) -> Shown:
    """Ask, and lay out what came back."""
    return lay_out(inquiry, view, ask(here, inquiry, view, scope=scope))


def lay_out(inquiry: Inquiry, view: View, found: Answers) -> Shown:
    """The answer as drawn; what was refused stands beside it in sentences."""
    refused = tuple(refusals(inquiry, view, found.down.refused))
    result = found.down.result
    if result is None:
        return Shown(inquiry, view, view.teller.word("这个问题没有真实的答案", "This has no truthful answer"), "refused", refused=refused, snapshot=found.snapshot)  # fmt: skip
    figures = [c.name for c in result.columns if c.kind == "metric"]
    if not any(decimal(r.get(n)) is not None for r in result.all_rows() for n in figures):
        return Shown(inquiry, view, view.teller.word("没有符合条件的数据", "Nothing fits these filters"), "empty", refused=refused, snapshot=found.snapshot)  # fmt: skip
    names = dict.fromkeys(view.table(t) for t in result.provenance.tables)
    known = [n for n in names if n not in result.provenance.tables]
    kind = chosen(inquiry, view)
    kinds = tuple((k, view.teller.word(*CHART_WORDS[k]), k == kind) for k in (*fitting(inquiry, view), "none"))
    return Shown(
        inquiry, view, headline(inquiry, view, found.down), "ok", grid_of(inquiry, view, found),
        chart_of(inquiry, view, found), kinds if len(kinds) > 1 else (), refused, found.snapshot,
        view.teller.word("、", ", ").join(known), tuple(n for n in result.provenance.notes if not _TOLD.search(n)), told(replace(inquiry, metrics=tuple(figures)), view),
    )  # fmt: skip


def headline(inquiry: Inquiry, view: View, found: Partial) -> str:
    """What the answer comes to: the whole, its change, and which row stands first by the order of the rows."""
    result = found.result
    assert result is not None  # noqa: S101 - checked by the caller
    lang, word = "en" if view.teller.lang == "en" else "zh", view.teller.word
    first = next(c for c in result.columns if c.kind == "metric")
    whole = result.total or (result.rows[0] if result.rows else {})
    title = view.window.title(lang)
    said = word(f"{title}{view.teller.name(first)}", f"{title}: {view.teller.name(first)} ")
    parts = [said + view.teller.tell(whole.get(first.name), first)]
    for c in result.columns:
        if c.metric == first.name and c.against.startswith("vs_") and decimal(whole.get(c.name)) is not None:
            changed = view.teller.tell(whole[c.name], c, signed=True)
            parts.append(f"{_COMPARED[c.against][lang == 'en']}{changed}")
            break
    if inquiry.rows and (best := _best(result, first.name)) is not None:
        name = " · ".join(name_of(view, best[d]) for d in inquiry.rows)
        parts.append(word(f"{name}最高（{view.teller.tell(best[first.name], first)}）", f"{name} highest ({view.teller.tell(best[first.name], first)})"))  # fmt: skip
    return word("，", ", ").join(parts)


def _best(result: Result, name: str) -> dict[str, Any] | None:
    """The row with the highest figure, where several differ."""
    rows = [r for r in result.rows if decimal(r.get(name)) is not None]
    if len(rows) < 2:
        return None
    best = max(rows, key=lambda r: r[name])
    return None if best[name] == min(r[name] for r in rows) else best


_TOLD = re.compile(r" is running: ")
"""What the window in the headline says already."""
_COMPARED = {
    "vs_last_year": ("同比", "YoY "), "vs_previous": ("环比", "on previous "), "vs_festival": ("春节对齐同比", "festival "),
    "vs_target": ("较目标", "against target "),
}  # fmt: skip
