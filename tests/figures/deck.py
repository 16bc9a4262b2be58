"""All rules of the monthly deck, and the run of the checker over a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from tests.figures.checker import Checker, NoFigures, Told
from tests.figures.digits import D
from tests.figures.edition import Edition
from tests.figures.pages import (
    actions,
    appendix,
    channels,
    collections,
    customers,
    landing,
    overview,
    people,
    products,
    regions,
    service,
)
from tests.figures.pages.appendix import Load
from tests.figures.sentence import Known
from tests.figures.wanted import Page, Shown, TableWanted

from fupan.review.deck import DeckSpec
from fupan.review.model import Document

RULES: Mapping[str, Callable[[Edition], Page]] = {
    "last_actions": actions.last_actions, "kpi": overview.kpi, "pace": overview.pace, "regions": regions.regions,
    "bridge": regions.bridge, "lines": products.lines, "products": products.products, "channels": channels.channels,
    "heat": regions.heat, "people": people.people, "funnel": service.funnel, "customers": customers.customers,
    "concentration": customers.concentration, "price": products.price, "collections": collections.collections,
    "voice": service.voice, "landing": landing.landing, "next": actions.following, "next_people": people.next_people,
    "ledger": appendix.ledger,
}  # fmt: skip


def check(edition: Edition, document: Document, deck: DeckSpec, loads: Sequence[Load], as_of: tuple[str, ...]) -> Told:
    """Every number of *document* held against SQL; *as_of* is how its day is written."""
    return Checker(document, deck, labels_of(edition, document, as_of)).check(pages_of(edition, document, loads, deck))


def _contents(document: Document, deck: DeckSpec) -> TableWanted:
    """Each page's headline as it stands there; its figures are held against SQL on its own page."""
    told = {s.id for s in deck.slides if not s.appendix}
    rows: list[list[Shown]] = []
    section = ""
    for slide in document.slides:
        if slide.id in told and slide.id != "contents":
            rows.append([slide.section if slide.section != section else "", slide.headline, ""])
            section = slide.section
    return TableWanted(rows)


def pages_of(
    edition: Edition, document: Document, loads: Sequence[Load], deck: DeckSpec
) -> dict[str, Callable[[], Page]]:
    """What SQL says of each page, worked out once when it is asked for."""
    pages: dict[str, Callable[[], Page]] = {name: cache(partial(rule, edition)) for name, rule in RULES.items()}
    pages["data"] = lambda: appendix.data(edition, loads)
    pages["contents"] = lambda: Page(blocks={"contents": _contents(document, deck)})
    pages["definitions"] = lambda: appendix.definitions(document, _metrics(document))
    return pages


def labels_of(edition: Edition, document: Document, as_of: tuple[str, ...]) -> NoFigures:
    """What holds digits and is no figure: titles of windows, days, names; and the limits of the lights."""
    titles = [t for pair in edition.at.titles.values() for t in pair]
    facts: dict[str, Known] = {name: edition.title(name) for name in edition.at.titles}
    facts |= {"next_window": edition.title("next"), "target_window": edition.title("window"), "as_of": as_of[0]}
    facts |= {"focus_from": D("0.05"), "red_from": D("0.10"), "goal": edition.w("目标", "target")}
    labels = (*titles, *as_of, document.window, document.snapshot, document.as_of.isoformat(), *edition.book.digits())
    return NoFigures(labels, facts)


def _metrics(document: Document) -> int:
    """Definitions named on any page."""
    return len(
        {
            name
            for s in document.slides
            for p in s.blocks
            if p.content.provenance
            for name, _ in p.content.provenance.metrics
        }
    )
