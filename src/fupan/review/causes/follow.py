"""What became of the measures of the round before: done or not, and what the figures say since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from fupan.review.causes.collection import Collection, Entry, Report
from fupan.review.causes.item import Item

State = Literal["late", "open", "done"]
_ORDER: dict[State, int] = {"late": 0, "open": 1, "done": 2}
_SHOWN = Decimal("0.001")
"""A change is judged on displayed values: tenths of a percent."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of an earlier round. ``item`` is what it was about as it stood then, ``now`` its figure today, ``points``
    the change of a share (0.077: 7.7 percentage points), None where one of both is missing; ``late_days`` only when late."""

    window: str
    item: Item
    entry: Entry
    state: State
    now: str = ""
    points: Decimal | None = None
    late_days: int = 0
    report: Report | None = None


def follow_up(
    before: Collection | None, now: Collection | None, figures: Mapping[str, Item], as_of: date
) -> tuple[Measure, ...]:
    """Each measure of *before*, the late ones first, with what *now*'s reports and today's *figures* say about it.

    A measure is done when its owner said so; else it is late from the day after its date.
    """
    if before is None:
        return ()
    found = []
    for item, entry in before.answers:
        if not entry.measure:
            continue
        report = now.report(item.id) if now is not None else None
        done = report is not None and report.done == "yes"
        late = not done and entry.due is not None and entry.due < as_of
        today = figures.get(item.id)
        found.append(
            Measure(
                before.window, item, entry, "done" if done else "late" if late else "open",
                today.figure if today is not None else "",
                _change(item.ratio, today.ratio if today is not None else None),
                (as_of - entry.due).days if late and entry.due is not None else 0, report,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda m: (_ORDER[m.state], -m.late_days)))


def _change(then: Decimal | None, now: Decimal | None) -> Decimal | None:
    if then is None or now is None:
        return None
    return now.quantize(_SHOWN) - then.quantize(_SHOWN)


def measures_of(measures: tuple[Measure, ...], before: Collection, person: str) -> tuple[Measure, ...]:
    """The measures that *person* reports about: the responsible person, else who was asked about the item."""
    return tuple(m for m in measures if person in (m.entry.owner, before.owner(m.item)))
