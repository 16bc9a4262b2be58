"""The inquiry 提问: what somebody asks in the explorer. Its whole state is the address; read and written here alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Literal
from urllib.parse import urlencode

from django.http import QueryDict

from fupan.metrics.definitions import Definitions
from fupan.metrics.question import Question
from fupan.web.cockpit.filters import Filters, read_filters

Chart = Literal["auto", "columns", "bars", "lines", "stack", "pareto", "scatter", "none"]
WINDOW = "ytd"
AGAINST = ("last_year", "previous", "festival", "target")
CHARTS: tuple[Chart, ...] = ("auto", "columns", "bars", "lines", "stack", "pareto", "scatter", "none")
TOPS = (5, 10, 20, 50, 100)
TOP = 20
MOST_ROWS = 1000
"""So many members of the first dimension are asked for where all are wanted."""
MOST_METRICS, MOST_DIMENSIONS, MOST_CONDITIONS, LONGEST = 8, 4, 4, 80
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}(\([a-z][a-z0-9_]{0,59}\))?")
_SIGNS = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a figure of a row: ``net_sales > 100000``, ``net_sales.vs_last_year < -0.1``."""

    column: str
    sign: str
    number: Decimal

    @property
    def told(self) -> str:
        """As it stands in the address."""
        return f"{self.column}:{self.sign}:{self.number:f}"

    @property
    def text(self) -> str:
        """As the layer reads it."""
        return f"{self.column} {_SIGNS[self.sign]} {self.number:f}"

    @property
    def shown(self) -> str:
        """The sign as people write it."""
        return {"gt": ">", "ge": "≥", "lt": "<", "le": "≤"}[self.sign]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Metrics by ``rows`` and, crossed with them, ``across``; inside the filters; ``top`` 0: all."""

    metrics: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    across: str = ""
    filters: Filters = field(default_factory=lambda: Filters(WINDOW))
    against: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    top: int = TOP
    others: bool = True
    order: str = ""
    chart: Chart = "auto"
    kept: int = 0
    """The saved view that it was opened from; 0: none."""

    @property
    def by(self) -> tuple[str, ...]:
        """Rows, then what they are crossed with."""
        return (*self.rows, self.across) if self.across else self.rows

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values of the address; what is as it opens with is left out."""
        found = [("m", m) for m in self.metrics] + [("by", d) for d in self.rows]
        found += [("on", self.across)] if self.across else []
        found += [p for p in self.filters.pairs if p[0] != "compare"]
        found += [("vs", a) for a in self.against] + [("if", c.told) for c in self.conditions]
        found += [("top", str(self.top) if self.top else "all")] if self.top != TOP else []
        found += [] if self.others else [("others", "no")]
        found += [("order", self.order)] if self.order else []
        found += [("chart", self.chart)] if self.chart != "auto" else []
        return found + ([("view", str(self.kept))] if self.kept else [])

    def url(self, **more: str) -> str:
        """The query string."""
        return "?" + urlencode([*self.pairs, *more.items()])

    # -- other questions from here -----------------------------------------------------------------------------------

    def with_metric(self, name: str) -> Inquiry:
        """With one more metric."""
        return replace(self, metrics=(*self.metrics, name))

    def without_metric(self, name: str) -> Inquiry:
        """Without a metric, and without what was said of it."""
        conditions = tuple(c for c in self.conditions if c.column.partition(".")[0] != name)
        order = "" if self.order.lstrip("-").partition(".")[0] == name else self.order
        return replace(self, metrics=tuple(m for m in self.metrics if m != name), conditions=conditions, order=order)

    def without_dimension(self, name: str) -> Inquiry:
        """Without a dimension of the rows or columns."""
        rows = tuple(d for d in self.rows if d != name)
        return replace(self, rows=rows, across="" if self.across == name else self.across)

    def turned(self) -> Inquiry:
        """Rows and columns changed over: the last of the rows goes across, what was across comes down."""
        if self.across:
            return replace(self, rows=(*self.rows, self.across), across="")
        return replace(self, rows=self.rows[:-1], across=self.rows[-1]) if len(self.rows) > 1 else self

    def swapped(self) -> Inquiry:
        """What is across as the rows, and the first of the rows across."""
        return replace(self, rows=(self.across, *self.rows[1:]), across=self.rows[0])

    def drilled(self, dimension: str, member: str, below: str) -> Inquiry:
        """Narrowed to a member, told by the level below it; where there is none, or it stands there, without its dimension."""
        rows = tuple(below if d == dimension else d for d in self.rows if d == dimension or d != below)
        rows = tuple(d for d in rows if d)
        return replace(self, rows=rows, filters=self.filters.with_member(dimension, member))

    def at_level(self, dimension: str, level: str) -> Inquiry:
        """Told by another level of a dimension."""
        return replace(self, rows=tuple(level if d == dimension else d for d in self.rows))

    # -- what is asked -----------------------------------------------------------------------------------------------

    def question(self, definitions: Definitions, **fields: object) -> Question:
        """The question of the layer; the whole is always asked with it, at its own level."""
        timed = bool(self.rows) and definitions.dimensions[self.rows[0]].time is not None
        base = Question(
            metrics=self.metrics, by=self.by, compare=self.against,
            having=" and ".join(c.text for c in self.conditions) or None,
            top=None if timed or not self.rows else self.top or MOST_ROWS,
            others=self.others and not timed and bool(self.rows), totals=True, order=self.order or None,
        )  # fmt: skip
        return self.filters.question(replace(base, **fields))  # type: ignore[arg-type]


