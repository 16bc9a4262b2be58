"""A bridge from one total to another as stacked columns on an invisible base.

The helper columns of the data sheet are formulas over the steps, so a user who edits a step moves the whole bridge. With
levels L (running sums), a step from a = L[i-1] to b = L[i] is drawn between min(a, b) and max(a, b); the part above zero and
the part below it are two columns, since stacked columns grow from zero to either side; base is what lies between zero and
the step. Worked: 300 - 500 has levels 300, -200: no base, 300 above zero, 200 below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fupan.review import palette
from fupan.review.model import Chart, Display, Lang
from fupan.review.renderers.axis_cut import axis_floor, break_at
from fupan.review.renderers.box import Box
from fupan.review.renderers.excel_format import header, number_format, shown_value
from fupan.review.renderers.native_charts.labels import SIZE, category_labels, column_gap, widest
from fupan.review.renderers.native_charts.plan import Entry, Group, Labels, Plan, SheetColumn, Track, ValueAxis
from fupan.review.renderers.words import word

_ZERO = Decimal(0)
_VALUE, _LEVEL, _BASE, _TOTAL, _UP, _DOWN, _UP_BELOW, _DOWN_BELOW, _PLACE, _TEXT, _LINKS = range(1, 12)


@dataclass(frozen=True, slots=True)
class Steps:
    """The drawn parts of a bridge, all aligned with its categories; *values* are the shown numbers."""

    values: tuple[Decimal, ...]
    levels: tuple[Decimal, ...]

    @classmethod
    def of(cls, values: tuple[Decimal, ...]) -> Steps:
        """First and last value are totals, the rest signed steps."""
        levels: list[Decimal] = []
        for index, value in enumerate(values):
            total = index in {0, len(values) - 1}
            levels.append(value if total else levels[-1] + value)
        return cls(values, tuple(levels))

    def is_total(self, index: int) -> bool:
        """Whether the category is a total."""
        return index in {0, len(self.values) - 1}

    def ends(self, index: int) -> tuple[Decimal, Decimal]:
        """Lower and upper end of what is drawn."""
        start = _ZERO if self.is_total(index) else self.levels[index - 1]
        low, high = sorted((start, self.levels[index]))
        return low, high

    def base(self, index: int) -> Decimal:
        """From zero to the nearer end; zero where the step crosses zero."""
        low, high = self.ends(index)
        return _ZERO if self.is_total(index) or low <= 0 <= high else low if low > 0 else high

    def above(self, index: int) -> Decimal:
        """Height of the part above zero."""
        low, high = self.ends(index)
        return max(high, _ZERO) - max(low, _ZERO)

    def below(self, index: int) -> Decimal:
        """The part below zero, as a negative number."""
        low, high = self.ends(index)
        return min(low, _ZERO) - min(high, _ZERO)


def plan_waterfall(chart: Chart, box: Box, lang: Lang) -> Plan:
    """The bridge of ``series[0]``: totals dark, increases green, decreases red, with connectors and signed labels."""
    series = chart.series[0]
    count = len(chart.categories)
    given = (*series.values, *(None,) * count)[:count]
    steps = Steps.of(tuple(shown_value(value, series.display) or _ZERO for value in given))
    minimum, maximum = _axis_ends(steps, box.height)
    gap = _gap(minimum, maximum, series.display)
    columns = _sheet(steps, series.name, series.display, lang, tuple(value is None for value in given), gap)
    slot = (box.width - 24) / max(count, 1)
    below = any(steps.ends(i)[0] < 0 for i in range(count))
    axis, names = category_labels(chart.categories, slot, low=below)
    stack = [Track(_BASE, None, legend=False), Track(_TOTAL, palette.role_colour("total"))]
    stack += [Track(_UP, palette.GREEN), Track(_DOWN, palette.RED)]
    if below:
        stack += [Track(_UP_BELOW, palette.GREEN, legend=False), Track(_DOWN_BELOW, palette.RED, legend=False)]
    links = [Track(_LINKS + i, palette.LAST_YEAR, legend=False, width=0.75) for i in range(min(3, max(count - 1, 0)))]
    if gap is not None:  # below the totals, which then start above the gap
        foot = _LINKS + len(links)
        stack[1:1] = [
            Track(foot, palette.role_colour("total"), legend=False),
            Track(foot + 1, palette.WHITE, legend=False),
        ]
    note = ""
    if minimum > 0:
        shown = f"{minimum:,.{series.display.decimals}f}".rstrip("0").rstrip(".") if minimum < 1 else f"{minimum:,.0f}"
        note = word("axis_from", lang, from_=f"{shown} {series.display.unit}".strip())
    return Plan(
        names,
        columns,
        (
            Group("column", tuple(stack), stacked=True, gap=column_gap(slot, 1, 40), overlap=100),
            Group("line", (*links, _labels(steps, slot))),
        ),
        axis,
        ValueAxis(number_format(series.display), minimum, maximum),
        full_names=chart.categories if names != chart.categories else (),
        category_header=word("category", lang),
        note=note,
    )


def _labels(steps: Steps, slot: float) -> Track:
    """An invisible line at the top of each column that carries the label."""
    texts = [f"{value:+,}" for value in steps.values]
    upright = widest(texts, SIZE, bold=True) > slot + 6
    colours = {
        i: ("", palette.GREEN if value > 0 else palette.RED)
        for i, value in enumerate(steps.values)
        if value and not steps.is_total(i)
    }
    labels = Labels(SIZE, "t", bold=True, points=colours, texts=_TEXT, upright=upright)
    return Track(_PLACE, None, labels, legend=False, stroke=False)


def _axis_ends(steps: Steps, height: float) -> tuple[float, float]:
    """Zero-based, unless totals dwarf the steps so much that they could not be seen; the chart's note then says so."""
    count = range(len(steps.values))
    high = float(max([*(steps.ends(i)[1] for i in count), _ZERO]))
    low = float(min([*(steps.ends(i)[0] for i in count), _ZERO]))
    if low >= 0:
        moved = [float(value) for i, value in enumerate(steps.values) if not steps.is_total(i)]
        low = axis_floor([float(level) for level in steps.levels], moved)
    if high == low:
        return 0.0, 1.0
    room = 22 / max(height - 70, 40) * (high - low)
    return low - (room if low < 0 else 0), high + room


