"""What the page template needs, as plain JSON data: texts ready made, colours chosen, sizes fitted by measured widths."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fupan.review import measure, palette
from fupan.review.headline_lines import split_headline
from fupan.review.model import Chart, Picture, Table, Text, Tiles
from fupan.review.palette import CLAIMS, LIGHTS, TONES, css, heat_colours
from fupan.review.renderers.contents import goes_on_beside, with_page_numbers
from fupan.review.renderers.echarts import Canvas, has_data
from fupan.review.renderers.echarts.canvas import NO_DATA
from fupan.review.renderers.labels import split_unit, tile_unit
from fupan.review.renderers.pdf.columns import fit_columns, is_narrow
from fupan.review.renderers.picture_fit import fit_picture
from fupan.review.renderers.sparkline import spark_points

if TYPE_CHECKING:
    from collections.abc import Callable

    from fupan.review.model import Block, Cell, Document, Lang, Layout, Light, Placed, Point, Slide, Slot, Tile

View = dict[str, Any]

WIDTH: Final = 888.0  # of a page's body, in points: 13.333 in less the margins
HEIGHT: Final = 372.0
GAP: Final = 28.0
_HEADLINE: Final = 24.0
_TITLE: Final = 14.0
_SENTENCE: Final = 12.0
_TILES: Final = 156.0
"""Height of a row of key figures above something else."""
_MARKED: Final[frozenset[Light]] = frozenset({"amber", "red"})


@dataclass(frozen=True, slots=True)
class Box:
    """Room of a slot in points."""

    width: float
    height: float


_LEFT_2_3: Final = round((WIDTH - GAP) * 2 / 3, 1)
_LEFT_5_8: Final = round((WIDTH - GAP) * 0.62, 1)
SLOTS: Final[dict[Layout, dict[Slot, Box]]] = {
    "cover": {},
    "full": {"main": Box(WIDTH, HEIGHT)},
    "main_side": {"main": Box(_LEFT_2_3, HEIGHT), "side": Box(WIDTH - GAP - _LEFT_2_3, HEIGHT)},
    "two": {
        "main": Box(_LEFT_5_8, HEIGHT),
        "second": Box(WIDTH - GAP - _LEFT_5_8, 158.0),
        "side": Box(WIDTH - GAP - _LEFT_5_8, 200.0),
    },
    "main_below": {"main": Box(WIDTH, 205.0), "below": Box(WIDTH, 152.0)},
}
_WORDS: Final = {
    "continued": ("（续）", " (continued)"),
    "synthetic": ("演示数据，纯属虚构", "Demonstration data, made up"),
    "as_of": ("数据截至", "As of"),
    "definitions": ("口径说明", "Definitions"),
}

Draw = "Callable[[Chart, Canvas], str]"
"""Draws a chart and answers with the name of its file."""


def document_view(document: Document, draw: Callable[[Chart, Canvas], str]) -> View:
    """The document as JSON data; *draw* takes each chart with its canvas and names the picture's file."""
    lang = document.lang
    numbers = {slide.id: number for number, slide in enumerate(document.slides)}  # as the template labels them
    return {
        "lang": lang,
        "title": document.title,
        "subtitle": document.subtitle,
        "company": document.company,
        "date": [document.as_of.year, document.as_of.month, document.as_of.day],
        "as_of": f"{_word('as_of', lang)} {document.as_of.isoformat()}",
        "synthetic": _word("synthetic", lang) if document.synthetic else "",
        "continued": _word("continued", lang),
        "definitions_title": _word("definitions", lang),
        "definitions": [[name, text] for _, name, text in document.definitions],
        "colours": {
            name.lower(): css(getattr(palette, name))
            for name in (
                "INK",
                "INK_2",
                "INK_3",
                "TITLE",
                "ACCENT",
                "RULE",
                "LINE",
                "LINE_2",
                "PANEL",
                "TRACK",
                "WHITE",
            )
        },
        "width": WIDTH,
        "height": HEIGHT,
        "gap": GAP,
        "slides": [_slide(with_page_numbers(slide, numbers), lang, draw) for slide in document.slides],
    }


def _word(key: str, lang: Lang) -> str:
    return _WORDS[key][lang != "zh"]


