"""A result of the metric layer as printed rows: figures in their format, one unit of money per table."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fupan.cli.printing import Head

if TYPE_CHECKING:
    from fupan.metrics import Result

_KEYS = ("dimension", "key")


def result_heads(result: Result, lang: str) -> list[Head]:
    """Printed columns: dimensions left, figures right with their unit."""
    heads = []
    for c in result.columns:
        if c.kind == "key":
            continue
        label = c.zh if lang == "zh" else c.en
        heads.append(Head(c.name, label, number=c.kind not in _KEYS, text_key=f"{c.name}|text"))
    return heads


def result_rows(result: Result, lang: str, currency: str) -> list[dict[str, Any]]:
    """Rows, others and total with a ready-made text for each figure."""
    from fupan.metrics.present import shown

    table = shown(result, lang, currency)
    names = [f"{c.name}|text" for c in table.columns]
    rows = zip(result.all_rows(), table.rows, strict=True)
    return [{**row, **dict(zip(names, texts, strict=True))} for row, texts in rows]


def light_mark(light: str) -> str:
    """A light by shape: ● green, ▲ amber, ■ red, – none."""
    return {"green": "●", "light_green": "●", "amber": "▲", "red": "■"}.get(light, "–")


def as_fraction(value: Any) -> Decimal | None:
    """A ratio as Decimal with the digits it has; None stays None."""
    return None if value is None else Decimal(str(value))
