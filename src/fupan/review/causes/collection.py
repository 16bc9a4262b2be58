"""A round of asking: the items, who owes which answer by when, and what was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from pydantic import TypeAdapter

from fupan.errors import ConflictError
from fupan.review.causes.item import Item
from fupan.review.causes.owners import Owners

CATEGORIES: dict[str, tuple[str, str]] = {
    "target": ("目标不合理", "Target unrealistic"),
    "execution": ("执行不到位", "Execution"),
    "resource": ("资源不匹配", "Resources"),
    "service": ("服务问题", "Service"),
    "rival": ("竞争对手", "Competition"),
    "product": ("产品适配", "Product fit"),
}
Category = Literal["target", "execution", "resource", "service", "rival", "product"]
Done = Literal["yes", "partly", "no"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What an owner wrote about an item. ``verified``: the cause was checked; until then it is told as to be verified.

    ``decision`` is what the meeting is asked to decide, ``resource`` what the measure needs. ``late``: it came after the
    deadline, and who let it in.
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
    late: str = ""

    @property
    def complete(self) -> bool:
        """Whether there is a cause and a measure with owner and date."""
        return bool(self.cause and self.measure and self.owner and self.due)

    @property
    def written(self) -> bool:
        """Whether it says anything."""
        return bool(self.cause or self.measure or self.decision or self.resource)

    def says(self, other: Entry) -> bool:
        """Whether both say the same, whoever wrote it and when."""
        same = {"by": "", "at": None, "late": ""}
        return replace(self, **same) == replace(other, **same)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a measure of the round before: whether it is done, and what came of it, in the owner's words."""

    item: str
    done: Done | None = None
    result: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def written(self) -> bool:
        """Whether it says anything."""
        return bool(self.done or self.result)

    def says(self, other: Report) -> bool:
        """Whether both say the same."""
        return (self.item, self.done, self.result) == (other.item, other.done, other.result)


@dataclass(frozen=True, slots=True)
class Collection:
    """Items of one document with their owners, the deadline, the entries and when it was locked; ``version`` counts changes.

    Nothing is lost: ``entries`` keeps what was written about items that are no longer asked for, ``earlier`` what was
    written over. ``reports`` are about the measures of the round before. ``assigned`` are owners that an organiser gave
    single items after the asking (item -> owner); they stand before those of the owners' file.
    """

    kind: str
    window: str
    deadline: date
    items: tuple[Item, ...]
    owners: tuple[tuple[str, str], ...] = ()
    entries: tuple[Entry, ...] = ()
    locked_at: datetime | None = None
    version: int = 1
    people: Owners = field(default_factory=Owners)
    earlier: tuple[Entry, ...] = ()
    reports: tuple[Report, ...] = ()
    assigned: tuple[tuple[str, str], ...] = ()

    def entry(self, item: str) -> Entry | None:
        """What was written about an item."""
        return next((e for e in self.entries if e.item == item), None)

    @property
    def answers(self) -> tuple[tuple[Item, Entry], ...]:
        """Items with what was written about them."""
        return tuple((i, e) for i in self.items if (e := self.entry(i.id)) is not None)

    def report(self, item: str) -> Report | None:
        """What became of the measure about an item."""
        return next((r for r in self.reports if r.item == item), None)

    def owner(self, item: Item) -> str:
        """Who owes the answer: whom an organiser gave it, else who is named for the item, else for its page."""
        if given := dict(self.assigned).get(item.id):
            return given
        named = dict(self.owners)
        return named.get(item.id) or named.get(item.name) or named.get(item.slide, "")

    def asked(self, person: str) -> tuple[Item, ...]:
        """What *person* is asked about: the own items ("" those of nobody), of a person with a scope those inside it."""
        scope = self.people.scope(person)
        return tuple(i for i in self.items if self.owner(i) == person and i.inside(scope))

    def out_of_scope(self) -> tuple[Item, ...]:
        """Items that their owner may not see: they go to nobody until another owner is named."""
        return tuple(i for i in self.items if not i.inside(self.people.scope(self.owner(i))))

    def missing(self) -> tuple[Item, ...]:
        """Items without a complete entry."""
        return tuple(i for i in self.items if not ((found := self.entry(i.id)) and found.complete))

    def is_locked(self, now: datetime) -> bool:
        """Locked by hand, or past its deadline."""
        return self.locked_at is not None or now.date() > self.deadline


def open_collection(
    kind: str,
    window: str,
    deadline: date,
    items: Sequence[Item],
    owners: Owners | Mapping[str, str],
    before: Collection | None,
) -> Collection:
    """A new round; of an earlier one of the same document everything written stays."""
    people = owners if isinstance(owners, Owners) else Owners(tuple(sorted(owners.items())))
    fresh = Collection(kind, window, deadline, tuple(items), people.named, people=people)
    if before is None:
        return fresh
    return replace(
        fresh,
        entries=before.entries,
        earlier=before.earlier,
        reports=before.reports,
        assigned=before.assigned,
        version=before.version + 1,
    )


def collect(
    collection: Collection, entries: Sequence[Entry], now: datetime, *, late: str = "", reports: Sequence[Report] = ()
) -> Collection:
    """The collection with *entries* in place of earlier ones about the same items; ConflictError once it is locked.

    ``late`` names who lets answers in after the deadline: somebody with that right, where the owners' file names any.
    An entry without any word is ignored; one that says what is there already changes nothing.
    """
    told = {e.item: e for e in entries if e.written and not _known(collection.entry(e.item), e)}
    became = {r.item: r for r in reports if r.written and not _known(collection.report(r.item), r)}
    if not told and not became:
        return collection
    closed = collection.is_locked(now)
    if closed and not late:
        raise ConflictError(
            f"causes of {collection.window} closed on {collection.deadline}; what was written stands. "
            "Late answers: --late NAME of who lets them in"
        )
    if closed and not collection.people.may_let_in(late):
        raise ConflictError(f"{late} may not let late answers in; {'、'.join(collection.people.late)} may")
    new = {item: replace(e, at=now, late=late if closed else "") for item, e in told.items()}
    return replace(
        collection,
        entries=(*(e for e in collection.entries if e.item not in new), *new.values()),
        earlier=(*collection.earlier, *(e for e in collection.entries if e.item in new)),
        reports=(
            *(r for r in collection.reports if r.item not in became),
            *(replace(r, at=now) for r in became.values()),
        ),
        version=collection.version + 1,
    )


def _known(before: Entry | Report | None, now: Entry | Report) -> bool:
    return before is not None and before.says(now)  # type: ignore[arg-type]


def lock(collection: Collection, now: datetime) -> Collection:
    """The collection closed by hand."""
    return replace(collection, locked_at=now, version=collection.version + 1)


def extend(collection: Collection, deadline: date) -> Collection:
    """The collection open up to another day, that day included; one that was locked by hand opens again."""
    return replace(collection, deadline=deadline, locked_at=None, version=collection.version + 1)


def assign(collection: Collection, item: str, owner: str) -> Collection:
    """The collection with an item asked of somebody else; "": of whom the owners' file names."""
    given = {i: o for i, o in collection.assigned if i != item}
    if owner:
        given[item] = owner
    return replace(collection, assigned=tuple(sorted(given.items())), version=collection.version + 1)


_ADAPTER: TypeAdapter[Collection] = TypeAdapter(Collection)


def write_collection(collection: Collection) -> str:
    """The collection as JSON."""
    return _ADAPTER.dump_json(collection, indent=1).decode()


def read_collection(text: str) -> Collection:
    """The collection that ``write_collection`` wrote."""
    return _ADAPTER.validate_json(text)
