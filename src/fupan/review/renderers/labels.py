"""Labels taken apart for setting: names and units, figures and units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.review.model import show_number

if TYPE_CHECKING:
    from fupan.review.model import Tile


def split_unit(label: str) -> tuple[str, str]:
    """(name, unit in its brackets) of a label that ends with one, so that no line breaks inside the unit.

    >>> split_unit("目标（万元）"), split_unit("Net sales (CNY 10k)"), split_unit("占比")
    (('目标', '（万元）'), ('Net sales ', '(CNY 10k)'), ('占比', ''))
    """
    at = max(label.rfind("（"), label.rfind("("))
    if at > 0 and label.endswith(("）", ")")) and len(label) - at <= 12:
        return label[:at], label[at:]
    return label, ""


def tile_unit(tile: Tile) -> str:
    """The unit to print beside a tile's figure: only where its text is the bare number ("¥88.3M" needs none).

    >>> from decimal import Decimal
    >>> from fupan.review.model import Display, Tile
    >>> wan = Display("money", Decimal(10000), 0, "万元")
    >>> tile_unit(Tile("x", Decimal(480000), wan, "48")), tile_unit(Tile("x", Decimal(480000), wan, "48万元"))
    ('万元', '')
    """
    display = tile.display
    bare = tile.value is not None and tile.text == show_number(tile.value, display)
    return display.unit if bare and not display.prefix and not display.suffix else ""
