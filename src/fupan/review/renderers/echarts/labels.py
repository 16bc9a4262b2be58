"""Value labels with the digits of the tables, and category labels that neither collide nor leave the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fupan.review import measure
from fupan.review.model import show_number
from fupan.review.palette import INK, LIGHTS, css
from fupan.review.renderers.echarts.canvas import Canvas, Option, plain
from fupan.review.renderers.native_charts.labels import level_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fupan.review.model import Series

_SIN_45: Final = 0.7072
_LONGEST: Final = 108.0  # of a slanted label, at size 12
_MARKED: Final = {"amber", "red"}


def value_text(series: Series, index: int) -> str:
    """The point's figure as shown everywhere; amber and red points carry their shape before it.

    >>> from decimal import Decimal
    >>> from fupan.review.model import Display, Series
    >>> value_text(Series("x", (Decimal("0.881"),), Display("percent", Decimal("0.01"), 0, suffix="%"), lights=("red",)), 0)
    '■ 88%'
    """
    text = show_number(series.values[index], series.display)
    if index < len(series.lights) and series.lights[index] in _MARKED:
        return f"{LIGHTS[series.lights[index]].shape} {text}"
    return text


def value_ink(series: Series, index: int) -> str:
    """Colour of a label beside its point: the light's ink where there is a light."""
    if index < len(series.lights) and series.lights[index] != "none":
        return css(LIGHTS[series.lights[index]].ink)
    return css(INK)


def value_label(text: str, position: str, colour: str, size: float, **more: object) -> Option:
    """A point's label: the text is ready, ECharts formats nothing."""
    return {"show": True, "formatter": text, "position": position, "color": colour, "fontSize": size, **more}


def widest(texts: Iterable[str], size: float) -> float:
    """Width of the widest of *texts*; 0 of none."""
    return max((measure.text_width(text, size) for text in texts), default=0.0)


def labels_of(series: Series) -> list[str]:
    """The texts of all points that have a value."""
    return [value_text(series, i) for i, value in enumerate(series.values) if value is not None]


@dataclass(frozen=True, slots=True)
class CategoryLabels:
    """Category labels below upright columns: texts, slant, the height they take and how far they stick out left."""

    texts: list[str]
    rotate: int
    height: float
    size: float
    overhang: float = 0.0


def fit_categories(categories: Sequence[str], band: float, canvas: Canvas) -> CategoryLabels:
    """Labels for columns *band* wide: level on up to three lines, the same with few of them cut, else slanted and
    shortened, else every n-th."""
    names = [plain(name) for name in categories]
    for size in (canvas.size, canvas.size - 1):
        broken = [measure.break_lines(name, size, max(band - 6, 1)) for name in names]
        whole = all(not _cuts_word(name, lines) for name, lines in zip(names, broken, strict=True))
        if band >= 2.5 * size and whole and max(len(lines) for lines in broken) <= 3:
            rows = max(len(lines) for lines in broken)
            texts = ["\n".join(line.rstrip() for line in lines) for lines in broken]
            return CategoryLabels(texts, 0, rows * size * measure.LINE_HEIGHT + 8, size)
    cut = level_names(tuple(names), max(band - 6, 1), canvas.size - 1) if band >= 2.5 * canvas.size else None
    if cut is not None:
        size = canvas.size - 1
        broken = [measure.break_lines(name, size, band - 6) for name in cut]
        texts = ["\n".join(line.rstrip() for line in lines) for lines in broken]
        return CategoryLabels(texts, 0, max(map(len, broken)) * size * measure.LINE_HEIGHT + 8, size)
    size = min(canvas.size, max(canvas.size - 2, band * 0.8))
    longest = min(_LONGEST * size / 12, canvas.height * 0.4)
    texts = [measure.shorten(name, size, longest) for name in names]
    every = max(1, -(-int(size * 1.25 * 10) // max(int(band * 10), 1)))
    texts = [text if i % every == 0 else "" for i, text in enumerate(texts)]
    if every > 1 and widest(texts, size) + 6 <= band * every:  # few enough are left: level again
        return CategoryLabels(texts, 0, size * measure.LINE_HEIGHT + 8, size)
    reach = (widest(texts, size) + size) * _SIN_45
    return CategoryLabels(texts, 45, reach + 8, size, max(0.0, reach - band / 2))


def _cuts_word(name: str, lines: tuple[str, ...]) -> bool:
    """Whether a break falls inside a Latin word or a number."""
    at = 0
    for line in lines[:-1]:
        at += len(line)
        before, after = name[at - 1], name[at]
        if before.isalnum() and after.isalnum() and not measure.is_wide(before) and not measure.is_wide(after):
            return True
    return False
