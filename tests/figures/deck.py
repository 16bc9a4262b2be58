"""All rules of the monthly deck, and the run of the checker over a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from tests.figures.checker import Checker, NoFigures, Told
from tests.figures.digits import D
from tests.figures.edition import Edition
from tests.figures.findings import Findings
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
    reds,
    regions,
    service,
)
from tests.figures.pages.appendix import Load
from tests.figures.sentence import Known
from tests.figures.wanted import Page, Shown, TableWanted

from fupan.packs import pack_path
from fupan.review.deck import DeckSpec
from fupan.review.findings.rules import read_finding_rules
from fupan.review.model import Document, Table

RULES: Mapping[str, Callable[[Edition], Page]] = {
    "last_actions": actions.last_actions, "kpi": overview.kpi, "pace": overview.pace, "regions": regions.regions,
    "bridge": regions.bridge, "lines": products.lines, "products": products.products, "channels": channels.channels,
    "heat": regions.heat, "people": people.people, "funnel": service.funnel, "customers": customers.customers,
    "concentration": customers.concentration, "price": products.price, "collections": collections.collections,
    "voice": service.voice, "landing": landing.landing, "next": actions.following, "next_people": people.next_people,
    "ledger": appendix.ledger, "reds": reds.reds,
}  # fmt: skip


def check(edition: Edition, document: Document, deck: DeckSpec, loads: Sequence[Load], as_of: tuple[str, ...]) -> Told:
    """Every number of *document* held against SQL; *as_of* is how its day is written."""
    return checker(edition, document, deck, as_of).check(pages_of(edition, document, loads, deck))


def checker(edition: Edition, document: Document, deck: DeckSpec, as_of: tuple[str, ...]) -> Checker:
    """The checker of *document*, with the shipped sentences of findings."""
    rules = read_finding_rules(pack_path() / "rules" / "findings.yaml")
    said = tuple(rule for one in rules.values() for rule in one.say)
    return Checker(document, deck, labels_of(edition, document, as_of), Findings(edition), said)


def _columns(document: Document) -> list[Table]:
    blocks = [p.content for s in document.slides if s.id == "contents" for p in s.blocks]
    return [block for block in blocks if isinstance(block, Table)]


def _said(document: Document) -> list[str]:
    """What the contents say of the pages, in order."""
    return [row.cells[1].text for table in _columns(document) for row in table.rows]


def _contents(document: Document, deck: DeckSpec) -> dict[str, TableWanted]:
    """Each page's headline as it stands there, or its first clauses; its figures are held against SQL on its own page.

    Many pages stand in two columns, the second of which names its section anew.
    """
    told = {s.id for s in deck.slides if not s.appendix}
    said = iter(_said(document))
    rows: list[list[Shown]] = []
    half = len(_columns(document)[0].rows) if _columns(document) else 0
    section = ""
    for slide in document.slides:
        if slide.id in told and slide.id != "contents":
            rest = slide.headline.removeprefix(shown := next(said, ""))
            clauses = shown if shown and (not rest or rest[0] in ";；") else slide.headline
            rows.append([slide.section if slide.section != section or len(rows) == half else "", clauses, ""])
            section = slide.section
    return {"contents": TableWanted(rows[:half])} | ({"contents_more": TableWanted(rows[half:])} if rows[half:] else {})


def pages_of(
    edition: Edition, document: Document, loads: Sequence[Load], deck: DeckSpec
) -> dict[str, Callable[[], Page]]:
    """What SQL says of each page, worked out once when it is asked for."""
    pages: dict[str, Callable[[], Page]] = {name: cache(partial(rule, edition)) for name, rule in RULES.items()}
    pages["findings"] = lambda: _listed(document)
    pages["data"] = lambda: appendix.data(edition, loads)
    pages["contents"] = lambda: Page(blocks=_contents(document, deck))
    pages["definitions"] = lambda: appendix.definitions(document, _metrics(document))
    return pages


def _listed(document: Document) -> Page:
    """How many findings there are, which are red, and the first that is not."""
    red = [w for f in document.findings for p in f.points[:1] if p.light == "red" for n, w in p.said if n == "name"]
    other = [f.points[0].text for f in document.findings if f.points[0].light != "red"]
    facts: dict[str, Known] = {
        "f_n": D(len(document.findings)),
        "f_n_red": D(len(red)),
        "f_red": [(r, None) for r in red],
    }
    return Page(facts | ({"f_first": other[0]} if other else {}))


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
