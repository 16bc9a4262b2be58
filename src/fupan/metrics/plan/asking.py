"""What every node of a plan is told about the question."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from fupan.calendar import Calendar, Window, WorkingDays
from fupan.expressions import Node, names
from fupan.metrics.definition import Dimension
from fupan.metrics.definitions import Definitions
from fupan.metrics.plan.depends import is_empty
from fupan.metrics.plan.exchange import Rates
from fupan.metrics.plan.frame import Frame
from fupan.metrics.plan.known import Memo
from fupan.metrics.plan.phasing import Method, Worked
from fupan.metrics.plan.posted import Books
from fupan.metrics.question import Scope

if TYPE_CHECKING:
    from fupan.warehouse.rollups import Rollup


class Reader(Protocol):
    """Pinned access to one snapshot; ``fupan.warehouse`` gives one."""

    @property
    def backend(self) -> Any:
        """The Ibis backend that the tables are of."""
        ...

    @property
    def manifest(self) -> Any:
        """The snapshot's manifest: ``id`` and ``rows(table)``."""
        ...

    def table(self, name: str) -> Any:
        """The published table as an Ibis table; empty and typed where it has no rows."""
        ...


@dataclass(frozen=True, slots=True)
class Pairs:
    """Members of two dimensions: the first's key with keys of the second. Rows inside them, or beside them."""

    first: str
    second: str
    keys: tuple[tuple[Any, tuple[Any, ...]], ...]
    inside: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """One answer to be computed: dimensions (without time), frames, filters, scope.

    ``keys`` restricts a dimension to members (for top) or to all but them (for others), null-safe; ``pairs`` does so
    for two dimensions at once. ``having`` and ``order`` are over columns of the answer, ``within`` keeps so many of the
    second dimension inside each member of the first. ``breakdown`` are the dimensions of the question's own rows, of which
    a total or subtotal has fewer. ``reached`` holds the frames of cumulated windows by their names.
    ``months`` says that the month of a row's day tells its stretch.
    """

    definitions: Definitions
    reader: Reader
    calendar: Calendar
    dimensions: tuple[Dimension, ...]
    grain: str | None
    frames: tuple[Frame, ...]
    filters: tuple[Node, ...]
    scope: Scope
    as_of: date | None
    rates: Rates | None = None
    books: Books | None = None
    target_version: str | None = None
    target_level: str = "target"
    phase: Method | None = None
    org: str = "as_was"
    worked: Worked = field(default_factory=WorkingDays)
    keys: tuple[tuple[str, tuple[Any, ...], bool], ...] = ()
    pairs: Pairs | None = None
    having: Node | None = None
    order: tuple[str, bool] | None = None
    within: int | None = None
    reached: tuple[tuple[str, tuple[Frame, ...]], ...] = ()
    befores: tuple[tuple[Window, Window], ...] = ()
    rollups: tuple[Rollup, ...] = ()
    wholes: tuple[int, ...] = ()
    breakdown: tuple[Dimension, ...] = ()
    months: bool = False
    used: set[str] = field(default_factory=set)
    memo: Memo = field(default_factory=Memo)

    @property
    def names(self) -> list[str]:
        """Names of the dimensions."""
        return [d.name for d in self.dimensions]

    @property
    def shape(self) -> Hashable:
        """All that tells this asking from another one with the same definitions, calendar and snapshot."""
        asked = (
            self.rates,
            self.books,
            self.as_of,
            self.target_version,
            self.target_level,
            self.phase,
            self.org,
            self.keys,
            self.pairs,
        )
        arranged = repr(self.having), self.order, self.within, self.rollups, self.wholes
        return (
            tuple(self.names),
            self.grain,
            self.frames,
            self.reached,
            repr(self.filters),
            self.scope.shape,
            asked,
            arranged,
        )

    def frames_of(self, reach: str | None) -> tuple[Frame, ...]:
        """The frames, or those of a cumulated window."""
        return self.frames if reach is None else dict(self.reached)[reach]

    @property
    def anyone(self) -> Asking:
        """The same for who may see all rows; columns that are masked stay so."""
        return replace(self, scope=Scope(masks=self.scope.masks))

    def over(self, reach: str | None) -> Asking:
        """The same with the frames of a cumulated window."""
        return self if reach is None else replace(self, frames=self.frames_of(reach))

    def before(self, window: Window) -> Window:
        """The window before *window*, told by the question where it is in ``befores``."""
        found = next((b for w, b in self.befores if w == window), None)
        return found or self.calendar.previous(window)

    @property
    def shown(self) -> set[str]:
        """Dimensions that the answer shows or is chosen by; those of the scope alone are not among them."""
        filtered = {n.removesuffix(".label") for node in self.filters for n in names(node)}
        paired = () if self.pairs is None else (self.pairs.first, self.pairs.second)
        return {*self.names, *filtered, *(k[0] for k in self.keys), *paired}

    @property
    def scoped(self) -> list[str]:
        """Names of the dimensions that the scope restricts."""
        return list(dict.fromkeys(self.definitions.dimension(n).name for n in self.scope.dimensions))

    def table(self, name: str) -> Any:
        """A published table, remembered for the provenance; facts as was or as is, as the question wants them."""
        from fupan.metrics.plan.organisation import as_asked

        self.used.add(name)
        return as_asked(self.org, self.reader.table(name))

    def once(self, key: Any, make: Callable[[Asking], Any]) -> Any:
        """What *make* gives, found out once per snapshot; *key* must name all that it depends on."""

        def found() -> tuple[Any, frozenset[str]]:
            inner = replace(self, used=set())
            return make(inner), frozenset(inner.used)

        made, used = self.memo.once(key, found, reader=self.reader)
        self.used.update(used)
        return made

    def empty(self, table: str) -> bool:
        """Whether the snapshot has no rows of a table, so that nothing need be read."""
        return is_empty(self.reader, table)
