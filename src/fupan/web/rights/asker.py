"""The asker 提问人: who asks, in which roles, with which reach. Pure: the day, the directory and the roles are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from fupan.errors import FupanError
from fupan.metrics.scope import Scope
from fupan.web.org.directory import Directory
from fupan.web.rights.role import Role, Roles, Rows, Subject


class NoAccessError(FupanError):
    """The asker holds nothing that reaches this subject."""


@dataclass(frozen=True, slots=True)
class Held:
    """A role that is held: by a position, by a grant, or as somebody's delegate.

    ``positions`` and ``units`` are those it is held through today; ``members`` what a grant names (channel, dealer...),
    ``grant`` that grant's key.
    """

    role: Role
    positions: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    delegated_by: str | None = None
    grant: int | None = None

    @property
    def by_position(self) -> bool:
        """Held through the positions of the day, not by a grant."""
        return self.grant is None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks. ``scope`` is a required argument of each metric question; it is made here and nowhere else."""

    user_id: int
    name: str
    day: date
    held: tuple[Held, ...] = ()
    directory: Directory = field(default_factory=Directory, repr=False)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles held, each once."""
        return tuple({h.role.name: h.role for h in self.held}.values())

    def may(self, permission: str) -> bool:
        """Whether any role held allows this."""
        return any(h.role.allows(permission) for h in self.held)

    def reaches(self, subject: Subject, *, needs: str | None = None) -> bool:
        """Whether any rows of a subject can be seen at all; with ``needs``, by a role that allows that permission."""
        return any(self._slice(h, subject) is not None for h in self.held if needs is None or h.role.allows(needs))

    def scope(self, subject: Subject = "sales", *, needs: str | None = None) -> Scope:
        """What may be seen of a subject: rows of any role held, each column where the roles that reach its rows allow it.

        With ``needs``, only roles that allow that permission count: rows seen as a marketer are not exported on the
        strength of a rep's right. NoAccessError where nothing is left.
        """
        slices = [
            part for h in self.held
            if (needs is None or h.role.allows(needs)) and (part := self._slice(h, subject)) is not None
        ]  # fmt: skip
        if not slices:
            raise NoAccessError(f"{self.name} holds no role that reaches {subject} on {self.day}")
        return Scope.united(slices, self._above)

    def _above(self, dimension: str, member: str) -> Iterable[tuple[str, str]]:
        return self.directory.above(dimension, member)

    def _slice(self, held: Held, subject: Subject) -> Scope | None:
        members = self._members(held, held.role.reach(subject))
        if members is None:
            return None
        return Scope(members=members, masks=held.role.masks, benchmarks=held.role.benchmarks)

    def _members(self, held: Held, rows: Rows) -> dict[str, tuple[str, ...]] | None:
        """Members per dimension; {} is every row, None is none at all."""
        found: dict[str, tuple[str, ...]]
        match rows:
            case "none":
                return None
            case "all":
                found = {dimension: tuple(m) for dimension, m in held.members.items()}
                return found if all(found.values()) else None
            case "own":
                found = {"position": held.positions}
            case "own_below":
                found = {"position": self.directory.below(held.positions, self.day)}
            case "unit":
                found = {"position": self.directory.in_units(held.units, self.day)}
            case "unit_below":
                found = {"org_unit": held.units}
            case "granted":
                found = {dimension: tuple(m) for dimension, m in held.members.items()}
        if not found or not all(found.values()):
            return None
        # A grant may narrow a role, never widen it.
        return found if rows == "granted" else {**{d: tuple(m) for d, m in held.members.items()}, **found}


def held_by_position(person: str | None, directory: Directory, roles: Roles, day: date) -> tuple[Held, ...]:
    """The roles that a person's positions of the day carry; the positions of one role go together."""
    if person is None:
        return ()
    by_role: dict[str, Held] = {}
    for position in directory.held(person, day):
        for role in roles.of_position(position.role):
            before = by_role.get(role.name, Held(role))
            units = (*before.units, position.unit) if position.unit else before.units
            by_role[role.name] = replace(
                before, positions=(*before.positions, position.id), units=tuple(dict.fromkeys(units))
            )
    return tuple(by_role.values())


def without_pages_of_others(held: Iterable[Held]) -> tuple[Held, ...]:
    """What a delegate may be given: never accounts, rights or a delegation of the delegation."""
    return tuple(h for h in held if h.delegated_by is None and not h.role.allows("accounts.manage"))
