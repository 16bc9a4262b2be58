"""Key figures as a grid of tiles: name and light, the figure, progress against the expected mark, comparisons."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from fupan.review import palette
from fupan.review.measure import LINE_HEIGHT, fit_size, shorten, text_width
from fupan.review.model import Cell, Column, Delta, Display, Row, Table, Tile, Tiles
from fupan.review.renderers.box import Box
from fupan.review.renderers.pptx.canvas import Canvas
from fupan.review.renderers.pptx.markup import Body, Paragraph, Run, emu, line
from fupan.review.renderers.words import word

_GAP = 14.0
_LEAST_WIDTH, _LEAST_HEIGHT = 168.0, 96.0
_NARROWEST = 132.0
"""A single row of tiles may be this narrow before a table takes their place."""
_ROOMIEST = 178.0
_BAR = 5.0
_PAD = 12.0
_TOP, _BOTTOM = 9.0, 8.0


def grid_of(count: int, box: Box) -> tuple[int, int] | None:
    """(columns, rows) that give the widest readable tiles, None if they would get too small."""
    for columns in sorted(range(1, count + 1), key=lambda c: (math.ceil(count / c) * c - count, abs(c - 4))):
        rows = math.ceil(count / columns)
        width = (box.width - _GAP * (columns - 1)) / columns
        height = (box.height - _GAP * (rows - 1)) / rows
        if width >= _LEAST_WIDTH and height >= _LEAST_HEIGHT and width / min(height, _ROOMIEST) < 5:
            return columns, rows
    for columns in range(min(count, 6), 0, -1):
        rows = math.ceil(count / columns)
        if (box.width - _GAP * (columns - 1)) / columns >= _NARROWEST and (
            box.height - _GAP * (rows - 1)
        ) / rows >= _LEAST_HEIGHT:
            return columns, rows
    return None


def wished_tiles(tiles: Sequence[Tile], width: float) -> float:
    """Height of the grid with tiles as high as what stands in them, in one row where that leaves them readable."""
    count = max(len(tiles), 1)
    alone = (width - _GAP * (count - 1)) / count >= _NARROWEST
    columns = count if alone and count <= 6 else max(1, min(count, 4, int((width + _GAP) // (_LEAST_WIDTH + _GAP))))
    rows = math.ceil(count / columns)
    each = max((_needed(tile, 34.0, has_bar=tile.progress is not None) for tile in tiles), default=_LEAST_HEIGHT)
    return rows * max(_LEAST_HEIGHT, each + _TOP + _BOTTOM + 3 * 7) + (rows - 1) * _GAP


def _needed(tile: Tile, largest: float, *, has_bar: bool) -> float:
    """Height of what stands in a tile, without the gaps between."""
    return 20 + largest * LINE_HEIGHT + (14 if has_bar else 0) + (2 * 12 * LINE_HEIGHT + 3) + (20 if tile.note else 0)


def draw_tiles(canvas: Canvas, tiles: Tiles, box: Box) -> None:
    """Tiles in reading order; the box must have passed ``grid_of``."""
    grid = grid_of(len(tiles.tiles), box)
    if grid is None:
        return
    columns, rows = grid
    height = min(_ROOMIEST, (box.height - _GAP * (rows - 1)) / rows)
    area = Box(box.x, box.y, box.width, height * rows + _GAP * (rows - 1))
    cells = [cell for line_ in area.rows(rows, _GAP) for cell in line_.columns(columns, _GAP)]
    most = max(tiles.tiles, key=lambda tile: _needed(tile, 34.0, has_bar=tile.progress is not None))
    for tile, cell in zip(tiles.tiles, cells, strict=False):
        _draw_tile(canvas, tile, cell, like=most if rows == 1 else tile)


def tiles_table(tiles: Tiles, canvas: Canvas) -> Table:
    """The same figures as a table, for boxes too small for tiles."""
    lang = canvas.lang
    compared = max((len(tile.deltas) for tile in tiles.tiles), default=0) > 0
    rows = []
    for tile in tiles.tiles:
        cells = [Cell(tile.label), Cell(_figure(tile), tile.value, strong=True)]
        cells.append(Cell(palette.LIGHTS[tile.light].name(lang), light=tile.light))
        if compared:
            first = tile.deltas[0] if tile.deltas else None
            cells.append(Cell(f"{first.label} {first.text}" if first else "–", tone=first.tone if first else "neutral"))
        rows.append(Row(tuple(cells)))
    columns = [Column(word("item", lang), weight=Decimal("1.4")), Column(word("value", lang), "number", Display())]
    columns += [Column(word("light", lang), "light")] + ([Column(word("change", lang))] if compared else [])
    return Table(tuple(columns), tuple(rows), title=tiles.title, alt=tiles.alt, provenance=tiles.provenance)


def _figure(tile: Tile) -> str:
    number, unit = split_unit(tile)
    return f"{number} {unit}".strip()


def split_unit(tile: Tile) -> tuple[str, str]:
    """The tile's number and its unit, which is set smaller."""
    unit = tile.display.unit
    if tile.value is None:
        return tile.text, ""
    if unit and unit != "%" and tile.text.endswith(unit):
        return tile.text.removesuffix(unit).strip(), unit
    said = unit in {"", tile.display.suffix} or unit in tile.text or bool(tile.display.prefix)
    return tile.text, "" if said else unit


