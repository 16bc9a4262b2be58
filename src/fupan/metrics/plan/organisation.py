"""Whose rows they are: as was (by the stamps of their own day) or as is 同口径 (by today's ownership and organisation).

What an asker may see always follows today's organisation, whichever way figures are told.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from fupan.metrics.plan.frame import choose, literal
from fupan.metrics.plan.run import rows_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.definition import Dimension
    from fupan.metrics.plan.asking import Asking

AS_WAS, AS_IS = "as_was", "as_is"
STAMPS = ("position_id", "person_id", "org_unit_id")
"""Columns that say whose a row is; each has a twin ``<column>_now``."""
SINCE, UNITS = "org_since", "org_units"
LEVELS = frozenset({"level_1", "level_2", "level_3", "level_4"})


def now_of(column: str) -> str:
    """The twin of a stamp that tells today's."""
    return f"{column}_now"


def business_day(asking: Asking) -> date | None:
    """Today of the snapshot; None where it was not built from loads (literal rows)."""
    if asking.empty("business_day"):
        return None

    def read(inner: Asking) -> date | None:
        found = rows_of(inner.table("business_day"))
        return found[0]["business_date"] if found else None

    day: date | None = asking.once(("business_day",), read)
    return day


def as_asked(org: str, source: ir.Table) -> ir.Table:
    """A table of facts with its stamps as the question wants them."""
    if org != AS_IS or now_of(STAMPS[0]) not in source.columns:
        return source
    return today(source)


def today(source: ir.Table) -> ir.Table:
    """The rows with today's stamps in place of those of their own day."""
    found = source.mutate(
        **{c: source[now_of(c)] for c in STAMPS if c in source.columns and now_of(c) in source.columns}
    )
    return found.drop(SINCE) if SINCE in found.columns else found


def needs_today(asking: Asking, source: ir.Table) -> bool:
    """Whether the scope restricts rows by the organisation, and the rows hold stamps of their own day."""
    if asking.org == AS_IS or now_of(STAMPS[0]) not in source.columns or asking.empty("business_day"):
        return False
    return held(asking)


def held(asking: Asking) -> bool:
    """Whether the scope goes by who holds a row: its position, person or org unit."""
    return any(asking.definitions.dimension(n).key in STAMPS for n in asking.scoped)


def restamped(asking: Asking, dimensions: Iterable[Dimension], columns: set[str]) -> bool:
    """Whether rows are told by an organisation that differs from the stamps of their own day, so that no sums kept fit."""
    if asking.org != AS_IS and not asking.scoped and asking.empty("credits") and not changes(asking):
        return False
    return bool(columns & set(STAMPS)) or any(d.key in STAMPS for d in dimensions)


def stamps_read(asking: Asking, read: set[str | None]) -> set[str]:
    """Further columns that a plan needs of a fact when it reads *read*."""
    found = {SINCE} if "org_unit_id" in read else set()
    if held(asking):
        found |= {now_of(c) for c in STAMPS}
    return found


def changes(asking: Asking) -> tuple[date, ...]:
    """Days from which the org tree stood as it did, in order; none where it never changed."""
    if asking.org == AS_IS or asking.empty("org_history"):
        return ()

    def read(inner: Asking) -> tuple[date, ...]:
        found = rows_of(inner.table("org_history").select("valid_from").distinct())
        days = tuple(sorted(r["valid_from"] for r in found))
        return days if len(days) > 1 else ()

    days: tuple[date, ...] = asking.once(("org changes",), read)
    return days


def with_since(asking: Asking, targets: ir.Table) -> ir.Table:
    """Targets with the day since which the org tree stood as it did when their period began, where it ever changed."""
    days = [d.isoformat() for d in changes(asking)]
    if not days or "org_unit_id" not in targets.columns:
        return targets
    steps = [(d, None if n + 1 == len(days) else days[n + 1], literal(d)) for n, d in enumerate(days)]
    return targets.mutate(**{SINCE: choose(targets["start_date"], steps, literal(days[0]))})


def tree_then(asking: Asking, source: ir.Table) -> Any | None:
    """The org tree as it stood on each row's own day, where it ever changed: rows are matched by ``org_since``, too."""
    if SINCE not in source.columns or not changes(asking):
        return None
    return asking.table("org_history")
