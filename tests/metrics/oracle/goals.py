"""Targets by hand: which set answers, what it says for a slice, and which actuals fall under it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import reject
from tests.metrics.oracle.logic import number
from tests.metrics.oracle.pack import Row, definitions, look_up, may_see, member
from tests.metrics.oracle.periods import Months, Span
from tests.metrics.oracle.versions import COLUMNS, amounts, published, standing

from fupan.expressions import names, parse

if TYPE_CHECKING:
    from tests.metrics.oracle.figures import Keep, Slice

NODES = {"region_id": ("regions", "parent_id"), "position_id": ("positions", "manager_position_id")}
PLANS = {"target": ("target", "target"), "floor": ("target", "floor"), "stretch": ("target", "stretch"),
         "budget": ("budget", "target"), "forecast": ("forecast", "target")}  # fmt: skip
Chosen = tuple[tuple[str, ...], list[Row]]


class RefusedError(Exception):
    """No set of targets is fine enough for the question."""


def as_date(day: Any) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)


def filled(row: Row) -> tuple[str, ...]:
    """The columns that a target names members in."""
    return tuple(c for c in COLUMNS if row.get(c) is not None or row.get(f"{c}_raw"))


def same_slice(one: Row, other: Row, but: str) -> bool:
    """Whether two targets of a set stand for the same slice but for one column."""
    return filled(one) == filled(other) and all(one.get(c) == other.get(c) for c in filled(one) if c != but)


def nests(row: Row, bucket: Months) -> bool:
    """Whether a target's period lies whole inside a period of the answer."""
    return bucket.start <= as_date(row["start_date"]) and as_date(row["end_date"]) <= bucket.whole_end


def rounded(amount: Fraction) -> Fraction:
    """To the cent, a half away from zero."""
    return Fraction(math.floor(abs(amount) * 100 + Fraction(1, 2)), 100) * (1 if amount >= 0 else -1)


