"""Metrics taken apart into figures that can be read: filtered ones, means, conversions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from fupan.expressions import Node, Operation
from fupan.metrics.definition import Average, Conversion, Count, Cumulative, Filtered, Sum, Trailing
from fupan.metrics.plan.reach import Reach, reach_of


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the filtered metrics above a figure ask of it: conditions on its rows, perhaps another date role."""

    name: str = ""
    where: tuple[str, ...] = ()
    time: str | None = None
    reach: Reach | None = None

    def also(self, metric: Filtered) -> Narrowing:
        """This narrowing with that of *metric* inside; the outer date role goes before."""
        where = (*self.where, *((metric.where,) if metric.where else ()))
        return replace(self, name=self.name or metric.name, where=where, time=self.time or metric.time)

    def reaching(self, metric: Cumulative | Trailing) -> Narrowing:
        """This narrowing over the window that *metric* reaches back to; that of the outer one goes before."""
        return replace(self, reach=self.reach or reach_of(metric))

    def of(self, metric: Any) -> Any:
        """*metric* so narrowed, under a name of its own."""
        if not self.name:
            return metric
        update = {"name": f"{metric.name}[{self.name}]", "where": both(metric.where, *self.where)}
        return metric.model_copy(update=update | ({"time": self.time} if self.time else {}))


WHOLE = Narrowing()


def both(*conditions: str | None) -> str | None:
    """Conditions that must all hold, as one text."""
    given = [c for c in conditions if c]
    return given[0] if len(given) == 1 else " and ".join(f"({c})" for c in given) if given else None


def mean_parts(metric: Average) -> tuple[Any, Any]:
    """The sum above and the sum (of weights) or count below a mean, both over the rows that have a value."""
    common = {k: v for k, v in metric.model_dump(by_alias=True).items() if k not in {"of", "weight", "family", "where"}}
    known = f"({metric.of}) is not null" + (f" and ({metric.weight}) is not null" if metric.weight else "")
    common["where"] = both(metric.where, known)
    above = metric.of if metric.weight is None else f"({metric.of}) * ({metric.weight})"
    top = Sum(**(common | {"family": "sum", "of": above, "name": f"{metric.name}#sum"}))
    name = f"{metric.name}#n"
    if metric.weight is None:
        return top, Count(**(common | {"family": "count", "name": name, "unit": "count", "format": "count"}))
    return top, Sum(**(common | {"family": "sum", "of": metric.weight, "name": name}))


def conversion_parts(metric: Conversion) -> tuple[str, ...]:
    """Which counts of the cohort a conversion is made of: one, or the two of a ratio."""
    match metric.counted:
        case "rate":
            return "reached", "entered"
        case "days":
            return "days", "reached"
        case "age":
            return "age", "entered"
        case only:
            return (only,)


def over(above: Node, below: Node) -> Node:
    """Ratio of sums."""
    return Operation("/", above, below)
