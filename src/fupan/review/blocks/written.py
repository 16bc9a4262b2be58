"""What page owners wrote, on the page that it is about: beside its findings, else below its picture.

It is always there: where a page has no room for it, renderers let it go on to a page of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fupan.review.causes import Entry, Item
from fupan.review.causes.collection import CATEGORIES
from fupan.review.context import Context
from fupan.review.model import Layout, Placed, Point, Slot, Text

_ANYWHERE: tuple[Slot, ...] = ("below", "side", "second")
MOST = 2
"""Items told on their own page where the page of causes has them all; else every one is told there."""


def with_written(
    page: str, layout: Layout, placed: Sequence[Placed], context: Context
) -> tuple[Layout, Sequence[Placed]]:
    """The page's layout and blocks with what was written about it; as they were where nothing was."""
    asked = [] if context.causes is None else [(i, e) for i, e in context.causes.answers if i.slide == page]
    told = [(i, e) for i, e in asked if e.cause or e.measure]
    if not told or not placed:
        return layout, placed
    most = MOST if context.gathered else len(told)
    points = tuple(_point(item, entry, context) for item, entry in told[:most])
    if len(told) > most:
        points = (*points, _others(len(told) - most, context))
    for at, one in enumerate(placed):
        if isinstance(one.content, Text):
            whole = replace(one.content, points=(*one.content.points, *points))
            return layout, [*placed[:at], replace(one, content=whole), *placed[at + 1 :]]
    free: Slot = next((s for s in _ANYWHERE if s not in {p.slot for p in placed}), "below")
    written = Placed(free, Text(points), f"{page}_written")
    return ("main_below" if layout == "full" and len(placed) == 1 else layout), [*placed, written]


def _others(n: int, context: Context) -> Point:
    """What of it only the page of causes tells."""
    return Point(
        context.word(f"另有{n}项写在“原因与措施”一页", f"{n} more on the page of causes and measures"),
        rule="causes.written",
    )


def _point(item: Item, entry: Entry, context: Context) -> Point:
    return Point(
        cause_words(item, entry, context),
        context.word("原因与措施", "Cause and measure") + signed(entry, context),
        "fact" if entry.verified or not entry.cause else "inference",
        item.light,
        "causes.written",
    )


def cause_words(item: Item, entry: Entry, context: Context) -> str:
    """Item, cause and measure in one sentence; a cause that nobody has checked says so."""
    colon, stop = context.word("：", ": "), context.word("；", "; ")
    parts = []
    if entry.cause:
        tag = f"{context.word(*CATEGORIES[entry.category])}，" if entry.category and context.lang == "zh" else ""
        parts.append(f"{tag}{entry.cause}{doubt(entry, context)}")
    if entry.measure:
        who = "，".join(p for p in (entry.owner, entry.due.isoformat() if entry.due else "") if p)
        if context.lang == "en":
            who = ", ".join(p for p in (entry.owner, entry.due.isoformat() if entry.due else "") if p)
        parts.append(
            context.word("措施", "measure")
            + colon
            + entry.measure
            + (context.word(f"（{who}）", f" ({who})") if who else "")
        )
    return item.name + colon + stop.join(parts)


def doubt(entry: Entry, context: Context) -> str:
    """That a cause is still to be verified; nothing where it was."""
    return "" if entry.verified or not entry.cause else context.word("（待核实）", " (to be verified)")


def signed(entry: Entry, context: Context) -> str:
    """Who wrote it and on which day, and that it came late."""
    day = f"{entry.at:%m-%d}" if entry.at is not None else ""
    late = context.word("迟交", "late") if entry.late else ""
    said = " ".join(p for p in (entry.by, day, late) if p)
    return f" · {said}" if said else ""
