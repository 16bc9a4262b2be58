"""Numbers as spreadsheets show them: the value that stands in the cell and the number format beside it.

Excel's formats divide by powers of a thousand only, so 万 and 亿 need values that are scaled beforehand, with the unit in the
header. Percentages keep their fraction and take a percent format.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from fupan.review.days import day_of

if TYPE_CHECKING:
    from fupan.review.model import Display, Number

_HUNDREDTH: Final = Decimal("0.01")


def is_percent(display: Display) -> bool:
    """Whether *display* shows a fraction as a percentage."""
    return display.scale == _HUNDREDTH and display.suffix == "%"


def shown_value(value: Number, display: Display) -> Number:
    """The number that ``show_number`` prints, as a number: 138,100,000 in 万元 is 13810; a percentage stays a fraction.

    >>> from fupan.review.model import Display
    >>> shown_value(Decimal("138104999"), Display("money", Decimal(10000), 0, "万元"))
    Decimal('13810')
    >>> shown_value(Decimal("0.31849"), Display("percent", Decimal("0.01"), 1, suffix="%"))
    Decimal('0.318')
    """
    if value is None:
        return None
    if display.kind == "date":
        return value if day_of(value) is not None else None
    shown = (value / display.scale).quantize(Decimal(1).scaleb(-display.decimals)) + 0  # + 0: no negative zero
    return shown * _HUNDREDTH if is_percent(display) else shown


def number_format(display: Display) -> str:
    """The Excel format under which ``shown_value`` looks as ``show_number`` prints it.

    >>> from fupan.review.model import Display
    >>> number_format(Display("ratio", Decimal(1), 1, prefix="1:"))
    '"1:"#,##0.0'
    >>> number_format(Display("percent", Decimal("0.01"), 1, suffix="%", signed=True))
    '+#,##0.0%;-#,##0.0%;#,##0.0%'
    """
    if display.kind == "date":
        return "yyyy-mm-dd"
    digits = "#,##0" + (f".{'0' * display.decimals}" if display.decimals else "")
    if is_percent(display):
        body = _literal(display.prefix) + digits + "%"
    else:
        body = _literal(display.prefix) + digits + _literal(display.suffix)
    return f"+{body};-{body};{body}" if display.signed else body


def header(name: str, display: Display) -> str:
    """A column's header with its unit, unless the name or the numbers already carry it.

    >>> from fupan.review.model import Display
    >>> header("实际", Display("money", Decimal(10000), 0, "万元"))
    '实际（万元）'
    """
    unit = display.unit
    if not unit or unit in name or unit in {display.suffix, display.prefix}:
        return name
    return f"{name}（{unit}）" if any(ord(c) > 0x2E80 for c in name + unit) else f"{name} ({unit})"


def _literal(text: str) -> str:
    return '"' + text.replace('"', "'") + '"' if text else ""
