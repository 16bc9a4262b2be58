"""The standard deck composed over a tiny company, and what stands on its pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.review.tiny_company import DIMENSIONS, METRICS, Company, partly

from fupan.calendar import Calendar
from fupan.packs import pack_path
from fupan.review.compose import Setting, compose_review
from fupan.review.deck_file import read_deck
from fupan.review.model import Chart, Document, Lang, Slide, Table, Text, Tiles
from fupan.track import read_light_rules

D = Decimal
DECK = read_deck(pack_path() / "decks" / "monthly.yaml")
LIGHTS = read_light_rules(pack_path() / "rules" / "lights.yaml")
LABELS = DIMENSIONS | {name: (zh, en) for name, (zh, en, _) in METRICS.items()}
PAGES = ["cover", "last_actions", "kpi", "regions", "bridge", "lines", "products", "heat", "collections", "next"]


def build(
    company: Company,
    *,
    lang: Lang = "zh",
    window: str = "2025-06",
    as_of: date = date(2025, 6, 30),
    **more: tuple[str, ...],
) -> Document:
    calendar = Calendar()
    return compose_review(
        DECK, ask=partly(company.ask), tables=company.tables, calendar=calendar, window=calendar.parse(window, as_of), as_of=as_of,
        setting=Setting("云澜电子", lang, "CNY", lights=LIGHTS), labels=LABELS, **more,
    )  # fmt: skip


def page(document: Document, name: str) -> Slide:
    return next(s for s in document.slides if s.id == name)


def block(document: Document, name: str, block_id: str) -> Chart | Table | Text | Tiles:
    return next(p.content for p in page(document, name).blocks if p.id == block_id)


def body(table: Chart | Table | Text | Tiles) -> list[list[str]]:
    assert isinstance(table, Table)
    return [[c.text for c in row.cells] for row in table.rows]
