"""Targets as figures, and actuals that fall under a target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis

from fupan.errors import QuestionError
from fupan.metrics.carrying import conforms, fact_columns
from fupan.metrics.definition import Fact
from fupan.metrics.plan.bind import bind, needed
from fupan.metrics.plan.frame import choose, literal, segment_start, within
from fupan.metrics.plan.goal_set import TREES, GoalSet, members
from fupan.metrics.plan.holders import FOLLOWS, with_holders
from fupan.metrics.plan.run import rows_of
from fupan.metrics.plan.scan import MONEY, SEGMENT

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.resolve import GoalLeaf


def target_figures(
    asking: Asking, leaves: list[GoalLeaf], goal: GoalSet, buckets: Sequence[tuple[date, date, date]]
) -> ir.Table:
    """Targets by dimensions and bucket (``_seg`` is the bucket's start); *buckets* are (start, end of what is
    planned, end of what has gone), in order.

    The target of a running window is that of its whole period; of one asked as "to date" (ytd), that of every period
    begun in it, in full. The phased target takes the share of each period's days that has gone. A target of a ratio is not added up: it stands where exactly one row answers.
    """
    rows = goal.rows(asking)
    if any(d.key in FOLLOWS and d.key not in goal.columns for d in needed(asking)):
        rows = with_holders(asking, rows)
    bound = bind(asking, asking.definitions.facts["targets"], goal.metric, rows)
    start = bound["start_date"]
    parts = [(s, planned) for s, planned, _ in buckets]
    bound = bound.filter(within(start, parts))
    start, cut = (
        bound["start_date"],
        choose(bound["start_date"], [(s, planned, literal(e)) for s, planned, e in buckets], ibis.null("date")),
    )
    days = bound["end_date"].delta(bound["start_date"], unit="day")
    gone = ibis.least(ibis.greatest(cut.delta(bound["start_date"], unit="day"), 0), days)
    share = gone.cast("float64") / days.cast("float64").nullif(0)
    figures: dict[str, Any] = {}
    for leaf in leaves:
        amount = bound["amount"]
        if not leaf.summable:
            one = bound.count(where=amount.notnull()) == 1
            figures[leaf.id] = ibis.ifelse(one, amount.max().cast("float64"), ibis.null("float64"))
        elif leaf.phased:
            figures[leaf.id] = (amount.cast("float64") * share).sum().cast("float64")
        else:
            figures[leaf.id] = amount.sum().cast(MONEY)
    keys = {n: bound[f"dim.{n}"] for n in asking.names} | {SEGMENT: segment_start(start, parts)}
    return bound.group_by(**keys).aggregate(**figures)


def match_columns(asking: Asking, goal: GoalSet, fact: Fact, metric: str) -> dict[str, str]:
    """What a scan must carry besides the dimensions so that its rows can be matched with targets: alias -> column."""
    columns = fact_columns(fact)
    found: dict[str, str] = {}
    for column in goal.columns:
        dimension = asking.definitions.dimensions.get(column)
        if dimension is not None and conforms(dimension, fact):
            found[f"_g_{column}"] = f"dim:{column}"
        elif column in columns:
            found[f"_g_{column}"] = column
        elif any(asking.definitions.dimensions[d].key == column for d in fact.without):
            found[f"_g_{column}"] = f"(none) {column}"
        else:
            raise QuestionError(
                "non_conformed",
                f"Targets of {goal.metric} are set by {column}, which {fact.name} (part of {metric}) does not carry.",
                closest=f"{goal.metric} without its target",
            )
    return found


def matched(asking: Asking, scanned: ir.Table, goal: GoalSet, aliases: Iterable[str]) -> ir.Table:
    """The scanned rows that fall under a target of *goal*: same slice, day inside [start, end). Rows never multiply."""
    rows = goal.rows(asking)
    wanted = [alias for alias in aliases if alias.removeprefix("_g_") in goal.columns]
    sides = {}
    for alias in wanted:
        column = alias.removeprefix("_g_")
        sides[alias] = lift(asking, scanned[alias], goal, column) if column in TREES else scanned[alias]
    lifted = scanned.mutate(**{f"{alias}#": side for alias, side in sides.items()})
    if not wanted:
        spans = [(lifted[SEGMENT] >= literal(p.start)) & (lifted[SEGMENT] < literal(p.end)) for p in goal.periods]
        keep = spans[0]
        for each in spans[1:]:
            keep = keep | each
        return lifted.filter(keep)
    keys = rows.select(
        **{f"t{alias}": rows[alias.removeprefix("_g_")] for alias in wanted},
        t_start=rows["start_date"],
        t_end=rows["end_date"],
    ).distinct()
    on = [lifted[f"{alias}#"] == keys[f"t{alias}"] for alias in wanted]
    on += [lifted[SEGMENT] >= keys["t_start"], lifted[SEGMENT] < keys["t_end"]]
    return lifted.semi_join(keys, on)


def lift(asking: Asking, column: Any, goal: GoalSet, key: str) -> Any:
    """A node of a tree (city, office) replaced by its nearest ancestor that has a target (region, area)."""
    table, name = TREES[key]
    nodes = members(asking, goal, key)
    tree = asking.once(("tree", table), lambda inner: _parents(inner, table, name))
    below: dict[str, list[str]] = {}
    for node in tree:
        above, seen = node, set()
        while above is not None and above not in nodes and above not in seen:
            seen.add(above)
            above = tree.get(above)
        if above in nodes and above != node:
            below.setdefault(above, []).append(node)
    moved = [(column.isin(sorted(under)), ibis.literal(node)) for node, under in sorted(below.items())]
    return ibis.cases(*moved, else_=column) if moved else column


def _parents(asking: Asking, table: str, name: str) -> dict[str, str | None]:
    return {r[name]: r["parent_id"] for r in rows_of(asking.table(table).select(name, "parent_id").distinct())}
