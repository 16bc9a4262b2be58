"""Figures of the base families over a window, row by row, as semantics.md tells them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.metrics.oracle.logic import number, work_out
from tests.metrics.oracle.pack import Row, Tables, day_of, definitions, may_see, member
from tests.metrics.oracle.periods import Span

from fupan.expressions import parse

Keep = Callable[[str, Row], bool]
"""Whether a row of a fact counts: the question's filter."""
FLAGS = ("cancelled", "intercompany", "key_account", "renewed")


def value(row: Row, text: str) -> Any:
    """An expression over a row; a flag without value is false."""
    return work_out(parse(text), lambda n: bool(row.get(n)) if n in FLAGS else row.get(n))


def counted(metric: dict[str, Any], row: Row) -> bool:
    """Whether the metric's own filter takes the row."""
    return metric.get("where") is None or value(row, metric["where"]) is True


def inside(day: Any, start: date, end: date) -> bool:
    """Whether a day lies in [start, end)."""
    return day is not None and start <= as_date(day) < end


def as_date(day: Any) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)


class Slice:
    """Facts inside a scope and a filter: what one cell of an answer may count."""

    def __init__(
        self, tables: Tables, scope: Any, keep: Keep, time: str | None = None, as_of: date | None = None
    ) -> None:
        self.tables, self.scope, self.keep, self.time = tables, scope, keep, time
        self.as_of = as_of or date.max

    def inside(self, day: Any, start: date, end: date) -> bool:
        """Whether a day lies in [start, end), and has come."""
        return inside(day, start, end) and as_date(day) <= self.as_of

    def day(self, metric: dict[str, Any]) -> str:
        """The column of the date that a metric is counted by: the question's, or its own."""
        return day_of(metric["fact"], metric if self.time is None else metric | {"time": self.time})

    def rows(self, fact: str, *, filtered: bool = True) -> list[Row]:
        """Rows of a fact that the asker may see, and that the filter keeps."""
        return [
            r
            for r in self.source(fact)
            if may_see(self.tables, fact, r, self.scope) and (not filtered or self.keep(fact, r))
        ]

    def source(self, fact: str) -> list[Row]:
        return self.tables.get(definitions()["facts"].get(fact, {}).get("table", fact), [])

    def figure(self, metric: dict[str, Any], window: Span, by: Keep, before: Span | None = None) -> Any:
        """A base metric over a window for the rows that *by* takes; None where no row has anything to say."""
        from tests.metrics.oracle.stages import conversion

        fact, day = metric["fact"], self.day(metric)
        if metric["family"] == "balance":
            return self.balance(metric, window, by)
        rows = [r for r in self.rows(fact) if by(fact, r) and counted(metric, r)]
        now = [r for r in rows if self.inside(r.get(day), window.start, window.end)]
        match metric["family"]:
            case "sum":
                amounts = [a for r in now if (a := value(r, metric["of"])) is not None]
                return sum(amounts, Fraction(0)) if amounts else None
            case "count":
                return Fraction(len(now)) if now else None
            case "count_distinct":
                seen = {value(r, metric["of"]) for r in now} - {None}
                return Fraction(len(seen)) if seen else None
            case "entities":
                return Fraction(sum(len(v) >= metric.get("at_least", 1) for v in self.days_of(metric, now).values()))
            case "first":
                return self.first(metric, window, by)
            case "cohort":
                assert before is not None
                was = self.entities(metric, rows, day, before)
                if metric["counted"] == "base":
                    return Fraction(len(was))
                return Fraction(len(was & self.entities(metric, rows, day, window)))
            case "stock":
                return self.stock(metric, window, by)
            case "conversion":
                return conversion(self, metric, window, by)
            case family:
                raise AssertionError(f"the oracle does not know {family}")

    def days_of(self, metric: dict[str, Any], rows: Iterable[Row]) -> dict[Any, set[Any]]:
        found: dict[Any, set[Any]] = {}
        for r in rows:
            if r.get(metric["entity"]) is not None:
                found.setdefault(r[metric["entity"]], set()).add(value(r, metric["of"]))
        return {e: days - {None} for e, days in found.items()}

    def entities(self, metric: dict[str, Any], rows: Iterable[Row], day: str, window: Span) -> set[Any]:
        return {r.get(metric["entity"]) for r in rows if self.inside(r.get(day), window.start, window.end)} - {None}

    def first(self, metric: dict[str, Any], window: Span, by: Keep) -> Fraction:
        """Entities whose first row inside the scope, whatever the filter, is a row of this slice in the window."""
        fact, day, entity = metric["fact"], self.day(metric), metric["entity"]
        starts: dict[Any, date] = {}
        for r in self.rows(fact, filtered=False):
            if counted(metric, r) and r.get(entity) is not None and r.get(day) is not None:
                starts[r[entity]] = min(as_date(r[day]), starts.get(r[entity], date.max))
        found = {
            r[entity]
            for r in self.rows(fact)
            if by(fact, r) and counted(metric, r) and r.get(entity) is not None
            and self.inside(r.get(day), window.start, window.end) and as_date(r[day]) == starts[r[entity]]
        }  # fmt: skip
        return Fraction(len(found))

    def stock(self, metric: dict[str, Any], window: Span, by: Keep) -> Fraction | None:
        """Each place by its own last day of the window (told by all its rows, seen or not), summed over places."""
        day, places = self.day(metric), ("source_system", "place_kind", "place_id")
        last: dict[tuple[Any, ...], date] = {}
        for r in self.source(metric["fact"]):
            if counted(metric, r) and self.inside(r.get(day), window.start, window.end):
                place = tuple(r.get(p) or "" for p in places)
                last[place] = max(as_date(r[day]), last.get(place, date.min))
        found = [
            a
            for r in self.rows(metric["fact"])
            if by(metric["fact"], r) and counted(metric, r) and self.inside(r.get(day), window.start, window.end)
            and as_date(r[day]) == last[tuple(r.get(p) or "" for p in places)]
            and (a := value(r, metric["of"])) is not None
        ]  # fmt: skip
        return sum(found, Fraction(0)) if found else None

    def balance(self, metric: dict[str, Any], window: Span, by: Keep) -> Fraction | None:
        """Open items, or receipts not allocated, as of the window's last day."""
        found: list[Fraction] = []
        fact, day = metric["fact"], min(self.as_of, window.end - timedelta(days=1))
        for item in self.open_items(day) if fact == "open_items" else self.unallocated(day):
            if not may_see(self.tables, fact, item, self.scope) or not self.keep(fact, item):
                continue
            due = metric.get("due_in_window") is not True or inside(item["due_date"], window.start, window.end)
            if due and by(fact, item) and counted(metric, item):
                found.append(value(item, metric["of"]))
        return sum(found, Fraction(0)) if found else None

    def open_items(self, as_of: date) -> list[Row]:
        """Invoices with their red ones taken off and the cash that was allocated to them by a day."""
        found: dict[str, Row] = {}
        lines = [r for r in self.tables.get("invoice_lines", []) if as_date(r["invoice_date"]) <= as_of]
        for own in dict.fromkeys(r.get("red_of") or r["invoice_id"] for r in lines):
            mine = [r for r in lines if (r.get("red_of") or r["invoice_id"]) == own]
            said: Row = {}  # what the invoice does not say, its red ones do
            for told in ([r for r in mine if r.get("red_of")], [r for r in mine if not r.get("red_of")]):
                for c in {c for r in told for c in r}:
                    given = [r[c] for r in told if r.get(c) is not None]
                    said[c] = (min if c == "due_date" else max)(given) if given else said.get(c)
            amount = sum((number(r["amount_with_tax"]) for r in mine), Fraction(0))
            found[own] = said | {"invoice_id": own, "amount": amount, "settled_amount": Fraction(0)}
        receipts = [r for r in self.tables.get("receipts", []) if as_date(r["counted_date"]) <= as_of]
        shares = self.tables.get("receipt_allocations", [])
        split = {s["receipt_id"] for s in shares}
        cash = [
            (r["invoice_id"], r["amount"]) for r in receipts if r.get("invoice_id") and r["receipt_id"] not in split
        ]
        came = {r["receipt_id"] for r in receipts}
        cash += [
            (s["invoice_id"], s["amount"])
            for s in shares
            if as_date(s["allocation_date"]) <= as_of and s["receipt_id"] in came
        ]
        for invoice, amount in cash:
            if invoice in found:
                found[invoice]["settled_amount"] += number(amount)
        for item in found.values():
            days = None if item.get("due_date") is None else (as_of - as_date(item["due_date"])).days
            item["open_amount"] = item["amount"] - item["settled_amount"]
            item["overdue_days"] = None if days is None else max(days, 0)
            bands = ((0, "not_due"), (30, "0-30"), (60, "31-60"), (90, "61-90"))
            item["ageing"] = next((b for most, b in bands if days is not None and days <= most), "90+")
        return list(found.values())

    def unallocated(self, as_of: date) -> list[Row]:
        """Receipts counted by a day, advances apart, with what had not been set against an invoice by then."""
        found = []
        for r in self.tables.get("receipts", []):
            if r.get("kind") == "advance" or r["counted_date"] is None or as_date(r["counted_date"]) > as_of:
                continue
            shares = [s for s in self.tables.get("receipt_allocations", []) if s["receipt_id"] == r["receipt_id"]]
            by_then = sum((number(s["amount"]) for s in shares if as_date(s["allocation_date"]) <= as_of), Fraction(0))
            settled = by_then if shares else number(r["amount"]) if r.get("invoice_id") else Fraction(0)
            found.append(r | {"unallocated_amount": number(r["amount"]) - settled})
        return found


__all__ = ["FLAGS", "Keep", "Slice", "as_date", "counted", "inside", "member", "value"]
