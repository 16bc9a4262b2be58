"""Who is asked about what: the items of a round as one asker may see them. Pure: round, names and scope are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fupan.metrics.scope import Scope
from fupan.review.causes import Collection, Entry, Item
from fupan.web.org.directory import Directory


@dataclass(frozen=True, slots=True)
class Line:
    """An item as its owner sees it. ``number``: its place in the round. ``figures``: whether its figures may be told;
    the light always is. ``instead_of``: for whom the asker stands in here; "": asked themselves."""

    number: int
    item: Item
    owner: str
    entry: Entry | None
    figures: bool
    instead_of: str = ""

    @property
    def anchor(self) -> str:
        """Its name on the page, and the beginning of its fields' names."""
        return f"i{self.number}"

    @property
    def state(self) -> str:
        """``complete``, ``begun`` or ``missing``."""
        if self.entry is None:
            return "missing"
        return "complete" if self.entry.complete else "begun"


def names_of(person: str | None, directory: Directory) -> frozenset[str]:
    """What an owner may be called in the owners' file: the staff id, and the name where nobody else has it."""
    known = directory.person_by_id.get(person or "")
    if known is None:
        return frozenset()
    alone = sum(p.name == known.name for p in directory.people) == 1
    return frozenset({known.id, known.name} if alone else {known.id})


def lines_of(
    collection: Collection, names: frozenset[str], scope: Scope | None, others: Mapping[str, str] | None = None
) -> tuple[Line, ...]:
    """The items that somebody of these names is asked about, as the round asks them, and those of whom they stand in
    for: *others* holds what these are called -> their name.

    Their figures are those of the whole company's document: told to an owner whose scope contains the item's rows, or
    whom the owners' file says to see them (``people: NAME: sees:``).
    """
    declared = {p.name for p in collection.people.people if p.sees}
    asked = {item.id: name for name in (*(others or ()), *names) for item in collection.asked(name)}
    found = []
    for number, item in enumerate(collection.items):
        if (name := asked.get(item.id)) is not None:
            inside = scope is not None and scope.contains(Scope(members={d: (m,) for d, m in item.members}))
            instead_of = "" if name in names else (others or {})[name]
            figures = inside or name in declared
            found.append(Line(number, item, name, collection.entry(item.id), figures, instead_of))
    return tuple(found)


def every_line(collection: Collection, *, figures: bool) -> tuple[Line, ...]:
    """All items of a round, for who sees every row; with their figures for who may open the document."""
    return tuple(
        Line(n, i, collection.owner(i), collection.entry(i.id), figures) for n, i in enumerate(collection.items)
    )


def days_left(collection: Collection, today: date) -> int:
    """Days up to the deadline; 0 on it, less once it is over."""
    return (collection.deadline - today).days
