"""Figures as people read them: 万 and 亿 or K and M, true minus signs, points apart from percent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fupan.metrics.result import Column
from fupan.review.model import Display, show_number
from fupan.review.scale import Scales


@dataclass(frozen=True, slots=True)
class Teller:
    """The words of one request: its language and the company's currency."""

    lang: str
    currency: str

    @property
    def scales(self) -> Scales:
        """How figures of each kind are shown."""
        return Scales("en" if self.lang == "en" else "zh", self.currency)

    def word(self, zh: str, en: str) -> str:
        """One of two texts."""
        return en if self.lang == "en" else zh

    def listed(self, names: Iterable[str]) -> str:
        """Several names in one line."""
        return ("、" if self.lang != "en" else ", ").join(names)

    def display(self, column: Column, values: Iterable[Any] = (), *, signed: bool = False) -> Display:
        """One display for all *values* of a column."""
        return self.scales.of(column.format, [decimal(v) for v in values], signed=signed)

    def tell(self, value: Any, column: Column, *, signed: bool = False) -> str:
        """One figure with its unit; – where there is none."""
        known = decimal(value)
        return self.show(known, self.display(column, [known], signed=signed))

    def show(self, value: Any, display: Display) -> str:
        """A figure in a given display."""
        known = decimal(value)
        return "–" if known is None else show_number(known, display).replace("-", "−", 1 if known < 0 else 0)

    def name(self, column: Column) -> str:
        """The name of a column."""
        return column.en if self.lang == "en" else column.zh


def decimal(value: Any) -> Decimal | None:
    """A figure as a Decimal; None for none and for what is no figure."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    return Decimal(repr(value)) if isinstance(value, float) else None
