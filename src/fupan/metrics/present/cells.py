"""Cells as texts: figures in their format, one unit of money per table, words for unknown, others, subtotal and total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fupan.metrics.question import OTHERS, UNKNOWN
from fupan.money import PLAIN, Scale, format_figure, pick_scale

if TYPE_CHECKING:
    from fupan.metrics.result import Column, Result

_KEYS = ("dimension", "key")
_WORDS = {
    "zh": {UNKNOWN: "（未知）", OTHERS: "其他", "total": "合计", "subtotal": "小计"},
    "en": {UNKNOWN: "(unknown)", OTHERS: "others", "total": "total", "subtotal": "subtotal"},
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A table of texts: ``columns`` without keys, one list of texts per row, and which rows are others, subtotals, total."""

    columns: tuple[Column, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kinds: tuple[str, ...]


def shown(result: Result, lang: str, currency: str | None = None) -> Shown:
    """Rows, others and total of *result* as texts in *lang*."""
    lang = lang if lang in _WORDS else "en"
    currency = currency or result.provenance.currency
    columns = tuple(c for c in result.columns if c.kind != "key")
    money = [c.name for c in columns if c.format == "money"]
    scale, places = money_scale(result, money, lang)
    dimensions = [c.name for c in columns if c.kind == "dimension"]
    every = result.all_rows()
    kinds = tuple(kind_of(result, row) for row in every)
    rows = []
    for row, kind in zip(every, kinds, strict=True):
        rows.append(
            tuple(
                _member(row, c.name, dimensions, kind, lang)
                if c.kind in _KEYS
                else format_figure(
                    row.get(c.name), c.format, lang=lang, currency=currency, signed=c.against.startswith("vs_"),
                    scale=scale if c.name in money else None, places=places if c.name in money else None,
                )
                for c in columns
            )
        )  # fmt: skip
    return Shown(columns, tuple(c.zh if lang == "zh" else c.en for c in columns), tuple(rows), kinds)


def money_scale(result: Result, money: list[str], lang: str) -> tuple[Scale, int]:
    """One unit and as many decimals for the whole table, as suits the amount in the middle: comparable at a glance."""
    amounts = sorted(abs(r[n]) for r in result.all_rows() for n in money if r.get(n))
    middle = amounts[len(amounts) // 2] if amounts else 0
    scale = pick_scale([middle], lang)
    if scale == PLAIN and middle == int(middle):
        return scale, 0
    return scale, next(n for n, least in enumerate((100, 10, 0)) if middle / scale.factor >= least)


def kind_of(result: Result, row: Mapping[str, Any]) -> str:
    """Whether a row is a plain one ("row"), a subtotal, the others or the total."""
    if row is result.total:
        return "total"
    dimensions = [c.name for c in result.columns if c.kind == "dimension"]
    if row is result.others or OTHERS in {row.get(d) for d in dimensions}:
        return "others"
    level = row.get("level")
    return "subtotal" if level is not None and level < len(dimensions) else "row"


def _member(row: Mapping[str, Any], name: str, dimensions: list[str], kind: str, lang: str) -> str:
    words = _WORDS[lang]
    value = row.get(name)
    if value is not None:
        return words.get(str(value), str(value))
    at = dimensions.index(name)
    if kind == "total":
        return words["total"] if at == 0 else ""
    if kind == "subtotal" and at > 0 and row.get(dimensions[at - 1]) is not None:
        return words["subtotal"]
    return ""
