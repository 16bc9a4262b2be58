"""Widths of texts and where their lines break, Chinese and Latin mixed, from the shipped font's own metrics.

Renderers lay texts out with this instead of trusting a viewer to shrink them, so a page looks alike in PowerPoint, LibreOffice,
a browser and a PDF. A character counts as wide as in the wider of Noto Sans SC (shipped: PDF, pictures) and Arial with 微软雅黑
(slides, screens), so that a text that fits here fits everywhere. All sizes and widths are in points.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parent / "assets" / "fonts"
LINE_HEIGHT: Final = 1.3
"""Height of a line over the size: 微软雅黑's own (1.32) at the 0.98 spacing that the slides set; less for Arial."""

_CLOSING: Final = frozenset("，。、；：！？）》」』】〕”’…%‰℃·,.;:!?)]}")
_OPENING: Final = frozenset("（《「『【〔“‘([{¥$#")
_QUOTES: Final = frozenset("\"'")
_AUTO_SPACE: Final = 0.2
"""LibreOffice and PowerPoint put about a fifth of an em between Chinese and Latin."""
_ARIAL: Final = {
    False: {0.278: " ", 0.5: "sz", 0.556: "?Le", 0.584: "+<=>~", 0.611: "FTZ", 0.667: "ABEKPSVXY", 0.722: "CDR", 0.778: "GOQ", 0.833: "M", 0.944: "W", 1.015: "@", 1: "—"},
    True: {0.278: " ", 0.333: ":;", 0.389: "{}", 0.556: "cs", 0.611: "?FLg", 0.667: "ESVXY", 0.722: "ABCDKR", 0.778: "GOQ", 0.944: "W", 1: "—"},
}  # fmt: skip
"""Arial's width -> characters, where it is the wider one; its other Latin characters are no wider than Noto's."""


@cache
def _advances(bold: bool) -> dict[str, float]:
    """Character -> advance width in ems, read once per font file."""
    data = (FONTS / f"NotoSansSC-{'Bold' if bold else 'Regular'}.ttf").read_bytes()
    tables = {
        data[at : at + 4]: struct.unpack(">I", data[at + 8 : at + 12])[0]
        for at in range(12, 12 + 16 * struct.unpack(">H", data[4:6])[0], 16)
    }
    units = struct.unpack(">H", data[tables[b"head"] + 18 : tables[b"head"] + 20])[0]
    count = struct.unpack(">H", data[tables[b"hhea"] + 34 : tables[b"hhea"] + 36])[0]
    widths = struct.unpack(f">{2 * count}H", data[tables[b"hmtx"] : tables[b"hmtx"] + 4 * count])[::2]
    glyphs = _glyphs(data, tables[b"cmap"])
    advances = {chr(code): widths[min(glyph, count - 1)] / units for code, glyph in glyphs.items() if glyph}
    arial = {character: width for width, characters in _ARIAL[bold].items() for character in characters}
    return advances | {character: max(width, advances.get(character, 0)) for character, width in arial.items()}


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """Character code -> glyph of the font's character map (format 4, the one that the shipped fonts have)."""
    offsets = (
        cmap + struct.unpack(">I", data[cmap + 8 + 8 * index : cmap + 12 + 8 * index])[0]
        for index in range(struct.unpack(">H", data[cmap + 2 : cmap + 4])[0])
    )
    at = next(offset for offset in offsets if data[offset : offset + 2] == b"\x00\x04")
    count = struct.unpack(">H", data[at + 6 : at + 8])[0] // 2
    ends, starts, deltas, ranges = (
        struct.unpack(f">{count}H", data[begin : begin + 2 * count])
        for begin in (at + 14 + 2 * count * index + (2 if index else 0) for index in range(4))
    )
    glyphs: dict[int, int] = {}
    for index in range(count):
        for code in range(starts[index], min(ends[index], 0xFFFE) + 1):
            if ranges[index]:
                place = at + 16 + 6 * count + 2 * index + ranges[index] + 2 * (code - starts[index])
                glyph = struct.unpack(">H", data[place : place + 2])[0]
            else:
                glyph = code
            if glyph or not ranges[index]:
                glyphs[code] = (glyph + deltas[index]) & 0xFFFF
    return glyphs


