"""The nearest node with a target, of each node of a tree: itself, or one above it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fupan.metrics.plan.layers import TREES

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

NEAREST = "nearest"
_MOST_JOINS = 2
Under = tuple[tuple[str, tuple[str, ...]], ...]
"""Node with a target, and the nodes without one whose nearest ancestor it is."""


@dataclass(frozen=True, slots=True)
class Lift:
    """What of the tree of a column falls under the nodes with a target: now, and as it stood since each of some days
    (YYYY-MM-DD).

    ``nodes`` are those with a target, and ``steps`` is how far below its nearest one a node stands at most; ``beside``
    says that the tree's table lacks one with a target.
    """

    column: str
    now: Under
    then: tuple[tuple[Under, tuple[str, ...]], ...] = ()
    nodes: tuple[str, ...] = ()
    steps: int = 0
    beside: bool = False


def with_nearest(asking: Asking, rows: ir.Table, lift: Lift) -> ir.Table:
    """*rows* of the tree's table with the column ``nearest``: the nearest node with a target, else the node itself.

    Thousands of nodes may stand below a few: then it is looked up by the table's own parents, not told one by one.
    """
    import ibis

    table, key, parent = TREES[lift.column]
    if lift.steps > 1 + _MOST_JOINS or len(lift.nodes) * lift.steps > sum(len(below) for _, below in lift.now):
        return rows.mutate(**{NEAREST: moved(rows[key], lift.now)})
    rows = rows.mutate(_up0=rows[key], _up1=rows[parent])
    for step in range(1, lift.steps):
        tree = asking.table(table).view()
        tree = tree.select(_node=tree[key], _above=tree[parent])
        joined = rows.left_join(tree, rows[f"_up{step}"] == tree["_node"])
        rows = joined.select(*rows.columns, **{f"_up{step + 1}": joined["_above"]})
    cases = [(rows[f"_up{n}"].isin(lift.nodes), rows[f"_up{n}"]) for n in range(lift.steps + 1)]
    return rows.mutate(**{NEAREST: ibis.cases(*cases, else_=rows["_up0"])})


def moved(column: Any, under: Under) -> Any:
    """The column, each node told in *under* replaced by the one it stands under."""
    import ibis

    cases = [(column.isin(found), ibis.literal(node)) for node, found in under]
    return ibis.cases(*cases, else_=column) if cases else column
