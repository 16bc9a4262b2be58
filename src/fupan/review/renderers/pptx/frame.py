"""Where things stand on a page: title, lead, slots of each layout, footer. In points, for our own and for a company's template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from fupan.review.model import Layout, Slot
from fupan.review.renderers.box import Box

PAGE_WIDTH: Final = 960.0
PAGE_HEIGHT: Final = 540.0
GAP: Final = 24.0
STACK_GAP: Final = 16.0
LEAST_HEIGHT: Final = 180.0
"""What a chart keeps when a text under it is long."""

_KEPT: Final = 60.0
"""What each of several blocks keeps however much its neighbours wish for."""
Wish = Callable[[float], float | None]
_ORDER: Final[tuple[Slot, ...]] = ("main", "second", "side", "below")


@dataclass(frozen=True, slots=True)
class Frame:
    """The fixed places of a content page. ``placeholders``: whether these are placeholders of our own layouts."""

    title: Box
    crumb: Box
    lead: Box
    content: Box
    footer: Box
    number: Box
    placeholders: bool = True
    title_size: float = 24

    def room(self, lead: str) -> Box:
        """Where blocks stand: without a lead its strip is theirs too."""
        if lead or self.crumb == self.lead:
            return self.content
        return Box(self.content.x, self.lead.y + 7, self.content.width, self.content.bottom - self.lead.y - 7)


HOUSE: Final = Frame(
    title=Box(36, 31, 888, 63),
    crumb=Box(36, 14, 888, 16),
    lead=Box(36, 101, 888, 20),
    content=Box(36, 128, 888, 370),
    footer=Box(36, 502, 816, 34),
    number=Box(864, 502, 60, 34),
)

SLOTS: Final[dict[Layout, tuple[Slot, ...]]] = {
    "cover": (),
    "full": ("main",),
    "main_side": ("main", "side"),
    "two": ("main", "second", "side"),
    "main_below": ("main", "below"),
}


def left_share(layout: Layout) -> float:
    """What the left side gets of the width."""
    return 0.62 if layout == "two" else 0.68


def arrange(
    layout: Layout,
    content: Box,
    wishes: Mapping[Slot, Wish],
    *,
    share: float = 0.0,
    least: Mapping[Slot, float] = MappingProxyType({}),
) -> dict[Slot, Box]:
    """The boxes of the slots in *wishes*: room of an empty slot goes to its neighbour.

    *share*: how much of the width the left side gets, instead of the layout's own; *least*: what a chart keeps where a text
    under it is long, if not LEAST_HEIGHT.

    A slot that the layout lacks is added to the side ("below": under main), so that no block is ever lost. Where slots stand one under the other,
    each gets the height it wishes for (a function of the width; None: as much as there is) as far as there is room.
    """
    own = [slot for slot in SLOTS[layout] if slot in wishes]
    strays: list[Slot] = [slot for slot in _ORDER if slot in wishes and slot not in own]
    if "main" not in own or layout == "main_below" or len(own) + len(strays) == 1:
        return _stack([*own, *strays], content, wishes, least)
    left, side = _cut_share(content, share or left_share(layout))
    under: list[Slot] = [slot for slot in (*own, *strays) if slot in {"main", "below"}]
    beside = [slot for slot in (*own, *strays) if slot not in under]
    boxes = _stack(under, left if beside else content, wishes, least) | _stack(beside, side, wishes, least)
    return {slot: boxes[slot] for slot in _ORDER if slot in boxes}


def _stack(slots: list[Slot], box: Box, wishes: Mapping[Slot, Wish], keeps: Mapping[Slot, float]) -> dict[Slot, Box]:
    """Slots one under the other."""
    if len(slots) < 2:
        return {slots[0]: box} if slots else {}
    room = box.height - STACK_GAP * (len(slots) - 1)
    wished = {slot: wishes[slot](box.width) for slot in slots}
    fixed = {slot: height for slot, height in wished.items() if height is not None}
    open_slots = [slot for slot in slots if slot not in fixed]
    left_over = room - sum(fixed.values())
    least = sum(min(keeps.get(slot, LEAST_HEIGHT), room / len(slots)) for slot in open_slots)
    if left_over < least or not open_slots:
        fixed = _shrunk(fixed, room - least)
        left_over = room - sum(fixed.values())
    weights = {slot: 1.38 if slot == "main" else 1.0 for slot in open_slots}
    boxes: dict[Slot, Box] = {}
    top = box.y
    for slot in slots:
        height = fixed[slot] if slot in fixed else left_over * weights[slot] / sum(weights.values())
        boxes[slot] = Box(box.x, top, box.width, height)
        top += height + STACK_GAP
    return boxes


def _shrunk(wished: Mapping[Slot, float], room: float) -> dict[Slot, float]:
    """Heights that together take no more than *room*: each keeps a little, what is beyond that gives way in proportion."""
    kept = {slot: min(height, _KEPT, room / len(wished)) for slot, height in wished.items()}
    beyond = sum(wished.values()) - sum(kept.values())
    share = max(0.0, min(1.0, (room - sum(kept.values())) / beyond)) if beyond > 0 else 0.0
    return {slot: kept[slot] + (height - kept[slot]) * share for slot, height in wished.items()}


def _cut_share(box: Box, share: float) -> tuple[Box, Box]:
    first = (box.width - GAP) * share
    return Box(box.x, box.y, first, box.height), Box(box.x + first + GAP, box.y, box.width - first - GAP, box.height)
