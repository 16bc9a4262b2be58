"""Blocks of a slide as HTML. Every text passes through Markup.format, which escapes it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from fupan.review.model import Cell, Chart, Picture, Table, Text, Tile, Tiles, show_number
from fupan.review.palette import CLAIMS, LIGHTS, heat_colours
from fupan.review.renderers.echarts import Canvas, good_height, has_data
from fupan.review.renderers.html.provenance import origin_html
from fupan.review.renderers.html.style import light_class
from fupan.review.renderers.html.words import word
from fupan.review.renderers.labels import split_unit, tile_unit
from fupan.review.renderers.signs import keep_signs
from fupan.review.renderers.sparkline import spark_points

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fupan.review.model import Block, Column, Lang, Layout, Light, Point, Row, Slot
    from fupan.review.renderers.svg import ChartDrawer

SHAPES: Final = Markup(
    '<svg class="shapes" width="0" height="0" aria-hidden="true"><defs>'
    '<symbol id="s-green" viewBox="0 0 12 12"><circle cx="6" cy="6" r="5.5"/></symbol>'
    '<symbol id="s-amber" viewBox="0 0 12 12"><path d="M6 .6 11.8 11.4H.2z"/></symbol>'
    '<symbol id="s-red" viewBox="0 0 12 12"><rect x=".8" y=".8" width="10.4" height="10.4"/></symbol>'
    '<symbol id="s-none" viewBox="0 0 12 12"><rect x="1" y="5" width="10" height="2"/></symbol></defs></svg>'
)
_SHAPE: Final[dict[Light, str]] = {"light_green": "green"}
_FIGURE: Final = Markup('<figure class="block s-{slot}" id="{id}">{title}{sentence}{content}{more}</figure>')
_BLOCK: Final = Markup('<div class="block s-{slot}" id="{id}">{title}{sentence}{content}{more}</div>')
_ROW_HEAD: Final = Markup('<th scope="row"{}{}>{}</th>')
_CELL: Final = Markup("<td{}{}>{}</td>")
_NARROW: Final = 330.0
_WIDTHS: Final[dict[tuple[Layout, Slot], float]] = {
    ("main_side", "main"): 640.0,
    ("main_side", "below"): 640.0,
    ("main_side", "side"): _NARROW,
    ("two", "main"): 600.0,
    ("two", "second"): 360.0,
    ("two", "side"): 360.0,
}
_FULL: Final = 960.0
_FLATNESS: Final[dict[tuple[Layout, Slot], float]] = {  # height of a chart over its width, where 0.4 is not right
    ("main_side", "main"): 0.55,
    ("main_side", "below"): 0.34,
    ("two", "main"): 0.7,
    ("main_below", "main"): 0.33,
    ("main_below", "below"): 0.27,
}


def join(parts: Iterable[Markup]) -> Markup:
    """*parts* one after the other."""
    return Markup("").join(parts)


def block_html(block: Block, layout: Layout, slot: Slot, lang: Lang, drawer: ChartDrawer, id_: str) -> Markup:
    """*block* as a <section>, or a <figure> for a chart, with title, sentence, content and where it comes from."""
    match block:
        case Chart():
            content = _chart(
                block, _WIDTHS.get((layout, slot), _FULL), _FLATNESS.get((layout, slot), 0.4), lang, drawer
            )
        case Tiles() if block.tiles:
            content = _tiles(block, lang)
        case Table():
            content = _table(block, lang)
        case Picture():
            content = Markup(
                '<img class="picture" src="data:image/png;base64,{}" alt="{}" width="{}" height="{}">'
            ).format(block.data, block.alt or block.title, block.width, block.height)
        case Text() if block.points:
            content = _text(block, lang)
        case _:
            content = Markup('<p class="empty">{}</p>').format(word("no_data", lang))
    title = Markup("<h3>{}</h3>").format(block.title) if block.title else Markup("")
    sentence = "" if isinstance(block, Tiles | Text) else block.sentence
    more = origin_html(block.provenance, lang)
    if isinstance(block, Chart) and has_data(block):
        more = _chart_data(block, lang) + more
    frame = _FIGURE if isinstance(block, Chart | Picture) else _BLOCK
    return frame.format(
        slot=slot,
        id=id_,
        title=title,
        sentence=Markup('<p class="sentence">{}</p>').format(sentence) if sentence else "",
        content=content,
        more=Markup('<div class="more">{}</div>').format(more) if more else "",
    )


def light_html(light: Light, text: str = "") -> Markup:
    """A light as its shape, with *text* beside it; without one its name is there for those who can't see it."""
    shape = Markup('<svg aria-hidden="true"><use href="#s-{}"/></svg>').format(_SHAPE.get(light, light))
    return Markup('<span class="{}">{}{}</span>').format(light_class(light), shape, text)


