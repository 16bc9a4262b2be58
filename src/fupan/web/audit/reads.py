"""Reading the audit log."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date

from fupan.web.audit.models import Entry


@dataclass(frozen=True, slots=True)
class Asked:
    """What the log is narrowed to; a day that is none is left out."""

    who: str = ""
    act: str = ""
    kind: str = ""
    about: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """As they stand in the address."""
        given = (("who", self.who), ("act", self.act), ("kind", self.kind), ("object", self.about),
                 ("from", self.first), ("to", self.last))  # fmt: skip
        return [(name, str(value)) for name, value in given if value]


def asked_of(query: Mapping[str, str]) -> Asked:
    """What the address asks for."""

    def text(name: str) -> str:
        return query.get(name, "").replace("\0", "").strip()[:160]

    return Asked(text("who"), text("act"), text("kind"), text("object"), _day(text("from")), _day(text("to")))


def entries_found(asked: Asked) -> QuerySet[Entry]:
    """The entries asked for, newest first."""
    found = Entry.objects.order_by("-pk")
    if asked.who:
        found = found.filter(Q(who__icontains=asked.who) | Q(user__username__iexact=asked.who))
    if asked.act:
        found = found.filter(act=asked.act)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.about:
        found = found.filter(Q(object_id=asked.about) | Q(label__icontains=asked.about))
    if asked.first:
        found = found.filter(at__gte=_midnight(asked.first))
    if asked.last:
        found = found.filter(at__lt=_midnight(asked.last + timedelta(days=1)))
    return found


def differences(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Field, value before, value after; each value as text."""
    old, new = entry.old or {}, entry.new or {}
    for name in dict.fromkeys((*old, *new)):
        yield name, _text(old.get(name)), _text(new.get(name))


def _text(value: Any) -> str:
    if value is None or value == "":
        return "—"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _day(text: str) -> date | None:
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return found if found is not None and 1970 < found.year < 9000 else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
