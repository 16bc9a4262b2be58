"""A result of the metric layer as printed rows: figures in their format, one unit of money per table."""

from __future__ import annotations

from collections.abc import Mapping
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
    from fupan.metrics import OTHERS, UNKNOWN
    from fupan.money import format_figure, pick_scale

    words = {UNKNOWN: "（未知）" if lang == "zh" else "(unknown)", OTHERS: "其他" if lang == "zh" else "others"}
    every = result.all_rows()
    money = [c.name for c in result.columns if c.kind not in _KEYS and c.format == "money"]
    amounts = sorted(abs(r[name]) for r in every for name in money if r.get(name))
    # one unit and as many decimals for the whole table, as suits the amount in the middle: comparable at a glance
    middle = amounts[len(amounts) // 2] if amounts else 0
    scale = pick_scale([middle], lang)
    places = next(n for n, least in enumerate((100, 10, 0)) if middle / scale.factor >= least)
    dimensions = [c.name for c in result.columns if c.kind == "dimension"]
    rows = []
    for r in every:
        shown: dict[str, Any] = dict(r)
        for c in result.columns:
            value = r.get(c.name)
            if c.kind in _KEYS:
                shown[f"{c.name}|text"] = words.get(str(value), "–" if value is None else str(value))
            else:
                shown[f"{c.name}|text"] = format_figure(
                    value,
                    c.format,
                    lang=lang,
                    currency=currency,
                    scale=scale if c.name in money else None,
                    places=places if c.name in money else None,
                )
        rows.append(shown)
    if result.total and dimensions:
        rows[-1] = _as_total(rows[-1], dimensions, "合计" if lang == "zh" else "total")
    return rows


def _as_total(row: Mapping[str, Any], dimensions: list[str], word: str) -> dict[str, Any]:
    return {**row, **{f"{d}|text": word if d == dimensions[0] else "" for d in dimensions}}


def light_mark(light: str) -> str:
    """A light by shape: ● green, ▲ amber, ■ red, – none."""
    return {"green": "●", "light_green": "●", "amber": "▲", "red": "■"}.get(light, "–")


def as_fraction(value: Any) -> Decimal | None:
    """A ratio as Decimal with the digits it has; None stays None."""
    return None if value is None else Decimal(str(value))