def tile_alt(tile: Tile, canvas: Canvas) -> str:
    """The tile in words."""
    parts = [tile.label, _figure(tile), palette.LIGHTS[tile.light].name(canvas.lang)]
    parts += [f"{delta.label} {delta.text}" for delta in tile.deltas]
    return word("semicolon", canvas.lang).join(part for part in parts if part)


def _draw_tile(canvas: Canvas, tile: Tile, box: Box, *, like: Tile) -> None:
    """*like*: the tile whose contents set the distances, so that the figures of a row stand at one height."""
    bar = palette.LINE_2 if tile.light == "none" else palette.LIGHTS[tile.light].fill
    inner = box.inside(_BAR + _PAD, _TOP, _PAD, _BOTTOM)
    small = box.height < 130
    shapes = [
        canvas.shape_xml(None, box, "Panel", background=palette.PANEL),
        canvas.shape_xml(None, Box(box.x, box.y, _BAR, box.height), "Light bar", background=bar),
    ]
    largest = 24.0 if small else 34.0
    has_bar = tile.progress is not None and inner.height > 110
    barred = like.progress is not None and inner.height > 110
    needed = _needed(like, largest, has_bar=barred)
    gap = max(1.0, min(14.0, (inner.height - needed) / (3 if barred else 2)))
    head, rest = inner.cut_top(20, gap)
    shapes += _head(canvas, tile, head)
    value_box, rest = rest.cut_top(largest * LINE_HEIGHT, gap)
    shapes += _value(canvas, tile, value_box, largest)
    if has_bar:
        track, rest = rest.cut_top(12, gap)
        shapes += _progress(canvas, tile, track)
    shapes += _deltas(canvas, tile, rest)
    canvas.group(shapes, box, f"Tile {tile.label}"[:60], tile_alt(tile, canvas))


def _head(canvas: Canvas, tile: Tile, box: Box) -> list[str]:
    """Name to the left, light by shape and word to the right; nothing where no light is due."""
    if tile.light == "none":
        size = fit_size(tile.label, box.width, 20, largest=14, smallest=12, bold=True, lines=1) or 12
        label = shorten(tile.label, size, box.width, bold=True)
        return [_text(canvas, box, "Label", (Run(label, size, True, palette.INK_2),))]
    style = palette.LIGHTS[tile.light]
    light = f"{style.shape} {style.name(canvas.lang)}"
    width = text_width(light, 12, bold=True) + 4
    if text_width(tile.label, 12, bold=True) > box.width - width - 6:
        light = style.shape  # shape and colour still say it, and the name stays whole if it can
        width = text_width(light, 12, bold=True) + 4
    left = Box(box.x, box.y, box.width - width - 6, box.height)
    size = fit_size(tile.label, left.width, 20, largest=14, smallest=12, bold=True, lines=1) or 12
    label = shorten(tile.label, size, left.width, bold=True)
    right = Box(box.right - width, box.y, width, box.height)
    return [
        _text(canvas, left, "Label", (Run(label, size, True, palette.INK_2),)),
        _text(canvas, right, "Light", (Run(light, 12, True, style.ink),), align_right=True),
    ]


def _value(canvas: Canvas, tile: Tile, box: Box, largest: float) -> list[str]:
    number, unit = split_unit(tile)
    size, unit_size = largest, max(12.0, largest * 0.44)
    gap = 6 if unit else 0
    while size > 14 and text_width(number, size, bold=True) + gap + text_width(unit, unit_size) > box.width:
        size -= 1
        unit_size = max(12.0, size * 0.44)
    ink = palette.TITLE if tile.value is not None else palette.INK_3
    runs = [Run(number, size, True, ink)]
    if unit and text_width(number, size, bold=True) + gap + text_width(unit, unit_size) <= box.width:
        runs.append(Run(f" {unit}", unit_size, False, palette.INK_2))
    used = text_width(number, size, bold=True) + (gap + text_width(unit, unit_size) if len(runs) > 1 else 0)
    shapes = [_text(canvas, Box(box.x, box.y, min(used + 8, box.width), box.height), "Value", tuple(runs))]
    room = box.width - used - 14
    if room >= 40 and sum(value is not None for value in tile.trend) > 1:
        width = min(room, 90)
        shapes.append(_trend(canvas, tile, Box(box.right - width, box.y + 8, width, box.height - 16)))
    return shapes


