"""Reported figures 原报数: closed months as they stood when they were closed, later changes posted to the open month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Any

from fupan.errors import QuestionError
from fupan.metrics.plan.depends import note_snapshot
from fupan.metrics.plan.frame import Segment, literal
from fupan.metrics.plan.past import at

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.definition import Fact
    from fupan.metrics.plan.asking import Asking

SIGN = "_sign"
POSTED = ("sum", "count")


@dataclass(frozen=True, slots=True)
class Books:
    """Up to which day (exclusive) the books were closed, in time order, each with the snapshot that was in force."""

    closed: tuple[tuple[date, str], ...]


def posted(
    asking: Asking, fact: Fact, day: str, parts: Sequence[Segment], read: Callable[[Asking], ir.Table]
) -> ir.Table:
    """Rows as they were posted, with their SIGN; *read* gives a snapshot's rows of the fact.

    A day counts as it stood in the snapshot that closed it. What a later snapshot knows of closed days and the one
    before did not (or no longer) stands, with its sign, on the first day that was open then: so that all that was
    reported, with the open month, is the current figure. Nothing that a file did not touch is read twice.
    """
    import ibis

    assert asking.books is not None  # noqa: S101 - the callers look
    note_snapshot()
    closed = asking.books.closed
    arms: list[ir.Table] = []

    def arm(snapshot: str | None, first: date | None, end: date | None, sign: int, on: date | None) -> None:
        rows = read(asking if snapshot is None else at(asking, snapshot, fact.table))
        conditions = [rows[day].notnull()]
        conditions += [rows[day] >= literal(first)] if first is not None else []
        conditions += [rows[day] < literal(end)] if end is not None else []
        rows = rows.filter(conditions)
        told = rows[day] if on is None else literal(on)
        arms.append(rows.mutate(**{day: told.cast("date"), SIGN: ibis.literal(sign, type="int8")}))

    before: date | None = None
    for n, (end, snapshot) in enumerate(closed):
        if any((before is None or e > before) and s < end for s, e in parts):
            arm(snapshot, before, end, 1, None)
        after = closed[n + 1][1] if n + 1 < len(closed) else None
        if any(s <= end < e for s, e in parts) and not _same(asking, fact, snapshot, after):
            arm(after, None, end, 1, end)
            arm(snapshot, None, end, -1, end)
        before = end
    if not arms or any(before is None or e > before for _, e in parts):
        arm(None, before, None, 1, None)
    return reduce(ibis.union, [a.select(*arms[0].columns) for a in arms])


def _same(asking: Asking, fact: Fact, snapshot: str, after: str | None) -> bool:
    """Whether two snapshots have the very same files of a fact, so that nothing changed."""
    if fact.through is not None or fact.bridge is not None:
        return False
    earlier = at(asking, snapshot, fact.table).reader.manifest
    later = asking.reader.manifest if after is None else at(asking, after, fact.table).reader.manifest
    files, others = getattr(earlier, "tables", None), getattr(later, "tables", None)
    return files is not None and others is not None and files.get(fact.table) == others.get(fact.table)


def signed(amount: Any, source: ir.Table) -> Any:
    """An amount with the sign of its posting."""
    import ibis

    return ibis.ifelse(source[SIGN] < 0, -amount, amount) if SIGN in source.columns else amount


def read_books(reader: Any, calendar: str, metrics: Iterable[Any]) -> Books:
    """The closed months of a reader's snapshot; QuestionError (code figures) where reported figures cannot be told."""
    closed: tuple[Any, ...] = tuple(getattr(reader, "closed", {}).get(calendar, ()))
    if not closed:
        raise QuestionError("figures", f"No month of the calendar “{calendar}” is closed: there is no reported figure.",
                            closest="figures='current'", details={"calendar": calendar})  # fmt: skip
    for metric in metrics:
        if metric.family not in POSTED:
            raise QuestionError(
                "figures", f"{metric.name} does not add up over months, so no adjustment of it can be posted.",
                closest=f"figures='current', or one closed month in its own snapshot: snapshot='{closed[-1].snapshot}'",
                details={"metric": metric.name},
            )  # fmt: skip
    return Books(tuple((c.end, c.snapshot) for c in closed))
