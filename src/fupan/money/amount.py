"""Decimal amounts: exact arithmetic, rounding half-even, parts that equal the whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction

CENT = Decimal("0.01")
_WIDE = Context(prec=60, rounding=ROUND_HALF_EVEN)

Number = Decimal | int | float | Fraction


def to_decimal(number: Number) -> Decimal:
    """A Decimal of any number; a float by its shortest text, so that 0.1 is 0.1.

    >>> to_decimal(0.1), to_decimal(Fraction(1, 8))
    (Decimal('0.1'), Decimal('0.125'))
    """
    if isinstance(number, Decimal):
        return number
    if isinstance(number, float):
        return Decimal(repr(number))
    if isinstance(number, Fraction):
        return _WIDE.divide(Decimal(number.numerator), Decimal(number.denominator))
    return Decimal(number)


def round_half_even(number: Number, places: int = 2) -> Decimal:
    """Rounded to *places* decimals, a tie going to the even digit (0.125 -> 0.12, 0.135 -> 0.14)."""
    with localcontext(_WIDE):
        return to_decimal(number).quantize(Decimal(1).scaleb(-places))


def allocate(amount: Number, weights: Sequence[Number], places: int = 2) -> list[Decimal]:
    """*amount* split by *weights*, each part rounded half-even, the remainder made good on the last part with weight.

    The parts add up to the amount rounded to *places*. Weights must not be negative nor all zero (ValueError).

    >>> allocate(100, [1, 1, 1])
    [Decimal('33.33'), Decimal('33.33'), Decimal('33.34')]
    """
    shares = [to_decimal(w) for w in weights]
    if not shares:
        raise ValueError("no weights to split by")
    if any(s < 0 or not s.is_finite() for s in shares):
        raise ValueError("a weight is negative or not finite")
    whole = round_half_even(amount, places)
    with localcontext(_WIDE):
        total = sum(shares, Decimal(0))
        if total == 0:
            raise ValueError("all weights are zero")
        parts = [round_half_even(whole * s / total, places) for s in shares]
        last = max(i for i, s in enumerate(shares) if s)
        parts[last] += whole - sum(parts, Decimal(0))
    return parts
