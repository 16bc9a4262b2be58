"""Two documents side by side."""

from dataclasses import replace

from tests.review.composing import build
from tests.review.tiny_company import electronics

from fupan.review.compare import compare_documents


def test_a_document_does_not_differ_from_itself() -> None:
    assert compare_documents(build(electronics()), build(electronics())) == ()


def test_headlines_figures_and_pages_are_told_where_they_stand() -> None:
    company = electronics()
    more = replace(
        company, sales=[*company.sales[:-1], replace(company.sales[-1], amount=company.sales[-1].amount * 2)]
    )
    before, after = build(company), build(more)
    found = compare_documents(before, replace(after, slides=tuple(s for s in after.slides if s.id != "heat")))
    kinds = {d.kind for d in found}
    assert {"figure", "headline", "page removed"} <= kinds
    assert [d.page for d in found if d.kind == "page removed"] == ["heat"]
    figures = [d for d in found if d.kind == "figure"]
    assert all(d.before != d.after and d.page and d.block for d in figures)
