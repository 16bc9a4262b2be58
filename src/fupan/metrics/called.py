"""What the keys in rows are called: the names that their masters give them, where the asker may know them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fupan.contracts import table as contract
from fupan.metrics.answer import labels_of

if TYPE_CHECKING:
    from fupan.metrics.definition import Dimension
    from fupan.metrics.turn import Turn


ORGANISATION = frozenset({"people", "positions", "org_units"})
"""Who somebody outside the own rows is, is told by the directory, not by what they sold."""


def called(
    turn: Turn, table: str, columns: Iterable[str], rows: Sequence[Mapping[str, Any]]
) -> dict[str, dict[Any, str]]:
    """Column -> key -> name, for the columns of *table* that refer to a master with names."""
    refers = {f.name: f.refers for f in contract(table).fields if f.refers}
    found: dict[str, dict[Any, str]] = {}
    for column in columns:
        master = refers.get(column.removesuffix("_now"))
        if master in ORGANISATION and turn.scope.dimensions:
            continue
        named = _named(turn, master) if master else None
        if named is not None and not turn.scope.hides(named.table or "", named.label or ""):
            keys = [row[column] for row in rows if row.get(column) is not None]
            found[column] = {k: v for k, v in labels_of(named, keys, turn.reader, turn.memo).items() if v != k}
    return {column: names for column, names in found.items() if names}


def _named(turn: Turn, master: str) -> Dimension | None:
    """The dimension that stands for the members of a master table, if it has names."""
    every = turn.definitions.dimensions.values()
    return next((d for d in every if d.table == master and d.keyed and d.label), None)
