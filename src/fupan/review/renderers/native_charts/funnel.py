"""A funnel: a bar per stage around a common middle, with the share that came over from the stage before.

Drawn as stacked bars on an invisible half: pad = (largest - value) / 2, a formula in the sheet, so that editing a count
moves its bar. Worked: counts 100, 40, 10 have pads 0, 30, 45.
"""

from __future__ import annotations

from decimal import Decimal

from fupan.review import palette
from fupan.review.model import Chart, Lang, show_number
from fupan.review.renderers.box import Box
from fupan.review.renderers.excel_format import number_format
from fupan.review.renderers.native_charts.labels import bar_names, widest
from fupan.review.renderers.native_charts.plan import CategoryAxis, Group, Labels, Plan, SheetColumn, Track, ValueAxis
from fupan.review.renderers.native_charts.series import light_points, series_colour, sheet_column
from fupan.review.renderers.words import word

_NAME_SHARE = 0.3
_ZERO = Decimal(0)


def funnel_texts(chart: Chart) -> tuple[str, ...]:
    """What stands on each stage: its count, and its share of the stage before where the chart has one."""
    counts = chart.series[0]
    shares = chart.series[1] if len(chart.series) > 1 else None
    texts = []
    for i in range(len(chart.categories)):
        text = show_number(counts.values[i] if i < len(counts.values) else None, counts.display)
        share = shares.values[i] if shares is not None and i < len(shares.values) else None
        shown = f"（{show_number(share, shares.display)}）" if shares is not None and share is not None else ""
        texts.append(text + shown)
    return tuple(texts)


def plan_funnel(chart: Chart, box: Box, lang: Lang) -> Plan:
    """The stages from top to bottom as they stand; labels outside where the bar is too short to hold them."""
    count = max(len(chart.categories), 1)
    slot = box.height / count
    size = max(12.0, min(14.0, slot / 2.2))
    names = bar_names(chart.categories, size, box.width * _NAME_SHARE)
    series = chart.series[0]
    main = sheet_column(series, len(chart.categories))
    values = [value if isinstance(value, Decimal) and value > 0 else _ZERO for value in main.values]
    largest = max(values, default=_ZERO)
    last = len(values) + 1
    texts = funnel_texts(chart)
    pads = tuple((largest - value) / 2 for value in values)
    columns = [
        main,
        SheetColumn(
            word("base", lang), pads, main.format, tuple(f"=(MAX(B$2:B${last})-B{r})/2" for r in range(2, last + 1))
        ),
        SheetColumn(word("label_text", lang), texts, "@"),
    ]
    columns += [sheet_column(other, len(chart.categories)) for other in chart.series[1:]]
    plot = max(box.width - widest(names, size) - 20, 60.0)
    colour = series_colour(series)
    ink = palette.ink_on(palette.role_colour(series.role))
    narrow = frozenset(
        i
        for i, text in enumerate(texts)
        if (float(values[i] / largest) * plot if largest else 0.0) < widest([text], size) + 6
    )
    every = frozenset(range(len(texts)))
    return Plan(
        names,
        tuple(columns),
        (
            Group(
                "bar",
                (
                    Track(2, None, legend=False),
                    Track(1, colour, Labels(size, "ctr", colour=ink, texts=3, skip=narrow), light_points(series)),
                    Track(2, None, Labels(size, "inBase", texts=3, skip=every - narrow), legend=False),
                ),
                stacked=True,
                gap=18,
                overlap=100,
            ),
        ),
        CategoryAxis(size, reverse=True),
        ValueAxis(number_format(series.display), 0.0, float(largest) or 1.0),
        legend=False,
        full_names=chart.categories if names != chart.categories else (),
        category_header=word("category", lang),
    )
