"""What a shape says: its words, the cells of its table, the figures of its chart."""

from __future__ import annotations

from typing import Any

from fupan.review.renderers.pptx.refresh.merge import words
from fupan.review.renderers.signs import without_joiners

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
Drawn = tuple[str, tuple[str, ...], tuple[float, ...]]
"""A series as it stands in a chart: name, categories, numbers."""
_LONGEST = 400


def kind(shape: Any) -> str:
    """chart, table, picture, group or text."""
    if shape.has_chart:
        return "chart"
    if shape.has_table:
        return "table"
    if hasattr(shape, "image"):
        return "picture"
    return "group" if hasattr(shape, "shapes") else "text"


def text(shape: Any) -> str:
    """All words of a shape or of a group, paragraph by paragraph."""
    return "\n".join(words(p) for p in shape.element.iter(f"{_A}p")).strip()


def cells(shape: Any) -> list[list[str]]:
    """The texts of a table."""
    return [[without_joiners(cell.text_frame.text).strip() for cell in row.cells] for row in shape.table.rows]


def figures(chart: Any) -> list[Drawn]:
    """The series of a chart, numbers rounded to nine decimals."""
    found: list[Drawn] = []
    for ser in chart._chartSpace.iter(f"{_C}ser"):  # noqa: SLF001 - bubbles have no plot in python-pptx
        parts = []
        for tag in ("tx", "cat", "xVal", "val", "yVal", "bubbleSize"):
            node = ser.find(f"{_C}{tag}")
            texts = [] if node is None else [v.text or "" for v in node.iter(f"{_C}v")]
            parts.append(texts)
        label, categories, *numbers = parts
        found.append(("".join(label), tuple(categories), tuple(round(float(n), 9) for t in numbers for n in t)))
    return found


def told(shape: Any) -> str:
    """What a shape says, in one line for a list of changes."""
    match kind(shape):
        case "chart":
            found = "; ".join(
                f"{name} {', '.join(f'{n:g}' for n in numbers)}" for name, _, numbers in figures(shape.chart)
            )
        case "table":
            found = " / ".join(" ".join(row) for row in cells(shape))
        case "picture":
            found = shape.image.sha1[:8]
        case _:
            found = text(shape)
    return found[:_LONGEST]
