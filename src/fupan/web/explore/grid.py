"""The grid 数表: an answer as rows and columns of text; every total is the layer's own, never a sum of what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse

from fupan.metrics.question import OTHERS, UNKNOWN
from fupan.metrics.result import Column, Result
from fupan.review.model import Display
from fupan.web.cockpit.panels.ranking import name_of
from fupan.web.cockpit.telling import decimal
from fupan.web.cockpit.view import View, places
from fupan.web.explore.answers import MOST_ACROSS, Answers, Crossed
from fupan.web.explore.inquiry import Inquiry
from fupan.web.explore.levels import drill

MOST_SHOWN = 200
"""So many rows stand on the page; all of them are in the file."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: its text, where it tells what it is, its tone; ``minor``: left out on a phone."""

    text: str
    url: str = ""
    tone: str = ""
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """One column's head: its name with the unit, the address that orders by it, how it is ordered now."""

    text: str
    unit: str = ""
    order_url: str = ""
    ordered: str = ""
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its members with the address that goes into each, its figures; ``kind`` is row, others or total."""

    names: tuple[tuple[str, str], ...]
    cells: tuple[Cell, ...]
    kind: str = "row"


@dataclass(frozen=True, slots=True)
class Grid:
    """The table. ``groups``: crossed, what stands over the heads, each as wide as so many of them, with the address into it."""

    names: tuple[Head, ...]
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    groups: tuple[tuple[str, int, str], ...] = ()
    left_out: int = 0
    single: bool = False
    """Crossed, of one figure alone: the groups are the heads."""
    columns_left_out: bool = False
    displays: Mapping[str, Display] = field(default_factory=dict)


def grid_of(inquiry: Inquiry, view: View, answers: Answers) -> Grid:
    """The table of an answer that has rows."""
    result = answers.down.result
    assert result is not None  # noqa: S101 - the page tells a refusal instead
    shown = _figures(result)
    if answers.crossed is not None:
        return _crossed(inquiry, view, answers.crossed, result, shown)
    displays = _displays(view, shown, [result])
    lines = [
        _line(inquiry, view, row, result, tuple(_cell(inquiry, view, row, inquiry.rows, c, displays) for c in shown))
        for row in _rows(result)
    ]
    heads = tuple(_head(inquiry, view, c, displays[c.name]) for c in shown)
    left = max(0, len(result.rows) - MOST_SHOWN)
    return Grid(_names(inquiry, view), heads, tuple(lines), left_out=left, displays=displays)


def _crossed(inquiry: Inquiry, view: View, crossed: Crossed, down: Result, shown: list[Column]) -> Grid:
    cells, over = crossed.cells, crossed.over
    # Of several figures each stands by itself; what one is compared with stands in the total alone.
    inner = [c for c in shown if c.kind == "metric"]
    across = inquiry.across
    keys = [_place(r, (across,)) for r in over.rows][:MOST_ACROSS]
    columns = dict(zip(keys, over.rows, strict=False))
    at = {(_place(r, inquiry.rows), _place(r, (across,))): r for r in cells.rows}
    rest = {_place(r, (across,)): r for r in crossed.rest.rows} if crossed.rest else {}
    displays = _displays(view, shown, [down, cells])
    lines = []
    for row in _rows(down):
        here: list[Cell] = []
        for key in keys:
            other, total = row is down.others, row is down.total
            found = columns[key] if total else rest.get(key) if other else at.get((_place(row, inquiry.rows), key))
            by = () if other else (across,) if total else inquiry.by
            here += [_cell(inquiry, view, found, by, c, displays, linked=not other) for c in inner]
        here += [_cell(inquiry, view, row, inquiry.rows, c, displays) for c in shown]
        lines.append(_line(inquiry, view, row, down, tuple(here)))
    names = [(name_of(view, columns[k][across]), drill(inquiry, view, across, columns[k]) or "") for k in keys]
    groups = (*((n, len(inner), u) for n, u in names), (view.teller.word("合计", "Total"), len(shown), ""))
    one = len(inner) == 1 and len(shown) == 1
    names_of = _names(inquiry, view)
    if one:  # the one unit stands once
        first = displays[inner[0].name]
        names_of = (replace(names_of[0], unit=first.unit), *names_of[1:])
    heads = tuple(
        replace(
            h,
            text="" if one else h.text,
            unit="" if one else h.unit,
            order_url=h.order_url if last else "",
            ordered=h.ordered if last else "",
        )
        for c, last in [*((c, False) for _ in keys for c in inner), *((c, True) for c in shown)]
        for h in (_head(inquiry, view, c, displays[c.name]),)
    )
    return Grid(
        names_of, heads, tuple(lines), groups, max(0, len(down.rows) - MOST_SHOWN),
        columns_left_out=len(over.rows) > MOST_ACROSS or _tells(over, over.others), displays=displays, single=one,
    )  # fmt: skip


def _figures(result: Result) -> list[Column]:
    """The columns that are shown: figures, what they are compared with, how they differ from it."""
    return [c for c in result.columns if c.kind in {"metric", "comparison"}]


def _rows(result: Result) -> list[dict[str, Any]]:
    """The rows that stand on the page, others where there are any, the total where there is a breakdown."""
    found = result.rows[:MOST_SHOWN]
    if _tells(result, result.others):
        found = [*found, result.others or {}]
    dimensions = any(c.kind == "dimension" for c in result.columns)
    return [*found, result.total] if result.total is not None and dimensions else found


def _tells(result: Result, others: Mapping[str, Any] | None) -> bool:
    """Whether there are others at all: without any, all their figures are nothing or zero."""
    return others is not None and any(decimal(others.get(c.name)) for c in _figures(result))


def _displays(view: View, shown: Iterable[Column], results: list[Result]) -> dict[str, Display]:
    """One unit for a metric and what it is compared with, in all rows."""
    found: dict[str, Display] = {}
    columns = list(shown)
    for c in columns:
        same = [d.name for d in columns if d.metric == c.metric and d.format == c.format]
        values = [decimal(row.get(n)) for r in results for row in r.all_rows() for n in same]
        changed = c.against.startswith("vs_")
        money = c.format == "money"
        found[c.name] = (
            view.teller.scales.block(values, signed=changed)
            if money
            else view.teller.display(c, values, signed=changed)
        )
    return found


def _place(row: Mapping[str, Any], by: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(places(row, by).items()))


def _cell(
    inquiry: Inquiry, view: View, row: Mapping[str, Any] | None, by: tuple[str, ...], column: Column,
    displays: Mapping[str, Display], *, linked: bool = True,
) -> Cell:  # fmt: skip
    value = None if row is None else decimal(row.get(column.name))
    if row is None or value is None:
        return Cell("–", minor=_minor(column))
    changed = column.against.startswith("vs_")
    tone = ""
    if changed:
        good = {"up": 1, "down": -1}.get(column.direction, 0) * (1 if value > 0 else -1 if value < 0 else 0)
        tone = {1: "good", -1: "bad"}.get(good, "")
    url = "figure/" + inquiry.url(column=column.name, **places(row, by)) if linked and not column.against else ""
    return Cell(view.teller.show(value, displays[column.name]), url, tone, _minor(column))


def _minor(column: Column) -> bool:
    return bool(column.against) and not column.against.startswith("vs_")


def _line(inquiry: Inquiry, view: View, row: dict[str, Any], result: Result, cells: tuple[Cell, ...]) -> Line:
    if row is result.total or not inquiry.rows:
        blank = tuple(("", "") for _ in inquiry.rows[1:])
        return Line(((view.teller.word("合计", "Total"), ""), *blank), cells, "total" if inquiry.rows else "row")
    names = tuple((_member(view, d, row), drill(inquiry, view, d, row) or "") for d in inquiry.rows)
    if row is result.others:
        return Line(((view.teller.word("其他", "Others"), ""), *(("", "") for _ in inquiry.rows[1:])), cells, "others")
    return Line(names, cells)


def _member(view: View, dimension: str, row: Mapping[str, Any]) -> str:
    value = row.get(dimension)
    return name_of(view, UNKNOWN if value is None else value) if value != OTHERS else view.teller.word("其他", "Others")


def _names(inquiry: Inquiry, view: View) -> tuple[Head, ...]:
    found = [view.definitions.dimensions[d] for d in inquiry.rows]
    return tuple(Head(view.teller.word(d.zh, d.en)) for d in found) or (Head(""),)


def _head(inquiry: Inquiry, view: View, column: Column, display: Display) -> Head:
    """A click orders by the column, the largest first; another click the other way round."""
    now = inquiry.order or ("" if _timed(inquiry, view) else f"-{inquiry.metrics[0]}")
    wanted = column.name if now == f"-{column.name}" else f"-{column.name}"
    ordered = "descending" if now == f"-{column.name}" else "ascending" if now == column.name else ""
    url = reverse("explore") + replace(inquiry, order=wanted).url() if inquiry.rows else ""
    return Head(view.teller.name(column), "" if display.suffix else display.unit, url, ordered, _minor(column))


def _timed(inquiry: Inquiry, view: View) -> bool:
    return bool(inquiry.rows) and view.definitions.dimensions[inquiry.rows[0]].time is not None
