"""Tables that are longer or wider than their box: rows in two columns side by side or on further pages, columns likewise."""

from __future__ import annotations

from dataclasses import replace

from fupan.review.model import Lang, Placed, Row, Slide, Table
from fupan.review.renderers.box import Box
from fupan.review.renderers.pptx.frame import GAP
from fupan.review.renderers.pptx.heading import place_heading
from fupan.review.renderers.pptx.page import MOST_PAGES, SMALLEST_TABLE, Page, with_block
from fupan.review.renderers.pptx.slots import place_slots
from fupan.review.renderers.pptx.table_fit import TableFit, fit_table, natural_width, say_unit_once, split_rows

_WHOLE = 200.0
"""Ems of a text that may not wrap: all of it."""
_LEAST_ROWS = 3
"""Rows that a page at least gets: a lone row or total on a page of its own says nothing."""


def split_table(slide: Slide, placed: Placed, table: Table, box: Box, content: Box, lang: Lang) -> list[Page]:
    """The pages of *slide*, whose main block is *table* in *box*."""
    fit = fit_table(say_unit_once(table, lang), box.width, box.height)
    if fit.hidden_columns and len(fit.columns) > 1:
        return _split_columns(slide, placed, table, fit, content, lang)
    alone = len(slide.blocks) == 1
    plain = say_unit_once(table, lang)
    rest = place_heading(plain.title, plain.sentence, box).rest
    if fit_table(plain, rest.width, rest.height).fits(rest.height):
        return [Page(slide)]
    whole = place_heading(plain.title, plain.sentence, content).rest
    half = (content.width - GAP) / 2
    if (
        alone
        and table.kind == "table"
        and natural_width(plain, most=_WHOLE) <= half
        and not any(r.spans for r in plain.rows)
    ):
        return _side_by_side(slide, placed, table, fit_table(plain, half, 0), whole.height)
    if alone:
        return _pages(slide, placed, table, _even(fit_table(plain, whole.width, 0), whole.height))
    first = split_rows(fit_table(plain, rest.width, rest.height), rest.height)[0]
    kept = max(1, min(first[1], max(len(table.rows) - _LEAST_ROWS, first[1] // 2)))
    page = Page(with_block(slide, placed, _rows(table, 0, kept)), table_size=SMALLEST_TABLE)
    later, later_plain = _rows(table, kept, len(table.rows)), _rows(plain, kept, len(plain.rows))
    return [
        page,
        *_pages(slide, placed, later, _even(fit_table(later_plain, whole.width, 0), whole.height), MOST_PAGES - 1),
    ]


def _pages(
    slide: Slide, placed: Placed, table: Table, ranges: list[tuple[int, int]], most: int = MOST_PAGES
) -> list[Page]:
    """A full page per range; the last one that may be takes what is left."""
    ranges = _limited(ranges, most)
    return [Page(with_block(slide, placed, _rows(table, *r), alone=True), table_size=SMALLEST_TABLE) for r in ranges]


def _side_by_side(slide: Slide, placed: Placed, table: Table, fit: TableFit, height: float) -> list[Page]:
    """A narrow table of many rows stands in two columns on each page, the last page's like long."""
    ranges = _limited(_even(fit, height, by=2), 2 * MOST_PAGES)
    pages = []
    for left, right in zip(ranges[::2], ranges[1::2], strict=True):
        blocks = [replace(placed, slot="main", content=_rows(table, *left))]
        blocks.append(replace(placed, slot="side", content=replace(_rows(table, *right), title="", sentence="")))
        pages.append(
            Page(
                replace(slide, layout="main_side", blocks=tuple(blocks)),
                table_size=SMALLEST_TABLE,
                rows=left[1] - left[0],
            )
        )
    return pages


def _limited(ranges: list[tuple[int, int]], most: int) -> list[tuple[int, int]]:
    """At most so many; the last takes what is left, of which its page then says how much it leaves out."""
    return ranges if len(ranges) <= most else [*ranges[: most - 1], (ranges[most - 1][0], ranges[-1][1])]


def _even(fit: TableFit, height: float, *, by: int = 1) -> list[tuple[int, int]]:
    """As few row ranges as the height allows (a multiple of *by*), of like length rather than full ones and a rest."""
    count = len(split_rows(fit, height))
    count = -(-count // by) * by
    low, high = fit.heights[0] + max(fit.heights[1:], default=0.0), height
    while high - low > 2:
        middle = (low + high) / 2
        low, high = (low, middle) if len(split_rows(fit, middle)) <= count else (middle, high)
    found = split_rows(fit, high)
    while len(found) < count and found[-1][1] - found[-1][0] > 1:
        start, end = found.pop()
        found += [(start, (start + end + 1) // 2), ((start + end + 1) // 2, end)]
    return found


def _split_columns(slide: Slide, placed: Placed, table: Table, fit: TableFit, content: Box, lang: Lang) -> list[Page]:
    """Columns that find no room follow on further pages, the first column with them."""
    kept = len(fit.columns)
    first = _columns(table, tuple(range(kept)))
    while kept > 2 and _hides(
        with_block(slide, placed, first), first, content, lang
    ):  # its neighbours ask for room, too
        kept -= 1
        first = _columns(table, tuple(range(kept)))
    later = _columns(table, (0, *range(kept, len(table.columns))))
    part = with_block(slide, placed, first)
    place = place_slots(part, content, lang)["main"]
    pages = split_table(part, next(p for p in part.blocks if p.slot == "main"), first, place, content, lang)
    alone = with_block(slide, placed, later, alone=True)
    return [*pages, *split_table(alone, alone.blocks[0], later, content, content, lang)]


def _hides(slide: Slide, table: Table, content: Box, lang: Lang) -> bool:
    box = place_slots(slide, content, lang)["main"]
    return fit_table(say_unit_once(table, lang), box.width, box.height).hidden_columns > 0


def _columns(table: Table, kept: tuple[int, ...]) -> Table:
    rows = tuple(
        row if row.spans else Row(tuple(row.cells[i] for i in kept if i < len(row.cells)), row.kind)
        for row in table.rows
    )
    return replace(table, columns=tuple(table.columns[i] for i in kept), rows=rows)


def _rows(table: Table, start: int, end: int) -> Table:
    return replace(table, rows=table.rows[start:end])
