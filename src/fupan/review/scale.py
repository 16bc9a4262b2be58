"""How figures of a kind are shown: one unit per block, picked from its largest value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from fupan.money import CURRENCY_ZH, SYMBOLS
from fupan.review.model import Display, Lang, Number

Kind = Literal["money", "percent", "points", "count", "ratio", "days", "score", "plain"]


@dataclass(frozen=True, slots=True)
class Scales:
    """The displays of one document: its language and currency."""

    lang: Lang
    currency: str = "CNY"

    def money(self, amounts: Iterable[Number], *, signed: bool = False) -> Display:
        """Money in 元, 万元 or 亿元 (en: units, K, M, B): the unit that suits the largest of *amounts*.

        >>> Scales("zh").money([Decimal("138120000")]).unit
        '亿元'
        >>> Scales("zh").money([Decimal("23420000")]).unit
        '万元'
        """
        largest = max((abs(a) for a in amounts if a is not None), default=Decimal(0))
        scale, decimals, word = self._step(largest)
        if self.lang == "zh":
            name = word + CURRENCY_ZH.get(self.currency, self.currency)
            return Display("money", scale, decimals, name, suffix=name, signed=signed)
        symbol = SYMBOLS.get(self.currency, f"{self.currency} ")
        return Display("money", scale, decimals, f"{self.currency} {word}".strip(), symbol, word, signed)

    def _step(self, largest: Decimal) -> tuple[Decimal, int, str]:
        if self.lang == "zh":
            # 9,999.5万 would be shown as 10,000万: it is 1.00亿
            if largest >= Decimal(99995000):
                return Decimal(100_000_000), 2, "亿"
            if largest >= Decimal(100_000):
                return Decimal(10_000), 0, "万"
            return (Decimal(10_000), 1, "万") if largest >= Decimal(10_000) else (Decimal(1), 0, "")
        if largest >= Decimal(999950000):
            return Decimal(1_000_000_000), 2, "B"
        if largest >= Decimal(999500):
            return Decimal(1_000_000), 1, "M"
        return (Decimal(1000), 1, "K") if largest >= Decimal(10_000) else (Decimal(1), 0, "")

    def block(self, amounts: Iterable[Number], *, signed: bool = False) -> Display:
        """Money inside a chart or table: like ``money``, but the unit stands once in the header, not at each figure.

        Charts stay a step finer than sentences (万元 up to 100亿, K up to 10M, M beyond 1B), so that small bars keep their
        digits; where the smallest is large too (all over half of 1亿 or 1B, some over ten times as much) they do not.

        >>> Scales("zh").block([Decimal("1680000000"), Decimal("93450000")]).unit, Scales("zh").block([Decimal("151800000")]).unit
        ('亿元', '万元')
        """
        known = [abs(a) for a in amounts if a is not None]
        largest = max(known, default=Decimal(0))
        least = min((a for a in known if a), default=Decimal(0))
        high = largest >= Decimal(999_500_000) and least >= Decimal(50_000_000)
        if self.lang == "zh" and high:
            scale, decimals, word = self._step(largest)
        elif self.lang == "en" and largest >= Decimal(999_950_000) and least < Decimal(500_000_000):
            scale, decimals, word = Decimal(1_000_000), 0, "M"
        elif self.lang == "zh" and Decimal(99995000) <= largest < Decimal(10_000_000_000):
            scale, decimals, word = Decimal(10_000), 0, "万"
        elif self.lang == "en" and Decimal(100_000) <= largest < Decimal(10_000_000):
            scale, decimals, word = Decimal(1_000), 0, "K"
        else:
            scale, decimals, word = self._step(largest)
        if self.lang == "zh" and word == "万" and largest < Decimal(995_000):
            decimals = 1  # 12 beside 7 would hide that it is 6.5
        unit = word + CURRENCY_ZH.get(self.currency, self.currency)
        if self.lang == "en":
            unit = f"{self.currency} {word}".strip()
        return Display("money", scale, decimals, unit, signed=signed)

    def percent(self, *, decimals: int = 1, signed: bool = False) -> Display:
        """A fraction as percent."""
        return Display("percent", Decimal("0.01"), decimals, "%", suffix="%", signed=signed)

    def points(self, *, signed: bool = False) -> Display:
        """A difference of fractions in percentage points."""
        suffix = "个百分点" if self.lang == "zh" else " pp"
        return Display("points", Decimal("0.01"), 1, "pp", suffix=suffix, signed=signed)

    def count(self, *, signed: bool = False) -> Display:
        """A number of things."""
        return Display("count", signed=signed)

    def of(self, kind: str, amounts: Iterable[Number], *, decimals: int | None = None, signed: bool = False) -> Display:
        """The display of a metric's format *kind*."""
        if kind == "money":
            return self.money(amounts, signed=signed)
        if kind in ("percent", "points"):
            return self.points(signed=signed) if kind == "points" else self.percent(signed=signed)
        if kind == "ratio":
            return Display("ratio", decimals=1 if decimals is None else decimals, prefix="1:", signed=signed)
        if kind == "days":
            return Display("days", decimals=decimals or 0, unit="天" if self.lang == "zh" else "days", signed=signed)
        if kind == "hours":
            return Display(
                "plain", decimals=decimals or 0, unit="小时" if self.lang == "zh" else "hours", signed=signed
            )
        if kind == "score":
            return Display("score", decimals=1 if decimals is None else decimals, signed=signed)
        return Display("count" if kind == "count" else "plain", decimals=decimals or 0, signed=signed)


def shown(value: Number, display: Display) -> Number:
    """*value* as it is displayed, back in its own unit: what comparatives are judged on."""
    if value is None:
        return None
    return (value / display.scale).quantize(Decimal(1).scaleb(-display.decimals)) * display.scale
