"""The PDF: pages as the deck's, texts as data, fonts inside, bookmarks, the same bytes for the same document."""

from __future__ import annotations

import io
import logging
import re
import subprocess
from dataclasses import replace
from decimal import Decimal

import pytest
from pypdf import PdfReader
from tests.review import documents

from fupan.review.measure import text_width
from fupan.review.model import Cell, Chart, Column, Display, Placed, Point, Row, Series, Slide, Table, Text, Tiles
from fupan.review.renderers.pdf import document_pdf, missing_characters, render_pdf
from fupan.review.renderers.pdf.columns import INSET, fit_columns

KINDS = {"ordinary": documents.ordinary, "hard": documents.hard}


@pytest.fixture(scope="module")
def made():
    return {(kind, lang): document_pdf(KINDS[kind](lang)) for kind in KINDS for lang in ("zh", "en")}  # type: ignore[arg-type]


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes, page: int | None = None) -> str:
    pages = read(pdf).pages
    return "\n".join(p.extract_text() for p in (pages if page is None else [pages[page]]))


def squeeze(text: str) -> str:
    """Without white space: a PDF has no words, only places."""
    return re.sub(r"\s+", "", text)


def one_slide(*blocks: Placed, headline: str = "Headline", layout: str = "full"):
    document = documents.ordinary("en")
    return replace(document, slides=(Slide("s", headline, layout, blocks=blocks),), definitions=())  # type: ignore[arg-type]


def test_pages_bookmarks_and_metadata(made):
    reader = read(made["ordinary", "zh"])
    document = documents.ordinary("zh")
    assert len(reader.pages) == len(document.slides) + 1  # and the definitions
    assert {(round(p.mediabox.width), round(p.mediabox.height)) for p in reader.pages} == {(960, 540)}
    assert reader.metadata.title == "2025年6月销售月度复盘"
    assert reader.metadata.author == "华辰电子有限公司"
    assert reader.metadata.creation_date.date() == document.as_of
    assert [entry.title for entry in reader.outline] == [*(s.headline for s in document.slides), "口径说明"]
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_headlines_figures_and_footers_are_on_their_pages(made):
    document = documents.ordinary("zh")
    for number, slide in enumerate(document.slides[1:], 1):
        text = squeeze(text_of(made["ordinary", "zh"], number))
        assert squeeze(slide.headline) in text
        assert squeeze(slide.footer) in text
    assert "13,810" in text_of(made["ordinary", "zh"], 1)
    assert "4,982" in text_of(made["ordinary", "zh"], 2)  # a chart's label is text, not a picture


def test_only_the_shipped_fonts_are_inside(made):
    for pdf in made.values():
        names = set()
        for page in read(pdf).pages:
            stack = [page["/Resources"].get_object()]
            while stack:
                resources = stack.pop()
                for font in resources.get("/Font", {}).values():
                    names.add(font.get_object()["/BaseFont"].split("+")[-1])
                forms = [form.get_object() for form in resources.get("/XObject", {}).values()]
                stack.extend(form["/Resources"].get_object() for form in forms if "/Resources" in form)
        assert names
        assert all(name.startswith("NotoSansSC") for name in names), names


def test_same_document_same_bytes(made):
    assert document_pdf(documents.ordinary("zh")) == made["ordinary", "zh"]


def test_texts_are_never_markup():
    evil = '#read("/etc/passwd") *bold* $x^2$ = Heading // \\ @ref <label> `raw` #{1+1} "; #panic()'
    blocks = (Placed("main", Table((Column(evil),), (Row((Cell(evil),)),), title=evil, sentence=evil)),)
    document = replace(one_slide(*blocks, headline=evil), title=evil, company=evil)
    pdf = document_pdf(document)
    assert squeeze(text_of(pdf)).count(squeeze('#read("/etc/passwd")*bold*$x^2$=Heading//')) >= 5
    assert "root:" not in text_of(pdf)


def test_long_tables_go_on_with_header_and_headline():
    rows = tuple(Row((Cell(f"dealer {i}"), Cell(str(i), Decimal(i)))) for i in range(90))
    table = Table((Column("Dealer"), Column("Sales", "number")), rows)
    reader = read(document_pdf(one_slide(Placed("main", table), headline="Ninety dealers")))
    texts = [page.extract_text() for page in reader.pages]
    assert len(texts) >= 3
    assert all("Dealer" in text and "Ninety dealers" in text for text in texts)
    assert "(continued)" not in texts[0]
    assert all("(continued)" in text for text in texts[1:])
    shown = re.findall(r"dealer (\d+)", "\n".join(texts))
    assert [int(i) for i in shown] == list(range(90))
    assert len(reader.outline) == 1  # one bookmark, not one per page


def test_long_texts_are_whole():
    points = tuple(Point(f"point {i} " + "long " * 60, "tag") for i in range(30))
    text = squeeze(text_of(document_pdf(one_slide(Placed("main", Text(points))))))
    assert all(f"point{i}long" in text for i in range(30))


