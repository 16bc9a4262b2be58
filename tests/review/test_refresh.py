"""New figures into a deck that people have edited: their words and places stay, ours are drawn anew."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Emu
from tests.review import documents, kinds

from fupan.errors import SourceError
from fupan.review.model import Chart, Document, Placed, Slide, digest
from fupan.review.renderers.pptx import render_pptx
from fupan.review.renderers.pptx.refresh import made_of, refresh_pptx

D = Decimal


def grown(document: Document) -> Document:
    """The same document with every figure of every chart up by a tenth and new headlines."""

    def chart(block: Any) -> Any:
        if not isinstance(block, Chart):
            return block
        series = tuple(
            replace(s, values=tuple(None if v is None else v * D("1.1") for v in s.values)) for s in block.series
        )
        return replace(block, series=series)

    def slide(one: Slide) -> Slide:
        blocks = tuple(Placed(p.slot, chart(p.content), p.id) for p in one.blocks)
        return replace(one, blocks=blocks, headline=one.headline.replace("1", "2"))

    return replace(document, slides=tuple(map(slide, document.slides)))


def shape(deck: Any, page: str, name: str) -> Any:
    slide = next(s for s in deck.slides if s.element.cSld.get("name") == page)
    return next(s for s in slide.shapes if s.name.endswith(name))


def test_untouched_pages_become_the_new_ones(tmp_path: Path) -> None:
    base, fresh = kinds.every_kind("zh"), grown(kinds.every_kind("zh"))
    render_pptx(base, tmp_path / "deck.pptx")
    assert made_of(tmp_path / "deck.pptx") == digest(base)
    changes = refresh_pptx(tmp_path / "deck.pptx", base, fresh, tmp_path / "new.pptx")
    assert {c.kind for c in changes} == {"changed"}
    render_pptx(fresh, tmp_path / "fresh.pptx")
    found, wanted = (Presentation(str(tmp_path / n)) for n in ("new.pptx", "fresh.pptx"))
    for one, other in zip(found.slides, wanted.slides, strict=True):
        assert [s.text_frame.text for s in one.shapes if s.has_text_frame] == [s.text_frame.text for s in other.shapes if s.has_text_frame]  # fmt: skip
        for mine, theirs in zip(one.shapes, other.shapes, strict=True):
            if mine.has_chart:
                values = [[v.text for v in s.chart._chartSpace.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}v")] for s in (mine, theirs)]  # fmt: skip
                assert values[0] == values[1]
                assert mine.chart.part.chart_workbook.xlsx_part.blob == theirs.chart.part.chart_workbook.xlsx_part.blob
    assert made_of(tmp_path / "new.pptx") == digest(fresh)


def test_what_a_person_wrote_or_moved_stays_and_its_stale_figures_are_told(tmp_path: Path) -> None:
    base = kinds.every_kind("zh")
    slides = list(base.slides)
    slides[0] = replace(slides[0], headline="逾期1,026万元，占25.3%")
    base = replace(base, slides=tuple(slides))
    fresh = replace(grown(base), slides=(replace(grown(base).slides[0], headline="逾期998万元，占25.3%"), *grown(base).slides[1:]))  # fmt: skip
    render_pptx(base, tmp_path / "deck.pptx")
    deck = Presentation(str(tmp_path / "deck.pptx"))
    shape(deck, "pareto", "Title").text_frame.text = "逾期1,026万元里有一笔争议款，占25.3%"
    moved = shape(deck, "funnel", "Chart funnel")
    moved.left = Emu(moved.left + 360000)
    where = moved.left
    deck.save(str(tmp_path / "edited.pptx"))
    changes = refresh_pptx(tmp_path / "edited.pptx", base, fresh, tmp_path / "new.pptx")
    kept = [c for c in changes if c.kind == "kept"]
    assert [(c.page, c.after, c.stale) for c in kept] == [
        ("pareto", "逾期1,026万元里有一笔争议款，占25.3%", ("1,026万元→998万元",))
    ]
    new = Presentation(str(tmp_path / "new.pptx"))
    assert shape(new, "pareto", "Title").text_frame.text == "逾期1,026万元里有一笔争议款，占25.3%"
    assert shape(new, "funnel", "Chart funnel").left == where
    assert any(c.page == "funnel" and c.kind == "changed" for c in changes)


def test_a_page_of_theirs_stays_and_pages_that_come_or_go_are_told(tmp_path: Path) -> None:
    base = kinds.every_kind("zh")
    fresh = replace(base, slides=(*base.slides[1:], replace(base.slides[0], id="extra", headline="新的一页")))
    render_pptx(base, tmp_path / "deck.pptx")
    deck = Presentation(str(tmp_path / "deck.pptx"))
    own = deck.slides.add_slide(deck.slide_layouts[0])
    own.shapes.title.text_frame.text = "自己加的一页"
    deck.save(str(tmp_path / "edited.pptx"))
    changes = refresh_pptx(tmp_path / "edited.pptx", base, fresh, tmp_path / "new.pptx")
    assert [(c.kind, c.page) for c in changes] == [("removed", "pareto"), ("added", "extra")]
    new = Presentation(str(tmp_path / "new.pptx"))
    assert new.slides[-1].shapes.title.text_frame.text == "自己加的一页"
    assert len(new.slides) == len(base.slides) + 1


def test_an_edited_cell_stays_while_the_others_get_new_figures(tmp_path: Path) -> None:
    base = documents.ordinary("zh")
    render_pptx(base, tmp_path / "deck.pptx")
    deck = Presentation(str(tmp_path / "deck.pptx"))
    tables = [(s.element.cSld.get("name"), t) for s in deck.slides for t in s.shapes if t.has_table]
    page, table = tables[0]
    table.table.cell(1, 0).text_frame.text = "改过的名字"
    deck.save(str(tmp_path / "edited.pptx"))
    changes = refresh_pptx(tmp_path / "edited.pptx", base, base, tmp_path / "new.pptx")
    assert [(c.kind, c.page, c.after) for c in changes] == [("kept", page, "改过的名字")]


def test_what_is_no_deck_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.pptx").write_bytes(b"no zip")
    with pytest.raises(SourceError):
        refresh_pptx(tmp_path / "x.pptx", kinds.every_kind("zh"), kinds.every_kind("zh"), tmp_path / "new.pptx")
