"""Columns, bars, stacked parts and combo charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from fupan.review.context import Context
from fupan.review.deck_blocks import ChartSpec
from fupan.review.frame import Frame, Row, in_order, is_unknown, member, number
from fupan.review.left_out import not_shown
from fupan.review.model import Chart, Display, Number, Series, show_number

_ROLES = {"target": "target"}
_PARTS = 8
"""Parts that have a colour of their own; of more, the largest seven stand beside a grey rest."""


def draw(spec: ChartSpec, context: Context) -> Chart | None:
    """The chart of the data set's members; None without any figure of the first metric, or (combo) of the line."""
    frame = context.frame(spec.of)
    if not frame.has(spec.metrics[0]) or (spec.line is not None and not frame.has(spec.line)):
        return None
    if spec.parts is not None:
        return (
            _shares(_stacked(spec, frame, context), context) if spec.draw == "share" else _stacked(spec, frame, context)
        )
    rows = [r for r in in_order(frame.rows, spec.sort) if any(number(r, m) for m in spec.metrics)]
    if any(number(r, spec.metrics[0]) or not is_unknown(r, spec.by) for r in rows):
        rows = [r for r in rows if not is_unknown(r, spec.by) or any(number(r, m) for m in spec.metrics)]
    if not rows:
        return None
    if spec.members is not None and not spec.members[0] <= len(rows) <= spec.members[1]:
        return None
    left = max(0, len(rows) - spec.top) if spec.top else 0
    rows = rows[: spec.top] if spec.top else rows
    beside = (m for m in spec.optional if frame.has(m) and any(number(r, m) is not None for r in rows))
    metrics = _beside_target((*beside, *spec.metrics), frame)
    display = _display(frame, metrics, context)
    series = [_series(m, rows, frame, display, context, light=spec.lag is not None) for m in metrics]
    if spec.draw == "bullet":
        series = [series[0], *(replace(s, kind="mark", labels=False) for s in series[1:])]
    if spec.line is not None:
        series.append(
            Series(
                frame.kind(spec.line).label(context.lang),
                tuple(number(r, spec.line) for r in rows),
                context.scales.percent(),
                "ratio",
                "line",
                "secondary",
                tuple(context.light(r, frame) for r in rows) if spec.lag else (),
            )
        )
    categories = tuple(member(r, spec.by, context.lang) for r in rows)
    kind = spec.draw if spec.draw != "combo" or spec.line else "column"
    return Chart(
        kind,
        categories,
        tuple(series),
        spec.title.of(context.lang) if spec.title else "",
        _left_out(left, spec, frame, context),
        alt=describe(categories, series, context),
        provenance=frame.provenance,
    )


def _beside_target(metrics: tuple[str, ...], frame: Frame) -> tuple[str, ...]:
    """The metrics; beside a target stands what counts towards it, where not everything does."""
    if "target" not in metrics or not frame.has("unmatched"):
        return metrics
    return tuple("credited" if m == "net_sales" else m for m in metrics)


def _left_out(left: int, spec: ChartSpec, frame: Frame, context: Context) -> str:
    """What a chart leaves out is left out by a rule that the page states."""
    if not left or not spec.sort:
        return ""
    by = frame.kind(spec.sort.lstrip("-")).label(context.lang)
    return context.word(
        f"另有{left}个未列（按{by}从大到小取前{spec.top}个）",
        f"{not_shown(left)} (the first {spec.top} by {by.lower()})",
    )


def _display(frame: Frame, metrics: Sequence[str], context: Context) -> Display:
    amounts = [v for m in metrics for v in frame.values(m)]
    kind = frame.kind(metrics[0])
    if kind.format == "money":
        return context.scales.block(amounts)
    return context.scales.of(kind.format, amounts, decimals=kind.decimals)


