"""A whole answer: members found, each cell worked out at its own level, changes, shares, targets, top and others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from tests.metrics.oracle.figures import Slice
from tests.metrics.oracle.goals import PLANS, Plan, RefusedError
from tests.metrics.oracle.logic import work_out
from tests.metrics.oracle.pack import Row, Tables, definitions, label, member
from tests.metrics.oracle.periods import Days, Months, Span, reach

from fupan.expressions import parse
from fupan.metrics import Scope

BASE = {"sum", "count", "count_distinct", "entities", "first", "cohort", "stock", "balance", "conversion"}
ZERO = {"sum", "count", "count_distinct", "entities", "first", "cohort"}
FACTS = ("order_lines", "return_lines", "accruals", "receipts", "targets", "stock_snapshots", "stage_events")
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Asked:
    """A question in the oracle's own words."""

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    window: Months = field(default_factory=lambda: Months(date(2025, 6, 1), 1))
    grain: str | None = None
    compare: tuple[str, ...] = ()
    where: str | None = None
    scope: Scope = field(default_factory=Scope)
    as_of: date | None = None
    subtotals: bool = False
    having: str | None = None
    time: str | None = None
    phase: str | None = None
    spread: bool = False


class Oracle:
    """Answers about literal tables."""

    def __init__(self, tables: Tables, asked: Asked, breakdown: tuple[str, ...] | None = None) -> None:
        self.tables, self.asked = tables, asked
        self.where = None if asked.where is None else parse(asked.where)
        self.slice = Slice(tables, asked.scope, self.keep, asked.time, asked.as_of)
        self.breakdown = asked.by if breakdown is None else breakdown
        self.plan = self.plan_of("target")

    def plan_of(self, name: str) -> Plan:
        """The targets of one plan, as this question sees them."""
        asked = self.asked
        buckets = asked.window.cut(asked.grain) if asked.spread else ()
        return Plan(self.slice, asked.by, asked.where, self.breakdown, buckets, name, split=asked.phase is not None)

    def keep(self, fact: str, row: Row) -> bool:
        """Whether the question's filter takes a row: a member is named by key or label, unknown as such."""
        if self.where is None:
            return True

        def get(name: str) -> Any:
            mine = member(self.tables, fact, row, name)
            return label(self.tables, name, mine)

        return work_out(self.where, get) is True

    def answer(self) -> dict[Key, dict[str, Any]]:
        """Rows by labels of members (and start of the period)."""
        found: dict[Key, dict[str, Any]] = {}
        members = self.members()
        for period in self.asked.window.cut(self.asked.grain):
            if self.asked.window.begun and not period.begun:
                continue  # a running window shows the periods that have begun
            for key in members:
                own = (period.start,) if self.asked.grain else ()
                found[(*own, *(label(self.tables, d, m) for d, m in zip(self.asked.by, key, strict=True)))] = self.cell(
                    key, period, members
                )
        return found

    def total(self) -> dict[str, Any]:
        """The whole, at its own level."""
        return Oracle(self.tables, _without(self.asked), self.asked.by).cell((), self.asked.window, [()])

    def members(self) -> list[Key]:
        """Every combination of members that any fact inside the scope has, in no order."""
        found: dict[Key, None] = {} if self.asked.by else {(): None}
        for fact in FACTS:
            for row in self.tables.get(fact, []):
                found[tuple(member(self.tables, fact, row, d) for d in self.asked.by)] = None
        for line in self.tables.get("invoice_lines", []):  # of an invoice that is known by its red one alone, too
            found[tuple(member(self.tables, "open_items", line, d) for d in self.asked.by)] = None
        return list(found)

    def cell(self, key: Key, period: Months, members: Iterable[Key]) -> dict[str, Any]:
        """All figures of one row."""
        found: dict[str, Any] = {}
        for name in self.asked.metrics:
            if name.startswith("share("):
                inner = name[6:-1]
                whole = sum((self.metric(inner, m, period) or 0 for m in members), Fraction(0))
                mine = self.metric(inner, key, period)
                found[name] = None if mine is None or whole == 0 else mine / whole
                continue
            found[name] = self.metric(name, key, period)
            for against in self.asked.compare:
                if against.partition("@")[0] in PLANS:
                    found |= self.beside(name, against, key, period)
                    continue
                base = self.metric(name, key, period.compared(against), self.frame(against))
                found[f"{name}.{against}"] = base
                points = form(name) in ("percent", "points")
                now = found[name]
                if against == "jan_feb":
                    both = period.both()
                    now = found[f"{name}.jan_feb_now"] = self.metric(
                        name, key, both, Days(both.start, both.end, both.whole_end)
                    )
                if now is None or base is None:
                    change = None
                elif points:
                    change = now - base
                else:
                    change = None if base == 0 else (now - base) / abs(base)
                found[f"{name}.vs_{against}"] = change
        return found

    def beside(self, name: str, against: str, key: Key, period: Months) -> dict[str, Any]:
        """What a plan says of the slice, and how far the actuals that fall under it are from it."""
        reading = Reading(self, key, period, self.shown(), self.plan_of(against))
        goal, credited = reading.goal(name, phased=False), reading.metric(name, name)
        change = None if not goal or credited is None else credited / goal - 1
        return {f"{name}.{against}": goal, f"{name}.vs_{against}": change}

    def shown(self) -> Span:
        """The window as far as its rows go: periods that have begun, each with its whole target."""
        window = self.asked.window
        begun = [p for p in window.cut(self.asked.grain) if p.begun]
        if not self.asked.grain or not window.begun or not begun:
            return window
        return Days(window.start, window.end, begun[-1].whole_end)

    def frame(self, against: str) -> Span:
        """All that the rows of the answer are compared with."""
        found = [p.compared(against) for p in self.asked.window.cut(self.asked.grain)]
        return Days(min(p.start for p in found), max(p.end for p in found), max(p.whole_end for p in found))

    def metric(self, name: str, key: Key, period: Span, frame: Span | None = None) -> Any:
        """A metric of the slice; in a compared *frame* nothing (no base) where none of its parts has a row."""
        reading = Reading(self, key, period, frame or self.shown())
        try:
            found = reading.metric(name)
        except RefusedError:
            if frame is None:
                raise
            return None  # an earlier plan was coarser: no base
        return None if frame is not None and all(p is None for p in reading.parts) else found

    def of(self, key: Key) -> Any:
        """Rows of these members."""
        return lambda fact, row: tuple(member(self.tables, fact, row, d) for d in self.asked.by) == key


