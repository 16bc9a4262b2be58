"""Metrics to what has to be read: the leaves, and one formula over leaves for each metric asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from fupan.errors import QuestionError
from fupan.expressions import (
    Call,
    Compare,
    IsNull,
    Literal,
    Logic,
    Member,
    Name,
    Negative,
    Node,
    Not,
    Operation,
    names,
    parse,
)
from fupan.metrics.carrying import fact_columns, made_of
from fupan.metrics.check import BUILTIN, READING
from fupan.metrics.definition import (
    Additive,
    Average,
    Base,
    Conversion,
    CountBack,
    Cumulative,
    Derived,
    Elapsed,
    Filtered,
    Goal,
    Peers,
    Ratio,
    Share,
    Trailing,
)
from fupan.metrics.definitions import Definitions
from fupan.metrics.plan.aim import goal_key
from fupan.metrics.plan.narrowing import WHOLE, Narrowing, conversion_parts, mean_parts, over
from fupan.metrics.plan.reach import Reach, reach_of
from fupan.metrics.plan.rights import check_masked, places_of
from fupan.metrics.question import Scope
from fupan.metrics.thin import sample_column

ZERO = {"sum", "count", "count_distinct", "entities", "first", "cohort", "conversion", "population"}
RIGHT = {"rank": "own_rank", "deviation": "company_mean"}
"""Which benchmark right a figure among peers rests on."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A figure read from one fact. ``matched`` names the goals (see ``goal_key``) that its rows must fall under.

    ``reach`` says that it is taken over the cumulated window of each row.
    """

    id: str
    metric: Any
    matched: str | None = None
    reach: Reach | None = None

    @property
    def additive(self) -> bool:
        """Whether figures of parts of a stretch give that of the stretch."""
        return self.metric.family in Additive

    @property
    def zero(self) -> bool:
        """Whether no rows mean 0 (sums and counts), not nothing."""
        return self.metric.family in ZERO and getattr(self.metric, "empty", "zero") == "zero"


@dataclass(frozen=True, slots=True)
class GoalLeaf:
    """A figure of the targets of metric ``of`` in one plan.

    ``part`` is the whole ``target``, ``phased_target`` what of it is due by the as-of date, ``target_of_children`` the
    sum of the targets set one level below.
    """

    id: str
    of: str
    part: str
    plan: str
    summable: bool
    reach: Reach | None = None

    @property
    def key(self) -> str:
        """Name of the goals that it reads."""
        return goal_key(self.of, self.plan)


@dataclass(slots=True)
class Resolved:
    """Leaves by id, and per asked metric its definition and formula; shares are taken after the rest.

    ``touched`` are the contract columns (table, column) that figures are made of.
    """

    leaves: dict[str, Leaf] = field(default_factory=dict)
    goals: dict[str, GoalLeaf] = field(default_factory=dict)
    formulas: dict[str, Node] = field(default_factory=dict)
    shares: dict[str, str] = field(default_factory=dict)
    peers: dict[str, str] = field(default_factory=dict)
    peers_of: dict[str, Any] = field(default_factory=dict)
    metrics: dict[str, Any] = field(default_factory=dict)
    against: set[str] = field(default_factory=set)
    touched: set[tuple[str, str]] = field(default_factory=set)

    def leaf_ids(self, metric: str) -> list[str]:
        """Ids of the leaves under a metric's formula."""
        return [n for n in names(self.formulas[metric]) if n.partition("~")[0] not in BUILTIN]

    def parts_of(self, metric: str) -> list[str]:
        """Ids of the leaves under an asked metric, a share or a rank among them."""
        inner = self.shares.get(metric) or self.peers.get(metric) or metric
        return self.leaf_ids(inner) if inner in self.formulas else []

    def reaches(self) -> list[Reach]:
        """The cumulated windows that leaves are taken over."""
        every: tuple[Leaf | GoalLeaf, ...] = (*self.leaves.values(), *self.goals.values())
        return list(dict.fromkeys(leaf.reach for leaf in every if leaf.reach is not None))

    def facts(self) -> list[str]:
        """Names of the facts that are read, the targets among them."""
        found = dict.fromkeys(leaf.metric.fact for leaf in self.leaves.values())
        return [*found, *(["targets"] if self.goals and "targets" not in found else [])]

    def goal_metrics(self) -> list[str]:
        """Metrics (and plans, see ``goal_key``) whose targets are needed."""
        found = [g.key for g in self.goals.values()] + [leaf.matched for leaf in self.leaves.values() if leaf.matched]
        return list(dict.fromkeys(found))


