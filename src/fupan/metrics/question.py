"""A question to the metric layer, and what its asker may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from fupan.calendar import Window

Comparison = Literal["previous", "last_year", "festival", "jan_feb", "target"]
COMPARISONS: tuple[Comparison, ...] = ("previous", "last_year", "festival", "jan_feb", "target")
UNKNOWN = "(unknown)"
OTHERS = "(others)"


@dataclass(frozen=True, slots=True)
class Question:
    """Metrics by dimensions in a window.

    ``window`` is a text (see ``Calendar.parse``) or a Window. ``as_of`` is the last day that counts: a window that
    goes on after it is running, and is compared with the same elapsed part. ``top`` keeps the members of the first
    dimension that lead by the first metric, ``others`` adds what the rest comes to, ``totals`` the whole.
    ``where`` is an expression over dimensions. ``target_version`` None is the newest.

    ``by`` may name levels of a hierarchy as ``region..city``. ``having`` is an expression over the metrics and their
    comparisons (``net_sales > 100000 and net_sales.vs_last_year < -0.1``); it picks rows at their own level, totals,
    subtotals and others stay of the whole. ``subtotals`` adds a row at every level of ``by``, each computed at its own
    level. ``order`` is a column, ``-`` in front for the largest first; ``top`` leads by it. ``top_within`` keeps the
    leading members of the second dimension inside each member of the first.
    """

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    window: str | Window = "ytd"
    compare: tuple[str, ...] = ()
    where: str | None = None
    top: int | None = None
    others: bool = False
    totals: bool = False
    as_of: date | None = None
    calendar: str = "fiscal"
    target_version: str | None = None
    target_level: str = "target"
    having: str | None = None
    subtotals: bool = False
    order: str | None = None
    top_within: int | None = None

    def __post_init__(self) -> None:
        for name in ("metrics", "by", "compare"):
            given = getattr(self, name)
            object.__setattr__(self, name, (given,) if isinstance(given, str) else tuple(given))


@dataclass(frozen=True, slots=True)
class Scope:
    """What the asker may see: members per dimension (none named: all rows), and contract columns kept from them.

    ``masks`` holds "table.field" or "field"; a metric, filter or breakdown that needs such a column is refused.
    """

    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    masks: frozenset[str] = frozenset()

    @classmethod
    def everything(cls) -> Scope:
        """All rows and all columns."""
        return cls()

    def hides(self, table: str, column: str) -> bool:
        """Whether a contract column is masked."""
        return column in self.masks or f"{table}.{column}" in self.masks
