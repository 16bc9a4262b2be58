"""A round of asking: the items, who owes which answer by when, and what was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from pydantic import TypeAdapter

from fupan.errors import ConflictError
from fupan.review.causes.item import Item

CATEGORIES: dict[str, tuple[str, str]] = {
    "target": ("目标不合理", "Target unrealistic"),
    "execution": ("执行不到位", "Execution"),
    "resource": ("资源不匹配", "Resources"),
    "service": ("服务问题", "Service"),
    "rival": ("竞争对手", "Competition"),
    "product": ("产品适配", "Product fit"),
}
Category = Literal["target", "execution", "resource", "service", "rival", "product"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What an owner wrote about an item. ``verified``: the cause was checked; until then it is told as to be verified.

    ``decision`` is what the meeting is asked to decide, ``resource`` what the measure needs.
    """

    item: str
    cause: str = ""
    category: Category | None = None
    verified: bool = False
    measure: str = ""
    owner: str = ""
    due: date | None = None
    resource: str = ""
    decision: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def complete(self) -> bool:
        """Whether there is a cause and a measure with owner and date."""
        return bool(self.cause and self.measure and self.owner and self.due)


@dataclass(frozen=True, slots=True)
class Collection:
    """Items of one document with their owners, the deadline, the entries and when it was locked; ``version`` counts changes."""

    kind: str
    window: str
    deadline: date
    items: tuple[Item, ...]
    owners: tuple[tuple[str, str], ...] = ()
    entries: tuple[Entry, ...] = ()
    locked_at: datetime | None = None
    version: int = 1

    def entry(self, item: str) -> Entry | None:
        """What was written about an item."""
        return next((e for e in self.entries if e.item == item), None)

    def owner(self, item: Item) -> str:
        """Who owes the answer: named for the item, else for its page."""
        named = dict(self.owners)
        return named.get(item.id) or named.get(item.name) or named.get(item.slide, "")

    def missing(self) -> tuple[Item, ...]:
        """Items without a complete entry."""
        return tuple(i for i in self.items if not ((found := self.entry(i.id)) and found.complete))

    def is_locked(self, now: datetime) -> bool:
        """Locked by hand, or past its deadline."""
        return self.locked_at is not None or now.date() > self.deadline


def open_collection(
    kind: str, window: str, deadline: date, items: Sequence[Item], owners: Mapping[str, str], before: Collection | None
) -> Collection:
    """A new round; of an earlier one of the same document what was written stays where its item is still asked."""
    known = {i.id for i in items}
    kept = tuple(e for e in before.entries if e.item in known) if before else ()
    version = before.version + 1 if before else 1
    return Collection(kind, window, deadline, tuple(items), tuple(sorted(owners.items())), kept, None, version)


def collect(collection: Collection, entries: Sequence[Entry], now: datetime, *, late: bool = False) -> Collection:
    """The collection with *entries* in place of earlier ones about the same items; ConflictError once it is locked.

    ``late`` lets answers in after the deadline, as sales operations may decide. An entry without any word is ignored.
    """
    if collection.is_locked(now) and not late:
        raise ConflictError(
            f"causes of {collection.window} closed on {collection.deadline}; what was written stands. Late answers: --late"
        )
    new = {e.item: replace(e, at=now) for e in entries if e.cause or e.measure or e.decision or e.resource}
    kept = tuple(e for e in collection.entries if e.item not in new)
    return replace(collection, entries=(*kept, *new.values()), version=collection.version + 1)


def lock(collection: Collection, now: datetime) -> Collection:
    """The collection closed by hand."""
    return replace(collection, locked_at=now, version=collection.version + 1)


_ADAPTER: TypeAdapter[Collection] = TypeAdapter(Collection)


def write_collection(collection: Collection) -> str:
    """The collection as JSON."""
    return _ADAPTER.dump_json(collection, indent=1).decode()


def read_collection(text: str) -> Collection:
    """The collection that ``write_collection`` wrote."""
    return _ADAPTER.validate_json(text)
