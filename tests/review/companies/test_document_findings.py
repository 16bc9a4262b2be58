"""Findings, advice and red items of the five companies: nothing in a sentence but facts, no page against another."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.review.companies.documents import ALL, document

from fupan.review.advice import disagreements
from fupan.review.model import Document, Lang, Said, Text


def told(review: Document) -> Iterator[tuple[str, str, Said]]:
    """Each sentence of rules and detectors with what in it comes from facts."""
    for slide in review.slides:
        if slide.rule not in ("", "question"):
            yield slide.id, slide.headline, slide.said
        if slide.line:
            yield slide.id, slide.line, slide.line_said
        for placed in slide.blocks:
            if isinstance(placed.content, Text):
                yield from ((slide.id, p.text, p.said) for p in placed.content.points if p.rule != "note")


@pytest.mark.parametrize(("name", "lang"), ALL)
def test_every_number_in_a_sentence_comes_from_a_fact(name: str, lang: Lang) -> None:
    for page, text, said in told(document(name, lang)):
        rest = text
        for _, words in said:
            assert words in rest, (page, text, words)
            rest = rest.replace(words, " ", 1)
        assert not re.search(r"\d", rest), (page, text, rest)


@pytest.mark.parametrize(("name", "lang"), ALL)
def test_no_advice_contradicts_another(name: str, lang: Lang) -> None:
    assert disagreements(document(name, lang).slides) == ()


@pytest.mark.parametrize(("name", "lang"), ALL)
def test_findings_prove_themselves_and_say_what_they_claim(name: str, lang: Lang) -> None:
    review = document(name, lang)
    notes = "\n".join(s.notes for s in review.slides)
    pages = {s.id for s in review.slides}
    for finding in review.findings:
        assert finding.cells, finding.id
        assert finding.points[0].claim == "fact"
        assert finding.page not in pages or finding.points[0].text in notes, finding.id
    assert [f.score for f in review.findings] == sorted((f.score for f in review.findings), reverse=True)


@pytest.mark.parametrize("name", ["chain", "subscription", "startup"])
def test_both_languages_find_the_same(name: str) -> None:
    zh, en = document(name, "zh").findings, document(name, "en").findings
    assert [(f.id, f.score, len(f.points)) for f in zh] == [(f.id, f.score, len(f.points)) for f in en]