def test_hard_documents_lose_nothing(made):
    text = squeeze(text_of(made["hard", "zh"]))
    assert squeeze(documents.MARKUP) in text
    assert squeeze(documents.FORMULA) in text
    assert "123,457" in text  # the long table's total
    assert text.count("无数据") == 2
    assert squeeze(documents.empty_table("zh").empty) in text


def test_demonstration_data_says_so_on_every_page(made):
    reader = read(made["ordinary", "zh"])
    assert all("演示数据" in squeeze(page.extract_text()) for page in reader.pages)
    plain = document_pdf(replace(documents.ordinary("zh"), synthetic=False))
    assert "演示数据" not in squeeze(text_of(plain))


def test_blocks_without_content_say_so():
    pdf = document_pdf(one_slide(Placed("main", Tiles(())), Placed("below", Text(())), layout="main_below"))
    assert text_of(pdf).count("No data") == 2


def test_no_slides_make_a_page():
    assert len(read(document_pdf(replace(one_slide(), slides=(), definitions=()))).pages) >= 1


def test_characters_beyond_the_fonts_are_reported(caplog):
    assert missing_characters("达成率 128% ▲■●") == []
    assert missing_characters("龘😀") != []
    with caplog.at_level(logging.WARNING):
        pdf = document_pdf(one_slide(Placed("main", Text((Point("😀"),)))))
    assert pdf.startswith(b"%PDF")
    assert "😀" in caplog.text
    chart = Chart("bar", ("骉公司",), (Series("x", (Decimal(1),), Display()),))
    with caplog.at_level(logging.WARNING):
        document_pdf(one_slide(Placed("main", chart)))
    assert "骉" in caplog.text


def test_writes_a_file(tmp_path):
    render_pdf(documents.ordinary("en"), tmp_path / "review.pdf")
    assert (tmp_path / "review.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.needs("poppler")
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_no_word_leaves_the_page_or_covers_another(kind, lang, made, tmp_path):
    (tmp_path / "x.pdf").write_bytes(made[kind, lang])
    listed = subprocess.run(
        ["pdftotext", "-bbox", "x.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    for page_number, page in enumerate(listed.stdout.split("<page ")[1:], 1):
        words = [
            (*(float(v) for v in box), word)
            for *box, word in re.findall(
                r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', page
            )
        ]
        for left, top, right, bottom, word in words:
            assert -1 <= left <= right <= 961, (page_number, word)
            assert -1 <= top <= bottom <= 541, (page_number, word)
        for i, one in enumerate(words):
            for other in words[i + 1 :]:
                wide = min(one[2], other[2]) - max(one[0], other[0])
                tall = min(one[3], other[3]) - max(one[1], other[1])
                lower = min(one[3] - one[1], other[3] - other[1])
                assert not (wide > 2 and tall > lower * 0.45), (page_number, one, other)


def test_blocks_in_slots_that_the_layout_lacks_are_printed():
    blocks = tuple(
        Placed(slot, Text((Point(f"text in {slot} {i}"),)))  # type: ignore[arg-type]
        for i, slot in enumerate(("main", "side", "second", "below", "main"))
    )
    for layout in ("full", "main_side", "two", "main_below"):
        text = squeeze(text_of(document_pdf(one_slide(*blocks, layout=layout))))
        assert all(squeeze(f"text in {p.slot} {i}") in text for i, p in enumerate(blocks))


def test_columns_get_what_their_figures_need():
    columns = (Column("Name", weight=Decimal(9)), Column("Due", "date", weight=Decimal("0.5")), Column("Sum", "number"))
    rows = (Row((Cell("text " * 30), Cell("2025-06-20"), Cell("1,234,567"))),)
    widths, sizes = fit_columns(Table(columns, rows), 300)
    assert sum(widths) == pytest.approx(300)
    assert sizes[0] == 13  # the texts give way, not the size
    assert widths[1] >= text_width("2025-06-20", 13, bold=True) + INSET
    narrow, only = fit_columns(Table(columns, rows), 110)
    assert len(only) == 1
    assert only[0] < 6.5
    assert sum(narrow) == pytest.approx(110)


def test_narrow_tables_of_many_rows_stand_in_two_columns():
    rows = tuple(Row((Cell(f"position {i}"), Cell(str(i), Decimal(i)))) for i in range(48))
    table = Table((Column("Position"), Column("Target", "number")), rows)
    texts = [p.extract_text() for p in read(document_pdf(one_slide(Placed("main", table), headline="Targets"))).pages]
    assert len(texts) == 2
    assert all(text.count("Position") == 2 for text in texts)
    assert [len(re.findall(r"position \d+", text)) for text in texts] == [24, 24]
    assert sorted(int(i) for text in texts for i in re.findall(r"position (\d+)", text)) == list(range(48))
