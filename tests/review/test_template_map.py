"""A mapping says what of a company's template is used for what; what it names wrongly is said with what there is."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Pt
from tests.review import documents
from tests.review.templates import TEMPLATES, four_by_three, side_bar

from fupan.errors import DefinitionError, UserError
from fupan.loop.templates import find_template, write_map
from fupan.review.renderers.pptx import render_pptx
from fupan.review.renderers.pptx.template_map import read_map

LAYOUTS = {
    "four_by_three": ("01", "07"),
    "side_bar": ("首页（左栏）", "内页：标题+空白"),
    "tall_head": ("A Übersicht", "B/2 “frei”"),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_starting_map_puts_everything_into_its_safe_area(name: str, tmp_path: Path) -> None:
    template = TEMPLATES[name](tmp_path / f"{name}.pptx")
    if name == "side_bar":
        assert "left: 190" in write_map(template).read_text(encoding="utf-8")
    else:
        write_map(template)
    found = read_map(template)
    assert found is not None
    render_pptx(documents.ordinary("zh"), tmp_path / "deck.pptx", template=template)
    deck = Presentation(str(tmp_path / "deck.pptx"))
    cover, page = LAYOUTS[name]
    assert [s.slide_layout.name for s in deck.slides] == [cover, *[page] * (len(deck.slides) - 1)]
    area = found[1].safe_area
    right = deck.slide_width - Pt(area.right) + Pt(1)
    bottom = deck.slide_height - Pt(area.bottom) + Pt(1)
    for slide in list(deck.slides)[1:]:
        for shape in slide.shapes:
            if " · " in shape.name:
                assert shape.left >= Pt(area.left) - Pt(1)
                assert shape.top >= Pt(area.top) - Pt(1)
                assert shape.left + shape.width <= right
                assert shape.top + shape.height <= bottom


@pytest.mark.parametrize("name", TEMPLATES)
def test_fonts_and_colours_stay_the_themes(name: str, tmp_path: Path) -> None:
    template = TEMPLATES[name](tmp_path / f"{name}.pptx")
    write_map(template)
    render_pptx(documents.ordinary("zh"), tmp_path / "deck.pptx", template=template)
    with zipfile.ZipFile(tmp_path / "deck.pptx") as ours, zipfile.ZipFile(template) as theirs:
        assert ours.read("ppt/theme/theme1.xml") == theirs.read("ppt/theme/theme1.xml")
        texts = [ours.read(n).decode() for n in ours.namelist() if re.match(r"ppt/(slides/slide|charts/chart)\d", n)]
    assert not any(re.search(r'typeface="(?!\+)', text) for text in texts)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (('layout: "07"', 'layout: "08"'), r"no layout “08”; it has “01”, “07”"),
        (('title: "Title 1"', 'title: "Titel 1"'), r"has no placeholder “Titel 1”; it has Title 1 \(idx 0, "),
        (("left: 36", "left: 600"), r"leaves .* blocks need 180 x 180"),
        (("cover:", "cover:\n  tittle: x"), r"no such key here.*title"),
        (("title_size: 24", "title_size: 7"), r"title_size.*greater than or equal to 18"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(wrong: tuple[str, str], said: str, tmp_path: Path) -> None:
    template = four_by_three(tmp_path / "company.pptx")
    path = write_map(template)
    text = path.read_text(encoding="utf-8")
    assert wrong[0] in text, text
    path.write_text(text.replace(*wrong, 1), encoding="utf-8")
    with pytest.raises(DefinitionError, match=said) as found:
        render_pptx(documents.ordinary("zh"), tmp_path / "deck.pptx", template=template)
    assert "company.yaml" in str(found.value)
    assert not (tmp_path / "deck.pptx").exists()


def test_a_map_is_not_written_over(tmp_path: Path) -> None:
    template = four_by_three(tmp_path / "company.pptx")
    write_map(template).write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="--replace"):
        write_map(template)
    assert (tmp_path / "company.yaml").read_text(encoding="utf-8") == "mine"
    assert "cover:" in write_map(template, replace=True).read_text(encoding="utf-8")


def test_which_template_a_review_is_drawn_on(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    assert find_template(tmp_path, "monthly", None) is None
    one = four_by_three(folder / "company.pptx")
    assert find_template(tmp_path, "monthly", None) == one  # the only one
    other = side_bar(folder / "weekly.pptx")
    assert find_template(tmp_path, "monthly", None) is None  # which of the two?
    assert find_template(tmp_path, "weekly", None) == other
    assert find_template(tmp_path, "weekly", Path("company")) == one
    assert find_template(tmp_path, "weekly", Path("house")) is None
    with pytest.raises(UserError, match=r"no template corporate; templates/ has company\.pptx, weekly\.pptx"):
        find_template(tmp_path, "weekly", Path("corporate"))
