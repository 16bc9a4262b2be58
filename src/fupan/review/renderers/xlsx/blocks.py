"""A block of a slide on its own sheet, from row FIRST on: numbers as numbers in the unit of the header, lights as shape and text."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from fupan.review import palette
from fupan.review.model import Cell, Chart, Column, Display, Picture, Row, Table, Text, Tiles
from fupan.review.renderers.box import Box
from fupan.review.renderers.excel_format import header, number_format
from fupan.review.renderers.native_charts import has_figures, plan_chart
from fupan.review.renderers.words import word
from fupan.review.renderers.xlsx.charts import insert_chart
from fupan.review.renderers.xlsx.look import Look
from fupan.review.renderers.xlsx.sheets import exact_value, set_widths, write_text
from fupan.review.renderers.xlsx.tile_map import write_map

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

FIRST: Final = 4
"""Row of the header; above it stand the link back, the headline and the lead."""
_CHART_BOX: Final = Box(0, 0, 700, 360)


def write_table(sheet: Worksheet, table: Table, look: Look) -> None:
    """A table as shown; numbers keep all their digits, the format shows as many as the slide does."""
    widths: dict[int, list[str]] = {}
    for place, column in enumerate(table.columns):
        label = header(column.label, column.display) if column.kind == "number" else column.label
        align = "right" if column.kind == "number" else "left"
        write_text(sheet, FIRST, place, label, look.of(**_HEAD, align=align))
        widths[place] = [label]
    for index, row in enumerate(table.rows, FIRST + 1):
        cells = (*row.cells, *(Cell("") for _ in table.columns))[: len(table.columns)]
        for place, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
            _write_cell(sheet, index, place, cell, column, row, table, look)
            if not row.spans:
                widths[place].append(f"{cell.text}  ")
    if not table.rows:
        write_text(sheet, FIRST + 1, 0, table.empty or word("no_data", look.lang), look.quiet)
    set_widths(sheet, widths)
    sheet.freeze_panes(FIRST + 1, 1)


_HEAD: Final[dict[str, Any]] = {
    "bold": True,
    "font_color": palette.css(palette.TITLE),
    "bottom": 2,
    "bottom_color": palette.css(palette.TITLE),
    "text_wrap": True,
}


def _write_cell(
    sheet: Worksheet, row: int, place: int, cell: Cell, column: Column, kind: Row, table: Table, look: Look
) -> None:
    style: dict[str, Any] = {}
    if cell.strong or kind.kind in {"total", "group"}:
        style["bold"] = True
    if kind.kind == "total":
        style |= {"top": 1, "top_color": palette.css(palette.TITLE)}
    if kind.kind == "group":
        style |= {"bg_color": palette.css(palette.PANEL), "font_color": palette.css(palette.TITLE)}
    if kind.kind == "note":
        style["font_color"] = palette.css(palette.INK_3)
    if cell.tone != "neutral":
        style["font_color"] = palette.css(palette.TONES[cell.tone])
    shape = ""
    if cell.light is not None and not (cell.light == "none" and cell.text):
        light = palette.LIGHTS[cell.light]
        shape, style["font_color"] = light.shape, palette.css(light.ink)
    heat = palette.heat_colours(cell.heat, cell.light) if table.kind == "heat" else None
    if heat:
        style |= {"bg_color": palette.css(heat[0]), "font_color": palette.css(heat[1])}
    if cell.day is not None:
        day = datetime.combine(cell.day, time())
        sheet.write_datetime(row, place, day, look.of(**style, num_format="yyyy-mm-dd", align="left"))
        return
    number = exact_value(cell.value, column.display) if column.kind == "number" else None
    if number is None:
        style["align"] = "right" if column.kind == "number" else "left"
        if column.kind == "light":
            style["indent"] = 1  # off the figures to its left
        write_text(sheet, row, place, f"{shape} {cell.text}".strip(), look.of(**style))
        return
    form = number_format(column.display)
    if shape:
        form = ";".join(f'"{shape} "{part}' for part in form.split(";"))
    sheet.write_number(row, place, number, look.of(**style, num_format=form))


def write_chart(sheet: Worksheet, chart: Chart, look: Look) -> None:
    """The shown numbers that the chart draws, the chart beside them, and below them the unrounded figures."""
    lang = look.lang
    if not has_figures(chart):
        write_text(sheet, FIRST, 0, word("no_data", lang), look.quiet)
        return
    plan = plan_chart(chart, _CHART_BOX, lang)
    names = plan.full_names or plan.categories
    widths: dict[int, list[str]] = {0: [word("raw_figures", lang), plan.category_header, *names]}
    write_text(sheet, FIRST, 0, plan.category_header, look.head)
    for row, name in enumerate(names, FIRST + 1):
        write_text(sheet, row, 0, name, look.of())
    for place, column in enumerate(plan.columns, 1):
        write_text(sheet, FIRST, place, column.header, look.of(**_HEAD, align="right"))
        widths[place] = [column.header[:18]]
        for row, value in enumerate(column.values, FIRST + 1):
            if isinstance(value, str):
                write_text(sheet, row, place, value, look.of(align="right"))
            elif value is not None:
                sheet.write_number(row, place, float(value), look.of(num_format=column.format))
                widths[place].append(f"{value:,}")
    if plan.note:
        write_text(sheet, FIRST - 1, 1, plan.note, look.quiet)
    lights = [series for series in chart.series if any(light != "none" for light in series.lights)]
    place = len(plan.columns) + 1
    for series in lights:
        write_text(sheet, FIRST, place, f"{series.name} {word('light', lang)}", look.head)
        for row, light in enumerate(series.lights[: len(chart.categories)], FIRST + 1):
            style = palette.LIGHTS[light]
            write_text(
                sheet, row, place, f"{style.shape} {style.name(lang)}", look.of(font_color=palette.css(style.ink))
            )
        widths[place] = [f"{series.name} {word('light', lang)}"]
        place += 1
    _write_exact(sheet, chart, FIRST + len(names) + 3, look)
    set_widths(sheet, widths)
    for place, column in enumerate(plan.columns, 1):
        if column.formulas:
            sheet.set_column(place, place, None, None, {"hidden": True})  # only drawing aids
    sheet.freeze_panes(FIRST + 1, 1)
    if chart.kind == "tile_map":
        write_map(sheet, chart, look, FIRST, place + 1)
        return
    insert_chart(sheet, plan, look, FIRST, place + 1)


def _write_exact(sheet: Worksheet, chart: Chart, top: int, look: Look) -> None:
    """The same figures unrounded and unscaled (yuan, fractions), for further work."""
    write_text(sheet, top, 0, word("raw_figures", look.lang), look.label)
    for place, series in enumerate(chart.series, 1):
        write_text(sheet, top, place, series.name, look.of(**_HEAD, align="right"))
    for row, name in enumerate(chart.categories, top + 1):
        write_text(sheet, row, 0, name, look.of())
        for place, series in enumerate(chart.series, 1):
            value = series.values[row - top - 1] if row - top - 1 < len(series.values) else None
            if value is not None:
                form = "yyyy-mm-dd" if series.display.kind == "date" else "#,##0.00####"
                sheet.write_number(row, place, float(value), look.of(num_format=form))


def write_tiles(sheet: Worksheet, tiles: Tiles, look: Look) -> None:
    """One row per key figure."""
    lang = look.lang
    most = max((len(tile.deltas) for tile in tiles.tiles), default=0)
    heads = [word(key, lang) for key in ("item", "value", "unit", "light", "target_progress", "expected_progress")]
    heads += [f"{word('change', lang)} {i + 1}" for i in range(most)] + [word("note", lang)]
    widths = {place: [label] for place, label in enumerate(heads)}
    for place, label in enumerate(heads):
        write_text(sheet, FIRST, place, label, look.head)
    percent = look.of(num_format="0.0%")
    for row, tile in enumerate(tiles.tiles, FIRST + 1):
        light = palette.LIGHTS[tile.light]
        write_text(sheet, row, 0, tile.label, look.of(bold=True))
        value = exact_value(tile.value, tile.display)
        if value is None:
            write_text(sheet, row, 1, tile.text, look.of(align="right"))
        else:
            sheet.write_number(row, 1, value, look.of(num_format=number_format(tile.display), bold=True))
        write_text(sheet, row, 2, _unit(tile.display), look.of())
        if tile.light != "none":
            text = f"{light.shape} {light.name(lang)}"
            write_text(sheet, row, 3, text, look.of(font_color=palette.css(light.ink), bold=True))
        for place, share in ((4, tile.progress), (5, tile.expected)):
            if share is not None:
                sheet.write_number(row, place, float(share), percent)
        for place, delta in enumerate(tile.deltas, 6):
            text = f"{delta.label} {delta.text}"
            write_text(sheet, row, place, text, look.of(font_color=palette.css(palette.TONES[delta.tone])))
            widths[place].append(text)
        write_text(sheet, row, 6 + most, tile.note, look.of())
        widths[0].append(tile.label)
        widths[1].append(tile.text)
        widths[3].append(f"{light.shape} {light.name(lang)}")
    set_widths(sheet, widths)
    sheet.freeze_panes(FIRST + 1, 1)


def _unit(display: Display) -> str:
    """The unit, unless the number's own format shows it ("$1.9M", 480万元)."""
    return "" if display.prefix or display.suffix else display.unit


