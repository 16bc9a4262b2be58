"""From slides to pages: what doesn't fit goes on to following pages, headline and all."""

from __future__ import annotations

from dataclasses import replace

from fupan.review.model import Chart, Lang, Placed, Slide, Table
from fupan.review.renderers.box import Box
from fupan.review.renderers.excel_format import shown_value
from fupan.review.renderers.native_charts import has_figures
from fupan.review.renderers.native_charts.bars import bars_that_fit
from fupan.review.renderers.pptx.heading import place_heading
from fupan.review.renderers.pptx.page import Page, with_block
from fupan.review.renderers.pptx.page_tables import split_table
from fupan.review.renderers.pptx.page_texts import split_texts
from fupan.review.renderers.pptx.slots import place_slots
from fupan.review.renderers.unit import with_unit

__all__ = ["Page", "paginate"]


def paginate(slide: Slide, content: Box, lang: Lang) -> tuple[Page, ...]:
    """The pages of *slide*; the main block and texts may continue, in full width, while the others stay on the first page."""
    slide = replace(slide, blocks=tuple(_said(placed, lang) for placed in slide.blocks))
    first, *later = _split_main(slide, content, lang)
    first, texts = split_texts(first, content, lang)
    pages = [first, *later, *texts]
    return tuple(replace(page, number=i, count=len(pages)) for i, page in enumerate(pages, 1))


def _split_main(slide: Slide, content: Box, lang: Lang) -> list[Page]:
    mains = [placed for placed in slide.blocks if placed.slot == "main"]
    if len(mains) != 1:
        return [Page(slide)]
    block, box = mains[0].content, place_slots(slide, content, lang)["main"]
    if isinstance(block, Table) and block.rows:
        return split_table(slide, mains[0], block, box, content, lang)
    if isinstance(block, Chart) and block.kind == "bar" and has_figures(block):
        return _split_bars(slide, mains[0], block, box, content)
    return [Page(slide)]


def _said(placed: Placed, lang: Lang) -> Placed:
    chart = placed.content
    return replace(placed, content=with_unit(chart, lang)) if isinstance(chart, Chart) else placed


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
        Page(with_block(slide, placed, _categories(chart, start, start + size), alone=start > 0), span=span)
        for start in starts
    ]


def _categories(chart: Chart, start: int, end: int) -> Chart:
    series = tuple(
        replace(one, values=one.values[start:end], lights=one.lights[start:end], points=one.points[start:end])
        for one in chart.series
    )
    return replace(chart, categories=chart.categories[start:end], series=series)