class Plan:
    """The targets that an asker may see."""

    def __init__(
        self, inside: Slice, by: tuple[str, ...], where: str | None, breakdown: Iterable[str] = (),
        buckets: Sequence[Months] = (), plan: str = "target", *, split: bool = False,
    ) -> None:  # fmt: skip
        self.inside, self.tables = inside, inside.tables
        self.breakdown, self.buckets, self.split = tuple(breakdown), tuple(buckets), split
        name, _, version = plan.partition("@")
        self.kind, self.level, self.version = *PLANS[name], version or None
        self.needed = dict.fromkeys([*by, *(names(parse(where)) if where else ())])

    def chosen(self, metric: str, frame: Span) -> Chosen | None:
        """Columns and rows of the one set that answers for a window; None without any target there."""
        sets: dict[tuple[Any, tuple[str, ...], int], list[Row]] = {}
        every = [r for r in self.tables.get("targets", []) if r["metric"] == metric and self.seen(r)]
        if self.version not in (None, "in_force") and every and self.version not in {r.get("version") for r in every}:
            raise RefusedError
        seen = standing(every, self.version)
        for row in seen:
            if as_date(row["start_date"]) < frame.whole_end and as_date(row["end_date"]) > frame.start:
                columns = filled(row)
                sets.setdefault((row.get("grain_set"), columns, self.depth(row, seen)), []).append(row)
        if not sets:
            return None
        levelled = {(name, columns) for name, columns, depth in sets if depth}
        fitting = []
        for (name, columns, depth), rows in sets.items():
            if not all(self.holds(d, columns, rows) for d in self.needed):
                continue
            days = {
                d
                for r in rows
                for d in range(
                    max(as_date(r["start_date"]), frame.start).toordinal(),
                    min(as_date(r["end_date"]), frame.whole_end).toordinal(),
                )
            }
            loose = [r for r in rows if not any(nests(r, b) for b in self.buckets)]
            if loose and not self.split and self.buckets:
                continue
            ends = [as_date(r["end_date"]) for r in rows if as_date(r["start_date"]) < frame.whole_end]
            over = max((max(ends) - frame.whole_end).days, 0) if self.buckets else 0
            size = (len(rows) if (name, columns) in levelled else 0, len(amounts(rows)))
            fitting.append(
                (
                    (-len(days), bool(loose and self.buckets), over, len(columns), self.height(depth, columns), *size),
                    columns,
                    rows,
                )
            )
        if not fitting:
            raise RefusedError
        best = min(rank for rank, _, _ in fitting)
        equals = [(columns, rows) for rank, columns, rows in fitting if rank == best]
        of_rows = [(c, rows) for c, rows in equals if all(self.names(d, c) for d in self.breakdown)]
        equals = of_rows or equals
        newest = max(map(published, (rows for _, rows in equals)))
        latest = [(columns, rows) for columns, rows in equals if published(rows) == newest]
        if any(amounts(rows) != amounts(latest[0][1]) for _, rows in latest):
            raise RefusedError
        if len(latest) > 1:
            reject()  # the same plan told twice: which of them the actuals are matched with is not said
        return latest[0]

    def seen(self, row: Row) -> bool:
        """Whether a row is of the plan and level asked about, and one that the asker may see."""
        mine = (row.get("plan") or "target") == self.kind and (row.get("level") or "target") == self.level
        return mine and may_see(self.tables, "targets", row, self.inside.scope)

    def height(self, depth: int, columns: tuple[str, ...]) -> int:
        """Nodes above before those below; of positions told apart, the people's before their managers'."""
        return -depth if "position_id" in columns and {"position", "person"} & set(self.needed) else depth

    def depth(self, row: Row, among: list[Row]) -> int:
        """How many nodes above have a target in the same set beside this one's: those are a level of their own."""
        return max(
            (self.above_in(row, c, table, up, among) for c, (table, up) in NODES.items() if row.get(c)), default=0
        )

    def above_in(self, row: Row, column: str, table: str, up: str, among: list[Row]) -> int:
        return max(
            len(self.above(table, up, row[column]) & {r[column] for r in among if same_slice(r, other, column)})
            for other in among
            if other.get(column) == row.get(column) and filled(other) == filled(row)
        )

    def above(self, table: str, up: str, node: Any) -> set[Any]:
        """Ancestors of a node."""
        found: set[Any] = set()
        while (master := look_up(self.tables, table, node)) and master.get(up) not in (None, *found):
            node = master[up]
            found.add(node)
        return found

    def holds(self, dimension: str, columns: tuple[str, ...], rows: list[Row]) -> bool:
        """Whether every target of a set says where it stands in a dimension."""
        if not self.names(dimension, columns):
            return False
        spec = definitions()["dimensions"][dimension]
        if spec.get("own") in columns:
            return True
        key, column = spec["key"], spec.get("column")
        return not column or all(
            (look_up(self.tables, spec["table"], r[key]) or {}).get(column) is not None
            for r in rows
            if r.get(key) is not None
        )

    def names(self, dimension: str, columns: tuple[str, ...]) -> bool:
        """Whether targets that fill *columns* name members of a dimension."""
        spec = definitions()["dimensions"][dimension]
        return spec.get("own") in columns or bool(spec.get("table") and spec["key"] in columns)

    def target(self, metric: str, by: Keep, period: Span, frame: Span, *, phased: bool) -> Fraction | None:
        """Sum of the targets of a slice whose periods begin in the window; phased: the share of their days that is gone."""
        chosen = self.chosen(metric, frame)
        if chosen is None:
            return None
        found = []
        for row in chosen[1]:
            start, end = as_date(row["start_date"]), as_date(row["end_date"])
            if row["amount"] is None or not by("targets", row) or not self.inside.keep("targets", row):
                continue
            whole, amount = (end - start).days, number(row["amount"])
            gone = min(max((period.end - start).days, 0), whole) if period.begun else 0
            if period.start <= start < period.whole_end and (not self.split or end <= period.whole_end):
                found.append(amount * (Fraction(gone, whole) if phased else 1))
            elif self.split and start < period.whole_end and end > period.start:
                low = max((period.start - start).days, 0)
                high = max(low, gone) if phased else min((period.whole_end - start).days, whole)
                parts = [rounded(amount * Fraction(days, whole)) for days in (high, low)]
                found.append(parts[0] - parts[1])
        return sum(found, Fraction(0)) if found else None

    def covers(self, metric: str, fact: str, row: Row, day: Any, frame: Span) -> bool:
        """Whether a row of a fact falls under a target of the set: same slice, day in [start, end)."""
        chosen = self.chosen(metric, frame)
        if chosen is None or day is None:
            return False
        columns, rows = chosen
        for goal in rows:
            if not as_date(goal["start_date"]) <= as_date(day) < as_date(goal["end_date"]):
                continue
            if all(goal.get(c) is not None and self.stands(fact, row, c, rows) == goal[c] for c in columns):
                return True
        return False

    def stands(self, fact: str, row: Row, column: str, rows: list[Row]) -> Any:
        """Where a row stands in a column of the targets: the nearest node of a tree that has a target."""
        if column in definitions()["dimensions"]:
            return member(self.tables, fact, row, column)
        key = row.get(column)
        if column in NODES:
            table, up = NODES[column]
            nodes, seen = {r.get(column) for r in rows} - {None}, set()
            node = key
            while node is not None and node not in nodes and node not in seen:
                seen.add(node)
                node = (look_up(self.tables, table, node) or {}).get(up)
            return node if node in nodes else key
        return key