def resolve(definitions: Definitions, metrics: Iterable[str], scope: Scope, *, plans: Iterable[str]) -> Resolved:
    """Leaves and formulas of *metrics*; *plans* adds ``m.<plan>`` and ``m.vs_<plan>``."""
    found = Resolved()
    resolver = _Resolver(definitions, scope, found)
    for name in dict.fromkeys(metrics):
        metric = definitions.metric(name)
        label = name if name in definitions.metrics else metric.name
        found.metrics[label] = metric
        if isinstance(metric, Share):
            inner = definitions.metric(metric.of)
            if not summable(definitions, inner.name):
                raise QuestionError("unsafe_aggregation", f"Shares of {inner.name} do not add up to a whole.",
                                    closest=f"{inner.name} itself, with totals", details={"metric": name, "nearest": inner.name})  # fmt: skip
            hidden = f"{label}#of"
            found.formulas[hidden] = resolver.expand(inner)
            found.shares[label] = hidden
        elif isinstance(metric, Peers):
            hidden = f"{label}#of"
            found.formulas[hidden] = resolver.expand(definitions.metric(metric.of))
            found.peers[label], found.peers_of[label] = hidden, metric
            if scope.beyond and scope.dimensions and scope.may(RIGHT[metric.family], metric.of):
                resolve(definitions, (metric.of,), scope.company, plans=())  # rows outside go in, with their masks
        else:
            found.formulas[label] = resolver.expand(metric)
        if metric.sample is not None:
            found.formulas[sample_column(label)] = resolver.expand(definitions.metric(metric.sample))
        own = isinstance(metric, Base | Filtered | Ratio | Cumulative) or (
            isinstance(metric, Derived) and metric.of is None
        )
        for plan in dict.fromkeys(plans) if own else ():
            found.formulas[f"{label}.{plan}"] = resolver.goal(metric.name, "target", plan)
            found.formulas[f"{label}.vs_{plan}"] = _less_one(
                Operation("/", resolver.credited(metric.name, plan), resolver.goal(metric.name, "target", plan))
            )
            found.against |= {f"{label}.{plan}", f"{label}.vs_{plan}"}
    return found


def summable(definitions: Definitions, name: str) -> bool:
    """Whether figures of slices add up: sums and counts, and what is made of them by + and - alone."""
    metric = definitions.metric(name)
    if isinstance(metric, Derived):
        return metric.of is None and _linear(definitions, parse(metric.formula))
    if isinstance(metric, Filtered | Cumulative):
        return summable(definitions, metric.of)
    return metric.family in {"sum", "count"}


def _linear(definitions: Definitions, node: Node) -> bool:
    match node:
        case Name(name):
            return name not in BUILTIN and summable(definitions, name)
        case Negative(operand):
            return _linear(definitions, operand)
        case Operation("+" | "-", left, right):
            return _linear(definitions, left) and _linear(definitions, right)
        case Operation("*", Literal(), other) | Operation("*", other, Literal()):
            return _linear(definitions, other)
        case _:
            return False


