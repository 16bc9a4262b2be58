"""The size in which amounts are read: 元, 万元, 亿元 or K, M, B."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from fupan.money.amount import Number, to_decimal


@dataclass(frozen=True, slots=True)
class Scale:
    """A displayed amount is ``amount / factor`` followed by ``suffix`` (万, M); ``unit(currency, lang)`` for axes."""

    factor: Decimal
    suffix: str

    def unit(self, currency: str, lang: str) -> str:
        """What stands in a header: 万元, CNY M."""
        if lang == "zh":
            return f"{self.suffix}{CURRENCY_ZH.get(currency, currency)}"
        return f"{currency} {self.suffix}".strip()


CURRENCY_ZH = {
    "CNY": "元", "USD": "美元", "EUR": "欧元", "HKD": "港元", "JPY": "日元", "GBP": "英镑", "TWD": "新台币", "SGD": "新元",
}  # fmt: skip
SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "HKD": "HK$", "JPY": "¥", "GBP": "£", "TWD": "NT$", "SGD": "S$"}
PLAIN = Scale(Decimal(1), "")
SCALES: dict[str, tuple[Scale, ...]] = {
    "zh": (PLAIN, Scale(Decimal(10_000), "万"), Scale(Decimal(100_000_000), "亿")),
    "en": (PLAIN, Scale(Decimal(1_000), "K"), Scale(Decimal(1_000_000), "M"), Scale(Decimal(1_000_000_000), "B")),
}


def pick_scale(amounts: Iterable[Number | None], lang: str = "zh") -> Scale:
    """One scale for a column or axis: the largest in which the biggest amount is at least 1."""
    biggest = max((abs(to_decimal(a)) for a in amounts if a is not None), default=Decimal(0))
    return max((s for s in SCALES[lang] if s.factor <= biggest), key=lambda s: s.factor, default=PLAIN)


def named_scale(name: str, lang: str = "zh") -> Scale:
    """The scale whose suffix is *name* ("" for plain): 万, 亿, K, M, B; KeyError if the language has none."""
    for scale in SCALES[lang]:
        if scale.suffix == name:
            return scale
    raise KeyError(name)
