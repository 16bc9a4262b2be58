"""Widths of a table's columns and the text size at which no figure, date or light is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fupan.review.measure import is_wide, text_width
from fupan.review.renderers.labels import split_unit

if TYPE_CHECKING:
    from fupan.review.model import Table

SIZES: Final = tuple(half / 2 for half in range(26, 12, -1))
INSET: Final = 12.0
"""Space at both sides of a cell's text together."""
_TEXT_LEAST: Final = 4.5  # ems that a column of texts keeps, to wrap in
_HEAD_MOST: Final = 6.5
_LIGHT_MOST: Final = 8.0  # ems after which a light's words wrap


def fit_columns(table: Table, width: float) -> tuple[list[float], list[float]]:
    """(column widths, text sizes to try, largest first): widths follow the weights, but figures get what they need.

    When even the smallest size is too large for all figures side by side, the only size offered is the one that fits.
    """
    weights = [float(column.weight) for column in table.columns]
    shares = [width * weight / sum(weights) for weight in weights]
    needs = [_need(table, index) for index in range(len(weights))]
    for at, size in enumerate(SIZES):
        least = [need * size + INSET for need in needs]
        if sum(least) <= width:
            return _settle(shares, least, width), list(SIZES[at:])
    size = max((width - INSET * len(needs)) / sum(needs), 4.0)
    return [need * size + INSET for need in needs], [size]


def is_narrow(table: Table, width: float) -> bool:
    """Whether every cell stands on one line of a table of this *width*, at 12 points; nothing may span its columns."""
    if any(row.spans for row in table.rows):
        return False
    widest = [
        max((text_width(row.cells[i].text, 12, bold=True) for row in table.rows), default=0.0)
        for i in range(len(table.columns))
    ]
    return sum(widest) + (INSET + 8) * len(widest) <= width


def _need(table: Table, index: int) -> float:
    """Ems that column *index* needs: its widest figure, or room enough for its texts to wrap in."""
    kind = table.columns[index].kind
    shown = [row.cells[index] for row in table.rows if index < len(row.cells) and not row.spans]
    widest = max(
        (text_width(cell.text, 1.0, bold=True) + 1.4 * (cell.light is not None) for cell in shown), default=0.0
    )
    if kind == "text":
        return max(min(widest, _TEXT_LEAST), min(_head_need(table.columns[index].label), _TEXT_LEAST))
    widest = max(widest, min(_head_need(table.columns[index].label), _HEAD_MOST))
    return min(widest, _LIGHT_MOST) if kind == "light" else widest


def _head_need(label: str) -> float:
    """Ems of a head's widest word or unit; Chinese breaks anywhere."""
    name, unit = split_unit(label)
    words = [word for word in name.split() if not any(map(is_wide, word))]
    return max((text_width(part, 1.0, bold=True) for part in [*words, unit.strip()]), default=0.0)


def _settle(shares: list[float], least: list[float], width: float) -> list[float]:
    """Each column's share, raised to what it needs; the others give way in proportion to what they have to spare.

    >>> _settle([50.0, 50.0, 100.0], [80.0, 20.0, 20.0], 200.0)
    [80.0, 41.81818181818182, 78.18181818181819]
    """
    raised = [max(share, need) for share, need in zip(shares, least, strict=True)]
    spare = [have - need for have, need in zip(raised, least, strict=True)]
    over = sum(raised) - width
    if over <= 0 or not sum(spare):
        return raised
    return [have - over * free / sum(spare) for have, free in zip(raised, spare, strict=True)]