class _Resolver:
    def __init__(self, definitions: Definitions, scope: Scope, found: Resolved) -> None:
        self.definitions, self.scope, self.found = definitions, scope, found

    def expand(self, metric: Any, matched: str | None = None, within: Narrowing = WHOLE) -> Node:
        if isinstance(metric, Derived):
            return self.formula(metric, matched, within)
        if isinstance(metric, Filtered):
            return self.expand(self.definitions.metric(metric.of), matched, within.also(metric))
        if isinstance(metric, Cumulative | Trailing):
            node = self.expand(self.definitions.metric(metric.of), matched, within.reaching(metric))
            return (
                Operation("/", node, Literal(metric.n)) if isinstance(metric, Cumulative) and metric.average else node
            )
        if isinstance(metric, Ratio):
            above, below = (self.definitions.metric(n) for n in (metric.numerator, metric.denominator))
            return over(self.expand(above, matched, within), self.expand(below, matched, within))
        if isinstance(metric, Average):
            above, below = mean_parts(metric)
            return over(self.expand(above, matched, within), self.expand(below, matched, within))
        if isinstance(metric, Conversion):
            parts = [self.cohort(within.of(metric), counted, within) for counted in conversion_parts(metric)]
            return parts[0] if len(parts) == 1 else over(*parts)
        if isinstance(metric, Goal):
            if metric.family == "credited":
                return self.credited(metric.of)
            return self.goal(metric.of, metric.family)
        if isinstance(metric, Elapsed):
            return Operation("/", _days("elapsed_days", within), _days("window_days", within))
        if isinstance(metric, Share | Peers):
            raise QuestionError(
                "share",
                f"A {metric.family} ({metric.name}) cannot stand inside another metric.",
                closest=metric.of,
                details={"nearest": metric.of},
            )
        if isinstance(metric, CountBack):
            if within.where:
                raise QuestionError("filtered", f"{metric.name} takes no filter of its own.", closest=f"{metric.name} with where",
                                    details={"nearest": metric.name})  # fmt: skip
            self.check_masks(self.definitions.metric(metric.flow))
        metric = within.of(metric)
        self.check_masks(metric)
        return self.leaf(metric.name if matched is None else f"{metric.name}@{matched}", metric, within, matched)

    def leaf(self, name: str, metric: Any, within: Narrowing, matched: str | None = None) -> Node:
        leaf = Leaf(name if within.reach is None else f"{name}~{within.reach.name}", metric, matched, within.reach)
        self.found.leaves.setdefault(leaf.id, leaf)
        return Name(leaf.id)

    def cohort(self, metric: Conversion, counted: str, within: Narrowing) -> Node:
        self.check_masks(metric)
        part = metric.model_copy(update={"counted": counted})
        return self.leaf(f"{metric.name}#{counted}", part, within)

    def formula(self, metric: Derived, matched: str | None, within: Narrowing = WHOLE) -> Node:
        down = metric.of is not None and self.definitions.metric(metric.of).direction == "down"
        text = metric.formula_down if down and metric.formula_down else metric.formula

        def place(name: str) -> Node:
            if name in BUILTIN:
                return _days(name, within)
            if metric.of is not None:
                match name:
                    case "actual":
                        return self.expand(self.definitions.metric(metric.of))
                    case "credited":
                        return self.credited(metric.of)
                    case "target" | "phased_target" | "target_of_children":
                        return self.goal(metric.of, name)
                    case _:
                        inner = self.definitions.metric(name)
                        if isinstance(inner, Derived) and inner.of is not None:
                            inner = inner.model_copy(update={"of": metric.of})
                        return self.expand(inner, matched, within)
            return self.expand(self.definitions.metric(name), matched, within)

        return substitute(parse(text), place)

    def credited(self, of: str, plan: str = "target") -> Node:
        metric = self.definitions.metric(of)
        return self.expand(metric, goal_key(of, plan) if summable(self.definitions, of) else None)

    def goal(self, of: str, part: str, plan: str = "target") -> Node:
        named = f"{part}({goal_key(of, plan)})"
        self.check_mask(named, "targets", "amount")
        metric = self.definitions.metric(of)
        reach = reach_of(metric) if isinstance(metric, Cumulative) else None
        leaf = GoalLeaf(named, of, part, plan, summable(self.definitions, of), reach)
        self.found.goals.setdefault(leaf.id, leaf)
        return Name(leaf.id)

    def check_masks(self, metric: Any) -> None:
        fact = self.definitions.facts[metric.fact]
        needed = [c for key in READING if (text := getattr(metric, key, None)) for c in names(parse(text))]
        needed.append(fact.time.get(getattr(metric, "time", None) or fact.default_time, ""))
        for name in needed:
            if name and name not in fact_columns(fact) and name in self.definitions.dimensions:
                check_masked(self.definitions.dimension(name), self.scope, fact)
                self.found.touched |= {*places_of(self.definitions.dimension(name), fact)}
                continue
            for table, column in made_of(fact, name):
                self.check_mask(metric.name, table, column)

    def check_mask(self, metric: str, table: str, column: str) -> None:
        self.found.touched.add((table, column))
        if self.scope.hides(table, column):
            raise QuestionError("masked", f"{metric} needs {table}.{column}, which you may not see.",
                                closest="a metric that does not need it", details={"metric": metric})  # fmt: skip


def substitute(node: Node, place: Any) -> Node:
    """The node with every name replaced by what *place* gives for it."""

    def go(below: Node) -> Node:
        return substitute(below, place)

    match node:
        case Name(name):
            return place(name)  # type: ignore[no-any-return]
        case Operation(_, left, right) | Compare(_, left, right):
            return replace(node, left=go(left), right=go(right))
        case Negative(operand) | Not(operand) | IsNull(operand) | Member(operand, _):
            return replace(node, operand=go(operand))
        case Logic(_, operands):
            return replace(node, operands=tuple(map(go, operands)))
        case Call(_, arguments):
            return replace(node, arguments=tuple(map(go, arguments)))
        case _:
            return node


def _days(name: str, within: Narrowing) -> Node:
    return Name(name if within.reach is None else f"{name}~{within.reach.name}")


def _less_one(node: Node) -> Node:
    return Operation("-", node, Literal(1))


def columns_needed(leaf: Leaf) -> tuple[str, ...]:
    """Columns of the fact that a leaf reads."""
    texts = [getattr(leaf.metric, key, None) for key in READING]
    return tuple(dict.fromkeys(n for t in texts if t for n in names(parse(t))))
