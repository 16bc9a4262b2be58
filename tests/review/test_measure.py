"""Widths against the shipped fonts' own tables, and where lines may break."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from fupan.review import palette
from fupan.review.measure import FONTS, break_lines, fit_size, has_glyph, shorten, text_width


@pytest.mark.parametrize(("bold", "name"), [(False, "Regular"), (True, "Bold")])
def test_widths_are_the_fonts_or_arials_where_it_is_wider(bold: bool, name: str) -> None:
    font = TTFont(FONTS / f"NotoSansSC-{name}.ttf")
    units, metrics = font["head"].unitsPerEm, font["hmtx"]
    for code, glyph in font.getBestCmap().items():
        own = metrics[glyph][0] / units
        measured = text_width(chr(code), 1, bold=bold)
        assert measured == own if code > 0x2100 else measured >= own
    arial = {"A": 0.667, "W": 0.944, "i": 0.222, "0": 0.556, "@": 1.015} if not bold else {"A": 0.722, "0": 0.556}
    for character, width in arial.items():
        assert text_width(character, 1, bold=bold) >= width - 0.001


def test_seams_between_chinese_and_latin_count() -> None:
    assert text_width("销售A", 10) == pytest.approx(text_width("销售", 10) + text_width("A", 10) + 2)
    assert text_width("销售 A", 10) == pytest.approx(text_width("销售", 10) + text_width(" A", 10))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("华东、华南。", 20, ("华东、", "华南。")),
        ("（甲乙）丙", 20, ("（甲", "乙）丙")),
        ("net sales up", 50, ("net sales ", "up")),
        ("一\n二", 100, ("一", "二")),
        ("", 100, ("",)),
        ("Donaudampfschiff", 30, ("Dona", "uda", "mpfs", "chiff")),
    ],
)
def test_lines_break_where_a_typesetter_would(text: str, width: float, lines: tuple[str, ...]) -> None:
    broken = break_lines(text, 10, width)
    if text.startswith("Donau"):
        assert "".join(broken) == text
        assert all(text_width(line, 10) <= width for line in broken)
        return
    assert "".join(broken) == text.replace("\n", "")
    if text.startswith(("华东", "（")):
        assert not any(line.startswith(("、", "。", "）")) or line.endswith("（") for line in broken)
    else:
        assert broken == lines


@given(st.text(alphabet="华东销售 abc12%，。（）-", max_size=60), st.floats(20, 200))
def test_no_character_is_lost_and_only_uncuttable_pieces_pass_the_width(text: str, width: float) -> None:
    broken = break_lines(text, 10, width)
    assert "".join(broken) == text
    for line in broken:
        assert text_width(line.rstrip(" "), 10) <= width + 2.01 or len(line.strip()) <= 2


@given(st.text(alphabet="华东 abc，", max_size=60), st.integers(1, 3))
def test_shortened_text_takes_the_lines_it_may(text: str, lines: int) -> None:
    short = shorten(text, 10, 60, lines=lines)
    assert len(break_lines(short, 10, 60)) <= lines
    assert short == text or short.endswith("…")


def test_fit_size_finds_the_largest_that_fits_or_none() -> None:
    assert fit_size("华东", 100, 100, largest=24, smallest=12) == 24
    assert fit_size("华" * 10, 200, 100, largest=24, smallest=12, lines=1) == 20
    assert fit_size("华" * 100, 100, 40, largest=24, smallest=12) is None


def test_shipped_font_has_the_lights_shapes() -> None:
    assert all(has_glyph(style.shape) for style in palette.LIGHTS.values())
    assert not has_glyph("\U0001f600")


def test_inks_and_fills_reach_their_contrast() -> None:
    for style in palette.LIGHTS.values():
        assert palette.contrast(style.ink, palette.WHITE) >= 4.5
        assert palette.contrast(style.ink, palette.PANEL) >= 4.5
        assert palette.contrast(style.fill, palette.WHITE) >= 3
    for ink in (palette.INK, palette.INK_2, palette.INK_3, palette.TITLE, palette.ACCENT):
        assert palette.contrast(ink, palette.PANEL) >= 4.5
    for part in palette.PARTS:
        assert palette.contrast(part, palette.WHITE) >= 3
