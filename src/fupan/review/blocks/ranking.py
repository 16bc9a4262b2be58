"""Members ranked by one figure, with the mean as a bar among them."""

from __future__ import annotations

from fupan.review.blocks.chart import describe
from fupan.review.context import Context
from fupan.review.deck_blocks import RankingSpec
from fupan.review.frame import Row, in_order, is_unknown, member, number
from fupan.review.left_out import not_shown
from fupan.review.model import Chart, Light, Number, Series

_Bar = tuple[str, Number, Light, str]
"""Name, figure, light, and what kind of bar it is."""


def draw(spec: RankingSpec, context: Context) -> Chart | None:
    """Bars from best to worst; None under two members with a figure.

    The mean is the total's own figure (a ratio of sums), or of amounts the total over the members: never a mean of ratios.
    """
    frame = context.frame(spec.of)
    kind = frame.kind(spec.metric)
    down = kind.direction == "down"
    ordered = in_order(frame.rows, spec.metric if down else f"-{spec.metric}")
    rows = [r for r in ordered if number(r, spec.metric) is not None and not is_unknown(r, spec.by)]
    if len(rows) < 2:
        return None
    bars: list[_Bar] = [
        (member(r, spec.by, context.lang), number(r, spec.metric), _light(r, spec, context), "") for r in rows
    ]
    bars, left = _kept(bars, spec)
    total = frame.of_total(spec.metric)
    mean = total / len(rows) if total is not None and kind.format in {"money", "count", "plain"} else total
    if spec.mean and mean is not None:
        at = next(
            (i for i, bar in enumerate(bars) if bar[1] is not None and (bar[1] > mean if down else bar[1] < mean)),
            len(bars),
        )
        bars.insert(at, (_mean_name(kind.format, context), mean, "none", "mean"))
    values = tuple(bar[1] for bar in bars)
    display = (
        context.scales.block(values)
        if kind.format == "money"
        else context.scales.of(kind.format, values, decimals=kind.decimals)
    )
    label = kind.label(context.lang)
    unit = context.word(f"（{display.unit}）", f" ({display.unit})") if kind.format == "money" else ""
    lights = tuple(bar[2] for bar in bars) if spec.lag else ()
    series = Series(label + unit, values, display, lights=lights, points=tuple(bar[3] for bar in bars))
    names = tuple(bar[0] for bar in bars)
    sentence = ""
    if left and spec.lag:
        sentence = context.word(
            f"最高与最低的；其间{left}个未列", f"The highest and the lowest; {left} between are not shown"
        )
    elif left:
        first = len(bars) - (spec.mean and mean is not None)
        sentence = context.word(
            f"另有{left}个未列（按{label}排列取前{first}个）", f"{not_shown(left)} (the first {first})"
        )
    return Chart(
        "bar", names, (series,), (spec.title.of(context.lang) if spec.title else ""), sentence,
        alt=describe(names, [series], context), provenance=frame.provenance,
    )  # fmt: skip


def _kept(bars: list[_Bar], spec: RankingSpec) -> tuple[list[_Bar], int]:
    """The bars that are drawn, and how many are not: beyond ``top`` the last ones, but of lights those between both ends
    (one less: the sentence that says so takes the room of a bar)."""
    if not spec.top or len(bars) <= spec.top:
        return bars, 0
    if not spec.lag or spec.top < 3:
        return bars[: spec.top], len(bars) - spec.top
    ends = (spec.top - 1) // 2
    return [*bars[: spec.top - 1 - ends], *bars[-ends:]], len(bars) - spec.top + 1


def _mean_name(form: str, context: Context) -> str:
    """Of a ratio it is the whole's own figure."""
    return context.word("均值", "Mean") if form in {"money", "count", "plain"} else context.word("整体", "Total")


def _light(row: Row, spec: RankingSpec, context: Context) -> Light:
    return context.light(row, context.frame(spec.of)) if spec.lag else "none"
