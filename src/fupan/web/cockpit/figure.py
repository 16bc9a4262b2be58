"""What a figure is: its question asked again inside the asker's scope, then definition, steps, sources and rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from fupan.errors import QuestionError
from fupan.metrics.cell import CellRows, LeafRows
from fupan.metrics.result import Column, Result
from fupan.metrics.scope import Scope
from fupan.web.cockpit import tiles
from fupan.web.cockpit.board import BoardSpec
from fupan.web.cockpit.known import (
    basis_in_words,
    formula_in_words,
    notes_in_words,
    quality_in_words,
    statistic_dates,
    versions_of,
)
from fupan.web.cockpit.panels import KINDS
from fupan.web.cockpit.view import View, row_at
from fupan.web.company import House

PAGE = 50
BUILT = frozenset({"org_since"})
"""Columns that the build needs and no reader: left out where rows are shown or taken along."""
MOST = 5000


@dataclass(frozen=True, slots=True)
class Step:
    """One leaf under the figure: its name, how many rows, what they come to."""

    name: str
    count: int
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with all that is known about it."""

    label: str
    place: str
    text: str
    meaning: str
    formula: str
    owner: str
    basis: str
    dates: str
    window: str
    steps: tuple[Step, ...]
    sources: str
    snapshot: str
    as_of: str
    loaded: tuple[str, ...]
    notes: tuple[str, ...]
    versions: str
    quality: tuple[str, ...]
    sql: str
    refused: str = ""
    rows_url: str = ""
    file_url: str = ""
    back: str = ""
    back_name: str = ""
    parts: tuple[tuple[LeafRows, list[tuple[str, str]]], ...] = ()
    page: int = 1
    pages: int = 1
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a page tells of a figure: its rows page by page, its rows as a file, the way back with its name."""

    rows: str
    file: str
    back: str
    back_name: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a figure stands: the answer that has it, its column and row."""

    result: Result
    column: Column
    row: dict[str, Any]
    by: tuple[str, ...]

    def place(self, view: View) -> str:
        """The row in words, and the window."""
        lang = "en" if view.teller.lang == "en" else "zh"
        words = " · ".join(str(self.row[d]) for d in self.by if self.row.get(d) is not None)
        return f"{words or view.teller.word('全部', 'all')} · {view.window.title(lang)}"


def find_spot(
    here: House, board: BoardSpec, view: View, *, panel: str, column: str, at: Mapping[str, str], scope: Scope
) -> Spot:
    """Where the figure that a URL names stands; LookupError where the board has none such, or the asker cannot see it."""
    result, by = _answer(here, board, view, panel, column, at, scope)
    return spot_of(view, result, by, column, at)


def spot_of(view: View, result: Result, by: tuple[str, ...], column: str, at: Mapping[str, str]) -> Spot:
    """Where an answer holds the figure of *column* at these members; LookupError where it does not."""
    found = next((c for c in result.columns if c.name == column), None)
    row = (
        (result.total or (result.rows[0] if not by and result.rows else None))
        if not at
        else row_at(result.all_rows(), at, by)
    )
    if found is None or row is None:
        raise LookupError(
            view.teller.word(
                "找不到这个数：它可能不在您的范围内，或数据已更新。",
                "There is no such figure: it may be outside your scope, or the data has changed.",
            )
        )
    return Spot(result, found, row, by)


def find_figure(
    here: House, board: BoardSpec, view: View, *, panel: str, column: str, at: Mapping[str, str], scope: Scope, page: int, rows: bool
) -> Figure:  # fmt: skip
    """The figure that a URL names; LookupError where the board has none such, or the asker cannot see it."""
    spot = find_spot(here, board, view, panel=panel, column=column, at=at, scope=scope)
    query = view.filters.url(panel=panel, column=column, **at)
    ways = Ways(
        reverse("cockpit_rows") + query, reverse("cockpit_rows_file") + query,
        reverse("cockpit") + view.filters.url(), view.teller.word("驾驶舱", "Cockpit"),
    )  # fmt: skip
    return tell_figure(here, view, spot, ways, scope=scope, page=page, rows=rows)


