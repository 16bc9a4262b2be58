"""Provinces as tiles of equal size: where in the country a figure is high or behind."""

from __future__ import annotations

from typing import Final

from fupan.review.blocks.chart import describe
from fupan.review.context import Context
from fupan.review.deck_blocks import TileMapSpec
from fupan.review.frame import in_order, is_unknown, member, number
from fupan.review.model import Chart, Series
from fupan.review.provinces import find_tile

_LEAST: Final = 5
"""Provinces with a figure under which a map shows nothing that a ranking would not show better."""


def draw(spec: TileMapSpec, context: Context) -> Chart | None:
    """The provinces that have a figure, largest first; None under five. Members that are no province are counted."""
    frame = context.frame(spec.of)
    kind = frame.kind(spec.metric)
    rows = [r for r in in_order(frame.rows, f"-{spec.metric}") if number(r, spec.metric) is not None]
    found = {t: r for r in rows if not is_unknown(r, spec.by) and (t := find_tile(member(r, spec.by, context.lang)))}
    if len(found) < _LEAST:
        return None
    values = tuple(number(r, spec.metric) for r in found.values())
    display = (
        context.scales.block(values)
        if kind.format == "money"
        else context.scales.of(kind.format, values, decimals=kind.decimals)
    )
    label = kind.label(context.lang)
    unit = context.word(f"（{display.unit}）", f" ({display.unit})") if kind.format == "money" else ""
    lights = tuple(context.light(r, frame) for r in found.values()) if spec.lag else ()
    names = tuple(t.name(context.lang) for t in found)
    series = Series(label + unit, values, display, lights=lights)
    told = [
        context.word(f"{label}{unit}", f"{label}{unit}"),
        context.word("颜色为状态", "the colour is the light")
        if spec.lag
        else context.word("颜色按名次分五档，越深越大", "five shades by rank, darker is more"),
    ]
    left = len(rows) - len(found)
    if left:
        told.append(context.word(f"另有{left}个不是省份或未归类，未画", f"{left} that are no province are not drawn"))
    return Chart(
        "tile_map", names, (series,), spec.title.of(context.lang) if spec.title else "",
        context.word("；", "; ").join(told), alt=describe(names, [series], context), provenance=frame.provenance,
    )  # fmt: skip
