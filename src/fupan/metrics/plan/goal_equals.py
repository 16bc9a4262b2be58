"""Which of several sets of targets that answer a question equally well: the one published last, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fupan.errors import QuestionError
from fupan.metrics.plan.aim import metric_of
from fupan.metrics.plan.frame import Frame
from fupan.metrics.plan.goal_set import GoalSet
from fupan.metrics.plan.holders import holds
from fupan.metrics.plan.versions import natural

if TYPE_CHECKING:
    from fupan.metrics.plan.asking import Asking

Told = Mapping[GoalSet, list[dict[str, Any]]]


def decided(asking: Asking, frame: Frame, equals: Sequence[GoalSet], told: Told) -> GoalSet:
    """Of *equals* the one that answers the question's own rows, where it is asked for their total; then the one that was
    published last; of those, any where they come to the same in every period.

    Published last is what came into force last (``valid_from``), then what has the newest version by name. *told* are
    the rows of the catalogue of each set. QuestionError (code target_sets) where nothing tells which one is meant.
    """
    if len(equals) == 1:
        return equals[0]
    of_rows = [goal for goal in equals if all(holds(d, goal.columns) for d in asking.breakdown)] or equals
    published = {goal: _published(told[goal], frame) for goal in of_rows}
    newest = max(published.values())
    latest = [goal for goal in of_rows if published[goal] == newest]
    first, *others = latest
    if any(_amounts(told[g], frame) != _amounts(told[first], frame) for g in others):
        raise _undecided(asking, latest)
    return first


def _published(rows: list[dict[str, Any]], frame: Frame) -> Any:
    """When the newest target of a set came: comparable with that of another."""
    return max((r["valid_from"] is not None, r["valid_from"] or r["start_date"].min, natural(r["version"]))
               for r in _seen(rows, frame))  # fmt: skip


def _amounts(rows: list[dict[str, Any]], frame: Frame) -> dict[Any, Decimal]:
    """What a set comes to in each of its periods."""
    found: dict[Any, Decimal] = {}
    for r in _seen(rows, frame):
        span = r["start_date"], r["end_date"]
        found[span] = found.get(span, Decimal(0)) + r["amount"]
    return found


def _seen(rows: list[dict[str, Any]], frame: Frame) -> list[dict[str, Any]]:
    last = max(b.window.plan_end for b in frame.buckets)
    return [r for r in rows if r["start_date"] < last] or rows


def name_of(goal: GoalSet) -> str:
    """What people call a set: its name, what it is set by, or both."""
    columns = " x ".join(goal.columns) or "time alone"
    return f"“{goal.grain_set}” (by {columns})" if goal.grain_set else f"by {columns}"


def _undecided(asking: Asking, goals: Sequence[GoalSet]) -> QuestionError:
    metric = metric_of(goals[0].key)
    by = {
        c: d.name
        for d in reversed([*asking.definitions.dimensions.values()])  # region before province and city
        for c in (d.own, d.key if d.table else None)
        if c is not None
    }
    only = [c for goal in goals for c in goal.columns if c in by and not all(c in g.columns for g in goals)]
    closest = " or ".join(f"{metric} against target by {by[c]}" for c in dict.fromkeys(only))
    return QuestionError(
        "target_sets",
        f"Several sets of targets of {metric} answer this and differ: {', '.join(map(name_of, goals))}; neither was"
        " published (in force from, version) after the other.",
        closest=closest or f"{metric} without its target, or load the set that counts with a later version",
        details={"metric": metric, "dimensions": tuple(dict.fromkeys(by[c] for c in only))},
    )
