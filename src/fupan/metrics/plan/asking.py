"""What every node of a plan is told about the question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from fupan.calendar import Calendar
from fupan.expressions import Node
from fupan.metrics.definition import Dimension
from fupan.metrics.definitions import Definitions
from fupan.metrics.plan.frame import Frame
from fupan.metrics.question import Scope


class Reader(Protocol):
    """Pinned access to one snapshot; ``fupan.warehouse`` gives one."""

    @property
    def manifest(self) -> Any:
        """The snapshot's manifest: ``id`` and ``rows(table)``."""
        ...

    def table(self, name: str) -> Any:
        """The published table as an Ibis table; empty and typed where it has no rows."""
        ...


@dataclass(frozen=True, slots=True)
class Asking:
    """One answer to be computed: dimensions (without time), frames, filters, scope.

    ``keys`` restricts a dimension to members (for top) or to all but them (for others), null-safe.
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
    target_version: str | None = None
    target_level: str = "target"
    keys: tuple[tuple[str, tuple[Any, ...], bool], ...] = ()
    used: set[str] = field(default_factory=set)
    memo: dict[Any, Any] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """Names of the dimensions."""
        return [d.name for d in self.dimensions]

    def table(self, name: str) -> Any:
        """A published table, remembered for the provenance."""
        self.used.add(name)
        return self.once(("table", name), lambda: self.reader.table(name))

    def once(self, key: Any, make: Callable[[], Any]) -> Any:
        """What *make* gives, found out once per question."""
        if key not in self.memo:
            self.memo[key] = make()
        return self.memo[key]

    def empty(self, table: str) -> bool:
        """Whether the snapshot has no rows of a table, so that nothing need be read."""
        rows = getattr(self.reader.manifest, "rows", None)
        return rows is not None and rows(table) == 0
