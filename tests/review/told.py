"""Whole reviews with everything a page may tell: what owners wrote a period ago and now, findings, red items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from tests.review.companies.documents import document
from tests.review.composing import build
from tests.review.tiny_company import electronics

from fupan.review.causes import Collection, Entry, Item, collect, items_of, open_collection
from fupan.review.model import Document, Lang

_WORDS = (
    ("Rivals cut prices in early June", "Trade-in until the end of July", "Cheng Tao", date(2025, 7, 31)),
    ("Two models were out of stock", "Second supplier, stock report each week", "Yang Lihua", date(2025, 7, 15)),
)


def told_reviews(lang: Lang) -> Iterator[Document]:
    """A small company of which owners wrote, and the companies that have findings and plans of a year."""
    items = [i for i in items_of(build(electronics(), lang=lang)) if i.slide == "regions"]
    yield build(electronics(), lang=lang, causes=_now(items), before=_before(items))  # type: ignore[arg-type]
    yield document("trader", lang)
    yield document("subscription", lang)


def _now(items: list[Item]) -> Collection:
    asked = open_collection("monthly", "2025-06", date(2025, 7, 5), tuple(items), {}, None)
    return collect(asked, _entries(items), datetime(2025, 7, 3, 9, tzinfo=UTC))


def _before(items: list[Item]) -> Collection:
    then = tuple(replace(i, figure="75.0%", ratio=Decimal("0.75")) for i in items)
    asked = open_collection("monthly", "2025-05", date(2025, 6, 5), then, {}, None)
    early = [replace(e, due=date(2025, 6, 20)) for e in _entries(items)]
    return collect(asked, early, datetime(2025, 6, 3, 9, tzinfo=UTC))


def _entries(items: list[Item]) -> list[Entry]:
    return [
        Entry(i.id, cause=cause, measure=measure, owner=owner, due=due, by=owner)
        for i, (cause, measure, owner, due) in zip(items, _WORDS, strict=False)
    ]
