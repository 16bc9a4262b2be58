"""What an asker may see: slices of the company, columns kept from them, and benchmarks they hold a right to."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

Members = Mapping[str, tuple[str, ...]]
"""Dimension -> members; several dimensions are all to hold."""
Slice = tuple[tuple[str, tuple[str, ...]], ...]
"""The same as a list of (dimension, members)."""
Ancestors = Callable[[str, str], Iterable[str]]
"""(dimension, member) -> the members above it in its tree."""
Above = Callable[[str, str], Iterable[tuple[str, str]]]
"""(dimension, member) -> every (dimension, member) that holds all its rows: the units above a unit, or of a position."""
BENCHMARKS = ("company_mean", "own_rank", "company_share", "company_first")
EVERY = "*"


@dataclass(frozen=True, slots=True)
class Scope:
    """Rows that may be seen: those that fit ``members`` and, where ``either`` is given, at least one of its slices.

    A slice names members per dimension, all of which are to hold; a member of a tree (an org unit, a region) stands
    for all below it. None named: all rows. ``masks`` holds "table.field" or "field"; a metric, filter or breakdown
    that needs such a column is refused. ``benchmarks`` holds a right by name (``BENCHMARKS``) -> the metrics that it
    is held for ("*": any). ``beyond`` are further columns kept from the asker in benchmarks, where figures of rows
    outside the scope go in.
    """

    members: Members = field(default_factory=dict)
    masks: frozenset[str] = frozenset()
    either: tuple[Members, ...] = ()
    benchmarks: Members = field(default_factory=dict)
    beyond: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "members", _plain(self.members))
        object.__setattr__(self, "either", tuple(_plain(m) for m in self.either))
        object.__setattr__(self, "benchmarks", _plain(self.benchmarks))
        object.__setattr__(self, "masks", frozenset(self.masks))
        object.__setattr__(self, "beyond", frozenset(self.beyond))
        if unknown := sorted(set(self.benchmarks) - set(BENCHMARKS)):
            raise ValueError(f"no benchmark right {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")

    @classmethod
    def everything(cls) -> Scope:
        """All rows and all columns."""
        return cls()

    @classmethod
    def united(cls, roles: Iterable[Scope], above: Above | None = None) -> Scope:
        """What several roles of one asker allow together: rows of any of them, each column where its rows allow it.

        A row's column may be seen where any role that reaches the row shows it. A figure adds rows up, so a column is
        shown where that holds for every row of the whole: each role that masks it lies inside one that does not. A
        role inside a wider one that shows more takes nothing away, then; where only some rows would show the column,
        it stays masked for all. ``above`` tells what else lies inside what (an office inside its region, a position
        inside its unit); without it fewer columns are shown, never more. ValueError without a role.
        """
        held = tuple(roles)
        if not held:
            raise ValueError("an asker without a role sees nothing; there is no scope to unite")
        parts = [(one, role) for role in held for one in role.slices]
        for one, _ in parts:
            if len({d for d, _ in one}) < len(one):
                raise ValueError(f"a slice names a dimension twice, write what both allow: {one}")
        masks = frozenset(
            mask for one, role in parts for mask in role.masks
            if not any(not _touched_by(mask, wide.masks) and _inside(one, other, above) for other, wide in parts)
        )  # fmt: skip
        rights, beyond = _rights(held)
        slices = _widest([one for one, _ in parts], above)
        if () in slices:
            return cls(masks=masks, benchmarks=rights)
        return cls(masks=masks, either=tuple(dict(s) for s in slices), benchmarks=rights, beyond=beyond - masks)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Every dimension that restricts rows, as it was named; none: all rows."""
        return tuple(dict.fromkeys(chain(self.members, *self.either)))

    @property
    def slices(self) -> tuple[Slice, ...]:
        """The rows as a union of slices, each a list of (dimension, members) that all hold."""
        own = tuple(self.members.items())
        return tuple((*own, *each.items()) for each in self.either) if self.either else (own,)

    @property
    def shape(self) -> Hashable:
        """All that tells this scope from another one."""
        slices = frozenset(frozenset((d, frozenset(m)) for d, m in one) for one in self.slices)
        return slices, self.masks, self.beyond, frozenset((n, frozenset(m)) for n, m in self.benchmarks.items())

    @property
    def company(self) -> Scope:
        """All rows, as a benchmark takes them: without the columns that the asker may not see of rows outside."""
        return Scope(masks=self.masks | self.beyond)

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
        if (
            other.benchmarks
            and self.dimensions
            and not all(_masked_by(m, other.masks | other.beyond) for m in self.beyond)
        ):
            return False

        def above(dimension: str, member: str) -> Iterable[tuple[str, str]]:
            return [(dimension, a) for a in ancestors(dimension, member)] if ancestors is not None else ()

        return all(any(_inside(theirs, mine, above) for mine in self.slices) for theirs in other.slices)


def contract_masks() -> frozenset[str]:
    """Every contract column that its contract marks as masked: cost, base pay, telephone."""
    from fupan.contracts import all_tables

    return frozenset(f"{t.name}.{f.name}" for t in all_tables() for f in (*t.fields, *t.derived) if f.masked)


def _plain(given: Mapping[str, Iterable[str] | str]) -> dict[str, tuple[str, ...]]:
    return {name: (m,) if isinstance(m, str) else tuple(m) for name, m in given.items()}


def _masked_by(mask: str, masks: frozenset[str]) -> bool:
    return mask in masks or ("." in mask and mask.partition(".")[2] in masks)


def _touched_by(mask: str, masks: frozenset[str]) -> bool:
    """Whether any column that *mask* names is masked by *masks*."""
    if _masked_by(mask, masks):
        return True
    return "." not in mask and any(m.partition(".")[2] == mask for m in masks)


def _inside(theirs: Slice, mine: Slice, above: Above | None) -> bool:
    """Whether every row of one slice is a row of the other, whatever the data."""

    def within(dimension: str, member: str, wanted: str, members: tuple[str, ...]) -> bool:
        if dimension == wanted and member in members:
            return True
        return above is not None and any(d == wanted and m in members for d, m in above(dimension, member))

    return all(
        any(all(within(d, m, wanted, members) for m in given) for d, given in theirs) for wanted, members in mine
    )


def _widest(slices: list[Slice], above: Above | None) -> list[Slice]:
    """The slices that lie in no other one; of several that are the same, the first."""
    found: list[Slice] = []
    for at, one in enumerate(slices):
        inside_one_before = any(_inside(one, other, above) for other in slices[:at])
        inside_one_after = any(
            _inside(one, other, above) and not _inside(other, one, above) for other in slices[at + 1 :]
        )
        if not inside_one_before and not inside_one_after:
            found.append(one)
    return found


def _rights(held: tuple[Scope, ...]) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """The benchmark rights of several roles, and the columns that not every metric of each right is held with."""
    rights: dict[str, tuple[str, ...]] = {}
    beyond: set[str] = set()
    for name in dict.fromkeys(chain.from_iterable(role.benchmarks for role in held)):
        with_it = [role for role in held if name in role.benchmarks]
        rights[name] = tuple(dict.fromkeys(chain.from_iterable(role.benchmarks[name] for role in with_it)))
        for metric in rights[name]:
            kept = [role.masks | role.beyond for role in with_it if {EVERY, metric} & {*role.benchmarks[name]}]
            beyond |= {mask for mask in chain.from_iterable(kept) if all(_touched_by(mask, m) for m in kept)}
    return rights, frozenset(beyond)