def read_inquiry(query: QueryDict, definitions: Definitions) -> Inquiry:
    """The inquiry of an address. What nobody could have chosen (an unknown name, a number that is none) is left out."""
    metrics = tuple(m for m in _names(query, "m") if _known(m, definitions))[:MOST_METRICS]
    shown = {n for n, d in definitions.dimensions.items() if not d.hidden}
    rows = tuple(d for d in _names(query, "by") if d in shown)[:MOST_DIMENSIONS]
    across = next((d for d in _names(query, "on") if d in shown and d not in rows), "")
    if across and not rows:
        rows, across = (across,), ""
    top = query.get("top", "")
    chart, view = query.get("chart", ""), query.get("view", "")
    against = tuple(a for a in dict.fromkeys(query.getlist("vs")) if a in AGAINST)
    columns = {c for m in metrics for c in (m, *(f"{m}.{p}{a}" for a in against for p in ("", "vs_")))}
    order = query.get("order", "")
    return Inquiry(
        metrics, rows, across,
        read_filters(query, window=WINDOW, dimensions=definitions.dimensions), against,
        tuple(dict.fromkeys(c for c in _conditions(query) if c.column in columns))[:MOST_CONDITIONS],
        0 if top == "all" else int(top) if top.isdecimal() and top.isascii() and 1 <= int(top[:6]) <= MOST_ROWS else TOP,
        query.get("others") != "no",
        order if order.removeprefix("-") in columns else "",
        next((c for c in CHARTS if c == chart), "auto"),
        int(view) if view.isascii() and view.isdecimal() and len(view) < 10 else 0,
    )  # fmt: skip


def _names(query: QueryDict, key: str) -> Iterator[str]:
    for given in dict.fromkeys(query.getlist(key)):
        if _NAME.fullmatch(given):
            yield given


def _known(name: str, definitions: Definitions) -> bool:
    metric = definitions.metrics.get(name)
    return metric is not None and not metric.hidden


def _conditions(query: QueryDict) -> Iterator[Condition]:
    """Those of the address, and the one that a form adds in parts (``c``, ``s``, ``v``)."""
    parts = [tuple(given.split(":")) for given in query.getlist("if") if len(given) <= LONGEST]
    parts.append((query.get("c", ""), query.get("s", ""), query.get("v", "")))
    for part in parts:
        if len(part) != 3 or part[1] not in _SIGNS:
            continue
        number = _number(part[2])
        if number is not None:
            yield Condition(part[0], part[1], number)


def _number(text: str) -> Decimal | None:
    """A number as people type it: 1,000,000, 10%, 5万."""
    plain = text.strip().replace(",", "").replace("，", "").replace("−", "-")
    scale = {"%": Decimal("0.01"), "万": Decimal(10_000), "亿": Decimal(100_000_000)}.get(plain[-1:], Decimal(1))
    try:
        found = Decimal(plain[:-1] if scale != 1 else plain)
    except InvalidOperation:
        return None
    return (found * scale).normalize() if found.is_finite() and abs(found) < 10**15 else None