def _series(
    metric: str, rows: Sequence[Row], frame: Frame, display: Display, context: Context, *, light: bool
) -> Series:
    base, _, comparison = metric.partition(".")
    role = _ROLES.get(base, {"last_year": "last_year", "previous": "previous"}.get(comparison, "actual"))
    name = frame.kind(base).label(context.lang)
    if comparison:
        suffix = {"last_year": ("去年同期", "last year"), "previous": ("上期", "previous")}[comparison]
        name = suffix[0] if context.lang == "zh" else suffix[1].capitalize()
    if display.unit and display.unit != "%":
        name += context.word(f"（{display.unit}）", f" ({display.unit})")
    values = tuple(number(r, metric) for r in rows)
    lights = tuple(context.light(r, frame) for r in rows) if light and role == "actual" else ()
    return Series(name, values, display, role, lights=lights, labels=role == "actual")


def _stacked(spec: ChartSpec, frame: Frame, context: Context) -> Chart:
    """Categories of ``by``, one series per member of ``parts``; beyond eight the smallest fold into others."""
    metric, parts = spec.metrics[0], str(spec.parts)
    rows = in_order(frame.rows, spec.sort)
    categories = list(dict.fromkeys(member(r, spec.by, context.lang) for r in rows))
    sizes: dict[str, list[Number]] = {}
    for row in rows:
        amounts = sizes.setdefault(member(row, parts, context.lang), [None] * len(categories))
        amounts[categories.index(member(row, spec.by, context.lang))] = number(row, metric)
    display = _display(frame, (metric,), context)
    rest = context.word("其他", "Others") if len(sizes) > _PARTS else ""
    if rest:
        sizes = _folded(sizes, rest)
    series = [
        Series(n, tuple(amounts), display, "others" if n == rest else f"part_{i}")
        for i, (n, amounts) in enumerate(sizes.items(), start=1)
    ]
    return Chart(
        "stacked",
        tuple(categories),
        tuple(series),
        spec.title.of(context.lang) if spec.title else "",
        alt=describe(tuple(categories), series, context),
        provenance=frame.provenance,
    )


def _folded(sizes: dict[str, list[Number]], others: str) -> dict[str, list[Number]]:
    """The largest parts in the order they came, and the sum of the rest as one."""
    whole = {name: sum((abs(a) for a in amounts if a is not None), Decimal(0)) for name, amounts in sizes.items()}
    named = [n for n in whole if n != others]
    kept = set(sorted(named, key=lambda n: -whole[n])[: _PARTS - 1])
    rest = [[a for n, amounts in sizes.items() if n not in kept and (a := amounts[i]) is not None]
            for i in range(len(next(iter(sizes.values()))))]  # fmt: skip
    folded = {n: amounts for n, amounts in sizes.items() if n in kept}
    return {**folded, others: [sum(part, Decimal(0)) if part else None for part in rest]}


def _shares(chart: Chart, context: Context) -> Chart | None:
    """The parts as shares of their category's whole; None where a part is below zero, which is no share of anything."""
    if any(v is not None and v < 0 for s in chart.series for v in s.values):
        return None
    wholes = [sum((s.values[i] or Decimal(0) for s in chart.series), Decimal(0)) for i in range(len(chart.categories))]
    kept = [i for i, whole in enumerate(wholes) if whole]
    if not kept:
        return None
    display = context.scales.percent(decimals=0)
    series = tuple(
        replace(s, values=tuple(None if (v := s.values[i]) is None else v / wholes[i] for i in kept), display=display)
        for s in chart.series
    )
    names = tuple(chart.categories[i] for i in kept)
    return replace(chart, kind="share", categories=names, series=series, alt=describe(names, series, context))


def describe(categories: Sequence[str], series: Sequence[Series], context: Context) -> str:
    """The alternative text: every category with its figures."""
    comma, semicolon = ("，", "；") if context.lang == "zh" else (", ", "; ")
    space = "" if context.lang == "zh" else " "
    parts = [
        f"{name}{context.word('：', ': ')}"
        + comma.join(f"{s.name}{space}{show_number(s.values[i], s.display)}" for s in series)
        for i, name in enumerate(categories)
    ]
    return semicolon.join(parts)