def write_picture(sheet: Worksheet, picture: Picture) -> None:
    """The picture, at most 900 pixels wide and 640 high."""
    share = min(900 / max(picture.width, 1), 640 / max(picture.height, 1), 1.0)
    sheet.insert_image(
        FIRST,
        0,
        "picture.png",
        {
            "image_data": BytesIO(picture.png),
            "x_scale": share,
            "y_scale": share,
            "description": picture.alt or picture.title,
            "object_position": 2,
        },
    )


def write_points(sheet: Worksheet, text: Text, look: Look) -> None:
    """One row per point, with its kind, the light, and the rule that wrote it."""
    lang = look.lang
    for place, key in enumerate(("tag", "claim", "light", "text", "rule")):
        write_text(sheet, FIRST, place, word(key, lang), look.head)
    for row, point in enumerate(text.points, FIRST + 1):
        style = palette.LIGHTS[point.light] if point.light and point.light != "none" else None
        ink = {"font_color": palette.css(style.ink)} if style else {}
        write_text(sheet, row, 0, point.tag, look.of(bold=True, valign="top", **ink))
        write_text(sheet, row, 1, palette.CLAIMS[point.claim][0 if lang == "zh" else 1], look.of(valign="top"))
        write_text(sheet, row, 2, f"{style.shape} {style.name(lang)}" if style else "", look.of(valign="top", **ink))
        write_text(sheet, row, 3, point.text, look.text)
        write_text(sheet, row, 4, point.rule, look.of(valign="top", font_color=palette.css(palette.INK_3)))
    for place, width in enumerate((14, 10, 14, 90, 24)):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(FIRST + 1, 1)
