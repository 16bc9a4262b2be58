"""Targets by hand: which set answers, what it says for a slice, and which actuals fall under it."""

from __future__ import annotations

from collections.abc import Iterable
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


def came(row: Row) -> tuple[str, int]:
    """When a target came: by the day it came into force, then by the number of its version."""
    return str(row.get("valid_from") or ""), int((row.get("version") or "v0").removeprefix("v"))


def published(rows: list[Row]) -> tuple[str, int]:
    """When the newest target of a set came."""
    return max(map(came, rows))


def amounts(rows: list[Row]) -> dict[Any, Fraction]:
    """What a set comes to per period."""
    found: dict[Any, Fraction] = {}
    for row in rows:
        span = row["start_date"], row["end_date"]
        found[span] = found.get(span, Fraction(0)) + number(row["amount"])
    return found


class Plan:
    """The targets that an asker may see."""

    def __init__(self, inside: Slice, by: tuple[str, ...], where: str | None, breakdown: Iterable[str] = ()) -> None:
        self.inside, self.tables = inside, inside.tables
        self.breakdown = tuple(breakdown)
        self.needed = dict.fromkeys([*by, *(names(parse(where)) if where else ())])

    def chosen(self, metric: str, frame: Span) -> Chosen | None:
        """Columns and rows of the one set that answers for a window; None without any target there."""
        sets: dict[tuple[Any, tuple[str, ...], int], list[Row]] = {}
        seen = self.standing([r for r in self.tables.get("targets", []) if r["metric"] == metric and self.seen(r)])
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
            size = (len(rows) if (name, columns) in levelled else 0, len(amounts(rows)))
            fitting.append(((-len(days), len(columns), depth, *size), columns, rows))
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

    def standing(self, targets: list[Row]) -> list[Row]:
        """Of each slice and period the row of the newest version, and only what has an amount."""
        newest: dict[Any, Row] = {}
        for row in targets:
            place = tuple(row.get(c) or row.get(f"{c}_raw") for c in COLUMNS)
            span = row.get("grain_set"), place, row["start_date"], row["end_date"]
            if span not in newest or came(row) > came(newest[span]):
                newest[span] = row
        return [r for r in newest.values() if r["amount"] is not None]

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
