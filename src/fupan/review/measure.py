"""Widths of texts and where their lines break, Chinese and Latin mixed, from the shipped font's own metrics.

Renderers lay texts out with this instead of trusting a viewer to shrink them, so a page looks alike in PowerPoint, LibreOffice,
a browser and a PDF. The shipped Noto Sans SC is at least as wide as Arial with 微软雅黑, so a text that fits here fits there.
All sizes and widths are in points.
"""

from __future__ import annotations

import struct
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parent / "assets" / "fonts"
LINE_HEIGHT: Final = 1.3
"""Height of a line over the size: 微软雅黑's own (1.32) at the 0.98 spacing that the slides set; less for Arial."""

_CLOSING: Final = frozenset("，。、；：！？）》」』】〕”’…%‰℃·,.;:!?)]}")
_OPENING: Final = frozenset("（《「『【〔“‘([{¥$#")
_AUTO_SPACE: Final = 0.2
"""LibreOffice and PowerPoint put about a fifth of an em between Chinese and Latin."""


@dataclass(frozen=True, slots=True)
class _Face:
    """Advance widths of one font file, in units per em."""

    units: int
    starts: tuple[int, ...]
    runs: tuple[tuple[int, int, tuple[int, ...]], ...]
    missing: int

    def advance(self, character: str) -> int:
        """Width of *character*; a glyph that the font lacks counts as a full em."""
        code = ord(character)
        at = bisect_right(self.starts, code) - 1
        if at >= 0:
            first, last, widths = self.runs[at]
            if first <= code <= last:
                return widths[code - first]
        return self.missing


@cache
def _face(bold: bool) -> _Face:
    data = (FONTS / f"NotoSansSC-{'Bold' if bold else 'Regular'}.ttf").read_bytes()
    tables = {
        data[at : at + 4]: struct.unpack(">II", data[at + 8 : at + 16])
        for at in range(12, 12 + 16 * struct.unpack(">H", data[4:6])[0], 16)
    }
    head, hhea, hmtx, cmap = (tables[name][0] for name in (b"head", b"hhea", b"hmtx", b"cmap"))
    units = int(struct.unpack(">H", data[head + 18 : head + 20])[0])
    count = int(struct.unpack(">H", data[hhea + 34 : hhea + 36])[0])
    advances = struct.unpack(f">{2 * count}H", data[hmtx : hmtx + 4 * count])[::2]
    return _build_face(units, advances, _glyphs(data, cmap))


def _glyphs(data: bytes, cmap: int) -> list[tuple[int, int, int]]:
    """(first code, last code, first glyph) of each run in the font's full character map (cmap format 12)."""
    for index in range(struct.unpack(">H", data[cmap + 2 : cmap + 4])[0]):
        at = cmap + struct.unpack(">I", data[cmap + 8 + 8 * index : cmap + 12 + 8 * index])[0]
        if struct.unpack(">H", data[at : at + 2])[0] == 12:
            groups = struct.unpack(">I", data[at + 12 : at + 16])[0]
            return [struct.unpack(">III", data[at + 16 + 12 * g : at + 28 + 12 * g]) for g in range(groups)]
    return []


def _build_face(units: int, advances: tuple[int, ...], groups: list[tuple[int, int, int]]) -> _Face:
    last = len(advances) - 1
    runs = tuple(
        (first, end, tuple(advances[min(glyph + i, last)] for i in range(end - first + 1)))
        for first, end, glyph in sorted(groups)
    )
    return _Face(units, tuple(run[0] for run in runs), runs, units)


@cache
def _advance(character: str, bold: bool) -> float:
    face = _face(bold)
    return face.advance(character) / face.units


def is_wide(character: str) -> bool:
    """Whether *character* is Chinese, Japanese, Korean or full-width: a line may break on either side of it."""
    return unicodedata.east_asian_width(character) in {"W", "F"}


def has_glyph(character: str) -> bool:
    """Whether the shipped font can draw *character*; renderers report what it can't."""
    face = _face(False)
    at = bisect_right(face.starts, ord(character)) - 1
    return at >= 0 and face.runs[at][0] <= ord(character) <= face.runs[at][1]


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of *text* on one line in points, with the space that viewers add between Chinese and Latin.

    >>> text_width("华东区域", 10)
    40.0
    """
    width = sum(_advance(character, bold) for character in text)
    width += _AUTO_SPACE * sum(_is_seam(a, b) for a, b in pairwise(text))
    return width * size


def _is_seam(before: str, after: str) -> bool:
    if not (before.isalnum() or before == "%") or not (after.isalnum() or after == "%"):
        return False
    return is_wide(before) != is_wide(after)


def _split_pieces(text: str) -> list[str]:
    """The unbreakable pieces of *text*: single Chinese characters and Latin words, closing marks kept with what precedes."""
    pieces: list[str] = []
    for character in text:
        previous = pieces[-1][-1] if pieces else ""
        joins = bool(previous) and (
            character in _CLOSING
            or character == " "
            or previous in _OPENING
            or not (is_wide(character) or is_wide(previous) or previous == " " or previous in "/-–—")
        )
        if joins and previous != "\n" and character != "\n":
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def break_lines(text: str, size: float, width: float, *, bold: bool = False) -> tuple[str, ...]:
    """*text* broken into lines of at most *width* points; "\\n" always breaks, a word wider than a line is cut.

    >>> break_lines("华东超额 28%，西南超额", 10, 62)
    ('华东超额 ', '28%，西南', '超额')
    """
    lines: list[str] = [""]
    for piece in _split_pieces(text):
        if piece == "\n":
            lines.append("")
        elif text_width((lines[-1] + piece).rstrip(" "), size, bold=bold) <= width:
            lines[-1] += piece
        elif text_width(piece.rstrip(" "), size, bold=bold) <= width:
            lines.append(piece) if lines[-1] else lines.__setitem__(-1, piece)
        else:
            for character in piece:
                if lines[-1] and text_width(lines[-1] + character, size, bold=bold) > width:
                    lines.append(character)
                else:
                    lines[-1] += character
    return tuple(lines)


def text_height(text: str, size: float, width: float, *, bold: bool = False, spacing: float = 1.0) -> float:
    """Height of *text* wrapped to *width*, in points."""
    return len(break_lines(text, size, width, bold=bold)) * size * LINE_HEIGHT * spacing


def fit_size(
    text: str, width: float, height: float, *, largest: float, smallest: float, bold: bool = False, lines: int = 0
) -> float | None:
    """The largest size (in half points) at which *text* fits the box (and *lines*, if given); None when none does."""
    size = largest
    while size >= smallest:
        broken = len(break_lines(text, size, width, bold=bold))
        if broken * size * LINE_HEIGHT <= height and (not lines or broken <= lines):
            return size
        size -= 0.5
    return None


def shorten(text: str, size: float, width: float, *, bold: bool = False, lines: int = 1) -> str:
    """*text* cut with "…" so that it takes at most *lines* lines of *width*.

    >>> shorten("深圳华强电子有限公司", 10, 62)
    '深圳华强电…'
    """
    if len(break_lines(text, size, width, bold=bold)) <= lines:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if len(break_lines(text[:middle].rstrip() + "…", size, width, bold=bold)) <= lines:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"
