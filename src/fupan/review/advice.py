"""No advice of a document contradicts another: two that pull one topic apart for the same member may not both stand.

Two advices disagree where they are of one topic, one asks to raise and the other to cut or hold (or one to cut, the other
to hold), and they are about the same member or one of them about the whole. Of two that disagree the one stays that rests
on the worse light, then on the higher score, then on the earlier page; the other is left out and the notes say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from fupan.review.context import Context
from fupan.review.findings.finding import Finding
from fupan.review.model import Placed, Point, Slide, Text

_GRAVITY = {"red": 3, "amber": 2, "light_green": 1, "green": 1}


@dataclass(frozen=True, slots=True)
class Given:
    """An advice where it stands: the page's place in the document, its id, the block and the point."""

    order: int
    page: str
    section: str
    block: str
    point: Point


@dataclass(frozen=True, slots=True)
class Settled:
    """Pages without the advices that had to give way, and the pairs (given way, kept)."""

    slides: tuple[Slide, ...]
    dropped: tuple[tuple[Given, Given], ...]


def advices(slides: Sequence[Slide]) -> tuple[Given, ...]:
    """Every advice that says what it asks for, in the order of the pages."""
    return tuple(
        Given(order, slide.id, slide.section, placed.id, point)
        for order, slide in enumerate(slides)
        for placed in slide.blocks
        for point in _points(placed)
        if point.advice is not None
    )


def disagreements(slides: Sequence[Slide]) -> tuple[tuple[Given, Given], ...]:
    """Pairs of advices that contradict each other."""
    return tuple((a, b) for a, b in combinations(advices(slides), 2) if _disagree(a.point, b.point))


def settle(slides: Sequence[Slide]) -> Settled:
    """The pages with every contradiction resolved; the gravest advice is weighed first, so the result has no order of its own."""
    kept: list[Given] = []
    dropped: list[tuple[Given, Given]] = []
    for one in sorted(advices(slides), key=_weight):
        against = next((other for other in kept if _disagree(one.point, other.point)), None)
        if against is None:
            kept.append(one)
        else:
            dropped.append((one, against))
    gone = {(d.page, d.block, id(d.point)) for d, _ in dropped}
    return Settled(tuple(_without(s, gone) for s in slides) if gone else tuple(slides), tuple(dropped))


def _weight(given: Given) -> tuple[int, object, int]:
    advice = given.point.advice
    return (-_GRAVITY.get(given.point.light or "", 0), -(advice.score if advice else 0), given.order)


def _disagree(one: Point, other: Point) -> bool:
    a, b = one.advice, other.advice
    if a is None or b is None or a.topic != b.topic or a.act == b.act:
        return False
    return a.on == b.on or not a.on or not b.on


def _points(placed: Placed) -> Iterator[Point]:
    if isinstance(placed.content, Text):
        yield from placed.content.points


def _without(slide: Slide, gone: set[tuple[str, str, int]]) -> Slide:
    blocks: list[Placed] = []
    for placed in slide.blocks:
        if isinstance(placed.content, Text):
            left = tuple(p for p in placed.content.points if (slide.id, placed.id, id(p)) not in gone)
            if not left:
                continue
            blocks.append(replace(placed, content=replace(placed.content, points=left)))
        else:
            blocks.append(placed)
    return replace(slide, blocks=tuple(blocks))


def without_advices(findings: Sequence[Finding], settled: Settled) -> tuple[Finding, ...]:
    """The findings without the advices that gave way."""
    gone = {id(d.point) for d, _ in settled.dropped}
    return tuple(replace(f, points=tuple(p for p in f.points if id(p) not in gone)) for f in findings)


def gave_way_notes(settled: Settled, context: Context) -> tuple[str, ...]:
    """What the notes say of each advice that gave way: which it was, and which one stands in its place."""
    return tuple(
        context.word(
            f"未列{gone.section}页的建议“{gone.point.text}”：与{kept.section}页的建议相反，保留依据更重的一条",
            f"Left out an advice of {gone.section}, “{gone.point.text}”: it contradicts one of {kept.section}, which weighs more",
        )
        for gone, kept in settled.dropped
    )