def _chart(chart: Chart, width: float, flatness: float, lang: Lang, drawer: ChartDrawer) -> Markup:
    """The chart once for a wide page and, where that is too wide for a phone, once more for a narrow one."""
    label = chart.alt or chart.sentence or chart.title
    picture = Markup('<div class="chart {}" role="img" aria-label="{}">{}</div>')

    def draw(at: float) -> Markup:
        height = good_height(chart, at, share=flatness if at == width else 0.74)
        return Markup(drawer.draw(chart, Canvas(at, round(height), lang)))  # noqa: S704 - escaped by ECharts

    if width <= 360 or not has_data(chart):
        return picture.format("small" if width <= 360 else "", label, draw(width))
    return picture.format("wide", label, draw(width)) + picture.format("narrow", label, draw(_NARROW))


def _chart_data(chart: Chart, lang: Lang) -> Markup:
    heads = join(
        Markup('<th scope="col" class="num">{}</th>').format(_series_head(s.name, s.display.unit)) for s in chart.series
    )
    rows = join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            name,
            join(
                Markup('<td class="num">{}</td>').format(
                    show_number(s.values[i] if i < len(s.values) else None, s.display)
                )
                for s in chart.series
            ),
        )
        for i, name in enumerate(chart.categories)
    )
    return Markup(
        '<details><summary>{what}</summary><div class="scroll" tabindex="0" role="region" aria-label="{label}">'
        '<table><thead><tr><th scope="col">{category}</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div></details>'
    ).format(
        what=word("data", lang),
        label=chart.title or word("data", lang),
        category=word("category", lang),
        heads=heads,
        rows=rows,
    )


def _series_head(name: str, unit: str) -> str:
    return f"{name} ({unit})" if unit and unit not in name else name


def _tiles(tiles: Tiles, lang: Lang) -> Markup:
    return Markup('<div class="tiles" role="list" aria-label="{}">{}</div>').format(
        tiles.alt or word("figures", lang), join(_tile(tile, lang) for tile in tiles.tiles)
    )


def _tile(tile: Tile, lang: Lang) -> Markup:
    shown_unit = tile_unit(tile)
    deltas = join(
        Markup('<div><dt>{}</dt><dd class="{}">{}</dd></div>').format(d.label, d.tone, d.text) for d in tile.deltas
    )
    return Markup(
        '<div class="tile l-{tone}" role="listitem"><div class="top"><span>{label}</span>{light}</div>'
        '<div class="value{long}"><span>{text}{unit}</span>{trend}</div>{bar}{deltas}{note}</div>'
    ).format(
        tone=tile.light.replace("_", "-"),
        label=tile.label,
        light=light_html(tile.light, LIGHTS[tile.light].name(lang)) if tile.light != "none" else "",
        long=" long" if len(tile.text) > 11 else "",
        text=tile.text,
        unit=Markup("<small>{}</small>").format(shown_unit) if shown_unit else "",
        trend=_spark(tile),
        bar=_bar(tile, lang),
        deltas=Markup("<dl>{}</dl>").format(deltas) if deltas else "",
        note=Markup('<p class="note">{}</p>').format(tile.note) if tile.note else "",
    )


def _bar(tile: Tile, lang: Lang) -> Markup:
    """Progress as a bar of the target's width; the tick is what was expected by now."""
    if tile.progress is None:
        return Markup("")
    expected = tile.expected
    top = max(1.0, float(tile.progress), float(expected or 0))
    label = f"{word('progress', lang)} {tile.progress:.0%}"
    tick = Markup("")
    if expected is not None:
        label += f", {word('expected', lang)} {expected:.0%}"
        at = min(max(float(expected) / top * 200, 0), 198.5)
        tick = Markup('<rect class="due" x="{:.1f}" y="0" width="1.5" height="12"/>').format(at)
    return Markup(
        '<svg class="bar" viewBox="0 0 200 12" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="track" y="3" width="200" height="6"/><rect class="done" y="3" width="{:.1f}" height="6"/>{}</svg>'
    ).format(label, max(float(tile.progress), 0) / top * 200, tick)


