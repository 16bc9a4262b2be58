"""Which plan a figure is held against: target, floor, stretch, budget or forecast, in one version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fupan.errors import QuestionError

PLANS: dict[str, tuple[str, str]] = {
    "target": ("target", "target"), "floor": ("target", "floor"), "stretch": ("target", "stretch"),
    "budget": ("budget", "target"), "forecast": ("forecast", "target"),
}  # fmt: skip
"""Name of a plan in a question -> (kind of plan, level) of its rows in ``targets``."""
IN_FORCE, NEWEST = "in_force", "newest"
_LABELS = {
    "target": ("目标", "target"), "floor": ("保底目标", "floor target"), "stretch": ("挑战目标", "stretch target"),
    "budget": ("预算", "budget"), "forecast": ("预测", "forecast"),
}  # fmt: skip
_BETWEEN = "::"
Choice = Literal["newest", "in_force"]


@dataclass(frozen=True, slots=True)
class Aim:
    """Rows of ``targets`` that a figure is held against.

    ``plan`` is the name in the question (``budget``, ``target@v2``); ``version`` None leaves it to ``rule``.
    """

    metric: str
    plan: str
    kind: str
    level: str
    version: str | None
    rule: Choice


def is_plan(name: str) -> bool:
    """Whether a comparison is with a plan: ``target``, ``budget``, ``target@v2``."""
    return name.partition("@")[0] in PLANS


def goal_key(metric: str, plan: str) -> str:
    """Name under which the goals of a metric and plan are kept; the metric alone for its target."""
    return metric if plan == "target" else f"{metric}{_BETWEEN}{plan}"


def metric_of(key: str) -> str:
    """The metric of a ``goal_key``."""
    return key.partition(_BETWEEN)[0]


def aim_of(key: str, *, version: str | None, level: str, rule: Choice) -> Aim:
    """The plan that *key* names; *version* and *level* are what the question asks of ``target`` itself."""
    metric, _, plan = key.partition(_BETWEEN)
    plan = plan or "target"
    name, _, own = plan.partition("@")
    kind, of_plan = PLANS[name]
    asked = own or (version if plan == "target" else None)
    if asked in {IN_FORCE, NEWEST}:
        rule, asked = ("in_force" if asked == IN_FORCE else "newest"), None
    if plan == "target" and level != "target":
        if level not in {"floor", "target", "stretch"}:
            raise QuestionError(
                "target_level", f"There is no target level “{level}”.", closest="floor, target, stretch"
            )
        of_plan = level
    return Aim(metric, plan, kind, of_plan, asked or None, rule)


def plan_label(plan: str) -> tuple[str, str]:
    """The plan in Chinese and English: ``target@v2`` -> 目标v2, target v2."""
    name, _, version = plan.partition("@")
    zh, en = _LABELS[name]
    if not version:
        return zh, en
    known = {IN_FORCE: ("（期初生效版）", " in force at the start"), NEWEST: ("（最新版）", " newest")}
    more_zh, more_en = known.get(version, (version, f" {version}"))
    return f"{zh}{more_zh}", f"{en}{more_en}"
