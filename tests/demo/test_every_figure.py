"""Every number of the demonstration company's June review equals what SQL of its own says: none is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.demo.figures import AS_OF, MADE, edition
from tests.figures.book import TABLES, Book
from tests.figures.deck import check, checker, pages_of
from tests.figures.digits import D
from tests.figures.loads import count_loads
from tests.review.adding_up import misses, says_why

from fupan.loop import Company
from fupan.packs import pack_path
from fupan.review.deck_file import read_deck
from fupan.review.model import Block, Chart, Document, Lang, Table, Text, Tiles

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def book(loaded_company: Company) -> Book:
    with loaded_company.reading() as reader:
        return Book(reader.sql, TABLES, MADE)


@pytest.fixture(scope="module", params=["zh", "en"])
def document(
    request: pytest.FixtureRequest, loaded_company: Company, tmp_path_factory: pytest.TempPathFactory
) -> Document:
    place: Path = tmp_path_factory.mktemp("review")
    return loaded_company.review("monthly", window="2025-06", to=(), lang=request.param, out=place).document


def test_every_figure_is_what_sql_says(loaded_company: Company, document: Document, book: Book) -> None:
    lang: Lang = document.lang
    loads = count_loads(loaded_company.workspace.root / "warehouse")
    told = check(edition(book, lang), document, read_deck(pack_path() / "decks" / "monthly.yaml"), loads, AS_OF[lang])
    assert told.wrong == ()
    assert told.verified > 1500
    for slide in document.slides:
        assert says_why(slide) or not misses(slide), slide.id


def _other(text: str) -> str:
    """The text with its last digit altered."""
    at = max(i for i, c in enumerate(text) if c.isdigit())
    return f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}"


def _spoiled(document: Document) -> Iterator[tuple[str, Document]]:
    """The document of one page, with one figure altered: of each block its first, and of each headline the last digit."""
    for slide in document.slides[1:]:
        if any(c.isdigit() for c in slide.headline):
            yield f"{slide.id} headline", replace(document, slides=(replace(slide, headline=_other(slide.headline)),))
        for i, placed in enumerate(slide.blocks):
            content = _altered(placed.content)
            if content is not None:
                blocks = (*slide.blocks[:i], replace(placed, content=content), *slide.blocks[i + 1 :])
                yield f"{slide.id} {placed.id}", replace(document, slides=(replace(slide, blocks=blocks),))


def _altered(block: Block) -> Block | None:
    match block:
        case Tiles():
            first = block.tiles[0]
            return replace(block, tiles=(replace(first, text=_other(first.text)), *block.tiles[1:]))
        case Chart():
            first_series = block.series[0]
            values = tuple(None if v is None else v * D("1.001") for v in first_series.values)
            return replace(block, series=(replace(first_series, values=values), *block.series[1:]))
        case Text():
            told = [i for i, p in enumerate(block.points) if any(c.isdigit() for c in p.text)]
            points = tuple(replace(p, text=_other(p.text)) if i in told[:1] else p for i, p in enumerate(block.points))
            return replace(block, points=points) if told else None
        case Table():
            for r, row in enumerate(block.rows):
                for c, cell in enumerate(row.cells):
                    if cell.value is not None:
                        cells = (*row.cells[:c], replace(cell, text=_other(cell.text)), *row.cells[c + 1 :])
                        return replace(block, rows=(*block.rows[:r], replace(row, cells=cells), *block.rows[r + 1 :]))
    return None


def test_an_altered_figure_is_noticed_wherever_it_stands(
    loaded_company: Company, document: Document, book: Book
) -> None:
    """The checker is worth as much as what it notices."""
    deck, loads = (
        read_deck(pack_path() / "decks" / "monthly.yaml"),
        count_loads(loaded_company.workspace.root / "warehouse"),
    )
    whole = checker(edition(book, document.lang), document, deck, AS_OF[document.lang])
    pages = pages_of(edition(book, document.lang), document, loads, deck)
    spoiled = list(_spoiled(document))
    assert len(spoiled) > 45
    for where, altered in spoiled:
        assert replace(whole, document=altered).check(pages).wrong, where
