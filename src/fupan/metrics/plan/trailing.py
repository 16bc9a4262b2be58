"""Figures of the months up to a window's last day, however long the window is (stock turns: always twelve months)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from fupan.calendar import Window
from fupan.calendar.months import shift_months
from fupan.metrics.plan.frame import Bucket, Frame

if TYPE_CHECKING:
    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.resolve import Leaf


def by_months(leaves: Iterable[Leaf]) -> dict[int | None, list[Leaf]]:
    """Leaves by how many months they look back; None for those of the window itself, which come first."""
    found: dict[int | None, list[Leaf]] = {None: []}
    for leaf in leaves:
        found.setdefault(leaf.months, []).append(leaf)
    return found


def looking_back(asking: Asking, months: int) -> Asking:
    """The same asking with every bucket drawn out to the *months* that end with it; keys and names stay."""
    frames = tuple(
        Frame(f.name, tuple(Bucket(b.key, drawn_out(b.window, months)) for b in f.buckets)) for f in asking.frames
    )
    windows = dict.fromkeys(b.window for f in frames for b in f.buckets)
    return replace(asking, frames=frames, befores=tuple((w, drawn_back(w, months)) for w in windows))


def drawn_out(window: Window, months: int) -> Window:
    """The *months* up to the end of *window*: of June 2025 and 12 months, 1 July 2024 to 30 June 2025."""
    start = shift_months(window.end, -months, keep_month_end=False)
    return Window(start, window.end, "range", f"{months} months to {window.last.isoformat()}")


def drawn_back(window: Window, months: int) -> Window:
    """The *months* before a drawn-out window."""
    return Window(
        shift_months(window.start, -months, keep_month_end=False), window.start, "range", f"{months} months before"
    )
