"""Money and figures: exact decimals inside, 元/万元/亿元 or K/M/B outside."""

from fupan.money.amount import CENT, Number, allocate, round_half_even, to_decimal
from fupan.money.display import (
    NONE,
    Format,
    format_figure,
    format_money,
    format_number,
    format_percent,
    format_points,
    format_ratio,
)
from fupan.money.scale import CURRENCY_ZH, PLAIN, SYMBOLS, Scale, named_scale, pick_scale
from fupan.money.telling import Telling, read_telling

__all__ = [
    "CENT",
    "CURRENCY_ZH",
    "NONE",
    "PLAIN",
    "SYMBOLS",
    "Format",
    "Number",
    "Scale",
    "Telling",
    "allocate",
    "format_figure",
    "format_money",
    "format_number",
    "format_percent",
    "format_points",
    "format_ratio",
    "named_scale",
    "pick_scale",
    "read_telling",
    "round_half_even",
    "to_decimal",
]
