"""A phased plan 阶段进度: phases with tasks and key nodes 关键节点, their dates, dependencies and criteria."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from fupan.plan.refusal import PlanError

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Criterion:
    """What has to hold: a metric (over a slice, if named) at least or at most a value, or evidence that a person gives.

    Exactly one of ``metric`` and ``evidence`` is filled.
    """

    metric: str = ""
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    where: str = ""
    evidence: str = ""

    @property
    def key(self) -> str:
        """What a reading of it is known by."""
        return self.evidence or (f"{self.metric}[{self.where}]" if self.where else self.metric)

    def met(self, reading: Decimal | bool | None) -> bool | None:
        """Whether it holds; None without a reading."""
        if reading is None:
            return None
        if self.evidence:
            return bool(reading)
        told = Decimal(reading)
        return (self.at_least is None or told >= self.at_least) and (self.at_most is None or told <= self.at_most)


@dataclass(frozen=True, slots=True)
class Item:
    """A task (``start`` to ``due``) or a key node (one day). ``due`` is its last day; ``after`` names what comes before."""

    id: str
    phase: str
    zh: str
    en: str
    start: date
    due: date
    kind: Literal["task", "node"] = "task"
    owner: str = ""
    after: tuple[str, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    done: date | None = None

    @property
    def days(self) -> int:
        """How long it takes; a node takes no time."""
        return 0 if self.kind == "node" else (self.due - self.start).days + 1

    def title(self, lang: str = "zh") -> str:
        """Its name for people."""
        return (self.zh if lang == "zh" else self.en) or self.id


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the plan, both days included."""

    id: str
    zh: str
    en: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Initiative:
    """Phases and what is to be done in them."""

    id: str
    zh: str
    en: str
    phases: tuple[Phase, ...]
    items: tuple[Item, ...]

    def __post_init__(self) -> None:
        known = [i.id for i in self.items]
        phases = {p.id for p in self.phases}
        if len(set(known)) != len(known):
            raise PlanError("structure", "an item's id is used twice", initiative=self.id)
        for i in self.items:
            if wrong := [a for a in i.after if a not in known]:
                raise PlanError(
                    "structure", f"{i.id} comes after {wrong[0]}, which is not there", expected=", ".join(known)
                )
            if i.phase not in phases:
                raise PlanError(
                    "structure", f"{i.id} is in no phase", found=i.phase, expected=", ".join(sorted(phases))
                )
            if i.due < i.start:
                raise PlanError("structure", f"{i.id} is due before it starts", start=i.start, due=i.due)
        self.order()

    def item(self, name: str) -> Item:
        """An item by id; PlanError names those there are."""
        found = next((i for i in self.items if i.id == name), None)
        if found is None:
            raise PlanError("structure", f"there is no item “{name}”", expected=", ".join(i.id for i in self.items))
        return found

    def order(self) -> list[str]:
        """Items so that each comes after what it waits for; PlanError for a circle."""
        try:
            return list(TopologicalSorter({i.id: i.after for i in self.items}).static_order())
        except CycleError as e:
            raise PlanError("structure", "items wait for each other", circle=" → ".join(e.args[1])) from e

    def with_items(self, changed: Mapping[str, Item]) -> Initiative:
        """The same with some items replaced."""
        return replace(self, items=tuple(changed.get(i.id, i) for i in self.items))


@dataclass(frozen=True, slots=True)
class Slot:
    """When an item can be done at the earliest, and has to be at the latest, for the whole to end as early as it can."""

    early_start: date
    early_end: date
    slack_days: int

    @property
    def critical(self) -> bool:
        """Whether a day's delay of it is a day's delay of the whole."""
        return self.slack_days <= 0


def schedule(initiative: Initiative, *, late: Mapping[str, date] | None = None) -> dict[str, Slot]:
    """Each item's earliest days and slack: not before its own start, nor before the day after what it waits for.

    *late*: the day an item is (or was) really done, which pushes what waits for it. A task of 5 days after one that ends
    on the 3rd runs from the 4th to the 8th. A key node is on the day on which everything before it is done.
    """
    ends: dict[str, tuple[date, date]] = {}
    items = {i.id: i for i in initiative.items}
    order = initiative.order()
    for name in order:
        item = items[name]
        if item.kind == "node":
            day = max([item.due, *(ends[a][1] for a in item.after)])
            ends[name] = (day, day)
        else:
            start = max([item.start, *(ends[a][1] + _DAY for a in item.after)])
            ends[name] = (start, start + (item.days - 1) * _DAY)
        if late and name in late:
            ends[name] = (min(ends[name][0], late[name]), late[name])
    last = max(end for _, end in ends.values())
    latest = dict.fromkeys(order, last)
    for name in reversed(order):
        begins = latest[name] - max(items[name].days, 0) * _DAY
        for before in items[name].after:
            latest[before] = min(latest[before], begins if items[name].kind == "task" else latest[name])
    return {n: Slot(*ends[n], (latest[n] - ends[n][1]).days) for n in order}


def critical_path(initiative: Initiative) -> list[str]:
    """The chain of items that decides when the whole ends, in its order."""
    slots = schedule(initiative)
    order = {name: n for n, name in enumerate(initiative.order())}
    items = {i.id: i for i in initiative.items}

    def last(names: Sequence[str]) -> str:
        return max(names, key=lambda n: (slots[n].early_end, order[n]))

    critical = [n for n, s in slots.items() if s.critical]
    chain = [last(critical)] if critical else []
    while chain and (before := [a for a in items[chain[0]].after if slots[a].critical]):
        chain.insert(0, last(before))
    return chain


def moved(baseline: Initiative, current: Initiative) -> list[tuple[str, int]]:
    """Items whose due day is another than in the baseline: id and days later (+) or earlier (-); new ones are left out."""
    before = {i.id: i.due for i in baseline.items}
    return [(i.id, (i.due - before[i.id]).days) for i in current.items if i.id in before and i.due != before[i.id]]


def due_between(items: Sequence[Item], start: date, end: date) -> list[Item]:
    """Items due in [start, end), the earliest first."""
    return sorted((i for i in items if start <= i.due < end), key=lambda i: (i.due, i.id))
