"""Numbers as a reader finds them in a text: value in plain units, and half a digit of the last place shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

D = Decimal
_UNITS = {"亿": D(10**8), "万": D(10**4), "%": D("0.01"), "个百分点": D("0.01"), " pp": D("0.01"), "K": D(1000), "M": D(10**6), "B": D(10**9)}  # fmt: skip
_NUMBER = re.compile(r"(?P<sign>[-−+])?[$¥€]?(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<unit>亿|万|%|个百分点| pp\b|[KMB]\b)?")
_PLAIN = D(1)
_ALMOST = D("1.000001")
"""Half a digit, and what the last digit of a division may add."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A number in a text; ``signed`` tells whether a sign stands before it."""

    number: Decimal
    half_digit: Decimal
    signed: bool
    text: str

    def shows(self, figure: Decimal, *, scale: Decimal = _PLAIN, sign: bool = True) -> bool:
        """Whether it is *figure* rounded to the digits shown; *scale*: of a number whose unit stands in the header."""
        wanted = figure if sign else abs(figure)
        return abs(self.number * scale - wanted) <= self.half_digit * scale * _ALMOST


def numbers(text: str) -> list[Seen]:
    """The numbers of *text* in order.

    >>> [(str(s.number), str(s.half_digit)) for s in numbers("-1,234万元，占12.5%")]
    [('-12340000', '5000.0'), ('0.125', '0.00050')]
    """
    found = []
    for match in _NUMBER.finditer(text):
        plain = match["digits"].replace(",", "")
        scale, places = _UNITS.get(match["unit"] or "", D(1)), len(plain.partition(".")[2])
        sign = -1 if match["sign"] in ("-", "−") else 1
        half = scale * D(1).scaleb(-places) / 2
        found.append(Seen(sign * D(plain) * scale, half, match["sign"] is not None, match[0]))
    return found


def without(text: str, known: Iterable[str]) -> str:
    """*text* without the names and labels of *known*, the longest first."""
    for name in sorted((k for k in known if k), key=len, reverse=True):
        text = text.replace(name, "·")
    return text
