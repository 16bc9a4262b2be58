"""Which target a row below it falls under: that of its nearest ancestor with one, in the tree of the row's own day.

As was, an office that moved on 1 May counts for its old region's target in April and for its new one's from May on; as
is, always for the one it stands under today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from fupan.metrics.plan.frame import told
from fupan.metrics.plan.goal_set import GoalSet, members
from fupan.metrics.plan.layers import TREES, above, parents
from fupan.metrics.plan.nearest import Lift, Under, moved
from fupan.metrics.plan.organisation import SINCE, UNITS, changes
from fupan.metrics.plan.run import rows_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

Tree = Mapping[str, str | None]
SINCE_ALIAS = f"_g_{SINCE}"
LIFTED = "#"
"""Ends the name of a column whose nodes are those with a target."""


def moves(asking: Asking, columns: Iterable[str]) -> bool:
    """Whether rows must say since when the org tree stood as it did, to be matched with targets of *columns*."""
    return "org_unit_id" in columns and bool(changes(asking))


def lift(asking: Asking, rows: ir.Table, alias: str, goal: GoalSet) -> Any:
    """The column *alias* of *rows* (``_g_<column>``), each node without a target replaced by its nearest ancestor with one."""
    import ibis

    key = alias.removeprefix("_g_")
    if key not in TREES:
        return rows[alias]
    column = rows[alias]
    found = next((one for one in goal.lifts if one.column == key), None) or lift_of(asking, goal, key)
    now = moved(column, found.now)  # also of a row whose day is unknown
    stamped = SINCE_ALIAS in rows.columns and rows[SINCE_ALIAS].type().is_date()
    if not (stamped and moves(asking, (key,))):
        return now
    cases = [(rows[SINCE_ALIAS].isin([told(d) for d in days]), moved(column, under)) for under, days in found.then]
    return ibis.cases(*cases, else_=now)


def alike(asking: Asking, goals: Iterable[GoalSet]) -> dict[str, Lift]:
    """Columns in which one look into the tree's own table lifts rows for all *goals* alike, whatever day a row is of."""
    found: dict[str, set[Lift]] = {}
    for goal in goals:
        for each in goal.lifts:
            found.setdefault(each.column, set()).add(each)
    shared = {
        c: next(iter(each)) for c, each in found.items() if len(each) == 1 and c not in asking.definitions.dimensions
    }
    return {c: each for c, each in shared.items() if each.now and not moves(asking, (c,))}


def with_lifts(asking: Asking, goal: GoalSet) -> GoalSet:
    """The goal with what stands below the nodes it names looked up: that shapes the plan, not the nodes themselves."""
    lifts = tuple(lift_of(asking, goal, c) for c in goal.columns if c in TREES)
    return replace(goal, lifts=lifts, children=goal.children and with_lifts(asking, goal.children))


def lift_of(asking: Asking, goal: GoalSet, column: str) -> Lift:
    """What stands below the nodes of *column* that *goal* names: today, and where units moved, since each day."""
    nodes = members(asking, goal, column)
    same: dict[Under, list[str]] = {}
    if moves(asking, (column,)):
        for since, tree in _trees(asking).items():
            same.setdefault(_below(tree, nodes), []).append(since.isoformat())
    then = tuple((under, tuple(days)) for under, days in sorted(same.items()))
    tree = parents(asking, column)
    return Lift(column, _below(tree, nodes), then, tuple(sorted(nodes)), _steps(tree, nodes), bool(nodes - set(tree)))


def _trees(asking: Asking) -> Mapping[date, Tree]:
    """Day -> the org tree (unit -> parent) as it stood from then on."""

    def read(inner: Asking) -> dict[date, Tree]:
        found: dict[date, dict[str, str | None]] = {}
        for r in rows_of(inner.table("org_history").select("valid_from", "org_unit_id", "parent_id").distinct()):
            found.setdefault(r["valid_from"], {})[r["org_unit_id"]] = r["parent_id"]
        return dict(sorted(found.items()))

    trees: Mapping[date, Tree] = asking.once(("trees", UNITS), read)
    return trees


def _below(tree: Tree, nodes: frozenset[str]) -> Under:
    """Node with a target -> the nodes without one whose nearest ancestor it is."""
    under: dict[str, list[str]] = {}
    for node in tree:
        if node not in nodes and (nearest := next((a for a in above(tree, node) if a in nodes), None)) is not None:
            under.setdefault(nearest, []).append(node)
    return tuple((node, tuple(sorted(found))) for node, found in sorted(under.items()))


def _steps(tree: Tree, nodes: frozenset[str]) -> int:
    """How far the farthest node is from its nearest ancestor with a target; 0 where none has one."""
    chains = (above(tree, node) for node in tree if node not in nodes)
    return max((next((n for n, a in enumerate(chain, 1) if a in nodes), 0) for chain in chains), default=0)
