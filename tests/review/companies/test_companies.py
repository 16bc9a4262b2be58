"""The monthly review of five companies that are nothing like one another: it reads sensibly for each, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.review.companies.documents import ALL, COMPANIES, document, made
from tests.review.companies.reading import figures, sentences
from tests.review.companies.rows import DECK

from fupan.review.model import Chart, Lang, Table, Text, Tiles
from fupan.review.renderers.box import Box
from fupan.review.renderers.native_charts import plan_chart

WORDS_ONLY = {"contents", "last_actions", "findings", "next", "definitions", "notes"}


@pytest.mark.parametrize(("name", "lang"), ALL)
def test_pages_that_must_be_there_and_not(name: str, lang: Lang) -> None:
    company, pages = made(name)[0], {s.id for s in document(name, lang).slides}
    assert company.there <= pages
    assert not company.absent & pages


@pytest.mark.parametrize(("name", "lang"), ALL)
def test_a_page_that_drops_out_is_named_in_the_notes(name: str, lang: Lang) -> None:
    company, told = made(name)[0], document(name, lang)
    notes = " ".join(sentences(next(s for s in told.slides if s.id == "notes")))
    for page in company.absent:
        question = next(s.question.of(lang) for s in DECK.slides if s.id == page)
        if page == "positions" and "people" in {s.id for s in told.slides}:
            continue  # told by the page of people
        assert question in notes, page


@pytest.mark.parametrize(("name", "lang"), ALL)
def test_no_page_is_empty_or_says_nothing(name: str, lang: Lang) -> None:
    for slide in document(name, lang).slides[1:]:
        assert slide.blocks, slide.id
        assert slide.headline, slide.id
        if slide.id != "notes":
            assert slide.rule != "question", f"{slide.id}: no sentence fits"
        for placed in slide.blocks:
            block = placed.content
            if isinstance(block, Table) and slide.id not in WORDS_ONLY:
                assert any(c.value is not None for r in block.rows for c in r.cells), placed.id
            if isinstance(block, Chart):
                assert len(block.categories) > 1, f"{placed.id}: one category is no chart"
                assert any(v for s in block.series for v in s.values), placed.id
            assert not isinstance(block, Tiles) or block.tiles
            assert not isinstance(block, Text) or block.points


@pytest.mark.parametrize(("name", "lang"), ALL)
def test_sentences_make_sense(name: str, lang: Lang) -> None:
    for slide in document(name, lang).slides:
        told = sentences(slide)
        assert len(told) == len(set(told)), f"{slide.id} says the same twice"
        for text in told:
            assert not re.search(r"NaN|None|Infinity|\{|\}|nan\b", text), text
            assert not re.search(r"(?<!\d)0 of 0\b|0个中0个|[（(][)）]", text), text
        assert "–" not in slide.headline, slide.headline
        for text in (slide.headline, *points(slide)):
            if lang == "en":
                assert not re.search(r"\b1 (customers|actions|days|channels|regions|lines|months|items)\b", text), text
                assert not re.search(r"\b(of|None of|All) 1 (actions|channels|products|regions)\b", text), text
                assert "0 of them new" not in text
            else:
                assert not re.search(r"(?<![\d,.])1个渠道中|新客户0家|投诉0件", text), text
            assert not re.search(r"(\S+[\d.]+\S*) (to|至) ?\1(?!\d)", text), f"a range of nothing: {text}"


def points(slide: Any) -> Iterator[str]:
    """The sentences beside the charts."""
    for placed in slide.blocks:
        if isinstance(placed.content, Text) and slide.id != "notes":
            yield from (p.text for p in placed.content.points)


@pytest.mark.parametrize(("name", "lang"), ALL)
def test_figures_are_numbers(name: str, lang: Lang) -> None:
    for slide in document(name, lang).slides:
        for value in figures(slide):
            assert value is None or value.is_finite(), slide.id


@pytest.mark.parametrize("name", COMPANIES)
def test_both_languages_tell_the_same_figures(name: str) -> None:
    zh, en = document(name, "zh"), document(name, "en")
    assert [s.id for s in zh.slides] == [s.id for s in en.slides]
    for one, other in zip(zh.slides, en.slides, strict=True):
        assert list(figures(one)) == list(figures(other)), one.id


def test_what_is_red_without_an_action_is_named_on_the_last_page() -> None:
    headline = next(s for s in document("chain", "zh").slides if s.id == "next").headline
    regions = next(s for s in document("chain", "zh").slides if s.id == "regions").headline
    first = re.search(r"；(\S+?)（", regions)
    assert first is not None
    assert first[1] in headline
    year = next(s for s in document("subscription", "zh").slides if s.id == "next").headline
    assert year.endswith("华东（2025年上半年）亮红灯但还没有行动")  # June is reached, the half-year is not


def test_a_few_yuan_of_price_are_no_finding() -> None:
    for name in ("chain", "untargeted"):
        told = " ".join(sentences(next(s for s in document(name, "zh").slides if s.id == "bridge")))
        assert "折扣与价格审批" not in told


def test_three_customers_are_told_as_three() -> None:
    headline = next(s for s in document("trader", "en").slides if s.id == "concentration").headline
    assert headline == "H1 2025: only 3 customers bought; 中国铁建物资 holds 58.9%"


def test_columns_of_one_metric_share_their_unit() -> None:
    for name in COMPANIES:
        for slide in document(name, "zh").slides:
            for placed in slide.blocks:
                if placed.id in {"fallen_customers", "fallen_products"} and isinstance(placed.content, Table):
                    money = [c for c in placed.content.columns if c.display.kind == "money"]
                    assert len({(c.display.unit, c.display.decimals) for c in money}) == 1, (name, placed.id)
                    at = placed.content.columns.index(next(c for c in money if c.display.signed))
                    for row in placed.content.rows:
                        assert row.cells[at].text.startswith("-"), f"{name}: a fall of nothing"


def test_no_point_lies_below_an_axis() -> None:
    axis = plan_chart(
        next(p.content for s in document("subscription", "zh").slides for p in s.blocks if p.id == "aov_line"),  # type: ignore[arg-type]
        Box(0, 0, 600, 300), "zh",
    )  # fmt: skip
    lowest = min(v for column in axis.columns for v in column.values if v is not None)
    assert (axis.value_axis.minimum or 0) <= float(lowest)
