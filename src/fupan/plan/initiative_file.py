"""Templates of phased plans (initiatives/*.yaml of the pack and of the workspace), dated from a first day; iCalendar out."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from fupan.packs import read_yaml
from fupan.packs.validated import validated
from fupan.plan.initiative import Criterion, Initiative, Item, Phase

_DAY = timedelta(days=1)


class _Criterion(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    metric: str = ""
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    where: str = ""
    evidence: str = ""

    @model_validator(mode="after")
    def _one(self) -> _Criterion:
        if bool(self.metric) == bool(self.evidence):
            raise ValueError("a criterion has a metric or evidence, one of them")
        if self.metric and self.at_least is None and self.at_most is None:
            raise ValueError("a metric's criterion says at_least or at_most")
        return self


class _Item(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    zh: str
    en: str
    kind: Literal["task", "node"] = "task"
    from_: int | None = Field(default=None, alias="from", ge=1)
    by: int = Field(ge=1)
    owner: str = ""
    after: tuple[str, ...] = ()
    criteria: tuple[_Criterion, ...] = ()


class _Phase(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    zh: str
    en: str
    from_: int = Field(alias="from", ge=1)
    to: int = Field(ge=1)
    items: tuple[_Item, ...] = ()


class _Template(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str
    en: str
    unit: Literal["month", "day"] = "month"
    phases: tuple[_Phase, ...]


def read_initiative(file: Path, start: date) -> Initiative:
    """The template in *file* with dates, its first month or day being that of *start*; DefinitionError names file and line.

    Numbers count from 1 and include both ends: months 1 to 2 from 1 January are 1 January to the end of February.
    """
    document = read_yaml(file)
    told = validated(document, _Template)
    phases = tuple(
        Phase(p.id, p.zh, p.en, _begins(start, p.from_, told.unit), _ends(start, p.to, told.unit)) for p in told.phases
    )
    items = tuple(_item(i, p, start, told.unit) for p in told.phases for i in p.items)
    return Initiative(file.stem, told.zh, told.en, phases, items)


def _item(i: _Item, phase: _Phase, start: date, unit: str) -> Item:
    due = _ends(start, i.by, unit)
    begins = due if i.kind == "node" else _begins(start, i.from_ or phase.from_, unit)
    return Item(
        i.id, phase.id, i.zh, i.en, begins, due, i.kind, i.owner, i.after, tuple(Criterion(**c.model_dump()) for c in i.criteria)
    )  # fmt: skip


def _begins(start: date, number: int, unit: str) -> date:
    if unit == "day":
        return start + (number - 1) * _DAY
    month = start.year * 12 + start.month - 1 + number - 1
    return date(month // 12, month % 12 + 1, 1)


def _ends(start: date, number: int, unit: str) -> date:
    if unit == "day":
        return start + (number - 1) * _DAY
    first = _begins(start, number, unit)
    return first.replace(day=monthrange(first.year, first.month)[1])


def to_icalendar(initiative: Initiative, *, stamp: datetime, lang: str = "zh") -> bytes:
    """Key nodes as whole days and tasks as stretches of days, for any calendar; the same ids each time, so they update."""
    from icalendar import Calendar, Event

    book = Calendar()
    book.add("prodid", "-//fupan//plan//")
    book.add("version", "2.0")
    for item in initiative.items:
        event = Event()
        event.add("uid", f"{initiative.id}-{item.id}@fupan")
        event.add("dtstamp", stamp.astimezone(UTC))
        event.add("summary", ("◆ " if item.kind == "node" else "") + item.title(lang))
        event.add("dtstart", item.start)
        event.add("dtend", item.due + _DAY)
        if item.owner:
            event.add("description", item.owner)
        book.add_component(event)
    return bytes(book.to_ical())