def tell_figure(
    here: House, view: View, spot: Spot, ways: Ways, *, scope: Scope, page: int = 1, rows: bool = False
) -> Figure:
    """All that is known about the figure at a spot; with *rows*, those of a page of it."""
    result, found, row = spot.result, spot.column, spot.row
    column = found.name
    name = found.metric or column
    definition = result.provenance.definitions.get(name, {})
    lang = "en" if view.teller.lang == "en" else "zh"
    cell: CellRows | None = None
    refused = ""
    try:
        cell = here.rows(result, row, name, scope=scope, limit=min(page * PAGE, MOST) if rows else 0)
    except QuestionError as wrong:
        refused = wrong.reason
    parts = cell.parts if cell else ()
    most = max((p.count for p in parts), default=0)
    pages = max(1, -(-min(most, MOST) // PAGE))
    made = result.provenance
    return Figure(
        label=view.teller.name(found),
        place=spot.place(view),
        text=view.teller.tell(row.get(column), found),
        meaning=str(definition.get(f"about_{lang}") or ""),
        formula=formula_in_words(view, str(definition.get("formula") or (cell.formula if cell else ""))),
        owner=str(definition.get("owner") or ""),
        basis=basis_in_words(view, found),
        dates=statistic_dates(view, made, name),
        window=f"{view.window.start} – {view.window.last}",
        steps=tuple(Step(_called(view, p), p.count, _told(view, p)) for p in parts),
        sources=view.teller.listed(dict.fromkeys(view.table(t) for t in made.tables)),
        snapshot=made.snapshot_id or "",
        as_of=str(made.as_of or ""),
        loaded=tuple(_loaded(view, table, made.freshness[table]) for table in made.tables if table in made.freshness),
        notes=notes_in_words(view, made),
        versions=view.teller.listed(versions_of(made)),
        quality=quality_in_words(view, made.quality, told=not scope.dimensions),
        sql=result.sql(),
        refused=refused,
        file_url=ways.file,
        rows_url=ways.rows,
        back=ways.back,
        back_name=ways.back_name,
        parts=tuple(
            (shown, headings(view, shown))
            for p in parts
            if (shown := replace(p, rows=p.rows[(page - 1) * PAGE : page * PAGE])).rows
        )
        if rows
        else (),
        page=page,
        pages=pages,
        before=f"{ways.rows}&page={page - 1}" if page > 1 else "",
        after=f"{ways.rows}&page={page + 1}" if page < pages else "",
    )


def _answer(
    here: House, board: BoardSpec, view: View, panel: str, column: str, at: Mapping[str, str], scope: Scope
) -> tuple[Result, tuple[str, ...]]:
    """The panel's own question, asked again; of a heat table, the one that has the row."""
    if panel == "tiles":
        if column not in {t.metric for t in board.tiles}:
            raise LookupError(column)
        asked = next(q for q, t in zip(tiles.questions(board, view), board.tiles, strict=False) if t.metric == column)
    else:
        spec = board.panel(panel)
        if spec is None:
            raise LookupError(panel)
        own = KINDS[spec.kind].questions(spec, view)
        named = {key.removeprefix("at.") for key in at}
        asked = next((q for q in own if named and set(q.by) == named), own[0])
    (answer,), _ = here.ask_page([asked], scope=scope)
    if answer.result is None:
        error = next(iter(answer.refused.values()))
        raise error
    return answer.result, asked.by


def _loaded(view: View, table: str, fresh: Mapping[str, Any]) -> str:
    """A table by its own name, the newest day in it and when it was loaded."""
    newest = fresh.get("newest_day")
    day = view.teller.word(f"至{newest}", f" to {newest}") if newest else ""
    at = str(fresh.get("loaded_at") or "")[:16].replace("T", " ")
    return f"{view.table(table)}{day}{view.teller.word('（' + at + '载入）', f' (loaded {at})') if at else ''}"


def headings(view: View, part: LeafRows) -> list[tuple[str, str]]:
    """The columns of a leaf's rows with the contract's own names; where a row came from stands last."""
    known = {
        "contribution": view.teller.word("计入", "Counted"), "source_file": view.teller.word("文件", "File"),
        "source_row": view.teller.word("行", "Row"), "load_id": view.teller.word("批次", "Load"),
    }  # fmt: skip
    first = [c for c in part.columns if c == "contribution"]
    last = [c for c in part.columns if c in ("source_file", "source_row", "load_id") or c.endswith("_raw")]
    last += [c for c in part.columns if c in BUILT]
    filled = [c for c in part.columns if c not in first + last and any(r.get(c) is not None for r in part.rows)]
    return [
        (c, known.get(c) or view.field(part.table, c))
        for c in (*first, *filled, *(c for c in last if c not in BUILT and not c.endswith("_raw")))
    ]


def _called(view: View, part: LeafRows) -> str:
    """A leaf by its name; rows of targets say that they are targets."""
    name = view.teller.word(part.zh, part.en)
    return view.teller.word(f"目标：{name}", f"Target: {name}") if part.table == "targets" else name


def _told(view: View, part: LeafRows) -> str:
    from fupan.web.cockpit.telling import decimal

    value: Any = decimal(part.contribution)
    if value is None:
        return ""
    metric = view.definitions.metrics.get(part.metric)
    scales = view.teller.scales
    return view.teller.show(value, scales.of(getattr(metric, "format", None) or "money", [value]))
