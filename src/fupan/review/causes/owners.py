"""Who answers for what, what they may see, and who may let late answers in: the file ``reviews/owners.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Wrong = Callable[[str, tuple[str | int, ...]], Exception]
Slices = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A person who is asked: what they may see (dimension -> members; nothing named: all) and where mail goes."""

    name: str
    sees: Slices = ()
    mail: str = ""


@dataclass(frozen=True, slots=True)
class Owners:
    """``named``: page, item or member -> owner. ``late``: who may let late answers in; nobody named: anybody may."""

    named: tuple[tuple[str, str], ...] = ()
    people: tuple[Person, ...] = ()
    late: tuple[str, ...] = ()

    def person(self, name: str) -> Person:
        """A person by name; one the file says nothing about sees all."""
        return next((p for p in self.people if p.name == name), Person(name))

    def scope(self, name: str) -> dict[str, tuple[str, ...]]:
        """What a person may see: dimension -> members."""
        return dict(self.person(name).sees)

    def may_let_in(self, name: str) -> bool:
        """Whether *name* may let answers in after the deadline."""
        return not self.late or name in self.late


def read_owners(data: Mapping[str, Any], wrong: Wrong) -> Owners:
    """The owners of a parsed file; *wrong* makes the error for what cannot be read, given words and keys.

    >>> read_owners({"regions": "程涛", "people": {"程涛": {"sees": {"region": "华南"}}}}, lambda *_: ValueError()).scope("程涛")
    {'region': ('华南',)}
    """
    people: list[Person] = []
    for name, about in (data.get("people") or {}).items():
        if not isinstance(about, Mapping) or set(about) - {"sees", "mail"}:
            raise wrong("a person has sees: {dimension: members} and mail: address", ("people", name))
        sees = about.get("sees") or {}
        if not isinstance(sees, Mapping):
            raise wrong("sees holds dimensions with the members a person may see", ("people", name, "sees"))
        people.append(
            Person(str(name), tuple((str(d), _texts(m)) for d, m in sees.items()), str(about.get("mail") or ""))
        )
    named = {str(k): v for k, v in data.items() if k not in ("people", "late")}
    for key, owner in named.items():
        if not isinstance(owner, str):
            raise wrong("a page, item or member has the name of its owner", (key,))
    return Owners(tuple(sorted(named.items())), tuple(people), _texts(data.get("late") or ()))


def _texts(given: Any) -> tuple[str, ...]:
    return (str(given),) if isinstance(given, str) else tuple(str(g) for g in given)
