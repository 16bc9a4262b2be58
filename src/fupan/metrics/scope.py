"""What an asker may see: slices of the company, columns kept from them, and benchmarks they hold a right to."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

Members = Mapping[str, tuple[str, ...]]
"""Dimension -> members; several dimensions are all to hold."""
Ancestors = Callable[[str, str], Iterable[str]]
"""(dimension, member) -> the members above it in its tree."""
BENCHMARKS = ("company_mean", "own_rank", "company_share", "company_first")
EVERY = "*"


@dataclass(frozen=True, slots=True)
class Scope:
    """Rows that may be seen: those that fit ``members`` and, where ``either`` is given, at least one of its slices.

    A slice names members per dimension, all of which are to hold; a member of a tree (an org unit, a region) stands
    for all below it. None named: all rows. ``masks`` holds "table.field" or "field"; a metric, filter or breakdown
    that needs such a column is refused. ``benchmarks`` holds a right by name (``BENCHMARKS``) -> the metrics that it
    is held for ("*": any).
    """

    members: Members = field(default_factory=dict)
    masks: frozenset[str] = frozenset()
    either: tuple[Members, ...] = ()
    benchmarks: Members = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "members", _plain(self.members))
        object.__setattr__(self, "either", tuple(_plain(m) for m in self.either))
        object.__setattr__(self, "benchmarks", _plain(self.benchmarks))
        object.__setattr__(self, "masks", frozenset(self.masks))
        if unknown := sorted(set(self.benchmarks) - set(BENCHMARKS)):
            raise ValueError(f"no benchmark right {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")

    @classmethod
    def everything(cls) -> Scope:
        """All rows and all columns."""
        return cls()

    @classmethod
    def united(cls, roles: Iterable[Scope]) -> Scope:
        """What several roles of one asker allow together: rows of any of them, columns that none of them masks.

        A column is not shown for the rows of one role on the strength of another.
        ValueError without a role.
        """
        held = tuple(roles)
        if not held:
            raise ValueError("an asker without a role sees nothing; there is no scope to unite")
        masks = frozenset(chain.from_iterable(role.masks for role in held))
        rights: dict[str, tuple[str, ...]] = {}
        for role in held:
            for name, metrics in role.benchmarks.items():
                rights[name] = tuple(dict.fromkeys((*rights.get(name, ()), *metrics)))
        if any(not role.dimensions for role in held):
            return cls(masks=masks, benchmarks=rights)
        slices = [s for role in held for s in role.slices]
        for one in slices:
            if len({d for d, _ in one}) < len(one):
                raise ValueError(f"a slice names a dimension twice, write what both allow: {one}")
        return cls(masks=masks, either=tuple(dict(s) for s in slices), benchmarks=rights)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Every dimension that restricts rows, as it was named; none: all rows."""
        return tuple(dict.fromkeys(chain(self.members, *self.either)))

    @property
    def slices(self) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], ...]:
        """The rows as a union of slices, each a list of (dimension, members) that all hold."""
        own = tuple(self.members.items())
        return tuple((*own, *each.items()) for each in self.either) if self.either else (own,)

    @property
    def shape(self) -> Hashable:
        """All that tells this scope from another one."""
        slices = frozenset(frozenset((d, frozenset(m)) for d, m in one) for one in self.slices)
        return slices, self.masks, frozenset((n, frozenset(m)) for n, m in self.benchmarks.items())

    @property
    def text(self) -> str:
        """The rows in words: ``all``, or ``region=华东|华南, product_line=A or customer=c1``."""
        if not self.dimensions:
            return "all"
        return " or ".join(", ".join(f"{d}={'|'.join(m)}" for d, m in sorted(one)) for one in self.slices)

    def hides(self, table: str, column: str) -> bool:
        """Whether a contract column is masked."""
        return column in self.masks or f"{table}.{column}" in self.masks

    def may(self, benchmark: str, metric: str) -> bool:
        """Whether a benchmark of a metric may be seen; who sees all rows may see every one."""
        held = self.benchmarks.get(benchmark, ())
        return not self.dimensions or EVERY in held or metric in held

    def contains(self, other: Scope, ancestors: Ancestors | None = None) -> bool:
        """Whether all that may be seen inside *other* may be seen inside this one, whatever the data.

        Each slice of *other* must lie in one slice of this scope: a document frozen under *other* opens to its holder
        then and only then. ``ancestors`` tells what stands above a member of a tree; without it trees are not used,
        which may deny but never allows too much.
        """
        if not all(_masked_by(mask, other.masks) for mask in self.masks):
            return False
        for name, metrics in other.benchmarks.items():
            if not all(self.may(name, metric) for metric in metrics):
                return False
        return all(any(_inside(theirs, mine, ancestors) for mine in self.slices) for theirs in other.slices)


def contract_masks() -> frozenset[str]:
    """Every contract column that its contract marks as masked: cost, base pay, telephone."""
    from fupan.contracts import all_tables

    return frozenset(f"{t.name}.{f.name}" for t in all_tables() for f in (*t.fields, *t.derived) if f.masked)


def _plain(given: Mapping[str, Iterable[str] | str]) -> dict[str, tuple[str, ...]]:
    return {name: (m,) if isinstance(m, str) else tuple(m) for name, m in given.items()}


def _masked_by(mask: str, masks: frozenset[str]) -> bool:
    return mask in masks or ("." in mask and mask.partition(".")[2] in masks)


def _inside(
    theirs: tuple[tuple[str, tuple[str, ...]], ...],
    mine: tuple[tuple[str, tuple[str, ...]], ...],
    ancestors: Ancestors | None,
) -> bool:
    def below(dimension: str, member: str, members: tuple[str, ...]) -> bool:
        above = ancestors(dimension, member) if ancestors is not None else ()
        return member in members or any(a in members for a in above)

    return all(
        any(d == dimension and all(below(d, m, members) for m in narrower) for d, narrower in theirs)
        for dimension, members in mine
    )