def _slide(slide: Slide, lang: Lang, draw: Callable[[Chart, Canvas], str]) -> View:
    """One page; a block whose slot the layout lacks follows below the others, so that nothing is lost."""
    slots = _slots(slide)
    beside = {"second", "side"} & set(slots)
    left = [p for p in slide.blocks if p.slot not in beside]
    right = sorted((p for p in slide.blocks if p.slot in beside), key=lambda p: p.slot)  # second, then side
    if not left:
        left, right = right, []
    return {
        "headline": slide.headline,
        "bookmark": slide.headline or slide.section or slide.id,
        "lines": split_headline(slide.headline, _HEADLINE, WIDTH),
        "layout": slide.layout,
        "section": measure.shorten(slide.section, 11, 600),
        "lead": slide.lead,
        "footer": slide.footer,
        "left-width": slots["main"].width if right else WIDTH,
        "left": [_placed(p, slots, lang, draw) for p in left],
        "right": [_placed(p, slots, lang, draw) for p in right],
    }


def _slots(slide: Slide) -> dict[Slot, Box]:
    """The layout's boxes: tables on both sides share the width more evenly; a block below main takes its lower half."""
    slots = dict(SLOTS[slide.layout])
    main = slots.get("main")
    if slide.layout == "main_below" and any(p.slot == "main" and isinstance(p.content, Tiles) for p in slide.blocks):
        return {**slots, "main": Box(WIDTH, _TILES), "below": Box(WIDTH, HEIGHT - _TILES - 14)}
    if main is None or slide.layout not in {"main_side", "two"}:
        return slots
    held = {p.slot for p in slide.blocks if isinstance(p.content, Table)}
    if "main" in held and held & {"second", "side"}:
        main = Box(round((WIDTH - GAP) * (0.5 if goes_on_beside(slide) else 0.6), 1), main.height)
        right = WIDTH - GAP - main.width
        slots |= {slot: Box(right, slots[slot].height) for slot in slots if slot != "main"}
    if any(p.slot == "below" for p in slide.blocks):
        slots["below"] = Box(main.width, 170.0)
        main = Box(main.width, main.height - 170.0 - 12)
    return {**slots, "main": main}


def _placed(placed: Placed, slots: dict[Slot, Box], lang: Lang, draw: Callable[[Chart, Canvas], str]) -> View:
    box = slots.get(placed.slot, Box(WIDTH, HEIGHT))
    block = placed.content
    sentence = "" if isinstance(block, Tiles | Text) else block.sentence
    used = _head_height(block.title, sentence, box.width)
    room = Box(box.width, max(box.height - used, 60.0))
    return {
        "kind": block.block,
        "title": block.title,
        "sentence": sentence,
        "head": used,
        "width": room.width,
        "height": room.height,
        **_content(block, room, lang, draw),
    }


def _head_height(title: str, sentence: str, width: float) -> float:
    """Height of a block's title and sentence with the space below them."""
    height = measure.text_height(title, _TITLE, width, bold=True) + 4 if title else 0.0
    height += measure.text_height(sentence, _SENTENCE, width) + 4 if sentence else 0.0
    return height + 4 if height else 0.0


def _content(block: Block, room: Box, lang: Lang, draw: Callable[[Chart, Canvas], str]) -> View:
    match block:
        case Chart():
            if not has_data(block):
                return {"empty": NO_DATA[lang]}
            file = draw(block, Canvas(room.width, room.height, lang, _chart_size(room.width)))
            return {"file": file, "alt": block.alt or block.sentence or block.title}
        case Picture():
            width, height = fit_picture(block, room.width, room.height)
            return {"file": picture_file(block), "alt": block.alt or block.title, "width": width, "height": height}
        case Tiles():
            return _tiles(block, room, lang) if block.tiles else {"empty": NO_DATA[lang]}
        case Table():
            return _table(block, room, lang)
        case Text() if not block.points:
            return {"empty": NO_DATA[lang]}
        case Text():
            return {"points": [_point(point, lang) for point in block.points]}


def picture_file(picture: Picture) -> str:
    """The name under which the template finds the picture."""
    return f"picture-{hashlib.sha256(picture.png).hexdigest()[:16]}.svg"


def picture_svg(picture: Picture) -> bytes:
    """The picture inside an SVG: Typst's files are texts."""
    size = f'width="{picture.width}" height="{picture.height}"'
    image = f'<image {size} href="data:image/png;base64,{picture.data}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{image}</svg>'.encode()


def _chart_size(width: float) -> float:
    """Text size in a chart: larger where there is room, to be read from the other end of a table."""
    return 11.0 if width < 400 else 12.0 if width < 700 else 12.5