@cache
def is_wide(character: str) -> bool:
    """Whether *character* is Chinese, Japanese, Korean or full-width: a line may break on either side of it."""
    return unicodedata.east_asian_width(character) in {"W", "F"}


def has_glyph(character: str) -> bool:
    """Whether the shipped font can draw *character*; renderers report what it can't."""
    return character in _advances(False)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of *text* on one line in points, with the space that viewers add between Chinese and Latin.

    >>> text_width("华东区域", 10)
    40.0
    """
    return _ems(text, bold) * size


@lru_cache(maxsize=50_000)
def _ems(text: str, bold: bool) -> float:
    advances = _advances(bold)
    width = sum([advances.get(character, 1.0) for character in text])
    return width + _AUTO_SPACE * sum([_is_seam(a, b) for a, b in pairwise(text)])


@cache
def _is_seam(before: str, after: str) -> bool:
    return before != " " and after != " " and is_wide(before) != is_wide(after)


def _split_pieces(text: str) -> list[str]:
    """The unbreakable pieces of *text*: single Chinese characters and Latin words, closing marks kept with what precedes."""
    pieces: list[str] = []
    for character in text:
        previous = pieces[-1][-1] if pieces else ""
        joins = bool(previous) and (
            character in _CLOSING
            or character == " "
            or previous in _OPENING
            or character in _QUOTES
            or previous in _QUOTES
            or not (is_wide(character) or is_wide(previous) or previous == " " or _ends_line(pieces[-1]))
        )
        if joins and previous != "\n" and character != "\n":
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _ends_line(piece: str) -> bool:
    """Whether a line may end behind a piece's dash: not where it is the sign of what follows."""
    return piece[-1] in "-–—" and len(piece) > 1 and piece[-2] not in " (（"


def break_lines(text: str, size: float, width: float, *, bold: bool = False) -> tuple[str, ...]:
    """*text* broken into lines of at most *width* points; "\\n" always breaks, a word wider than a line is cut.

    >>> break_lines("华东超额 28%，西南超额", 10, 62)
    ('华东超额 ', '28%，西南', '超额')
    """
    return _break(text, width / size, bold)


@lru_cache(maxsize=20_000)
def _break(text: str, room: float, bold: bool) -> tuple[str, ...]:
    lines, used = [""], 0.0
    for piece in _split_pieces(text):
        if piece == "\n":
            lines.append("")
            used = 0.0
            continue
        seam = _AUTO_SPACE if lines[-1] and _is_seam(lines[-1][-1], piece[0]) else 0.0
        shown = _ems(piece.rstrip(" "), bold)
        if used + seam + shown <= room:
            lines[-1] += piece
            used += seam + _ems(piece, bold)
        elif shown <= room:
            lines.append(piece)
            used = _ems(piece, bold)
        else:
            used = _cut_word(lines, piece, room, bold)
    return tuple(lines)


def _cut_word(lines: list[str], word: str, room: float, bold: bool) -> float:
    """Append *word*, which no line holds, to new lines character by character; returns the width of the last one."""
    used = 0.0
    if lines[-1]:
        lines.append("")
    for character in word:
        advance = _ems(character, bold)
        if lines[-1] and _is_seam(lines[-1][-1], character):
            advance += _AUTO_SPACE
        if lines[-1] and used + advance > room:
            lines.append("")
            used, advance = 0.0, _ems(character, bold)
        lines[-1] += character
        used += advance
    return used


def break_points(text: str) -> tuple[int, ...]:
    """Where a line of *text* may end: offsets between its unbreakable pieces.

    >>> break_points("华东up 28%")
    (1, 2, 5)
    """
    found, at = [], 0
    for piece in _split_pieces(text)[:-1]:
        at += len(piece)
        found.append(at)
    return tuple(found)


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
