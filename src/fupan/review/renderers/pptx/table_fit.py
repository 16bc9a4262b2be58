"""Column widths, row heights and page breaks of a table, measured before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from fupan.review import palette
from fupan.review.headline_lines import split_headline
from fupan.review.measure import LINE_HEIGHT, break_lines, shorten, text_width
from fupan.review.model import Cell, Column, Lang, Row, Table
from fupan.review.renderers.excel_format import header
from fupan.review.renderers.words import word

SIZES: Final = (14.0, 13.0, 12.0)
PADDING: Final = 6.0
_MAX_LINES: Final = {"table": 4, "heat": 2, "actions": 16}
"""Lines of a cell; what people wrote in actions and causes is not cut."""
_ROOMIEST_ROW: Final = {"table": 34.0, "heat": 42.0, "actions": 54.0}
_LEAST: Final = ((24.0, 1), (24.0, 2), (12.0, 2), (6.0, 2), (6.0, 0))
"""What is given up for room, step by step: (ems that a text keeps on one line, lines of a header; 0: any number)."""
_LIGHT_SPARE: Final = 5.0
"""Viewers draw the shapes of lights wider than the font that is measured."""
_BREATH: Final = 7.0
_TIGHT_BREATHS: Final = (3.0, 1.0)


@dataclass(frozen=True, slots=True)
class TableFit:
    """How a table is drawn: sizes in points, header first in ``heights``; ``rows`` and ``heights`` align (less the header)."""

    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    hidden_columns: int = 0

    @property
    def height(self) -> float:
        """Height of the whole table."""
        return sum(self.heights)

    def fits(self, height: float) -> bool:
        """Whether the table is no higher than *height*, give or take a hair."""
        return self.height <= height + 0.01


def cell_text(cell: Cell) -> str:
    """A cell's text with the shape of its light in front."""
    if cell.light is None or (cell.light == "none" and cell.text):
        return cell.text
    return f"{palette.LIGHTS[cell.light].shape} {cell.text}".strip()


def head_size(size: float) -> float:
    """Size of a table's header."""
    return max(size - 1, SIZES[-1])


def is_bold(cell: Cell, row: Row) -> bool:
    """Whether the cell is drawn bold; a light's words are (in heat tables less so, but no wider)."""
    return cell.strong or cell.light is not None or row.kind in {"total", "group"}


def column_label(column: Column) -> str:
    """The header, with the unit of its numbers."""
    return header(column.label, column.display) if column.kind == "number" else column.label


def shared_unit(table: Table) -> str:
    """The unit that all number columns with a unit share, if three do (one under a title): it is then said once.

    Percentages carry their sign with each figure and do not count.
    """
    numbers = [column.display for column in table.columns if column.kind == "number"]
    units = [display.unit for display in numbers if display.unit and display.unit != display.suffix]
    return units[0] if len(units) >= (1 if table.title else 3) and len(set(units)) == 1 else ""


def say_unit_once(table: Table, lang: Lang) -> Table:
    """The table with a shared unit beside its title (else in its sentence) instead of in each header."""
    unit = shared_unit(table)
    if not unit:
        return table
    columns = tuple(
        replace(
            column,
            label=column.label.removesuffix(f"（{unit}）").removesuffix(f" ({unit})"),
            display=replace(column.display, unit="" if column.display.unit == unit else column.display.unit),
        )
        for column in table.columns
    )
    title, sentence = table.title, table.sentence
    if title and unit not in title + sentence:
        title = f"{title}（{unit}）" if lang == "zh" else f"{title} ({unit})"
    elif unit not in title + sentence:
        note = word("unit_is", lang, unit=unit)
        sentence = word("semicolon", lang).join(part for part in (sentence, note) if part)
    return replace(table, columns=columns, title=title, sentence=sentence)


def fit_table(table: Table, width: float, height: float, *, largest: float | None = None, beside: int = 0) -> TableFit:
    """The largest text (up to *largest*) at which *table* fits the box, or the smallest allowed if none does: split it then.

    *beside*: rows of a table next to it that has more, so that rows of both are of one height.
    """
    fit: TableFit | None = None
    sizes = [size for size in SIZES if largest is None or size <= largest]
    kinds = (_LEAST[:1], _LEAST[:-1], _LEAST)
    steps = next((k for k in kinds if any(_widths(table.columns, table.rows, s, width, k) for s in sizes)), _LEAST)
    for size in sizes:
        widths = _widths(table.columns, table.rows, size, width, steps)
        if widths is None:
            continue
        fit = _measure(table, size, widths, _BREATH)
        if fit.fits(height):
            return _spread(fit, height, _ROOMIEST_ROW[table.kind], beside)
    if fit is not None:
        tight = [_measure(table, fit.size, fit.widths, breath) for breath in _TIGHT_BREATHS]
        fitting = next((one for one in tight if one.fits(height)), None)
        return _spread(fitting, height, _ROOMIEST_ROW[table.kind], beside) if fitting else tight[0]
    return _drop_columns(table, width)


