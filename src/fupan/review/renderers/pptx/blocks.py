"""One block into its box, whatever its kind; a block that can't be drawn there says what is missing, never nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fupan.review import palette
from fupan.review.model import Block, Chart, Lang, Picture, Provenance, Slot, Table, Text, Tiles
from fupan.review.renderers.box import Box
from fupan.review.renderers.native_charts import has_figures, plan_chart
from fupan.review.renderers.native_charts.gantt import first_rows, rows_that_fit
from fupan.review.renderers.picture_fit import fit_picture
from fupan.review.renderers.pptx.canvas import Canvas
from fupan.review.renderers.pptx.heading import place_heading
from fupan.review.renderers.pptx.house import SLOT_PLACEHOLDERS
from fupan.review.renderers.pptx.map_tiles import draw_map, map_fits
from fupan.review.renderers.pptx.markup import Body, Paragraph, Run
from fupan.review.renderers.pptx.points import fit_text, wished_height
from fupan.review.renderers.pptx.table_fit import TableFit, fit_table, keep_rows, say_unit_once
from fupan.review.renderers.pptx.tables import table_xml
from fupan.review.renderers.pptx.tiles import draw_tiles, grid_of, tiles_table, wished_tiles
from fupan.review.renderers.words import word

_NOTE_HEIGHT = 18.0
_EMPTY_HEIGHT = 96.0


def draw_block(
    canvas: Canvas,
    block: Block,
    box: Box,
    slot: Slot,
    *,
    placeholders: bool,
    span: tuple[float, float] | None = None,
    table_size: float | None = None,
    beside: int = 0,
) -> None:
    """Draw *block*; *placeholders*: its chart, table or text fills the layout's placeholder of the slot.

    *span*, *table_size* and *beside* are those of its page (see ``Page``).
    """
    role = f'idx="{SLOT_PLACEHOLDERS[slot]}"' if placeholders else ""
    match block:
        case Chart():
            _draw_chart(canvas, block, box, role, span)
        case Table():
            _draw_table(canvas, block, box, role, table_size, beside)
        case Tiles():
            _draw_tiles(canvas, block, box, role)
        case Text():
            _draw_text(canvas, block, box, role)
        case Picture():
            _draw_picture(canvas, block, box)


def wish(block: Block, width: float, lang: Lang) -> float | None:
    """The height that *block* would take at its most comfortable; None: as much as there is."""
    empty = _EMPTY_HEIGHT + place_heading(getattr(block, "title", ""), "", Box(0, 0, width, 1000)).rest.y
    match block:
        case Chart():
            return None if has_figures(block) else empty
        case Picture():
            return None
        case Table():
            if not block.rows:
                return empty
            plain = say_unit_once(block, lang)
            head = place_heading(plain.title, plain.sentence, Box(0, 0, width, 1000))
            return head.rest.y + fit_table(plain, width, 1000).height
        case Tiles():
            top = place_heading(block.title, "", Box(0, 0, width, 1000)).rest.y
            return top + wished_tiles(block.tiles, width) if block.tiles else empty
        case Text():
            return place_heading(block.title, "", Box(0, 0, width, 1000)).rest.y + wished_height(block, width, lang)


def _heading(canvas: Canvas, title: str, sentence: str, box: Box) -> Box:
    heading = place_heading(title, sentence, box)
    if heading.body is not None:
        canvas.text(heading.body, heading.box, "Block title")
    return heading.rest


def _draw_chart(canvas: Canvas, chart: Chart, box: Box, role: str, span: tuple[float, float] | None) -> None:
    if not has_figures(chart):
        rest = _heading(canvas, chart.title, chart.sentence, box)
        _draw_empty(canvas, word("no_data", canvas.lang), rest, chart.alt)
        return
    if chart.kind == "tile_map" and map_fits(chart, place_heading(chart.title, chart.sentence, box).rest, canvas.lang):
        draw_map(
            canvas,
            chart,
            _heading(canvas, chart.title, chart.sentence, box),
            _alt(chart.alt, chart.title, chart.provenance, chart.categories),
        )
        return
    rest = place_heading(chart.title, chart.sentence, box).rest
    if chart.kind == "gantt" and len(chart.categories) > (fit := rows_that_fit(rest.height - 2 * _NOTE_HEIGHT)):
        left = word("more_rows", canvas.lang, n=len(chart.categories) - fit)
        chart = first_rows(replace(chart, sentence=" ".join(part for part in (chart.sentence, left) if part)), fit)
        rest = place_heading(chart.title, chart.sentence, box).rest
    plan = plan_chart(chart, rest, canvas.lang, span)
    if plan.note:
        sentence = word("semicolon", canvas.lang).join(part for part in (chart.sentence, plan.note) if part)
        chart = replace(chart, sentence=sentence)
        rest = place_heading(chart.title, sentence, box).rest
    _heading(canvas, chart.title, chart.sentence, box)
    canvas.chart(
        plan,
        rest,
        f"Chart {chart.kind}",
        _alt(chart.alt, chart.title, chart.provenance, chart.categories),
        chart.provenance,
        role,
    )


def _draw_table(canvas: Canvas, table: Table, box: Box, role: str, size: float | None, beside: int) -> None:
    table = say_unit_once(table, canvas.lang)
    rest = _heading(canvas, table.title, table.sentence, box)
    if not table.rows:
        _draw_empty(canvas, table.empty or word("no_data", canvas.lang), rest, table.alt)
        return
    fit = fit_table(table, rest.width, rest.height, largest=size, beside=beside)
    left_out = 0
    if not fit.fits(rest.height):
        fit, left_out = keep_rows(fit, rest.height - _NOTE_HEIGHT)
    drawn = Box(rest.x, rest.y, rest.width, fit.height)
    canvas.table(
        table_xml(table, fit, canvas.lang, canvas.link_to),
        drawn,
        "Table",
        _alt(table.alt, table.title, table.provenance, [c.label for c in table.columns]),
        role,
    )
    _draw_omissions(canvas, fit, left_out, rest, drawn)


def _draw_omissions(canvas: Canvas, fit: TableFit, left_out: int, rest: Box, drawn: Box) -> None:
    notes = []
    if left_out:
        notes.append(word("more_rows", canvas.lang, n=left_out))
    if fit.hidden_columns:
        notes.append(word("more_columns", canvas.lang, n=fit.hidden_columns))
    if notes:
        place = Box(rest.x, min(drawn.bottom + 1, rest.bottom - _NOTE_HEIGHT), rest.width, _NOTE_HEIGHT)
        text = word("semicolon", canvas.lang).join(notes)
        canvas.text(Body((Paragraph((Run(text, 12, None, palette.INK_3),)),), "ctr"), place, "More")


def _draw_tiles(canvas: Canvas, tiles: Tiles, box: Box, role: str) -> None:
    if not tiles.tiles:
        _draw_empty(canvas, word("no_data", canvas.lang), _heading(canvas, tiles.title, "", box), tiles.alt)
        return
    heading = place_heading(tiles.title, "", box)
    if grid_of(len(tiles.tiles), heading.rest) is None:
        _draw_table(canvas, tiles_table(tiles, canvas), box, role, None, 0)
        return
    draw_tiles(canvas, tiles, _heading(canvas, tiles.title, "", box))


def _draw_text(canvas: Canvas, text: Text, box: Box, role: str) -> None:
    rest = _heading(canvas, text.title, "", box)
    fit = fit_text(text, box, canvas.lang)
    if not fit.paragraphs:
        _draw_empty(canvas, word("no_data", canvas.lang), rest, "")
        return
    canvas.text(Body(fit.paragraphs), rest, "Points", placeholder=role)


def _draw_picture(canvas: Canvas, picture: Picture, box: Box) -> None:
    """As large as the box allows without blowing pixels up, to the left and top."""
    rest = _heading(canvas, picture.title, picture.sentence, box)
    width, height = fit_picture(picture, rest.width, rest.height)
    canvas.picture(picture.png, Box(rest.x, rest.y, width, height), "Picture", picture.alt or picture.title)


def _draw_empty(canvas: Canvas, text: str, box: Box, alt: str) -> None:
    body = Body((Paragraph((Run(text, 14, None, palette.INK_3),), "ctr"),), "ctr", inset=(12, 4, 12, 4))
    area = Box(box.x, box.y, box.width, min(box.height, _EMPTY_HEIGHT))
    canvas.text(body, area, "Empty", background=palette.PANEL, alt=alt)


def _alt(alt: str, title: str, provenance: Provenance | None, names: Sequence[str]) -> str:
    """The block's alternative text; without one its title, its question, or what it names."""
    return alt or title or (provenance.question if provenance else "") or ", ".join(names)
