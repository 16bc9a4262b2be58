"""Which label sizes fit a chart: measured, because no viewer tells us and each would choose differently."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import Decimal

from fupan.review import palette
from fupan.review.measure import break_lines, shorten, text_width
from fupan.review.model import Series, show_number
from fupan.review.renderers.excel_format import number_format
from fupan.review.renderers.native_charts.plan import CategoryAxis, Labels, Position

SIZE = 12.0
"""Of all letters in a chart: nothing on a page is smaller."""
WIDEST_COLUMN = 64.0
WIDEST_BAR = 28.0
"""Points that a column, or a horizontal bar, is thick at most, however few there are."""
_MONTH = re.compile(r"\d{4}-\d{2}")
_ROTATED_WIDTH = 92.0
"""Points that a slanted or upright category label may take."""


def label_texts(series: Series) -> list[str]:
    """The labels of *series* as printed, in order; "" where there is no value."""
    return [show_number(value, series.display, none="") for value in series.values]


def widest(texts: Iterable[str], size: float, *, bold: bool = False) -> float:
    """Width in points of the widest of *texts*."""
    return max((text_width(text, size, bold=bold) for text in texts), default=0.0)


def point_labels(series: Series) -> dict[int, tuple[str, str]]:
    """Number format and colour of labels beside an amber or red point: the light's shape stands before the number."""
    own = number_format(series.display)
    marked: dict[int, tuple[str, str]] = {}
    for index, light in enumerate(series.lights[: len(series.values)]):
        style = palette.LIGHTS[light]
        if light in {"amber", "red"}:
            marked[index] = (";".join(f'"{style.shape}\u00a0"{part}' for part in own.split(";")), style.ink)
        elif light != "none":
            marked[index] = (own, style.ink)
    return marked


def column_labels(series: Series, slot: float, position: Position, *, bold: bool = False) -> Labels | None:
    """Labels over columns that are *slot* points apart: upright if need be, None where nothing fits."""
    if not series.labels:
        return None
    marks = point_labels(series)
    texts = [("▲\u00a0" if index in marks else "") + text for index, text in enumerate(label_texts(series))]
    form = number_format(series.display)
    if widest(texts, SIZE, bold=bold) <= slot:
        return Labels(SIZE, position, form, palette.INK, bold, marks)
    if slot >= SIZE * 1.35 and position != "ctr":
        return Labels(SIZE, position, form, palette.INK, bold, marks, upright=True)
    return None


def column_gap(slot: float, bars: int, least: int, *, room: float = 0.0) -> int:
    """Percent of a column's width between groups of *bars* columns that are *slot* points apart, at least *least*.

    Few members make no boards of their columns: none is wider than 64 points, or than *room*, which its label needs.

    >>> column_gap(60, 2, 45), column_gap(300, 2, 45), column_gap(300, 1, 60, room=100)
    (45, 269, 200)
    """
    return max(least, min(500, round((slot / max(WIDEST_COLUMN, room) - bars) * 100)))


def bar_labels(series: Series, thickness: float, position: Position) -> Labels | None:
    """Labels beside bars of *thickness* points."""
    if not series.labels or thickness < SIZE * 0.8:
        return None
    return Labels(SIZE, position, number_format(series.display), palette.INK, points=point_labels(series))


def category_labels(names: tuple[str, ...], slot: float, *, low: bool = False) -> tuple[CategoryAxis, tuple[str, ...]]:
    """Axis and printed names for upright charts whose categories are *slot* points apart.

    Two lines, three, the same with few names cut, else slanted, else upright, else every n-th name; long names are cut.
    """
    names = _months(names, slot)
    for lines in (2, 3):
        if all(len(break_lines(name, SIZE, slot - 4)) <= lines and _words_fit(name, SIZE, slot - 4) for name in names):
            return CategoryAxis(SIZE, low=low), names
    level = level_names(names, slot - 4)
    if level is not None:
        return CategoryAxis(SIZE, low=low), level
    rotate = -45 if slot >= 22 else -90
    cut = tuple(shorten(name, SIZE, _ROTATED_WIDTH) for name in names)
    return CategoryAxis(SIZE, rotate, max(1, math.ceil(SIZE * 1.3 / slot)), low=low), cut


def level_names(names: tuple[str, ...], width: float, size: float = SIZE) -> tuple[str, ...] | None:
    """*names* cut to three level lines of *width* points; None where what is left would not tell them apart."""

    def apart(cut: tuple[str, ...]) -> bool:
        return len(set(cut)) == len(set(names))

    cut = tuple(shorten(name, size, width, lines=3) for name in names)
    kept = all(_kept(name, short) for name, short in zip(names, cut, strict=True))
    if kept and apart(cut) and all(_words_fit(name, size, width) for name in cut):
        return cut
    cut = tuple(_first_words(name, width, size) for name in names)
    odd = sum(not _kept(name, short) for name, short in zip(names, cut, strict=True))
    told = all(len(s) > 3 or s == n for n, s in zip(names, cut, strict=True))
    return cut if told and apart(cut) and odd * 3 <= len(names) else None


def _months(names: tuple[str, ...], slot: float) -> tuple[str, ...]:
    """Months that find no room as 2025-06 stand as 06, the first and each January with the year under it.

    >>> _months(("2024-12", "2025-01", "2025-02"), 40)
    ('12 2024', '01 2025', '02')
    """
    if not all(_MONTH.fullmatch(name) for name in names) or widest(names, SIZE) <= slot - 4:
        return names
    return tuple(
        f"{name[5:]} {name[:4]}" if i == 0 or name.endswith("-01") else name[5:] for i, name in enumerate(names)
    )


def _first_words(name: str, width: float, size: float) -> str:
    """*name* in three lines, cut before the first word that no line holds."""
    if _words_fit(name, size, width):
        return shorten(name, size, width, lines=3)
    kept: list[str] = []
    for part in name.split(" "):
        if text_width(part, size) > width:
            break
        kept.append(part)
    if kept and len(break_lines(" ".join(kept), size, width)) < 3:  # the long word takes a line of its own, cut
        rest = name.split(" ")[len(kept)]
        kept.append(shorten(rest, size, width))
        return shorten(" ".join(kept), size, width, lines=3)
    return shorten(f"{' '.join(kept)} …", size, width, lines=3) if kept else "…"


def _kept(name: str, short: str) -> bool:
    """Whether what is left of a cut name still tells it from its like."""
    return len(short) - 1 >= max(6, len(name) * 0.55) or name == short


def _words_fit(name: str, size: float, width: float) -> bool:
    return all(text_width(line, size) <= width for line in name.split(" ") if line.isascii())


def bar_names(names: tuple[str, ...], size: float, width: float) -> tuple[str, ...]:
    """*names* cut to one line of at most *width* points for the left of horizontal bars."""
    return tuple(shorten(name, size, width) for name in names)


def round_up(value: Decimal | float) -> float:
    """*value* away from zero to two significant digits, for axis ends."""
    number = float(value)
    if number == 0:
        return 0.0
    step = 10.0 ** (math.floor(math.log10(abs(number))) - 1)
    return math.copysign(math.ceil(abs(number) / step) * step, number)