def natural_width(table: Table, size: float = SIZES[-1], *, most: float = _LEAST[1][0]) -> float:
    """The width at which texts (up to *most* ems) stand on one line and headers on two."""
    lines = _LEAST[1][1]
    return sum(_least(i, column, table.rows, size, most, lines) for i, column in enumerate(table.columns))


def _drop_columns(table: Table, width: float) -> TableFit:
    """Leave out the last columns until the figures of the others stand uncut."""
    for keep in range(len(table.columns) - 1, 0, -1):
        columns = table.columns[:keep]
        rows = tuple(replace(row, cells=row.cells[:keep]) for row in table.rows)
        widths = _widths(columns, rows, SIZES[-1], width)
        if widths is not None or keep == 1:
            fit = _measure(replace(table, columns=columns, rows=rows), SIZES[-1], widths or (width,), _TIGHT_BREATHS[0])
            return replace(fit, hidden_columns=len(table.columns) - keep)
    return _measure(table, SIZES[-1], (width,), _TIGHT_BREATHS[0])


def _widths(
    columns: tuple[Column, ...],
    rows: tuple[Row, ...],
    size: float,
    width: float,
    steps: tuple[tuple[float, int], ...] = _LEAST,
) -> tuple[float, ...] | None:
    """Widths by weight, none narrower than its figures; None if the figures don't fit."""
    for text_most, head_lines in steps:
        least = [_least(index, column, rows, size, text_most, head_lines) for index, column in enumerate(columns)]
        if sum(least) <= width:
            break
    else:
        return None
    widths, free = [0.0] * len(columns), set(range(len(columns)))
    room = width
    while free:
        weight = sum(float(columns[i].weight) for i in free) or 1.0
        short = {i for i in free if room * float(columns[i].weight) / weight < least[i]}
        if not short:
            for i in free:
                widths[i] = room * float(columns[i].weight) / weight
            break
        for i in short:
            widths[i] = least[i]
        room -= sum(least[i] for i in short)
        free -= short
    return tuple(widths)


def _least(index: int, column: Column, rows: tuple[Row, ...], size: float, text_most: float, head_lines: int) -> float:
    """Numbers, dates and lights never wrap; texts stay whole up to *text_most* ems, headers take *head_lines* lines.

    With no number of lines given (0) a header needs room for its longest word only.
    """
    padding = 2 * PADDING + 1
    cells = [(row.cells[index], row) for row in rows if index < len(row.cells) and not row.spans]
    whole = max((text_width(cell_text(cell), size, bold=is_bold(cell, row)) for cell, row in cells), default=0.0)
    head = _head_width(column_label(column), head_size(size), head_lines)
    if column.kind == "text":
        return max(min(whole, text_most * size), min(head, text_most * size)) + padding
    return max(whole + (_LIGHT_SPARE if column.kind == "light" else 0.0), head) + padding


def _head_width(label: str, size: float, lines: int) -> float:
    """The least width at which *label* takes no more than *lines* lines and breaks no word."""
    whole = text_width(label, size, bold=True)
    if lines == 1:
        return whole
    words = [w for w in label.replace("（", " （").split(" ") if w.isascii() or w.startswith("（")]
    least = max([text_width(w, size, bold=True) for w in words] + [min(whole, 2.2 * size)])
    if whole <= 3.3 * size and not words:
        return whole  # three characters stay together
    if lines == 0:
        return max(least, min(whole, 4.2 * size) if not words else 0.0)
    width = max(least, whole / lines)
    while width < whole and len(break_lines(label, size, width, bold=True)) > lines:
        width += 3
    return min(width, whole)


