"""A deck that people worked on, saved as it is and by LibreOffice: new figures, their words, places, type and order."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Emu, Pt
from tests.review import documents
from tests.review.office import convert
from tests.review.test_refresh import grown, shape

from fupan.review.model import Document, Slide, digest
from fupan.review.renderers.pptx import render_pptx
from fupan.review.renderers.pptx.refresh import Change, made_of, refresh_pptx
from fupan.review.renderers.pptx.refresh.merge import merge
from fupan.review.renderers.pptx.refresh.reading import figures, text

_AWAY = Emu(360_000)


def edit(path: Path) -> None:
    """What a team does to a deck in an afternoon."""
    deck = Presentation(str(path))
    kpi = shape(deck, "kpi", "Title").text_frame.paragraphs[0].runs[0]
    kpi.text = kpi.text.replace("6月净销售1.38亿元", "6月净销售1.38亿元（含一笔大单）")
    title = shape(deck, "bridge", "Title").text_frame.paragraphs[0].runs[0]  # our words, another type
    title.font.name, title.font.italic, title.font.color.rgb = "Georgia", True, RGBColor(0x80, 0, 0x40)
    chart = shape(deck, "region", "regions · Chart combo")
    chart.left, chart.name = chart.left + _AWAY, "大区图"
    points = shape(deck, "region", "says · Points")
    points.text_frame.paragraphs[2].runs[-1].text = "竞品降价已由三家经销商证实"
    said = next(s for s in deck.slides if s.element.cSld.get("name") == "trend").shapes
    said.add_textbox(Emu(914_400), Emu(5_900_000), Emu(4_000_000), Emu(300_000)).text_frame.text = "五月实际11,650万元含春节订单；去年13,810万元"  # fmt: skip
    picture = BytesIO()
    Image.new("RGB", (40, 30), (0, 90, 160)).save(picture, "PNG")
    said.add_picture(picture, Emu(8_000_000), Emu(5_900_000)).name = "门店照片"
    shape(deck, "actions", "Table").table.cell(2, 3).text_frame.text = "陈磊、赵敏"
    own = deck.slides.add_slide(deck.slide_layouts[1])
    own.shapes.title.text_frame.text = "自己加的一页：本月13,810万元"
    ids = deck.slides._sldIdLst
    order = {s.element.cSld.get("name"): node for s, node in zip(deck.slides, ids, strict=True)}
    deck.part.drop_rel(order["ageing"].rId)  # a page is taken out, another comes first
    ids.remove(order["ageing"])
    ids.remove(order["heat"])
    ids.insert(1, order["heat"])
    deck.save(str(path))


def new_figures() -> tuple[Document, Document]:
    base = documents.ordinary("zh")
    fresh = grown(base)

    def slide(one: Slide, was: Slide) -> Slide:
        said = {"kpi": "6月净销售1.52亿元，达成117.1%、同比增长34.1%；毛利率告警（31.8%）", "bridge": "同比增加2,734万元：工业机器人放量贡献1,730万元，降价侵蚀419万元"}  # fmt: skip
        return replace(one, headline=said.get(one.id, was.headline))

    return base, replace(fresh, slides=tuple(map(slide, fresh.slides, base.slides)))


def refreshed(tmp_path: Path, edited: Path, base: Document, fresh: Document) -> tuple[Any, tuple[Change, ...]]:
    assert made_of(edited) == digest(base)
    changes = refresh_pptx(edited, base, fresh, tmp_path / "new.pptx")
    return Presentation(str(tmp_path / "new.pptx")), changes


def check(deck: Any, changes: tuple[Change, ...], wanted: Any) -> None:
    names = [s.element.cSld.get("name") for s in deck.slides]
    assert names[:4] == ["cover", "heat", "kpi", "region"]
    assert "ageing" not in names
    assert len(names) == 9
    assert text(shape(deck, "kpi", "Title")).startswith("6月净销售1.38亿元（含一笔大单）")
    title = shape(deck, "bridge", "Title").text_frame.paragraphs[0].runs[0]
    assert title.text == "同比增加2,734万元：工业机器人放量贡献1,730万元，降价侵蚀419万元"
    assert (title.font.name, title.font.italic, title.font.color.rgb) == ("Georgia", True, RGBColor(0x80, 0, 0x40))
    chart, ours = shape(deck, "region", "Chart combo"), shape(wanted, "region", "Chart combo")
    assert figures(chart.chart) == figures(ours.chart)
    assert chart.chart.part.chart_workbook.xlsx_part.blob == ours.chart.part.chart_workbook.xlsx_part.blob
    assert abs(chart.left - ours.left - _AWAY) < 1000
    assert "竞品降价已由三家经销商证实" in text(shape(deck, "region", "says · Points"))
    assert text(shape(deck, "region", "says · Points")).count("\n") == text(shape(wanted, "region", "says · Points")).count("\n")  # fmt: skip
    assert shape(deck, "actions", "Table").table.cell(2, 3).text_frame.text == "陈磊、赵敏"
    assert "门店照片" in [s.name for s in next(s for s in deck.slides if s.element.cSld.get("name") == "trend").shapes]
    assert figures(shape(deck, "trend", "Chart line").chart) == figures(shape(wanted, "trend", "Chart line").chart)
    told = {(c.kind, c.page): c for c in changes if c.kind != "changed"}
    assert told["kept", "kpi"].stale == ("1.38亿元→1.52亿元", "106.4%→117.1%", "21.9%→34.1%")
    assert told["kept", "region"].after == "▲ 推断  竞品降价已由三家经销商证实"
    assert told["kept", "actions"].after == "陈磊、赵敏"
    assert told["deleted", "ageing"].before == "逾期90天以上升至268万元，比年初翻番"
    numbers = [n.get("id") for n in deck.slides[3].element.iter("{*}cNvPr")]
    assert len(set(numbers)) == len(numbers)


def test_an_edited_deck_gets_new_figures_and_keeps_the_work(tmp_path: Path) -> None:
    base, fresh = new_figures()
    render_pptx(base, tmp_path / "deck.pptx")
    edit(tmp_path / "deck.pptx")
    render_pptx(fresh, tmp_path / "fresh.pptx")
    check(*refreshed(tmp_path, tmp_path / "deck.pptx", base, fresh), Presentation(str(tmp_path / "fresh.pptx")))


@pytest.mark.needs("libreoffice")
def test_the_same_after_libreoffice_saved_it(tmp_path: Path, soffice: str) -> None:
    base, fresh = new_figures()
    render_pptx(base, tmp_path / "deck.pptx")
    edit(tmp_path / "deck.pptx")
    saved = convert(soffice, tmp_path / "deck.pptx", "pptx", tmp_path / "saved")
    assert {s.element.cSld.get("name") for s in Presentation(str(saved)).slides} == {None}  # it forgets our names
    render_pptx(fresh, tmp_path / "fresh.pptx")
    deck, changes = refreshed(tmp_path, saved, base, fresh)
    check(deck, changes, Presentation(str(tmp_path / "fresh.pptx")))
    again = refresh_pptx(tmp_path / "new.pptx", fresh, fresh, tmp_path / "again.pptx")
    assert {c.kind for c in again} <= {"kept", "deleted", "own"}  # names are back: nothing of ours is taken for another


def test_figures_in_own_boxes_and_own_pages_are_told_where_they_no_longer_hold(tmp_path: Path) -> None:
    base, fresh = new_figures()
    render_pptx(base, tmp_path / "deck.pptx")
    deck = Presentation(str(tmp_path / "deck.pptx"))
    box = deck.slides[1].shapes.add_textbox(Emu(0), Emu(0), Emu(914_400), Emu(300_000))
    box.name, box.text_frame.text = "批注", "若无大单，达成106.4%做不到；10月另算"
    own = deck.slides.add_slide(deck.slide_layouts[1])
    own.shapes.title.text_frame.text = "增长21.9%从何而来"
    deck.save(str(tmp_path / "edited.pptx"))
    changes = refresh_pptx(tmp_path / "edited.pptx", base, replace(fresh, slides=tuple(_without(s) for s in fresh.slides)), tmp_path / "new.pptx")  # fmt: skip
    own_words = [(c.page, c.shape, c.stale) for c in changes if c.kind == "own"]
    assert own_words == [("kpi", "批注", ("106.4%→117.1%",)), ("增长21.9%从何而来", "", ("21.9%→34.1%",))]


def _without(slide: Slide) -> Slide:
    """The page without its tiles, which still say the old figures."""
    return replace(slide, blocks=()) if slide.id == "kpi" else slide


def test_three_versions_of_one_thing() -> None:
    base = etree.fromstring('<r a="1" b="1"><x v="1"/><y/></r>')
    theirs = etree.fromstring('<r a="2" b="1"><x v="1"/><z/><y/></r>')
    fresh = etree.fromstring('<r a="1" b="3"><x v="2"/></r>')
    assert etree.tostring(merge(base, theirs, fresh)) == b'<r a="2" b="3"><x v="2"/><z/></r>'


def test_type_that_a_person_chose_stays_while_a_light_changes(tmp_path: Path) -> None:
    base = documents.ordinary("zh")
    render_pptx(base, tmp_path / "deck.pptx")
    deck = Presentation(str(tmp_path / "deck.pptx"))
    run = shape(deck, "kpi", "Title").text_frame.paragraphs[0].runs[0]
    run.font.size = Pt(22)
    deck.save(str(tmp_path / "edited.pptx"))
    changes = refresh_pptx(tmp_path / "edited.pptx", base, base, tmp_path / "new.pptx")
    assert changes == ()
    assert shape(Presentation(str(tmp_path / "new.pptx")), "kpi", "Title").text_frame.paragraphs[0].runs[0].font.size == Pt(22)  # fmt: skip