class Reading:
    """One metric of one slice in one period; ``parts`` are the figures that it was made of."""

    def __init__(self, oracle: Oracle, key: Key, period: Span, frame: Span, plan: Plan | None = None) -> None:
        self.plan = plan or oracle.plan
        self.oracle, self.key, self.period, self.frame, self.by = oracle, key, period, frame, oracle.of(key)
        self.parts: list[Any] = []

    def metric(self, name: str, matched: str | None = None) -> Any:
        """The figure; with *matched*, of rows that fall under that metric's targets."""
        of = None
        if "(" in name:
            name, of = name.rstrip(")").split("(")
        spec = definitions()["metrics"][name]
        of = of or spec.get("of")
        family = spec["family"]
        if family in BASE:
            return self.base(name, spec, matched)
        if family == "derived":
            about = of if spec.get("of") else None
            down = about is not None and definitions()["metrics"][about].get("direction", "up") == "down"
            formula = spec["formula_down"] if down and "formula_down" in spec else spec["formula"]
            return work_out(parse(formula), lambda part: self.part(part, about, matched))
        if family == "credited":
            return self.metric(of, of)
        if family == "cumulative":
            return self.cumulated(of, spec)
        if family == "elapsed":
            return Fraction(self.gone(), (self.period.whole_end - self.period.start).days)
        assert family in {"target", "phased_target"}, family
        return self.goal(of, phased=family == "phased_target")

    def gone(self) -> int:
        """Days of the period that have gone."""
        return (self.period.end - self.period.start).days if self.period.begun else 0

    def cumulated(self, of: str, spec: dict[str, Any]) -> Any:
        """The metric *of* over the longer window that ends where this one does."""
        longer = Reading(self.oracle, self.key, reach(self.period, spec["window"], spec.get("n")), self.frame)
        found = longer.metric(of)
        self.parts += longer.parts
        return found / spec["n"] if spec.get("average") and found is not None else found

    def part(self, name: str, about: str | None, matched: str | None) -> Any:
        match name:
            case "elapsed_days":
                return self.gone()
            case "window_days":
                return (self.period.whole_end - self.period.start).days
            case "actual" if about:
                return self.metric(about)
            case "credited" if about:
                return self.metric(about, about)
            case "target" | "phased_target" if about:
                return self.goal(about, phased=name == "phased_target")
            case _:
                return self.metric(name, matched)

    def goal(self, of: str, *, phased: bool) -> Any:
        found = self.plan.target(of, self.by, self.period, self.frame, phased=phased)
        self.parts.append(found)
        return found

    def base(self, name: str, spec: dict[str, Any], matched: str | None) -> Any:
        taken, day = self.by, self.oracle.slice.day(spec)
        if matched is not None:
            plan = self.plan

            def taken(fact: str, row: Row) -> bool:
                return bool(self.by(fact, row)) and plan.covers(matched, fact, row, row.get(day), self.frame)

        before = None if isinstance(self.period, Days) else self.period.moved(-self.period.count)
        found = self.oracle.slice.figure(spec, self.period, taken, before)
        nothing = found == 0 and spec["family"] not in {"sum", "stock", "balance"}  # nothing to count is no base
        self.parts.append(None if nothing else found)
        return Fraction(0) if found is None and spec["family"] in ZERO else found


def form(name: str) -> str:
    """How a metric is shown; a cumulative one as the metric it is of."""
    spec = definitions()["metrics"][name.partition("(")[0]]
    return str(spec["format"]) if "format" in spec else form(spec["of"])


def _without(asked: Asked) -> Asked:
    return replace(asked, by=(), grain=None)