def _spark(tile: Tile) -> Markup:
    points = spark_points(tile.trend, 66, 22)
    if not points:
        return Markup("")
    line = " ".join(f"{x + 1:.1f},{y + 1:.1f}" for x, y in points)
    x, y = points[-1]
    return Markup(
        '<svg viewBox="0 0 68 24" aria-hidden="true"><polyline class="spark" points="{}"/>'
        '<circle class="spark-dot" cx="{:.1f}" cy="{:.1f}" r="2"/></svg>'
    ).format(line, x + 1, y + 1)


def _table(table: Table, lang: Lang) -> Markup:
    if not table.rows:
        return Markup('<p class="empty">{}</p>').format(table.empty or word("no_data", lang))
    heads = join(
        Markup('<th scope="col" class="{}">{}</th>').format(_column_class(c), _head(c.label)) for c in table.columns
    )
    rows = join(_row(row, table, lang) for row in table.rows)
    return Markup(
        '<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table class="{kind}">'
        "<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    ).format(label=table.alt or table.title or word("table", lang), kind=table.kind, heads=heads, rows=rows)


def _head(label: str) -> Markup:
    """A column's label; the unit in its brackets stays on one line."""
    name, unit = split_unit(label)
    return Markup("{}{}").format(name, Markup('<span class="unit">{}</span>').format(unit) if unit else "")


def _column_class(column: Column) -> str:
    if column.kind in {"number", "date"}:
        return "num" if column.kind == "number" else "date"
    return "broad" if column.weight >= 2 else "thin" if column.weight < Decimal("0.5") else ""


def _row(row: Row, table: Table, lang: Lang) -> Markup:
    if row.kind == "note" and row.cells:
        return Markup('<tr class="note"><td colspan="{}">{}</td></tr>').format(len(table.columns), row.cells[0].text)
    cells = (
        _cell(cell, column, i, lang) for i, (cell, column) in enumerate(zip(row.cells, table.columns, strict=False))
    )
    return Markup('<tr class="{}">{}</tr>').format(row.kind, join(cells))


def _cell(cell: Cell, column: Column, index: int, lang: Lang) -> Markup:
    heat = heat_colours(cell.heat, cell.light)
    classes = [_column_class(column), "strong" if cell.strong else "", cell.tone if cell.tone != "neutral" else ""]
    if heat:
        classes.append("heat")
    text: Markup | str = cell.text
    bare = cell.light == "none" and cell.text  # words say it: no shape is needed for what is not judged
    if cell.light is not None and not bare and (column.kind == "light" or cell.light in {"amber", "red"}):
        text = light_html(cell.light, cell.text or LIGHTS[cell.light].name(lang))
    if cell.slide and cell.text:
        text = Markup('<a href="#p{}">{}</a>').format(cell.text, cell.text)
    named = " ".join(c for c in classes if c)
    return (_ROW_HEAD if index == 0 and column.kind == "text" else _CELL).format(
        Markup(' class="{}"').format(named) if named else "",
        Markup(' style="background:#{};color:#{}"').format(*heat) if heat else "",
        text,
    )


def _text(block: Text, lang: Lang) -> Markup:
    return Markup('<ul class="points">{}</ul>').format(join(_point(point, lang) for point in block.points))


def _point(point: Point, lang: Lang) -> Markup:
    claim = CLAIMS[point.claim][lang != "zh"]
    badge = (
        Markup('<span class="claim">{}</span>').format(claim) if point.claim != "fact" and point.tag != claim else ""
    )
    tag: Markup | str = ""
    if point.light is not None and point.light != "none":
        tag = light_html(point.light, point.tag or LIGHTS[point.light].name(lang))
    elif point.tag:
        tag = Markup("<span>{}</span>").format(point.tag)
    head = Markup('<p class="tag">{}{}</p>').format(tag, badge) if tag or badge else ""
    return Markup('<li class="{}">{}<p>{}</p></li>').format(point.claim, head, keep_signs(point.text))
