"""A measured table as a native, editable ``a:tbl``: header rule, right-aligned figures, bold totals, shaded heat cells."""

from __future__ import annotations

from collections.abc import Callable

from fupan.review import palette
from fupan.review.model import Cell, Column, Lang, Row, Table
from fupan.review.renderers.pptx.markup import Align, Body, Paragraph, Run, emu, fill, line
from fupan.review.renderers.pptx.table_fit import PADDING, TableFit, cell_text, head_size, is_bold

_Edge = tuple[str, float]
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def table_xml(table: Table, fit: TableFit, lang: Lang, link_to: Callable[[str], str] = lambda _: "") -> str:
    """The ``a:tbl`` element of *fit*; *link_to* gives the relation of a jump to a page."""
    grid = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in fit.widths)
    head = "".join(
        _cell(
            column.label,
            head_size(fit.size),
            True,
            palette.TITLE,
            _align(column, table),
            lang,
            bottom=(palette.TITLE, 1.25),
        )
        for column in fit.columns
    )
    rows = f'<a:tr h="{emu(fit.heights[0])}">{head}</a:tr>'
    for index, (row, height) in enumerate(zip(fit.rows, fit.heights[1:], strict=True)):
        before_total = index + 1 < len(fit.rows) and fit.rows[index + 1].kind == "total" and row.kind != "total"
        rows += f'<a:tr h="{emu(height)}">{_row(row, table, fit, lang, link_to, first=index == 0, before_total=before_total)}</a:tr>'
    return (
        f'<a:tbl><a:tblPr firstRow="1"><a:tableStyleId>{_NO_STYLE}</a:tableStyleId></a:tblPr>'
        f"<a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl>"
    )


def _row(
    row: Row, table: Table, fit: TableFit, lang: Lang, link_to: Callable[[str], str], *, first: bool, before_total: bool
) -> str:
    top = (palette.TITLE, 1.25) if first else (palette.TITLE, 1.0) if row.kind == "total" else None
    bottom = (palette.TITLE, 1.0) if before_total else None
    cells = (*row.cells, *(Cell("") for _ in fit.columns))[: len(fit.columns)]
    return "".join(
        _body_cell(cell, row, column, table, fit, lang, link_to, first=index == 0, top=top, bottom=bottom)
        for index, (cell, column) in enumerate(zip(cells, fit.columns, strict=True))
    )


def _body_cell(
    cell: Cell,
    row: Row,
    column: Column,
    table: Table,
    fit: TableFit,
    lang: Lang,
    link_to: Callable[[str], str],
    *,
    first: bool,
    top: _Edge | None,
    bottom: _Edge | None,
) -> str:
    heat = palette.heat_colours(cell.heat, cell.light) if table.kind == "heat" else None
    ink = heat[1] if heat else _ink(cell, row)
    background = heat[0] if heat else palette.PANEL if row.kind == "group" else None
    rule = (palette.WHITE, 1.5) if heat else (palette.LINE, 0.75)
    span = ""
    if row.spans:
        span = f' gridSpan="{len(fit.columns)}"' if first else ' hMerge="1"'
        if len(fit.columns) == 1:
            span = ""
    return _cell(
        cell_text(cell) if first or not row.spans else "",
        fit.size,
        is_bold(cell, row) or (cell.light is not None and not heat),
        ink,
        _align(column, table, row),
        lang,
        background=background,
        top=top,
        bottom=bottom or rule,
        right=(palette.WHITE, 1.5) if heat else None,
        span=span,
        link=link_to(cell.slide) if cell.slide and cell.text else "",
    )


def _ink(cell: Cell, row: Row) -> str:
    if cell.light is not None:
        return palette.LIGHTS[cell.light].ink
    if row.spans:
        return palette.TITLE if row.kind == "group" else palette.INK_3
    return palette.INK if cell.tone == "neutral" else palette.TONES[cell.tone]


def _align(column: Column, table: Table, row: Row | None = None) -> Align:
    if row is not None and row.spans:
        return "l"
    if column.kind == "number":
        return "ctr" if table.kind == "heat" else "r"
    return "l"


def _cell(
    text: str,
    size: float,
    bold: bool,
    ink: str,
    align: Align,
    lang: Lang,
    *,
    background: str | None = None,
    top: _Edge | None = None,
    bottom: _Edge | None = None,
    right: _Edge | None = None,
    span: str = "",
    link: str = "",
) -> str:
    body = Body((Paragraph((Run(text, size, bold, ink, link),), align),)).xml(lang, "a:txBody")
    start = body.index("<a:bodyPr")
    end = body.index("<a:lstStyle/>")
    body = f"{body[:start]}<a:bodyPr/>{body[end:]}"  # a cell's insets and anchor stand on a:tcPr
    edges = "".join(
        line(edge[0], edge[1], tag=tag) if edge else line(None, tag=tag)
        for tag, edge in (("lnL", None), ("lnR", right), ("lnT", top), ("lnB", bottom))
    )
    margin = emu(PADDING)
    return (
        f'<a:tc{span}>{body}<a:tcPr marL="{margin}" marR="{margin}" marT="12700" marB="12700" anchor="ctr">'
        f"{edges}{fill(background)}</a:tcPr></a:tc>"
    )
