"""Rows of made-up companies: order lines, targets and masters, the way an ERP would hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from fupan.calendar import Calendar
from fupan.metrics import MetricLayer, Question, Scope, load_definitions
from fupan.metrics.memory import MemoryReader
from fupan.metrics.partial import Partial, ask_partly
from fupan.packs import pack_path
from fupan.review.asking import AskPartly
from fupan.review.build import labels_of
from fupan.review.compose import Setting, compose_review
from fupan.review.deck_file import read_deck
from fupan.review.findings.rules import read_finding_rules
from fupan.review.model import Document, Lang
from fupan.track import read_light_rules

Row = dict[str, Any]
DECK = read_deck(pack_path() / "decks" / "monthly.yaml")
LIGHTS = read_light_rules(pack_path() / "rules" / "lights.yaml")
FINDINGS = read_finding_rules(pack_path() / "rules" / "findings.yaml")
DEFINITIONS = load_definitions()


@dataclass(frozen=True)
class Made:
    """A company: its name, its rows, the month under review and the day it is told."""

    name: str
    tables: Mapping[str, list[Row]]
    window: str = "2025-06"
    as_of: date = date(2025, 6, 30)
    currency: str = "CNY"
    there: frozenset[str] = field(default_factory=frozenset)
    absent: frozenset[str] = field(default_factory=frozenset)


def month(year: int, number: int) -> tuple[str, str]:
    """First day of a month and of the next."""
    end = date(year + number // 12, number % 12 + 1, 1)
    return date(year, number, 1).isoformat(), end.isoformat()


def months(first: tuple[int, int], last: tuple[int, int]) -> list[tuple[int, int]]:
    """Year and month from *first* to *last*, both included."""
    found, (year, number) = [], first
    while (year, number) <= last:
        found.append((year, number))
        year, number = (year + 1, 1) if number == 12 else (year, number + 1)
    return found


def sold(number: int, year: int, in_month: int, amount: int, *, quantity: int = 1, day: int = 10, **more: Any) -> Row:
    """An order line recognised on the day it was ordered, without tax, with a fifth of it as margin unless told."""
    on = date(year, in_month, day).isoformat()
    gross = Decimal(amount)
    row = {
        "source_system": "erp", "order_id": f"o{number}", "line_id": "1", "order_date": on, "recognised_date": on,
        "gross_without_tax": gross, "gross_with_tax": gross * Decimal("1.13"), "quantity": quantity, "discount": 0,
        "cost": gross * Decimal("0.8"), "currency": "CNY",
    }  # fmt: skip
    return row | more


def target(amount: int, year: int, in_month: int, **more: Any) -> Row:
    """A month's target of net sales."""
    start, end = month(year, in_month)
    raws = {f"{k}_raw": v for k, v in more.items() if k.endswith("_id")}
    return {
        "metric": "net_sales", "version": "v1", "level": "target", "start_date": start, "end_date": end,
        "amount": amount, **raws, **more,
    }  # fmt: skip


def places(*regions: tuple[str, str]) -> list[Row]:
    """Sales regions under the country."""
    return [{"region_id": "CN", "name": "全国"}] + [
        {"region_id": key, "name": name, "parent_id": "CN", "region": name} for key, name in regions
    ]


def load(tables: Mapping[str, Iterable[Row]]) -> MemoryReader:
    """The rows as a snapshot."""
    return MemoryReader(**tables)


def asking(reader: MemoryReader) -> AskPartly:
    """The shipped metrics over the rows, each question answered once: answers do not depend on the language."""
    layer, scope = MetricLayer(DEFINITIONS), Scope.everything()
    known: dict[str, Partial] = {}

    def partly(question: Question) -> Partial:
        key = repr(question)
        if key not in known:
            known[key] = ask_partly(layer, question, reader=reader, scope=scope)
        return known[key]

    return partly


def compose(made: Made, reader: MemoryReader, partly: AskPartly, lang: Lang) -> Document:
    """The monthly review of a company."""
    calendar = Calendar()
    return compose_review(
        DECK,
        ask=partly,
        tables=lambda name: reader.table(name).to_pyarrow().to_pylist(),
        calendar=calendar, window=calendar.parse(made.window, made.as_of), as_of=made.as_of,
        setting=Setting(made.name, lang, made.currency, lights=LIGHTS, findings=FINDINGS, snapshot=reader.manifest.id),
        labels=labels_of(DEFINITIONS),
    )  # fmt: skip