def _gap(minimum: float, maximum: float, display: Display) -> tuple[Decimal, Decimal] | None:
    """Both ends of the gap that marks a cut axis, in shown units."""
    if minimum <= 0:
        return None
    finest = Decimal(1).scaleb(-display.decimals - 2)
    low, high = (Decimal(repr(end)).quantize(finest) for end in break_at(minimum, maximum))
    return low, high


def _sheet(
    steps: Steps,
    name: str,
    display: Display,
    lang: Lang,
    missing: tuple[bool, ...],
    gap: tuple[Decimal, Decimal] | None = None,
) -> tuple[SheetColumn, ...]:
    """The data sheet: steps in column B, helpers with formulas in C onwards (rows start at 2)."""
    count = range(len(steps.values))
    last = len(steps.values) - 1
    form = number_format(display)
    signed = number_format(
        Display(display.kind, display.scale, display.decimals, "", display.prefix, display.suffix, signed=True)
    )
    up, down = word("increase", lang), word("decrease", lang)

    def column(label: str, values: list[Entry], formulas: list[str], shown: str = form) -> SheetColumn:
        return SheetColumn(label, tuple(values), shown, tuple(formulas))

    def each(total: str, step: str) -> list[str]:
        return [(total if steps.is_total(i) else step).format(r=i + 2, p=i + 1) for i in count]

    high, low = "MAX(C{p},C{r})", "MIN(C{p},C{r})"
    above, under = f"MAX({high},0)-MAX({low},0)", f"MIN({low},0)-MIN({high},0)"

    def part(value: Decimal, sign: int) -> Decimal:
        return value if value and (sign > 0) else _ZERO

    def rising(i: int) -> int:
        return 0 if steps.is_total(i) else 1 if steps.values[i] >= 0 else -1

    start = gap[1] if gap else _ZERO
    columns = [
        SheetColumn(header(name, display), tuple(None if missing[i] else steps.values[i] for i in count), form),
        column(word("level", lang), list(steps.levels), each("=B{r}", "=C{p}+B{r}")),
        column(word("base", lang), [steps.base(i) for i in count], each("=0", f"=IF({low}>0,{low},IF({high}<0,{high},0))")),
        column(word("total", lang), [v - start if steps.is_total(i) else _ZERO for i, v in enumerate(steps.values)], each(f"=B{{r}}-{start}" if start else "=B{r}", "=0")),
        column(up, [part(steps.above(i), rising(i)) for i in count], each("=0", f"=IF(B{{r}}>=0,{above},0)")),
        column(down, [part(steps.above(i), -rising(i)) for i in count], each("=0", f"=IF(B{{r}}<0,{above},0)")),
        column(word("below_zero", lang, name=up), [part(steps.below(i), rising(i)) for i in count], each("=0", f"=IF(B{{r}}>=0,{under},0)")),
        column(word("below_zero", lang, name=down), [part(steps.below(i), -rising(i)) for i in count], each("=0", f"=IF(B{{r}}<0,{under},0)")),
        column(word("label_place", lang), [max(steps.ends(i)[1], _ZERO) if steps.is_total(i) else steps.ends(i)[1] for i in count], each("=MAX(B{r},0)", f"={high}")),
        column(word("label_text", lang), [_shown(steps, i, display, missing[i]) for i in count], each(f'=TEXT(B{{r}},"{_quoted(form)}")', f'=TEXT(B{{r}},"{_quoted(signed)}")'), "@"),
    ]  # fmt: skip
    for track in range(min(3, max(last, 0))):
        starts = range(track, last, 3)
        at: dict[int, int] = {i + step: i for i in starts for step in (0, 1)}
        columns.append(
            SheetColumn(
                f"{word('connector', lang)} {track + 1}",
                tuple(steps.levels[at[i]] if i in at else None for i in count),
                form,
                tuple(f"=C{at[i] + 2}" if i in at else "" for i in count),
            )
        )
    if gap is not None:
        for label, size in (("axis_foot", gap[0]), ("axis_gap", gap[1] - gap[0])):
            parts = [size if steps.is_total(i) else _ZERO for i in count]
            columns.append(column(word(label, lang), list(parts), each(f"={size}", "=0")))
    return tuple(columns)


def _shown(steps: Steps, index: int, display: Display, missing: bool) -> str:
    if missing:
        return "–"
    from fupan.review.model import show_number

    signed = display.signed or not steps.is_total(index)
    plain = Display(display.kind, Decimal(1), display.decimals, "", display.prefix, display.suffix, signed)
    value = steps.values[index]
    if display.suffix == "%" and display.scale == Decimal("0.01"):
        value = value * 100
    return show_number(value, plain)


def _quoted(text: str) -> str:
    return text.replace('"', '""')
