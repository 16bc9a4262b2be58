"""Every number of AdventureWorks' review of a quota window equals what SQL of its own says: none is left out."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from tests.examples.figures import AS_OF, MADE, edition
from tests.figures.book import TABLES, Book
from tests.figures.deck import check
from tests.figures.loads import count_loads
from tests.review.adding_up import misses, says_why

from fupan.loop import Company
from fupan.packs import pack_path
from fupan.review.deck_file import read_deck
from fupan.review.model import Lang

pytestmark = [pytest.mark.needs("shared_data"), pytest.mark.slow]


@pytest.fixture(scope="module")
def book(adventureworks: Company) -> Book:
    with adventureworks.reading() as reader:
        return Book(reader.sql, TABLES, MADE)


@pytest.mark.parametrize("lang", get_args(Lang))
def test_every_figure_is_what_sql_says(adventureworks: Company, book: Book, lang: Lang, tmp_path: Path) -> None:
    document = adventureworks.review(
        "monthly", window="2012-06-30..2012-09-27", to=(), lang=lang, out=tmp_path
    ).document
    loads = count_loads(adventureworks.workspace.root / "warehouse")
    told = check(edition(book, lang), document, read_deck(pack_path() / "decks" / "monthly.yaml"), loads, AS_OF[lang])
    assert told.wrong == ()
    assert told.verified > 800
    for slide in document.slides:
        assert says_why(slide) or not misses(slide), slide.id
