"""A Gantt chart as stacked bars over days: an invisible start, what is done, the rest; today is a second, gapless group.

The sheet's dates and shares are what a person edits; lengths are formulas over them. Worked: 2 to 5 June, half done: two
days done and two left, from 2 June to the end of 5 June.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from fupan.review import palette
from fupan.review.model import Chart, Lang, Series
from fupan.review.renderers.box import Box
from fupan.review.renderers.excel_format import number_format
from fupan.review.renderers.gantt import days_span, gantt_bars, note_start, today_of
from fupan.review.renderers.native_charts.labels import SIZE, bar_names, widest
from fupan.review.renderers.native_charts.plan import CategoryAxis, Group, Labels, Plan, SheetColumn, Track, ValueAxis
from fupan.review.renderers.words import word

_NAME_SHARE = 0.36
_DAY = "yyyy-mm-dd"
_START, _END, _SHARE, _DONE, _LEFT, _GAP, _PAD, _TEXT, _UNTIL, _TODAY = range(1, 11)


def plan_gantt(chart: Chart, box: Box, lang: Lang) -> Plan:
    """The bars from top to bottom as they stand, each with its note behind it."""
    bars, span, today = gantt_bars(chart), days_span(chart), today_of(chart)
    names = bar_names(chart.categories, SIZE, box.width * _NAME_SHARE)
    plot = max(box.width - widest(names, SIZE) - 24, 80.0)
    room = max(
        (
            widest([b.note], SIZE) + 10 - (span.high - b.end) / (span.high - span.low) * plot
            for b in bars
            if b and b.note
        ),
        default=0.0,
    )
    high = span.high + (span.high - span.low) * min(max(room, 0.0) / max(plot - room, plot * 0.3), 1.2)
    a_day = plot / (high - span.low)
    begins = [note_start(b, (widest([b.note], SIZE) + 10) / a_day, today) if b else 0.0 for b in bars]
    rows = range(2, len(bars) + 2)
    shares = chart.role("done")
    columns = (
        SheetColumn(_name(chart.role("start"), "start_day", lang), tuple(Decimal(b.start) if b else None for b in bars), _DAY),
        SheetColumn(_name(chart.role("end"), "end_day", lang), tuple(Decimal(b.end - 1) if b else None for b in bars), _DAY),
        SheetColumn(
            _name(shares, "target_progress", lang), tuple(_share(b.done, b.days) if b else None for b in bars),
            number_format(shares.display) if shares else "0%",
        ),
        SheetColumn(
            word("days_done", lang), tuple(_exact(b.done) if b else None for b in bars), "0.##",
            tuple(f"=(C{r}-B{r}+1)*D{r}" if b else "" for r, b in zip(rows, bars, strict=True)),
        ),
        SheetColumn(
            word("days_left", lang), tuple(_exact(b.days - b.done) if b else None for b in bars), "0.##",
            tuple(f"=C{r}-B{r}+1-E{r}" if b else "" for r, b in zip(rows, bars, strict=True)),
        ),
        SheetColumn(
            word("label_gap", lang), tuple(_exact(at - b.end) if b else None for at, b in zip(begins, bars, strict=True)), "0.##",
            tuple(f"={_exact(at - b.end)}" if b else "" for at, b in zip(begins, bars, strict=True)),
        ),
        SheetColumn(
            word("label_place", lang), tuple(_exact(max(high - at, 1)) if b else None for at, b in zip(begins, bars, strict=True)), "0.##",
            tuple(f"=MAX({high:.0f}-C{r}-1-G{r},1)" if b else "" for r, b in zip(rows, bars, strict=True)),
        ),
        SheetColumn(word("label_text", lang), tuple(b.note if b else "" for b in bars), "@"),
        *(
            ()
            if today is None
            else (
                SheetColumn(word("today", lang), (Decimal(today),) * len(bars), _DAY, tuple(f"={today}" for _ in bars)),
                SheetColumn(word("today", lang) + " +", (_exact((high - span.low) / 250),) * len(bars), "0.##",
                            tuple(f"={_exact((high - span.low) / 250)}" for _ in bars)),
            )
        ),
    )  # fmt: skip
    lit = {i: b for i, b in enumerate(bars) if b}
    inks = {i: ("@", palette.LIGHTS[b.light].ink) for i, b in lit.items() if b.light in {"amber", "red"}}
    unlabelled = frozenset(i for i, b in enumerate(bars) if not b or not b.note)
    groups = [
        Group(
            "bar",
            (
                Track(_START, None, legend=False),
                Track(_DONE, palette.ACCENT, points={i: b.colour for i, b in lit.items()}),
                Track(
                    _LEFT,
                    palette.paler(palette.ACCENT),
                    points={i: b.pale if shares is not None else b.colour for i, b in lit.items()},
                ),
                Track(_GAP, None, legend=False),
                Track(_PAD, None, Labels(SIZE, "inBase", texts=_TEXT, points=inks, skip=unlabelled), legend=False),
            ),
            stacked=True,
            gap=55,
            overlap=100,
        )
    ]
    axis = ValueAxis(
        "yyyy-mm" if span.high - span.low > 366 else "m-dd", span.low, high, visible=True, grid=True, step=span.step
    )
    if today is not None:
        line = (Track(_UNTIL, None, legend=False), Track(_TODAY, palette.INK, legend=False))
        groups.append(Group("bar", line, stacked=True, axis="secondary", gap=0, overlap=100))
    return Plan(
        names,
        columns,
        tuple(groups),
        CategoryAxis(SIZE, reverse=True),
        axis,
        ValueAxis(_DAY, span.low, high) if today is not None else None,
        legend=False,
        full_names=chart.categories if names != chart.categories else (),
        category_header=word("category", lang),
    )


def rows_that_fit(height: float) -> int:
    """How many bars a chart of *height* points can name."""
    return max(1, int((height - 28) // 16.5))


def first_rows(chart: Chart, count: int) -> Chart:
    """The chart with its first *count* bars."""
    series = tuple(replace(s, values=s.values[:count], lights=s.lights[:count]) for s in chart.series)
    return replace(chart, categories=chart.categories[:count], series=series, notes=chart.notes[:count])


def _name(series: Series | None, key: str, lang: Lang) -> str:
    return series.name if series is not None and series.name else word(key, lang)


def _exact(days: float) -> Decimal:
    return Decimal(str(round(days, 2)))


def _share(done: float, days: int) -> Decimal:
    return Decimal(str(round(done / days, 4)))
