"""Two documents side by side."""

from dataclasses import replace

from tests.review.composing import D, build
from tests.review.tiny_company import electronics

from fupan.review.compare import compare_documents, explain, key_figure
from fupan.review.comparison import Compared, comparison_document
from fupan.review.model import Display, from_json, to_json
from fupan.review.renderers.markdown import document_markdown


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


def test_what_moved_a_figure_step_by_step_adds_up_to_its_change() -> None:
    company = electronics()
    doubled = replace(company.sales[-1], amount=company.sales[-1].amount * 2)
    middle = replace(company, sales=[*company.sales[:-1], doubled])
    last = replace(middle, sales=[*middle.sales, replace(doubled, region="华东")])
    documents = [build(c) for c in (company, middle, last)]
    chain = list(zip(("before", "corrected", "new"), documents, strict=True))
    found = explain(compare_documents(documents[0], documents[2]), chain)
    page, label, (text, value, _) = key_figure(documents[2]) or ("", "", ("", None, Display()))
    moved = next(d for d in found if (d.page, d.item, d.column, d.after) == (page, label, "", text))
    # South-West's B series of 210 doubles, and as much again is sold in East: 8,830 -> 9,040 -> 9,460
    assert moved.why == (("corrected", "+210万元"), ("new", "+420万元"))
    assert value == D(94_600_000)
    assert next(d for d in found if d.kind == "headline" and d.page == page).why == (("corrected", ""), ("new", ""))


def test_a_comparison_is_a_document() -> None:
    before, after = build(electronics()), build(replace(electronics(), sales=electronics().sales[:-1]))
    found = explain(compare_documents(before, after), (("before", before), ("corrected", after)))
    document = comparison_document(Compared(("a", "b"), before, after, found, (("load", "订单: 3 rows"),), (("before", before), ("corrected", after))), "zh")  # fmt: skip
    assert [s.id for s in document.slides][:3] == ["cover", "bridge", "reasons"]
    assert document.slides[1].headline.endswith("主要是更正与删除的行")
    text = document_markdown(document)
    assert "| 新装载 | 订单: 3 rows |" in text
    assert text.count("\n# ") == 0
    assert from_json(to_json(document)) == document
    assert comparison_document(Compared(("a", "a"), before, before, (), ()), "en").slides[1].headline == "The documents do not differ"  # fmt: skip


def test_a_row_keeps_its_name_when_its_total_changes() -> None:
    before, after = build(electronics()), build(replace(electronics(), sales=electronics().sales[:-1]))
    heat = {(d.item, d.column): (d.before, d.after) for d in compare_documents(before, after) if d.page == "heat" and d.kind == "figure"}  # fmt: skip
    # South-West's B series sold 210 of 300 and now nothing; A series 520 of 500 stays
    assert heat["西南", "合计"] == ("91.2%", "65.0%")
    assert ("西南", "A系列") not in heat
    assert heat["合计", "合计"] == ("106.4%", "103.9%")
