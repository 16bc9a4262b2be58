"""Figures as people read them, in Chinese and English. Rounding happens here and nowhere before."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from fupan.money.amount import Number, round_half_even, to_decimal
from fupan.money.scale import CURRENCY_ZH, SYMBOLS, Scale, pick_scale

Format = Literal["money", "count", "number", "percent", "points", "ratio", "days", "score", "text"]
NONE = "—"


def format_number(number: Number | None, places: int = 0, *, signed: bool = False) -> str:
    """Thousands separated by commas: 1,234,567.

    >>> format_number(-1234.5, 1), format_number(None), format_number(3, signed=True)
    ('-1,234.5', '—', '+3')
    """
    if number is None or not to_decimal(number).is_finite():
        return NONE
    rounded = round_half_even(number, places)
    if rounded == 0:
        rounded = abs(rounded)
    return f"{rounded:{'+' if signed and rounded else ''},.{places}f}"


def format_money(
    amount: Number | None,
    currency: str = "CNY",
    lang: str = "zh",
    *,
    scale: Scale | None = None,
    places: int | None = None,
    signed: bool = False,
    with_unit: bool = True,
) -> str:
    """An amount in the scale that suits it, or in *scale*: 1.35亿元, ¥135.2M.

    Decimals: by *places*, else 0 for whole units above 100 and 万 above 1,000, else 1 for 万 and K, else 2.
    ``with_unit=False`` leaves the unit to a header.

    >>> format_money(135_200_000), format_money(135_200_000, lang="en"), format_money(3_456)
    ('1.35亿元', '¥135.2M', '3,456元')
    """
    if amount is None or not to_decimal(amount).is_finite():
        return NONE
    scale = scale or pick_scale([amount], lang)
    shown = to_decimal(amount) / scale.factor
    number = format_number(shown, _places(shown, scale) if places is None else places, signed=signed)
    if not with_unit:
        return number
    if lang == "zh":
        return f"{number}{scale.suffix}{CURRENCY_ZH.get(currency, currency)}"
    symbol = SYMBOLS.get(currency)
    if symbol is None:
        return f"{number}{scale.suffix} {currency}"
    sign = number[0] if number[0] in "+-" else ""
    return f"{sign}{symbol}{number.removeprefix(sign)}{scale.suffix}"


def _places(shown: Decimal, scale: Scale) -> int:
    big = abs(shown)
    if scale.suffix in {"", "万", "K"}:
        return (
            0 if big >= 1_000 or (not scale.suffix and big == big.to_integral_value()) else (1 if scale.suffix else 2)
        )
    return 2 if big < 100 else 1


def format_percent(fraction: Number | None, places: int = 1, *, signed: bool = False) -> str:
    """A fraction as percent: 0.1234 -> 12.3%."""
    return NONE if fraction is None else _with(format_number(to_decimal(fraction) * 100, places, signed=signed), "%")


def format_points(fraction: Number | None, lang: str = "zh", places: int = 1, *, signed: bool = True) -> str:
    """A difference of two shares in percentage points: 0.012 -> +1.2个百分点, +1.2 pts."""
    if fraction is None:
        return NONE
    return _with(
        format_number(to_decimal(fraction) * 100, places, signed=signed), "个百分点" if lang == "zh" else " pts"
    )


def format_ratio(number: Number | None, places: int = 1) -> str:
    """A return on spend as 1:x: 4.2 -> 1:4.2."""
    return NONE if number is None or not to_decimal(number).is_finite() else f"1:{round_half_even(number, places)}"


def format_figure(
    number: Number | None,
    kind: str,
    *,
    lang: str = "zh",
    currency: str = "CNY",
    scale: Scale | None = None,
    places: int | None = None,
    signed: bool = False,
    with_unit: bool = True,
) -> str:
    """A figure by its format kind (the ``format`` of a metric): money, count, number, percent, points, ratio, days, score."""
    if number is None:
        return NONE
    match kind:
        case "money":
            return format_money(number, currency, lang, scale=scale, places=places, signed=signed, with_unit=with_unit)
        case "percent":
            return format_percent(number, 1 if places is None else places, signed=signed)
        case "points":
            return format_points(number, lang, 1 if places is None else places, signed=signed)
        case "ratio":
            return format_ratio(number, 1 if places is None else places)
        case "count":
            return format_number(number, places or 0, signed=signed)
        case "days":
            text = format_number(number, 1 if places is None else places, signed=signed)
            return _with(text, "天" if lang == "zh" else " days") if with_unit else text
        case _:
            return format_number(number, 1 if places is None else places, signed=signed)


def _with(number: str, unit: str) -> str:
    return number if number == NONE else number + unit
