"""From slides to pages: a table or a bar chart that doesn't fit goes on to following pages, headline and all."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fupan.review.model import Block, Chart, Lang, Placed, Slide, Slot, Table
from fupan.review.renderers.box import Box
from fupan.review.renderers.excel_format import shown_value
from fupan.review.renderers.native_charts import has_figures
from fupan.review.renderers.native_charts.bars import bars_that_fit
from fupan.review.renderers.pptx.heading import place_heading
from fupan.review.renderers.pptx.slots import place_slots
from fupan.review.renderers.pptx.table_fit import fit_table, say_unit_once, split_rows

MOST_PAGES = 6
"""Pages that one slide may become; what then is left is counted and pointed to the workbook."""
_SMALLEST_TABLE = 12.0
_LEAST_ROWS = 3
"""Rows that a page at least gets: a lone row or total on a page of its own says nothing."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a slide. ``span`` keeps the axis of bars that go on; ``table_size`` the text size of a table that does."""

    slide: Slide
    number: int = 1
    count: int = 1
    span: tuple[float, float] | None = None
    table_size: float | None = None


def paginate(slide: Slide, content: Box, lang: Lang) -> tuple[Page, ...]:
    """The pages of *slide*; only the main block may continue, in full width, while the others stay on the first page."""
    boxes = place_slots(slide, content, lang)
    slot: Slot = "main"
    mains = [placed for placed in slide.blocks if placed.slot == slot]
    if len(mains) != 1:
        return (Page(slide),)
    block = mains[0].content
    box = boxes[slot]
    if isinstance(block, Table) and block.rows:
        return _number(_split_table(slide, mains[0], block, box, content, lang))
    if isinstance(block, Chart) and block.kind == "bar" and has_figures(block):
        return _number(_split_bars(slide, mains[0], block, box, content))
    return (Page(slide),)


def _number(pages: list[Page]) -> tuple[Page, ...]:
    return tuple(replace(page, number=i, count=len(pages)) for i, page in enumerate(pages, 1))


def _with_main(slide: Slide, placed: Placed, block: Block, *, alone: bool) -> Slide:
    """The slide with its main block replaced; *alone*: as a full page without the other blocks."""
    new = replace(placed, content=block)
    if alone:
        return replace(slide, layout="full", blocks=(new,))
    return replace(slide, blocks=tuple(new if other is placed else other for other in slide.blocks))


def _split_table(slide: Slide, placed: Placed, table: Table, box: Box, content: Box, lang: Lang) -> list[Page]:
    plain = say_unit_once(table, lang)
    rest = place_heading(plain.title, plain.sentence, box).rest
    fit = fit_table(plain, rest.width, rest.height)
    if fit.fits(rest.height):
        return [Page(slide)]
    first = split_rows(fit, rest.height)[0]
    first = (0, max(1, min(first[1], max(len(table.rows) - _LEAST_ROWS, first[1] // 2))))
    whole = place_heading(plain.title, plain.sentence, content).rest
    pages = [Page(_with_main(slide, placed, _rows(table, *first), alone=False), table_size=_SMALLEST_TABLE)]
    later = _rows(table, first[1], len(table.rows))
    later_fit = fit_table(_rows(plain, first[1], len(plain.rows)), whole.width, 0)
    ranges = split_rows(later_fit, whole.height)
    if len(ranges) > 1 and ranges[-1][1] - ranges[-1][0] < _LEAST_ROWS:
        ranges = split_rows(later_fit, whole.height - (_LEAST_ROWS - 1) * max(later_fit.heights))
    if len(ranges) > MOST_PAGES - 1:
        ranges = [*ranges[: MOST_PAGES - 2], (ranges[MOST_PAGES - 2][0], len(later.rows))]
    for start, end in ranges:
        pages.append(Page(_with_main(slide, placed, _rows(later, start, end), alone=True), table_size=_SMALLEST_TABLE))
    return pages


def _rows(table: Table, start: int, end: int) -> Table:
    return replace(table, rows=table.rows[start:end])


def _split_bars(slide: Slide, placed: Placed, chart: Chart, box: Box, content: Box) -> list[Page]:
    count = len(chart.categories)
    first = bars_that_fit(chart, place_heading(chart.title, chart.sentence, box).rest.height)
    if count <= first:
        return [Page(slide)]
    each = bars_that_fit(chart, place_heading(chart.title, chart.sentence, content).rest.height)
    pages = -(-(count - first) // each) + 1
    size = min(first, -(-count // pages))
    shown = [float(v) for s in chart.series for value in s.values if (v := shown_value(value, s.display)) is not None]
    span = (min(shown), max(shown))
    starts = range(0, count, size)
    return [
        Page(_with_main(slide, placed, _categories(chart, start, start + size), alone=start > 0), span=span)
        for start in starts
    ]


def _categories(chart: Chart, start: int, end: int) -> Chart:
    series = tuple(
        replace(one, values=one.values[start:end], lights=one.lights[start:end], points=one.points[start:end])
        for one in chart.series
    )
    return replace(chart, categories=chart.categories[start:end], series=series)
