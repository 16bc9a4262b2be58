"""Rows of an earlier snapshot in the hands of who holds them today: what an asker may see never follows an old organisation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fupan.contracts import table as contract
from fupan.metrics.plan.depends import note_snapshot
from fupan.metrics.plan.known import Memo
from fupan.metrics.plan.organisation import STAMPS, held, now_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking, Reader

_KEY, _HELD = "_today.", "_held"


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier snapshot, ``then``; the stamps of today of one table's rows are those of the snapshot in force, ``now``.

    A row that is gone by now keeps those of the day on which its snapshot was built: nobody holds it today.
    """

    then: Reader
    now: Reader
    restamped: str

    @property
    def backend(self) -> Any:
        """The backend of both."""
        return self.then.backend

    @property
    def manifest(self) -> Any:
        """The earlier snapshot's manifest."""
        return self.then.manifest

    def table(self, name: str) -> ir.Table:
        """The table as it stood then."""
        import ibis

        source = self.then.table(name)
        stamps = [now_of(c) for c in STAMPS if now_of(c) in source.columns]
        if name != self.restamped or not stamps:
            return source
        today, keys = self.now.table(name), contract(name).key
        side = today.select(
            **{f"{_KEY}{c}": today[c] for c in (*keys, *stamps)}, **{_HELD: ibis.literal(1, type="int8")}
        )
        joined = source.left_join(side, [source[c] == side[f"{_KEY}{c}"] for c in keys])
        known = joined[_HELD].notnull()
        told = {c: ibis.ifelse(known, joined[f"{_KEY}{c}"], joined[c]) for c in stamps}
        return joined.mutate(**told).select(*source.columns)


def at(asking: Asking, snapshot: str, table: str) -> Asking:
    """The same of an earlier snapshot, of which nothing is known yet: what was found out is another one's.

    Where the organisation decides what may be seen, rows of *table* are told by today's.
    """
    note_snapshot()
    reader: Any = asking.reader
    past = reader.past(snapshot)
    if held(asking):
        past = Past(past, reader, table)
    return replace(asking, reader=past, memo=Memo())
