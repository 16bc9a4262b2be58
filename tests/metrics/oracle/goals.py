"""Targets by hand: which set answers, what it says for a slice, and which actuals fall under it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import reject
from tests.metrics.oracle.logic import number
from tests.metrics.oracle.pack import TREES, Row, definitions, look_up, may_see, member
from tests.metrics.oracle.periods import Span

from fupan.expressions import names, parse

if TYPE_CHECKING:
    from tests.metrics.oracle.figures import Keep, Slice

COLUMNS = ("region_id", "product_line", "product_id", "channel_id", "customer_id", "customer_tier")
Chosen = tuple[tuple[str, ...], list[Row]]


class RefusedError(Exception):
    """No set of targets is fine enough for the question."""


def as_date(day: Any) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)


def filled(row: Row) -> tuple[str, ...]:
    """The columns that a target names members in."""
    return tuple(c for c in COLUMNS if row.get(c) is not None or row.get(f"{c}_raw"))


def same_slice(one: Row, other: Row) -> bool:
    """Whether two targets of a set stand for the same slice but for the region."""
    return filled(one) == filled(other) and all(one.get(c) == other.get(c) for c in filled(one) if c != "region_id")


class Plan:
    """The targets that an asker may see."""

    def __init__(self, inside: Slice, by: tuple[str, ...], where: str | None) -> None:
        self.inside, self.tables = inside, inside.tables
        self.needed = dict.fromkeys([*by, *(names(parse(where)) if where else ()), *inside.scope.dimensions])

    def chosen(self, metric: str, frame: Span) -> Chosen | None:
        """Columns and rows of the one set that answers for a window; None without any target there."""
        sets: dict[tuple[Any, tuple[str, ...], int], list[Row]] = {}
        seen = [r for r in self.tables.get("targets", []) if r["metric"] == metric and self.seen(r)]
        for row in seen:
            if as_date(row["start_date"]) < frame.whole_end and as_date(row["end_date"]) > frame.start:
                columns = filled(row)
                sets.setdefault((row.get("grain_set"), columns, self.depth(row, seen)), []).append(row)
        if not sets:
            return None
        fitting = []
        for (name, columns, depth), rows in sets.items():
            if not all(self.holds(d, columns, rows) for d in self.needed):
                continue
            newest = {}
            for row in rows:
                period = row["start_date"], row["end_date"]
                newest[period] = max(newest.get(period, ""), row["version"])
            kept = [r for r in rows if r["version"] == newest[r["start_date"], r["end_date"]]]
            days = {
                d
                for r in kept
                for d in range(
                    max(as_date(r["start_date"]), frame.start).toordinal(),
                    min(as_date(r["end_date"]), frame.whole_end).toordinal(),
                )
            }
            fitting.append(((-len(days), len(columns), depth, name or ""), columns, kept))
        if not fitting:
            raise RefusedError
        first, *others = sorted(fitting, key=lambda f: f[0])
        if others and others[0][0] == first[0]:
            reject()  # nothing says which of two equal sets answers
        _, columns, kept = first
        return columns, kept

    def seen(self, row: Row) -> bool:
        """Whether a row is a target, and one that the asker may see."""
        return row.get("level") in (None, "target") and may_see(self.tables, "targets", row, self.inside.scope)

    def depth(self, row: Row, among: list[Row]) -> int:
        """How many regions above have a target in the same set beside this one's: those are a level of their own."""
        return (
            max(
                len(self.above(row["region_id"]) & {r["region_id"] for r in among if same_slice(r, other)})
                for other in among
                if other.get("region_id") == row.get("region_id") and filled(other) == filled(row)
            )
            if row.get("region_id")
            else 0
        )

    def above(self, node: Any) -> set[Any]:
        """Ancestors of a region."""
        found: set[Any] = set()
        while (master := look_up(self.tables, "regions", node)) and master.get("parent_id") not in (None, *found):
            node = master["parent_id"]
            found.add(node)
        return found

    def holds(self, dimension: str, columns: tuple[str, ...], rows: list[Row]) -> bool:
        """Whether every target of a set says where it stands in a dimension."""
        spec = definitions()["dimensions"][dimension]
        if spec.get("own") in columns:
            return True
        if not spec.get("table") or spec["key"] not in columns:
            return False
        key, column = spec["key"], spec.get("column")
        return not column or all(
            (look_up(self.tables, spec["table"], r[key]) or {}).get(column) is not None
            for r in rows
            if r.get(key) is not None
        )

    def target(self, metric: str, by: Keep, period: Span, frame: Span, *, phased: bool) -> Fraction | None:
        """Sum of the targets of a slice whose periods begin in the window; phased: the share of their days that is gone."""
        chosen = self.chosen(metric, frame)
        if chosen is None:
            return None
        found = []
        for row in chosen[1]:
            start, end = as_date(row["start_date"]), as_date(row["end_date"])
            mine = period.start <= start < period.whole_end
            if not mine or row["amount"] is None or not by("targets", row) or not self.inside.keep("targets", row):
                continue
            gone = min(max((period.end - start).days, 0), (end - start).days) if period.begun else 0
            share = Fraction(gone, (end - start).days) if phased else Fraction(1)
            found.append(number(row["amount"]) * share)
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
        trees = {v: k for k, v in TREES.items()}
        if column in trees:
            nodes, seen = {r.get(column) for r in rows} - {None}, set()
            node = key
            while node is not None and node not in nodes and node not in seen:
                seen.add(node)
                node = (look_up(self.tables, trees[column], node) or {}).get("parent_id")
            return node if node in nodes else key
        return key