def _measure(table: Table, size: float, widths: tuple[float, ...], breath: float) -> TableFit:
    """Row heights at *size*; texts longer than the allowed lines are cut (the workbook has them whole)."""
    limit = _MAX_LINES[table.kind]
    columns = tuple(
        replace(column, label=_head(column_label(column), head_size(size), widths[i] - 2 * PADDING))
        for i, column in enumerate(table.columns)
    )
    heads = max(
        (_lines(c.label, head_size(size), widths[i] - 2 * PADDING, bold=True) for i, c in enumerate(columns)), default=1
    )
    rows: list[Row] = []
    heights = [heads * head_size(size) * LINE_HEIGHT + breath + 3]
    for row in table.rows:
        cells, most = [], 1
        for i, cell in enumerate(row.cells[: len(columns)]):
            bold = is_bold(cell, row)
            space = (sum(widths) if row.spans and i == 0 else widths[i]) - 2 * PADDING
            text = _cut(cell_text(cell), size, space, limit, bold=bold)
            shape = text[:2] if text[:1] == palette.LIGHTS[cell.light or "none"].shape and cell.light else ""
            cells.append(cell if text == cell_text(cell) else replace(cell, text=text.removeprefix(shape)))
            most = max(most, _lines(text, size, space, bold=bold))
        rows.append(replace(row, cells=tuple(cells)))
        heights.append(most * size * LINE_HEIGHT + breath)
    return TableFit(size, widths, tuple(heights), columns, tuple(rows))


def _head(label: str, size: float, width: float) -> str:
    """A header in lines of like length (销售额 over 同比, not 销售额同 over 比), cut where it needs more than three."""
    lines = break_lines(label, size, width, bold=True)
    if len(lines) == 2 and not any(character.isdigit() for character in label):
        return "\n".join(split_headline(label, size, width))
    return _cut(label, size, width, 3, bold=True)


def _cut(text: str, size: float, width: float, lines: int, *, bold: bool) -> str:
    if len(break_lines(text, size, width, bold=bold)) <= lines:
        return text
    return shorten(text, size, max(width - size / 2, size), bold=bold, lines=lines)  # viewers may need a hair more


def _lines(text: str, size: float, width: float, *, bold: bool) -> int:
    return len(break_lines(text, size, width, bold=bold))


def _spread(fit: TableFit, height: float, roomiest: float, beside: int = 0) -> TableFit:
    """Give spare height to the rows, up to a comfortable one, so that a short table doesn't huddle at the top."""
    body = fit.heights[1:]
    if not body:
        return fit
    absent = max(beside - len(body), 0)
    spare = (height - fit.height - absent * min(body)) / (len(fit.heights) + absent)
    grown = tuple(max(row, min(row + spare, roomiest)) for row in body)
    return replace(fit, heights=(max(fit.heights[0], min(30.0, fit.heights[0] + spare)), *grown))


def split_rows(fit: TableFit, height: float) -> list[tuple[int, int]]:
    """(first, end) of the row ranges that fit pages of *height*; a group's head never ends a page."""
    ranges: list[tuple[int, int]] = []
    start, used = 0, fit.heights[0]
    for index, row_height in enumerate(fit.heights[1:]):
        if used + row_height > height and index > start:
            end = index
            while end - 1 > start and fit.rows[end - 1].kind == "group":
                end -= 1
            ranges.append((start, end))
            start, used = end, fit.heights[0] + sum(fit.heights[1 + end : 1 + index])
        used += row_height
    if start < len(fit.rows) or not ranges:
        ranges.append((start, len(fit.rows)))
    return ranges


def take_rows(fit: TableFit, start: int, end: int) -> TableFit:
    """The part of a table from row *start* to before *end*, with the header."""
    return replace(fit, rows=fit.rows[start:end], heights=(fit.heights[0], *fit.heights[1 + start : 1 + end]))


def keep_rows(fit: TableFit, height: float) -> tuple[TableFit, int]:
    """As many leading rows as fit *height* and all closing totals; and how many rows are left out."""
    if fit.height <= height:
        return fit, 0
    count = len(fit.rows)
    tail = count
    while tail > 0 and fit.rows[tail - 1].kind == "total":
        tail -= 1
    closing = sum(fit.heights[1 + tail :])
    used, kept = fit.heights[0] + closing, 0
    while kept < tail and used + fit.heights[1 + kept] <= height:
        used += fit.heights[1 + kept]
        kept += 1
    while kept > 1 and fit.rows[kept - 1].kind == "group":
        kept -= 1
    heights = (fit.heights[0], *fit.heights[1 : 1 + kept], *fit.heights[1 + tail :])
    return replace(fit, rows=(*fit.rows[:kept], *fit.rows[tail:]), heights=heights), tail - kept
