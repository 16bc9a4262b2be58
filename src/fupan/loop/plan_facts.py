"""What the metric layer tells a plan: last year's actuals by slice and day, from which slices and weights are made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fupan.errors import UserError
from fupan.plan.slices import AXES, Axis, Path, Slices, make_slices

if TYPE_CHECKING:
    from fupan.calendar import Window
    from fupan.loop.company import Company
    from fupan.metrics import Result


@dataclass(frozen=True, slots=True)
class Actuals:
    """Amounts by path, and what people call each member, by axis and member."""

    amounts: dict[Path, Decimal]
    names: dict[tuple[str, str], str]


def plan_axes(by: Sequence[str]) -> tuple[Axis, ...]:
    """The steps of a breakdown; UserError names the dimensions that a target can be set by."""
    if wrong := [name for name in by if name not in AXES]:
        raise UserError(f"no target is set by {wrong[0]}; a plan is broken down by {', '.join(AXES)}")
    return tuple(AXES[name] for name in by)


def actuals_by_slice(company: Company, metric: str, by: Sequence[str], window: Window) -> Actuals:
    """The metric's actuals in *window* by the lowest slices that have any; what no member is known of is left out."""
    told = company.query([metric], by, f"{window.start}..{window.last}", as_of=window.last)
    amounts: dict[Path, Decimal] = {}
    names: dict[tuple[str, str], str] = {}
    for row in told.rows:
        members = [_member(row, name, names) for name in by]
        if all(members) and row[metric] is not None:
            path = tuple(str(m) for m in members)
            amounts[path] = amounts.get(path, Decimal(0)) + Decimal(row[metric])
    return Actuals(amounts, names)


def _member(row: dict[str, Any], axis: str, names: dict[tuple[str, str], str]) -> str | None:
    label = row.get(axis)
    key = row.get(f"{axis}.key") or label
    if key is None or str(label).startswith("("):
        return None
    names[axis, str(key)] = str(label)
    return str(key)


def slices_of(axes: Sequence[Axis], actuals: Actuals) -> Slices:
    """The tree of all slices that had actuals, the larger ones first at each step."""
    sums: dict[Path, Decimal] = {}
    for path, amount in actuals.amounts.items():
        for n in range(len(path) + 1):
            sums[path[:n]] = sums.get(path[:n], Decimal(0)) + amount
    ordered = sorted(actuals.amounts, key=lambda p: [(-sums[p[: n + 1]], p[n]) for n in range(len(p))])
    return make_slices(axes, ordered, actuals.names)


def daily_actuals(company: Company, metric: str, windows: Iterable[Window]) -> dict[date, float]:
    """The whole's actuals by day."""
    found: dict[date, float] = {}
    for window in windows:
        told: Result = company.query([metric], ["day"], f"{window.start}..{window.last}", as_of=window.last)
        found |= {r["day.key"]: float(r[metric]) for r in told.rows if r[metric] is not None}
    return found