def _light(light: Light) -> View:
    style = LIGHTS[light]
    return {"shape": style.shape, "ink": css(style.ink), "fill": css(style.fill)}


def _point(point: Point, lang: Lang) -> View:
    claim = CLAIMS[point.claim][lang != "zh"]
    light = point.light if point.light != "none" else None
    return {
        "text": point.text,
        "tag": point.tag or (LIGHTS[light].name(lang) if light else ""),
        "claim": claim if point.claim != "fact" and point.tag != claim else "",
        "light": _light(light) if light else None,
    }


def _tiles(block: Tiles, room: Box, lang: Lang) -> View:
    count = len(block.tiles)
    most = max(1, int(room.width // 150))
    columns = min(most, count if count <= 4 else 3 if count in {5, 6, 9} else 4) or 1
    if room.height <= _TILES and count <= 6:
        columns = count  # one row: two would leave neither legible
    width = (room.width - 12 * (columns - 1)) / columns
    return {"columns": columns, "tiles": [_tile(tile, width, lang) for tile in block.tiles]}


def _tile(tile: Tile, width: float, lang: Lang) -> View:
    unit = tile_unit(tile)
    top = float(max(1, tile.progress or 0, tile.expected or 0))
    name = LIGHTS[tile.light].name(lang)
    room = (width - 44) / 1.12 - (measure.text_width(unit, 12) + 4 if unit else 0)
    size = measure.fit_size(tile.text, max(room, 20), 60, largest=29, smallest=9, bold=True, lines=1)
    return {
        "label": measure.shorten(tile.label, 13, width - 40 - measure.text_width(name, 11), lines=2),
        "text": tile.text,
        "size": size or 9,
        "unit": unit,
        "light": {**_light(tile.light), "name": name} if tile.light != "none" else None,
        "bar": css(LIGHTS[tile.light].fill) if tile.light != "none" else css(palette.LINE_2),
        "deltas": [
            {"label": measure.shorten(d.label, 11, width - 100), "text": d.text, "ink": css(TONES[d.tone])}
            for d in tile.deltas
        ],
        "progress": None if tile.progress is None else min(max(float(tile.progress) / top, 0.0), 1.0),
        "expected": None if tile.expected is None else min(max(float(tile.expected) / top, 0.0), 1.0),
        "spark": spark_points(tile.trend, 64, 20),
        "note": measure.shorten(tile.note, 11, width - 30, lines=2) if tile.note else "",
    }


def _table(table: Table, room: Box, lang: Lang) -> View:
    if not table.rows:
        return {"empty": table.empty or NO_DATA[lang]}
    widths, sizes = fit_columns(table, room.width)
    return {
        "alt": table.alt,
        "form": table.kind,
        "weights": widths,
        "sizes": sizes,
        "narrow": len(table.rows) > 12 and table.kind == "table" and is_narrow(table, (room.width - GAP) / 2),
        "heads": [{"text": split_unit(c.label), "align": _align(table, c.kind)} for c in table.columns],
        "rows": [
            {
                "kind": row.kind,
                "span": len(table.columns) if row.spans else 1,
                "cells": [
                    _cell(cell, table, "text" if row.spans else c.kind, lang)
                    for cell, c in zip(row.cells[:1] if row.spans else row.cells, table.columns, strict=False)
                ],
            }
            for row in table.rows
        ],
    }


def _align(table: Table, kind: str) -> str:
    if kind == "number":
        return "center" if table.kind == "heat" else "right"
    return "left"


def _cell(cell: Cell, table: Table, kind: str, lang: Lang) -> View:
    heat = heat_colours(cell.heat, cell.light)
    light = cell.light if cell.light is not None and (kind == "light" or cell.light in _MARKED) else None
    ink = css(heat[1]) if heat else None if cell.tone == "neutral" else css(TONES[cell.tone])
    view: View = {"text": cell.text, "align": _align(table, kind)}
    if cell.slide and cell.text:
        view["page"] = int(cell.text)  # the template puts the page there on which that slide begins
    if heat:
        view["fill"] = css(heat[0])
    if light == "none" and cell.text:
        light = None
    if light is not None:
        view["text"] = cell.text or LIGHTS[light].name(lang)
        view["shape"] = LIGHTS[light].shape
        ink = ink or css(LIGHTS[light].ink)
    if ink:
        view["ink"] = ink
    if cell.strong or (light is not None and not heat):
        view["strong"] = True
    return view
