"""The unit of a chart that has no legend to say it."""

from __future__ import annotations

from dataclasses import replace

from fupan.review.model import Chart, Lang
from fupan.review.renderers.words import word

_OWN = {"bubble", "gantt", "tile_map", "funnel", "waterfall"}
"""Kinds whose axes or titles say it, and those that count things which their names tell."""


def with_unit(chart: Chart, lang: Lang) -> Chart:
    """The chart with its unit beside its title, where it has one series and no figure carries the unit itself.

    Charts of several series have a legend, whose names carry it.
    """
    if len(chart.series) != 1 or chart.kind in _OWN:
        return chart
    display = chart.series[0].display
    unit, said = display.unit, chart.title + chart.sentence
    if not unit or unit in {display.suffix, display.prefix} or unit in said:
        return chart
    if chart.title:
        return replace(chart, title=f"{chart.title}（{unit}）" if lang == "zh" else f"{chart.title} ({unit})")
    note = word("unit_is", lang, unit=unit)
    return replace(chart, sentence=word("semicolon", lang).join(part for part in (chart.sentence, note) if part))
