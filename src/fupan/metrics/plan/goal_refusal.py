"""Why no targets answer a question, and the nearest question that they do answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.errors import QuestionError
from fupan.metrics.definition import Dimension
from fupan.metrics.plan.aim import metric_of
from fupan.metrics.plan.goal_set import aim_in, told_by, versions
from fupan.metrics.plan.holders import holds

if TYPE_CHECKING:
    from fupan.metrics.definitions import Definitions
    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.goal_set import GoalSet


def other_basis(asking: Asking, metric: str, planned: str, actual: str) -> QuestionError:
    """A target on another basis than the metric's."""
    same = [m.name for m in asking.definitions.metrics.values() if m.basis == planned]
    return QuestionError(
        "basis",
        f"The target of {metric} is set on the basis {planned}, its actuals are on {actual}.",
        closest=f"attainment of {same[0]}" if same else f"targets of {metric} on {actual}",
        details={"metric": metric, "same": same},
    )


def check_basis(usual: Definitions, asking: Asking, goal: GoalSet) -> None:
    """Refuse a target that names no basis, so that it is on the metric's usual one, for actuals by another date."""
    name = metric_of(goal.metric)
    own, asked = usual.metric(name).basis, asking.definitions.metric(name).basis
    if own is not None and own != asked:
        raise other_basis(asking, name, own, str(asked))


def check_version(asking: Asking, key: str) -> None:
    """Refuse a version that no target of the plan names, where it has targets at all."""
    wanted = aim_in(asking, key).version
    if (
        wanted is not None
        and told_by(asking, key) is not None
        and (known := versions(asking, key))
        and wanted not in known
    ):
        raise QuestionError("target_version", f"Targets of {metric_of(key)} have no version “{wanted}”.",
                            closest="the newest version (leave target_version out)",
                            details={"metric": metric_of(key)})  # fmt: skip


def refusal(
    asking: Asking, metric: str, needed: list[Dimension], dimensions: list[GoalSet], periods: list[GoalSet]
) -> QuestionError:
    """Targets that are too coarse: in time (with the offer to spread them) or in dimensions."""
    if periods:
        longest = max(periods[0].periods, key=lambda p: (p.end - p.start).days)
        window = asking.calendar.between(longest.start, longest.end)
        return QuestionError(
            "target_grain",
            f"Targets of {metric} are set for {window.label}, longer than or across the periods asked for.",
            closest=f"{metric} against target for {window.label}, without a breakdown in time;"
            " or phase='season' (or 'even', 'working_days') to spread the target over its period",
            details={"metric": metric, "window": window},
        )
    richest = max(dimensions, key=lambda g: len(g.columns))
    askable = [
        d.name for d in asking.definitions.dimensions.values() if d.table and d.keyed and holds(d, richest.columns)
    ] + [
        d.name
        for d in asking.definitions.dimensions.values()
        if d.name in {"region", "product_line", "customer_tier"} and holds(d, richest.columns)
    ]
    return QuestionError(
        "target_grain",
        f"No targets of {metric} are set by {', '.join(d.name for d in needed)}; they are set by"
        f" {', '.join(richest.columns) or 'nothing but time'}.",
        closest=f"{metric} against target by {', '.join(dict.fromkeys(askable)) or 'no dimension'}",
        details={"metric": metric, "dimensions": tuple(dict.fromkeys(askable))},
    )
