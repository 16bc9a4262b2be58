"""Lines over periods with a shaded range around the forecast.

The range is stacked areas: an invisible one up to its lower end and the band itself, high less low, a formula in the sheet.
Areas draw blanks as zero, so where there is no range both ends stand at the line itself, where the band has no height.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from fupan.review import palette
from fupan.review.model import Chart, Lang, Series
from fupan.review.renderers.axis_scale import nice_scale
from fupan.review.renderers.box import Box
from fupan.review.renderers.excel_format import number_format, shown_value
from fupan.review.renderers.native_charts.labels import category_labels
from fupan.review.renderers.native_charts.lines import plan_lines
from fupan.review.renderers.native_charts.plan import Group, Plan, SheetColumn, Track, ValueAxis
from fupan.review.renderers.native_charts.series import numbers
from fupan.review.renderers.native_charts.ticks import ticked
from fupan.review.renderers.words import word

_ENDS = {"low", "high"}
_ZERO = Decimal(0)


def band_ends(chart: Chart) -> tuple[list[Decimal], list[Decimal]] | None:
    """Lower end and height of the range per category, in shown units; None where the chart has no range."""
    low, high = chart.role("low"), chart.role("high")
    if low is None or high is None:
        return None
    lines = [s for s in chart.series if s.role in {"actual", "forecast"}]
    lows: list[Decimal] = []
    heights: list[Decimal] = []
    for i in range(len(chart.categories)):
        one, other = _at(low, i), _at(high, i)
        if one is None or other is None:
            at = next((v for s in lines if (v := _at(s, i)) is not None), lows[-1] if lows else _ZERO)
            one = other = at
        lows.append(min(one, other))
        heights.append(abs(other - one))
    return lows, heights


def _at(series: Series, index: int) -> Decimal | None:
    return shown_value(series.values[index], series.display) if index < len(series.values) else None


def plan_band(chart: Chart, box: Box, lang: Lang) -> Plan:
    """The lines of the other series over the shaded range; one axis."""
    ends = band_ends(chart)
    if all(s.role in _ENDS for s in chart.series):
        return plan_lines(chart, box, lang)
    kept = tuple(_quiet(s) for s in chart.series if s.role not in _ENDS)
    plan = plan_lines(replace(chart, series=kept), box, lang)
    plan = replace(plan, groups=tuple(_last_label(group, kept) for group in plan.groups))
    low, high = chart.role("low"), chart.role("high")
    if ends is None or low is None or high is None:
        return plan
    form = number_format(low.display)
    first = len(plan.columns) + 1
    letters = [chr(65 + first + i) for i in range(2)]
    rows = range(2, len(chart.categories) + 2)
    columns = (
        *plan.columns,
        SheetColumn(low.name, tuple(ends[0]), form),
        SheetColumn(high.name, tuple(a + b for a, b in zip(*ends, strict=True)), form),
        SheetColumn(
            word("range", lang), tuple(ends[1]), form, tuple(f"={letters[1]}{r}-{letters[0]}{r}" for r in rows)
        ),
    )
    area = Group(
        "area",
        (Track(first, None, legend=False), Track(first + 2, palette.BAND)),
        stacked=True,
    )
    values = [v for column in (*plan.columns, *columns[-3:-1]) for v in numbers(column)]
    least, most = min(values, default=0.0), max(values, default=0.0)
    # a stacked area stands on zero: the axis has to begin where the invisible part is
    scale = nice_scale([least, most * 1.06], zero=True)
    axis = ValueAxis(form, scale.low, scale.high, visible=True, grid=True, step=scale.step)
    slot = (box.width - 60) / max(len(chart.categories), 1)
    names_axis, names = category_labels(chart.categories, slot, low=least < 0)
    return replace(plan, categories=names, category_axis=names_axis, columns=columns, groups=(area, *plan.groups),
                   value_axis=ticked(axis, low.display), legend=True)  # fmt: skip


def _quiet(series: Series) -> Series:
    """Beside the actual values only the forecast is labelled: four labelled lines cannot be read."""
    return series if series.role in {"actual", "forecast"} else replace(series, labels=False)


def _last_label(group: Group, lines: tuple[Series, ...]) -> Group:
    """Of the forecast only its last value is labelled: where it lands."""
    tracks = []
    for track in group.tracks:
        series = lines[track.column - 1]
        if series.role == "forecast" and track.labels is not None:
            last = max((i for i, v in enumerate(series.values) if v is not None), default=0)
            others = frozenset(i for i in range(len(series.values)) if i != last)
            tracks.append(replace(track, labels=replace(track.labels, skip=track.labels.skip | others)))
        else:
            tracks.append(track)
    return replace(group, tracks=tuple(tracks))
