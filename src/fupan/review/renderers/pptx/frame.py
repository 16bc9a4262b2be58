"""Where things stand on a page: title, lead, slots of each layout, footer. In points, for our own and for a company's template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fupan.review.model import Layout, Slot
from fupan.review.renderers.pptx.box import Box

PAGE_WIDTH: Final = 960.0
PAGE_HEIGHT: Final = 540.0
GAP: Final = 24.0


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


HOUSE: Final = Frame(
    title=Box(36, 31, 888, 63),
    crumb=Box(36, 14, 888, 16),
    lead=Box(36, 101, 888, 20),
    content=Box(36, 128, 888, 370),
    footer=Box(36, 507, 800, 18),
    number=Box(864, 507, 60, 18),
)

SLOTS: Final[dict[Layout, tuple[Slot, ...]]] = {
    "cover": (),
    "full": ("main",),
    "main_side": ("main", "side"),
    "two": ("main", "second", "side"),
    "main_below": ("main", "below"),
}


def arrange(layout: Layout, content: Box, used: Iterable[Slot]) -> dict[Slot, Box]:
    """The boxes of the slots that are *used*: room of an empty slot goes to its neighbour.

    A slot that the layout lacks is added to the side, so that no block is ever lost.
    """
    present = set(used)
    own = [slot for slot in SLOTS[layout] if slot in present]
    strays: list[Slot] = [slot for slot in ("main", "second", "side", "below") if slot in present and slot not in own]
    if not own and strays:
        own, strays = strays[:1], strays[1:]
    if "below" in own and "main" in own:
        upper, lower = _cut_share(content, 0.58, vertical=True)
        boxes: dict[Slot, Box] = {"main": upper, "below": lower}
        return boxes | _stack(strays, lower)
    right: list[Slot] = [slot for slot in (*own, *strays) if slot != "main"]
    if "main" not in own:
        return _stack([*own, *strays], content)
    if not right:
        return {"main": content}
    left, side = _cut_share(content, 0.62 if layout == "two" else 0.68, vertical=False)
    return {"main": left} | _stack(right, side)


def _stack(slots: list[Slot], box: Box) -> dict[Slot, Box]:
    """Slots one under the other; a text panel needs less than what stands above it."""
    if not slots:
        return {}
    return dict(zip(slots, box.rows(len(slots), 14), strict=True))


def _cut_share(box: Box, share: float, *, vertical: bool) -> tuple[Box, Box]:
    if vertical:
        first = (box.height - 16) * share
        return box.cut_top(first, 16)
    first = (box.width - GAP) * share
    return Box(box.x, box.y, first, box.height), Box(box.x + first + GAP, box.y, box.width - first - GAP, box.height)
