"""The catalogue 目录: metrics by their owner and dimensions, only those that go with what is chosen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from fupan.metrics.askable import Askable
from fupan.metrics.definitions import Definitions
from fupan.web.explore.inquiry import MOST_DIMENSIONS, MOST_METRICS, Inquiry

LONGEST_SEARCH = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to choose: its name, what it is called, what it means."""

    name: str
    zh: str
    en: str
    about_zh: str = ""
    about_en: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Entries under one heading."""

    zh: str
    en: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What can still be chosen; ``hidden_*``: how many do not go with what is chosen."""

    metrics: tuple[Shelf, ...]
    dimensions: tuple[Shelf, ...]
    hidden_metrics: int
    hidden_dimensions: int

    @property
    def empty(self) -> bool:
        """Whether nothing is left to choose."""
        return not self.metrics and not self.dimensions


def catalogue_of(definitions: Definitions, found: Askable, inquiry: Inquiry, words: str = "") -> Catalogue:
    """What goes with the metrics, dimensions and filters chosen so far and holds *words* in its name."""
    wanted = words[:LONGEST_SEARCH].strip().casefold()
    used = {*inquiry.by, *inquiry.filters.members}
    timed = any(_times(definitions, d) for d in inquiry.by)
    fitting = set(found.fitting(used)) - set(inquiry.metrics)
    told = found.dimensions(inquiry.metrics, beside=used) - set(inquiry.by)
    told = frozenset(d for d in told if not (timed and _times(definitions, d)))
    metrics, dimensions = _metrics(definitions, fitting, wanted), _dimensions(definitions, told, wanted)
    full = len(inquiry.metrics) >= MOST_METRICS, len(inquiry.by) > MOST_DIMENSIONS
    return Catalogue(
        () if full[0] else metrics, () if full[1] else dimensions,
        len(found.metrics) - len(fitting) - len(set(inquiry.metrics) & set(found.metrics)),
        sum(not d.hidden for n, d in definitions.dimensions.items() if n not in inquiry.by) - len(told),
    )  # fmt: skip


def filterable(definitions: Definitions, found: Askable, inquiry: Inquiry) -> list[str]:
    """The dimensions whose members the question can be narrowed to: all that it can be told by, but time."""
    told = found.dimensions(inquiry.metrics, beside=inquiry.by)
    return [n for n in definitions.dimensions if n in told and not _times(definitions, n)]


def _times(definitions: Definitions, name: str) -> bool:
    return definitions.dimensions[name].time is not None


def _metrics(definitions: Definitions, names: Collection[str], words: str) -> tuple[Shelf, ...]:
    shelves: dict[tuple[str, str], list[Entry]] = {}
    for name, metric in definitions.metrics.items():
        if name in names and _says(words, name, metric.zh, metric.en, metric.about_zh, metric.about_en):
            entry = Entry(name, metric.zh, metric.en, metric.about_zh, metric.about_en)
            shelves.setdefault(_SHELVES.get(_family(definitions, name), _OTHER), []).append(entry)
    return tuple(
        Shelf(*heading, tuple(shelves[heading])) for heading in (*_SHELVES.values(), _OTHER) if heading in shelves
    )


def _dimensions(definitions: Definitions, names: Collection[str], words: str) -> tuple[Shelf, ...]:
    shelves: dict[tuple[str, str], list[Entry]] = {}
    for name, dimension in definitions.dimensions.items():
        if name in names and _says(words, name, dimension.zh, dimension.en):
            heading = _TIME if dimension.time is not None or dimension.part is not None else _BY
            shelves.setdefault(heading, []).append(Entry(name, dimension.zh, dimension.en))
    return tuple(Shelf(zh, en, tuple(shelves[zh, en])) for zh, en in (_BY, _TIME) if (zh, en) in shelves)


def _says(words: str, *names: str) -> bool:
    return not words or any(words in n.casefold() for n in names)


def _family(definitions: Definitions, name: str) -> str:
    origin = definitions.origins.get(("metrics", name), {}).get("family")
    return str(origin.file).removesuffix(".yaml") if origin is not None else ""


_BY, _TIME, _OTHER = ("拆分维度", "Dimensions"), ("时间", "Time"), ("其他", "Others")
_SHELVES = {
    "sales": ("销售", "Sales"), "orders": ("订单", "Orders"), "cumulative": ("累计", "Cumulated"), "plan": ("目标", "Targets"),
    "pace": ("进度", "Pace"), "collections": ("回款", "Collections"), "customers": ("客户", "Customers"),
    "value": ("客户价值", "Customer value"), "funnel": ("商机", "Funnel"), "delivery": ("交付", "Delivery"),
    "stock": ("库存", "Stock"), "stores": ("门店", "Stores"), "market": ("市场", "Market"),
    "marketing": ("营销", "Marketing"), "people": ("人员", "People"), "service": ("服务", "Service"), "wishes": ("需求", "Wishes"),
}  # fmt: skip
"""Heading by the file that defines a metric; what a workspace adds in files of its own stands under others."""