def _progress(canvas: Canvas, tile: Tile, box: Box) -> list[str]:
    """A bar on a track as long as the target: full once that is reached; the expected progress as a tick."""
    done = max(float(tile.progress or 0), 0.0)
    whole = max(1.0, done, float(tile.expected or 0))
    bar = Box(box.x, box.y + 2.5, box.width, 7)
    shapes = [canvas.shape_xml(None, bar, "Track", background=palette.TRACK)]
    if done > 0:
        filled = Box(bar.x, bar.y, max(1.0, bar.width * done / whole), bar.height)
        shapes.append(canvas.shape_xml(None, filled, "Progress", background=palette.LIGHTS[tile.light].fill))
    if tile.expected is not None:
        tick = bar.x + bar.width * min(max(float(tile.expected), 0.0) / whole, 1.0)
        shapes.append(canvas.shape_xml(None, Box(tick - 0.9, box.y - 0.5, 1.8, 13), "Expected", background=palette.INK))
    return shapes


def _deltas(canvas: Canvas, tile: Tile, box: Box) -> list[str]:
    """Comparisons side by side (two lines each), or one under the other on a line each; as many as fit, then the note."""
    shapes: list[str] = []
    high = 12 * LINE_HEIGHT
    deltas = list(tile.deltas)
    if len(deltas) > 1 and not _side_by_side(tile, box.width) and box.height >= len(deltas) * high + 2:
        for delta in deltas:
            strip, box = box.cut_top(high, 1)
            shapes.append(_inline(canvas, delta, strip))
    elif deltas and box.height >= 2 * high + 2:
        count = len(deltas) if _side_by_side(tile, box.width) else min(len(deltas), int(box.width // 54)) or 1
        strip, box = box.cut_top(2 * high + 3, 2)
        while count > 1 and any(
            text_width(delta.text, 12, bold=True) > strip.columns(count, 8)[0].width for delta in deltas[:count]
        ):
            count -= 1
        for delta, cell in zip(deltas, strip.columns(count, 8), strict=False):
            name = shorten(delta.label, 12, cell.width)
            size = fit_size(delta.text, cell.width, 20, largest=14, smallest=12, bold=True, lines=1) or 12
            text = shorten(delta.text, size, cell.width, bold=True)
            body = (
                Paragraph((Run(name, 12, False, palette.INK_3),)),
                Paragraph((Run(text, size, True, palette.TONES[delta.tone]),), before=1),
            )
            shapes.append(canvas.shape_xml(Body(body, wrap=False), cell, "Comparison"))
    elif deltas and box.height >= high:
        strip, box = box.cut_top(high + 1, 0)
        shapes.append(_inline(canvas, deltas[0], strip))
    if tile.note and box.height >= 12 * LINE_HEIGHT + 2:
        _, strip = box.cut_bottom(12 * LINE_HEIGHT + 1)
        note = shorten(tile.note, 12, strip.width)
        shapes.append(_text(canvas, strip, "Note", (Run(note, 12, False, palette.INK_3),)))
    return shapes


def _side_by_side(tile: Tile, width: float) -> bool:
    """Whether the comparisons stand beside one another, each whole."""
    each = (width - 8 * (len(tile.deltas) - 1)) / len(tile.deltas)
    return each >= 46 and all(
        max(text_width(delta.text, 12, bold=True), text_width(delta.label, 12)) <= each for delta in tile.deltas
    )


def _inline(canvas: Canvas, delta: Delta, strip: Box) -> str:
    """Name and figure of a comparison on one line; the name gives way."""
    room = strip.width - text_width(f"{delta.text} ", 12, bold=True)
    name = shorten(delta.label, 12, max(room, 12))
    runs = (Run(f"{name} ", 12, False, palette.INK_3), Run(delta.text, 12, True, palette.TONES[delta.tone]))
    return _text(canvas, strip, "Comparison", runs)


def _trend(canvas: Canvas, tile: Tile, box: Box) -> str:
    """A small line of the last periods, without axis."""
    values = [float(value) for value in tile.trend if value is not None]
    low, high = min(values), max(values)
    step = box.width / (len(values) - 1)
    spots = [
        (i * step, box.height * (1 - (value - low) / ((high - low) or 1)) if high > low else box.height / 2)
        for i, value in enumerate(values)
    ]
    path = "".join(
        f'<a:{"moveTo" if i == 0 else "lnTo"}><a:pt x="{emu(x)}" y="{emu(y)}"/></a:{"moveTo" if i == 0 else "lnTo"}>'
        for i, (x, y) in enumerate(spots)
    )
    geometry = (
        f'<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{emu(box.width)}" h="{emu(box.height)}" fill="none">{path}</a:path></a:pathLst></a:custGeom>'
    )
    return canvas.shape_xml(None, box, "Trend", geometry=geometry, outline=line(palette.ACCENT, 1.5))


def _text(canvas: Canvas, box: Box, name: str, runs: tuple[Run, ...], *, align_right: bool = False) -> str:
    body = Body((Paragraph(runs, "r" if align_right else "l"),), "ctr", wrap=False)
    return canvas.shape_xml(body, box, name)
