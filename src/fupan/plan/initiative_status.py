"""How items of a phased plan stand on a day: done, on time, at risk or late, from data where there are data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from fupan.plan.initiative import Criterion, Initiative, Item, schedule

Status = Literal["done", "on_time", "at_risk", "late"]
STATUS = {
    "done": ("已完成", "done"),
    "on_time": ("按期", "on time"),
    "at_risk": ("有风险", "at risk"),
    "late": ("延误", "late"),
}
CONTINGENCY = 0.10
"""A task that is later than this share of its length starts its contingency plan."""

Readings = Mapping[str, Decimal | bool]


@dataclass(frozen=True, slots=True)
class Judged:
    """One item on a day. ``unmet`` criteria have a reading that does not hold, ``unread`` ones have none yet.

    ``late_days`` after its due day (0 where not late); ``contingency``: later than a tenth of its length;
    ``expected`` the day on which it can end by what it waits for.
    """

    item: Item
    status: Status
    late_days: int
    contingency: bool
    expected: date
    unmet: tuple[Criterion, ...] = ()
    unread: tuple[Criterion, ...] = ()


def judge(initiative: Initiative, readings: Readings, as_of: date) -> list[Judged]:
    """Each item as of the end of *as_of*.

    done     a person closed it, or it has criteria and all of them hold (a node: not before its due day)
    late     its due day is over and it is not done
    at risk  what it waits for is late, so that it can no longer be done in time
    """
    checks = {i.id: _checked(i, readings) for i in initiative.items}
    done = {i.id for i in initiative.items if _done(i, checks[i.id], as_of)}
    pushed = {i.id: i.done for i in initiative.items if i.done is not None}
    pushed |= {i.id: as_of for i in initiative.items if i.id not in done and i.due < as_of}
    slots = schedule(initiative, late=pushed)
    return [_judged(i, i.id in done, checks[i.id], slots[i.id].early_end, as_of) for i in initiative.items]


def _checked(item: Item, readings: Readings) -> list[tuple[Criterion, bool | None]]:
    return [(c, c.met(readings.get(c.key))) for c in item.criteria]


def _done(item: Item, checked: list[tuple[Criterion, bool | None]], as_of: date) -> bool:
    if item.done is not None:
        return item.done <= as_of
    return bool(checked) and all(met for _, met in checked) and (item.kind == "task" or item.due <= as_of)


def _judged(
    item: Item, done: bool, checked: list[tuple[Criterion, bool | None]], expected: date, as_of: date
) -> Judged:
    end = item.done if done and item.done is not None else None if done else as_of
    late = max((end - item.due).days, 0) if end is not None else 0
    length = max((item.due - item.start).days + 1, 1)
    status: Status = "done" if done else "late" if as_of > item.due else "at_risk" if expected > item.due else "on_time"
    return Judged(
        item, status, late, not done and late > CONTINGENCY * length, expected,
        tuple(c for c, met in checked if met is False), tuple(c for c, met in checked if met is None),
    )  # fmt: skip


def progress(judged: list[Judged]) -> dict[str, tuple[int, int]]:
    """Items done and items there are, by phase."""
    found: dict[str, tuple[int, int]] = {}
    for j in judged:
        done, all_ = found.get(j.item.phase, (0, 0))
        found[j.item.phase] = (done + (j.status == "done"), all_ + 1)
    return found
