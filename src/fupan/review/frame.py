"""An answer of the metric layer as the review reads it: rows, total, kinds of columns, provenance."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from fupan.calendar import month_title
from fupan.review.model import Lang, Number, Provenance

UNKNOWN = "(unknown)"
_MONTH = re.compile(r"\d{4}-\d{2}")
_UNKNOWN_WORDS: dict[Lang, str] = {"zh": "未归属", "en": "Not assigned"}

_MEMBER_WORDS: dict[tuple[str, str], dict[Lang, str]] = {
    ("channel_kind", "online"): {"zh": "线上", "en": "Online"},
    ("channel_kind", "store"): {"zh": "门店", "en": "Stores"},
    ("channel_kind", "dealer"): {"zh": "经销商", "en": "Dealers"},
    ("channel_kind", "overseas"): {"zh": "海外", "en": "Overseas"},
}
"""Words for members that the contracts spell as codes."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """What a column holds and how it is called."""

    zh: str
    en: str
    format: str = "plain"
    decimals: int | None = None
    direction: str = "up"

    def label(self, lang: Lang) -> str:
        """The column's name."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a metric is not there: the metric layer's code and its words."""

    code: str
    reason: str

    def words(self, lang: Lang) -> str:
        """The reason as a reader of *lang* sees it."""
        if not self.known:
            return "按现有数据得不出可靠的数" if lang == "zh" else self.reason
        return _REFUSALS[self.code][0 if lang == "zh" else 1]

    @property
    def known(self) -> bool:
        """Whether there are words for the code."""
        return self.code in _REFUSALS


_REFUSALS = {
    "not_loaded": ("所需的数据没有装载", "the data it needs were not loaded"),
    "unnamed": ("数据里没有写明归属", "no row of the data names one"),
    "target_grain": ("目标不是按这个维度或期间设的", "targets are not set by this dimension or period"),
    "target_cumulative": ("累计数没有可用的目标", "the running total has no target that counts"),
    "target_period": ("本期没有目标", "there are no targets in the period"),
    "basis": ("目标的口径与实际不同", "targets are set on another basis than the actuals"),
    "non_conformed": ("数据里没有这个维度", "the data do not have this dimension"),
    "currencies": ("金额有多种货币，不能相加", "amounts in several currencies do not add up"),
    "masked": ("没有查看权限", "not for your eyes"),
    "scope": ("没有查看权限", "not for your eyes"),
}
"""Code of a refusal -> its words in zh and en."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Rows by ``by``; ``total`` is computed at its own level. ``missing`` tells why a metric is not there.

    ``days_gone``: of a running window, the days that are over; none for a finished one.
    """

    by: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    total: Row | None = None
    columns: Mapping[str, ColumnKind] = field(default_factory=dict)
    provenance: Provenance | None = None
    missing: Mapping[str, Refusal] = field(default_factory=dict)
    days_gone: int | None = None

    def has(self, metric: str) -> bool:
        """Whether any figure of *metric* other than zero is there."""
        return any(number(r, metric) for r in self._all())

    @property
    def empty(self) -> bool:
        """Whether there is nothing but zeros and gaps."""
        return not any(
            isinstance(v, int | float | Decimal) and not isinstance(v, bool) and v
            for r in self._all()
            for v in r.values()
        )

    def values(self, metric: str) -> list[Number]:
        """The column *metric*, row by row."""
        return [number(r, metric) for r in self.rows]

    def of_total(self, metric: str) -> Number:
        """The total's figure of *metric*."""
        return None if self.total is None else number(self.total, metric)

    def kind(self, metric: str) -> ColumnKind:
        """What *metric* is; a comparison column is like its metric."""
        base = metric.split(".", maxsplit=1)[0]
        return self.columns.get(metric) or self.columns.get(base) or ColumnKind(base, base)

    def _all(self) -> Iterator[Row]:
        yield from self.rows
        if self.total is not None:
            yield self.total


def number(row: Row, metric: str) -> Number:
    """The figure of *metric* as a decimal; None where there is none."""
    found = row.get(metric)
    if found is None or isinstance(found, bool | str):
        return None
    if isinstance(found, Decimal):
        return found if found.is_finite() else None
    if isinstance(found, float):
        return Decimal(repr(found)) if found == found and abs(found) != float("inf") else None
    return Decimal(str(found))


def towards_target(row: Row, metric: str) -> Number:
    """What counts towards the target: the credited part where targets are set, else the whole figure."""
    credited = number(row, "credited")
    return number(row, metric) if credited is None else credited


def member(row: Row, dimension: str, lang: Lang) -> str:
    """The name of the row's member of *dimension*; the unknown member in words."""
    found = row.get(dimension)
    text = "" if found is None else str(found)
    if text in ("", UNKNOWN):
        return _UNKNOWN_WORDS[lang]
    if dimension == "ageing":
        if text == "not_due":
            return "未到期" if lang == "zh" else "Not due"
        if text.endswith("+"):
            return f"{text[:-1]}天以上" if lang == "zh" else f"Over {text[:-1]} days"
        return f"{text}天" if lang == "zh" else f"{text} days"
    return _MEMBER_WORDS.get((dimension, text), {}).get(lang, text)


def told_member(row: Row, dimension: str, lang: Lang) -> str:
    """The name of the row's member as a sentence has it: a month is 2025年6月 there, 2025-06 on an axis."""
    found = str(row.get(dimension))
    if dimension == "month" and _MONTH.match(found):
        return month_title(found[:7], lang)
    return member(row, dimension, lang)


def is_unknown(row: Row, dimension: str) -> bool:
    """Whether the row is the unknown member of *dimension*."""
    return row.get(dimension) in (None, "", UNKNOWN)


def growth(now: Number, before: Number) -> Number:
    """now / before - 1; None where there is no positive base."""
    return None if now is None or before is None or before <= 0 else now / before - 1


def in_order(rows: Sequence[Row], sort: str | None) -> list[Row]:
    """Rows by ``-metric`` (largest first) or ``metric``; rows without the figure last; ties as they came.

    ``metric.change`` is the difference to last year: ``net_sales.change`` puts those who fell most first.
    """
    if sort is None:
        return list(rows)
    name, down = sort.lstrip("-"), sort.startswith("-")
    base, _, change = name.partition(".")

    def place(row: Row) -> tuple[bool, Decimal]:
        found = number(row, name)
        if change == "change":
            now, before = number(row, base), number(row, f"{base}.last_year")
            found = None if before is None else (now or Decimal(0)) - before
        return found is None, Decimal(0) if found is None else -found if down else found

    return sorted(rows, key=place)


TableReader = Callable[[str], Sequence[Row]]
