"""The chart: which one an answer suggests, which others fit, and its data for charts.js."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from fupan.metrics.plan.resolve import summable
from fupan.metrics.result import Column, Result
from fupan.web.cockpit.panels.ranking import name_of
from fupan.web.cockpit.telling import decimal
from fupan.web.cockpit.view import View, places
from fupan.web.explore.answers import Answers, Crossed
from fupan.web.explore.inquiry import Chart, Inquiry

MOST_SERIES, MOST_BARS = 6, 40


def fitting(inquiry: Inquiry, view: View) -> tuple[Chart, ...]:
    """The kinds of chart that tell this question truly, the suggested one first; none without a breakdown."""
    if not inquiry.rows or len(inquiry.rows) > 2 or (len(inquiry.rows) == 2 and inquiry.across):
        return ()
    timed = view.definitions.dimensions[inquiry.rows[0]].time is not None
    adds = summable(view.definitions, inquiry.metrics[0])
    if inquiry.across:
        if view.definitions.dimensions[inquiry.across].time is not None and not timed:
            return ("lines",)
        kinds: list[Chart] = ["lines", "columns"] if timed else ["columns", "bars"]
        return (*kinds, *(("stack",) if adds else ()))
    if len(inquiry.rows) == 2:
        return ("bars",)
    if timed:
        return ("columns", "lines")
    found: list[Chart] = ["bars", "columns"]
    found += ["pareto"] if adds else []
    return (*found, *(("scatter",) if len(inquiry.metrics) > 1 else ()))


def chosen(inquiry: Inquiry, view: View) -> Chart:
    """The chart that is drawn: the one chosen where it fits, else the suggested one."""
    fits = fitting(inquiry, view)
    if inquiry.chart == "none" or not fits:
        return "none"
    return inquiry.chart if inquiry.chart in fits else fits[0]


def chart_of(inquiry: Inquiry, view: View, answers: Answers) -> dict[str, Any] | None:
    """The chart's data; None where nothing is drawn."""
    result, kind = answers.down.result, chosen(inquiry, view)
    if result is None or kind == "none":
        return None
    figures = [c for c in result.columns if c.kind == "metric"]
    if not figures:
        return None
    if answers.crossed is not None:
        return _crossed(inquiry, view, answers.crossed, result, figures[0], kind)
    rows = [r for r in result.rows if decimal(r.get(figures[0].name)) is not None][:MOST_BARS]
    if len(rows) < 1:
        return None
    links = ["figure/" + inquiry.url(column=figures[0].name, **places(r, inquiry.rows)) for r in rows]
    names = [" · ".join(name_of(view, r[d]) for d in inquiry.rows) for r in rows]
    if kind == "scatter":
        return _scatter(view, rows, figures, names, links)
    if kind == "pareto":
        return _pareto(view, result, rows, figures[0], names, links)
    columns = _alike(result, figures[0], _rest_columns(result, figures))
    display = view.teller.scales.block([decimal(r.get(c.name)) for r in rows for c in columns])
    if figures[0].format != "money":
        display = view.teller.display(figures[0], [decimal(r.get(c.name)) for r in rows for c in columns])
    series = [_series(view, c, rows, display) for c in columns]
    unit = display.unit or display.suffix
    return {"kind": kind, "unit": unit, "categories": names, "series": series, "links": links, "tall": _tall(kind, len(names), len(series))}  # fmt: skip


def _rest_columns(result: Result, figures: list[Column]) -> list[Column]:
    """Beside the first figure: what it is compared with, and other figures."""
    first = figures[0]
    compared = [c for c in result.columns if c.metric == first.name and c.against and not c.against.startswith("vs_")]
    return [*compared, *figures[1:]]


def _alike(result: Result, first: Column, others: list[Column]) -> list[Column]:
    """The first figure and those that one axis can show with it."""
    same = [c for c in others if c.format == first.format and c.unit == first.unit]
    return [first, *same][:4]


