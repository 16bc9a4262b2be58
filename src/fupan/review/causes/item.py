"""What has to be explained: each red or amber item of a document, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from fupan.review.model import Block, Chart, Document, Light, Provenance, Slide, Table, show_number

ASKED: frozenset[Light] = frozenset({"amber", "red"})
_NOT_ASKED = frozenset({"last_actions", "last_measures", "next", "findings", "reds"})
"""Pages about actions (a late one is answered by its owner there), and pages that list what others show."""
_AMOUNTS = ("target", "actual")


@dataclass(frozen=True, slots=True)
class Item:
    """An item to be explained: the page it stands on, its name, its light and its figure as shown.

    ``ratio`` is that figure as a number where it is a share; ``figures`` are all figures of the item on its page, label
    and text; ``members`` says which rows it is about: dimension and member.
    """

    slide: str
    section: str
    name: str
    light: Light
    figure: str
    ratio: Decimal | None = None
    figures: tuple[tuple[str, str], ...] = ()
    members: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """Stable name within a document."""
        return f"{self.slide}/{self.name}"

    def inside(self, scope: Mapping[str, tuple[str, ...]]) -> bool:
        """Whether the item is about rows of a scope (dimension -> members): one that does not tell is not."""
        mine = dict(self.members)
        return all(mine.get(dimension) in members for dimension, members in scope.items())


def items_of(document: Document) -> tuple[Item, ...]:
    """Red items before amber ones, each name once, in the order of the pages."""
    found: dict[str, Item] = {}
    for item in figures_of(document.slides).values():
        if item.light in ASKED:
            found.setdefault(item.name, item)
    return tuple(sorted(found.values(), key=lambda i: i.light != "red"))


def figures_of(slides: tuple[Slide, ...] | list[Slide]) -> dict[str, Item]:
    """Every item that has a light, whichever, by its id: what became of it can be looked up."""
    found: dict[str, Item] = {}
    for slide in slides:
        if slide.id not in _NOT_ASKED:
            for item in _items(slide):
                if item.id not in found or (item.light in ASKED and found[item.id].light not in ASKED):
                    found[item.id] = item
    return found


def _items(slide: Slide) -> Iterator[Item]:
    main = any(p.slot == "main" and _is_lit(p.content) for p in slide.blocks)
    for placed in slide.blocks:
        match placed.content:
            case Chart() as chart if main and placed.slot != "main":
                continue  # the same members over a longer time: who is asked is decided by the page's own chart
            case Chart() as chart:
                yield from _of_chart(slide, chart)
            case Table(kind="heat") as table:
                yield from _of_heat(slide, table)
            case Table() as table:
                yield from _of_table(slide, table)
            case _:
                continue


def _members(provenance: Provenance | None, *names: str) -> tuple[tuple[str, str], ...]:
    by = provenance.by if provenance is not None else ()
    return tuple(zip(by, names, strict=True)) if len(by) == len(names) else ()


def _is_lit(block: Block) -> bool:
    return isinstance(block, Chart) and any(s.lights for s in block.series)


def _of_chart(slide: Slide, chart: Chart) -> Iterator[Item]:
    if chart.kind == "gantt":
        return  # a late action is answered by its owner
    lit = [s for s in chart.series if s.lights]
    ratio = next((s for s in lit if s.axis == "secondary"), lit[0] if lit else None)
    if ratio is None:
        return
    for i, (name, light, value) in enumerate(zip(chart.categories, ratio.lights, ratio.values, strict=False)):
        figures = [(s.name, show_number(s.values[i], s.display)) for s in chart.series if s.values[i] is not None]
        parts = {s.role: s.values[i] for s in chart.series if s.role in _AMOUNTS and s.display.kind == "money"}
        target, actual = (parts.get(role) for role in _AMOUNTS)
        if target is not None and actual is not None:
            display = next(s.display for s in chart.series if s.role == "actual")
            figures.append(("差额 gap", show_number(actual - target, display)))
        share = value if ratio.display.kind == "percent" else None
        shown = show_number(value, ratio.display)
        yield Item(slide.id, slide.section, name, light, shown, share, tuple(figures), _members(chart.provenance, name))


def _of_heat(slide: Slide, table: Table) -> Iterator[Item]:
    for row in table.rows:
        if row.kind != "row":
            continue
        whole = next((c for c in row.cells[1:] if c.strong), None)
        for column, cell in zip(table.columns[1:], row.cells[1:], strict=False):
            if cell.light is not None and not cell.strong:
                figures = [(column.label, cell.text)] + ([(row.cells[0].text, whole.text)] if whole else [])
                names = (row.cells[0].text, column.label)
                yield Item(
                    slide.id, slide.section, "·".join(names), cell.light, cell.text, cell.value, tuple(figures),
                    _members(table.provenance, *names),
                )  # fmt: skip


def _of_table(slide: Slide, table: Table) -> Iterator[Item]:
    for row in table.rows:
        light = next(
            (c.light for c in row.cells if c.light in ASKED), next((c.light for c in row.cells if c.light), None)
        )
        name = next((c.text for c in row.cells if c.strong), "")
        if row.kind == "row" and light is not None and name:
            pairs = list(zip(row.cells, table.columns, strict=False))
            shares = [c for c, head in pairs if head.display.kind == "percent"]
            figures = tuple((head.label, c.text) for c, head in pairs if head.kind == "number")
            yield Item(
                slide.id, slide.section, name, light, shares[0].text if shares else "",
                shares[0].value if shares else None, figures, _members(table.provenance, name),
            )  # fmt: skip
