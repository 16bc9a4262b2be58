"""What has to be explained: each red or amber item of a document, once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fupan.review.model import Chart, Document, Light, Slide, Table, show_number

_ASKED: frozenset[Light] = frozenset({"amber", "red"})
_NOT_ASKED = frozenset({"last_actions", "next"})
"""Pages about actions: a late action is answered by its owner there, not explained anew."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item to be explained: the page it stands on, its name, its light and its figure as shown."""

    slide: str
    section: str
    name: str
    light: Light
    figure: str

    @property
    def id(self) -> str:
        """Stable name within a document."""
        return f"{self.slide}/{self.name}"


def items_of(document: Document) -> tuple[Item, ...]:
    """Red items before amber ones, each name once, in the order of the pages."""
    found: dict[str, Item] = {}
    for slide in document.slides:
        if slide.id not in _NOT_ASKED:
            for item in _items(slide):
                found.setdefault(item.name, item)
    return tuple(sorted(found.values(), key=lambda i: i.light != "red"))


def _items(slide: Slide) -> Iterator[Item]:
    for placed in slide.blocks:
        match placed.content:
            case Chart() as chart:
                yield from _of_chart(slide, chart)
            case Table(kind="heat") as table:
                yield from _of_heat(slide, table)
            case Table() as table:
                yield from _of_table(slide, table)
            case _:
                continue


def _of_chart(slide: Slide, chart: Chart) -> Iterator[Item]:
    if chart.kind == "gantt":
        return  # a late action is answered by its owner
    lit = [s for s in chart.series if s.lights]
    ratio = next((s for s in lit if s.axis == "secondary"), lit[0] if lit else None)
    if ratio is None:
        return
    for name, light, value in zip(chart.categories, ratio.lights, ratio.values, strict=False):
        if light in _ASKED:
            yield Item(slide.id, slide.section, name, light, show_number(value, ratio.display))


def _of_heat(slide: Slide, table: Table) -> Iterator[Item]:
    for row in table.rows:
        if row.kind != "row":
            continue
        for column, cell in zip(table.columns[1:], row.cells[1:], strict=False):
            if cell.light is not None and cell.light in _ASKED and not cell.strong:
                yield Item(slide.id, slide.section, f"{row.cells[0].text}·{column.label}", cell.light, cell.text)


def _of_table(slide: Slide, table: Table) -> Iterator[Item]:
    for row in table.rows:
        light = next((c.light for c in row.cells if c.light in _ASKED), None)
        name = next((c.text for c in row.cells if c.strong), "")
        if row.kind == "row" and light is not None and name:
            figures = [
                c.text for c, head in zip(row.cells, table.columns, strict=False) if head.display.kind == "percent"
            ]
            yield Item(slide.id, slide.section, name, light, figures[0] if figures else "")
