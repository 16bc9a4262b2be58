"""What page owners write is always there: on its page or the one that follows, and whole on the page of causes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from tests.review.composing import build
from tests.review.test_causes import NOW
from tests.review.test_pdf import squeeze, text_of
from tests.review.tiny_company import electronics

from fupan.review.causes import Collection, Entry, collect, items_of, open_collection
from fupan.review.model import Document, Lang, Placed, Slide, Text
from fupan.review.renderers.html import document_html
from fupan.review.renderers.pdf import document_pdf
from fupan.review.renderers.pptx import render_pptx
from fupan.review.renderers.pptx.frame import HOUSE
from fupan.review.renderers.pptx.pages import paginate


def round_of(lang: Lang) -> Collection:
    """A round in which everybody wrote much about everything."""
    items = items_of(build(electronics(), lang=lang))
    assert len(items) > 3
    asked = open_collection("monthly", "2025-06", date(2025, 7, 5), items, {}, None)
    return collect(asked, [Entry(i.id, cause=cause(i.id), measure=measure(i.id), decision=decision(i.id), by="程涛") for i in items], NOW)  # fmt: skip


def cause(item: str) -> str:
    return f"{item}的原因：" + "竞品在六月上旬降价并加送两年延保，门店样机又没有按时到位；" * 5 + "完"


def measure(item: str) -> str:
    return f"{item}的措施：" + "以旧换新补贴延长到七月底，样机逐店盘点补齐并每周通报进度；" * 5 + "完"


def decision(item: str) -> str:
    return f"{item}请决定：" + "追加市场费用并允许区域自定赠品；" * 4 + "完"


def drawn(made: Document, folder: Path) -> Any:
    render_pptx(made, folder / "deck.pptx")
    return Presentation(str(folder / "deck.pptx"))


def texts(shapes: Any) -> Iterator[str]:
    for shape in shapes:
        if shape.has_table:
            yield from (cell.text_frame.text for row in shape.table.rows for cell in row.cells)
        elif shape.has_text_frame:
            yield shape.text_frame.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_word_is_in_the_presentation_the_page_and_the_print(lang: Lang, tmp_path: Path) -> None:
    written = round_of(lang)
    made = build(electronics(), lang=lang, causes=written)  # type: ignore[arg-type]
    deck = drawn(made, tmp_path)
    told = {
        "pptx": squeeze(" ".join(t for slide in deck.slides for t in texts(slide.shapes))),
        "html": squeeze(document_html(made)),
        "pdf": squeeze(text_of(document_pdf(made))),
    }
    for item in written.items:
        for words in (cause(item.id), measure(item.id), decision(item.id)):
            for kind, text in told.items():
                assert squeeze(words) in text, f"{kind} lacks {words[:20]}"


def test_what_was_written_about_a_page_follows_it_where_it_has_no_room(tmp_path: Path) -> None:
    made = build(electronics(), causes=round_of("zh"))  # type: ignore[arg-type]
    deck = drawn(made, tmp_path)
    pages = {s.element.cSld.get("name"): squeeze(" ".join(texts(s.shapes))) for s in deck.slides}
    for name in dict.fromkeys(i.slide for i in round_of("zh").items):
        own = "".join(text for page, text in pages.items() if page.split("#")[0] == name)
        about = [i for i in round_of("zh").items if i.slide == name]
        assert all(squeeze(cause(i.id)) in own for i in about[:2]), name
        assert len(about) <= 2 or f"另有{len(about) - 2}项写在“原因与措施”一页" in own, name


def test_a_deck_without_the_page_of_causes_tells_all_of_them_on_their_own_page() -> None:
    first = items_of(build(electronics()))[0]
    items = tuple(replace(first, name=name) for name in ("华南", "华东", "西南", "华北"))
    asked = open_collection("monthly", "2025-06", date(2025, 7, 5), items, {}, None)
    written = collect(asked, [Entry(i.id, cause=cause(i.id), measure=measure(i.id), by="程涛") for i in items], NOW)

    def told(**more: Any) -> str:
        made = build(electronics(), causes=written, **more)
        own = next(s for s in made.slides if s.id == first.slide)
        return " ".join(p.text for b in own.blocks if isinstance(b.content, Text) for p in b.content.points)

    assert [cause(i.id) in told() for i in items] == [True, True, False, False]
    assert "另有2项写在" in told()
    alone = told(without=("causes",))
    assert all(cause(i.id) in alone and measure(i.id) in alone for i in items)
    assert "另有" not in alone


@pytest.mark.parametrize("slide", build(electronics()).slides[1:], ids=lambda s: s.id)
def test_a_text_in_whatever_free_slot_is_never_lost(slide: Slide) -> None:
    """Whatever the layout: three sentences of 200 characters each are on the page or on those that follow."""
    from fupan.review.model import Point

    free = next((s for s in ("below", "side", "second") if s not in {p.slot for p in slide.blocks}), None)
    if free is None:
        pytest.fail("every slot is taken")
    text = Text(tuple(Point(f"{n}" + "长" * 200 + "完", "原因") for n in range(3)))
    whole = replace(slide, blocks=(*slide.blocks, Placed(free, text, "written")))  # type: ignore[arg-type]
    pages = paginate(whole, HOUSE.room(whole.lead), "zh")
    told = [p for page in pages for b in page.slide.blocks if b.id == "written" for p in b.content.points]  # type: ignore[union-attr]
    assert [p.text for p in told] == [p.text for p in text.points]