def _series(view: View, column: Column, rows: list[dict[str, Any]], display: Any) -> dict[str, Any]:
    return {
        "name": view.teller.name(column),
        "role": column.against,
        "values": [None if (v := decimal(r.get(column.name))) is None else float(v / display.scale) for r in rows],
        "texts": [view.teller.show(r.get(column.name), display) for r in rows],
    }


def _crossed(
    inquiry: Inquiry, view: View, crossed: Crossed, down: Result, figure: Column, kind: Chart
) -> dict[str, Any] | None:
    """Series of the leading columns; over a time that runs across, the leading rows are the series instead."""
    cells, over = crossed.cells, crossed.over
    along, series_by = inquiry.rows[0], inquiry.across
    lead = over.rows
    base = down.rows
    if kind == "lines" and view.definitions.dimensions[inquiry.across].time is not None:
        along, series_by, lead, base = inquiry.across, inquiry.rows[0], down.rows, over.rows
    elif view.definitions.dimensions[inquiry.across].time is None:
        lead = sorted(over.rows, key=lambda r: -(decimal(r.get(figure.name)) or Decimal(0)))
    at: Mapping[Any, dict[str, Any]] = {(_id(r, along), _id(r, series_by)): r for r in cells.rows}
    base, lead = base[:MOST_BARS], lead[:MOST_SERIES]
    values = [decimal(r.get(figure.name)) for r in cells.rows]
    display = view.teller.scales.block(values) if figure.format == "money" else view.teller.display(figure, values)
    if not base or not lead:
        return None
    made = [
        _series(view, figure, [at.get((_id(b, along), _id(s, series_by)), {}) for b in base], display)
        | {"name": name_of(view, s[series_by])}
        for s in lead
    ]
    links = ["figure/" + inquiry.url(column=figure.name, **places(b, (along,))) for b in base]
    names = [name_of(view, b[along]) for b in base]
    return {"kind": kind, "unit": display.unit or display.suffix, "categories": names, "series": made, "links": links, "tall": _tall(kind, len(names), len(made))}  # fmt: skip


def _tall(kind: Chart, bars: int, series: int) -> int:
    """How tall a chart stands, in steps: bars lie below each other, so that many of them need more room."""
    return 0 if kind != "bars" else min(4, (bars * max(1, series // 2)) // 10)


def _id(row: Mapping[str, Any], dimension: str) -> Any:
    return row.get(f"{dimension}.key") or row.get(dimension)


def _scatter(
    view: View, rows: list[dict[str, Any]], figures: list[Column], names: list[str], links: list[str]
) -> dict[str, Any]:
    axes = []
    for c in figures[:2]:
        values = [decimal(r.get(c.name)) for r in rows]
        display = view.teller.scales.block(values) if c.format == "money" else view.teller.display(c, values)
        unit = display.unit or display.suffix
        axes.append(_series(view, c, rows, display) | {"unit": unit})
    return {"kind": "scatter", "unit": "", "categories": names, "series": axes, "links": links}


def _pareto(
    view: View, result: Result, rows: list[dict[str, Any]], figure: Column, names: list[str], links: list[str]
) -> dict[str, Any] | None:
    whole = decimal((result.total or {}).get(figure.name))
    if not whole:
        return None
    values = [decimal(r.get(figure.name)) or Decimal(0) for r in rows]
    display = view.teller.scales.block(values) if figure.format == "money" else view.teller.display(figure, values)
    shares, running = list[Decimal](), Decimal(0)
    for value in values:
        running += value
        shares.append(running / whole)
    percent = view.teller.scales.percent(decimals=0)
    return {
        "kind": "pareto", "unit": display.unit or display.suffix, "categories": names,
        "values": [float(v / display.scale) for v in values], "texts": [view.teller.show(v, display) for v in values],
        "shares": [float(s) for s in shares], "share_texts": [view.teller.show(s, percent) for s in shares],
        "names": [view.teller.name(figure), view.teller.word("累计占比", "Running share")], "links": links,
    }  # fmt: skip
