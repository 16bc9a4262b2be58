"""A document as an Excel workbook: contents, one sheet per block, sources, definitions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.contracts.spreadsheet import sheet_name
from fupan.review.model import Block, Chart, Document, Lang, Picture, Placed, Slide, Table, Text, Tiles
from fupan.review.renderers.clean import clean_document
from fupan.review.renderers.contents import points_to_pages
from fupan.review.renderers.labels import split_unit
from fupan.review.renderers.provenance import provenance_lines
from fupan.review.renderers.words import word
from fupan.review.renderers.xlsx.blocks import FIRST, write_chart, write_picture, write_points, write_table, write_tiles
from fupan.review.renderers.xlsx.look import Look
from fupan.review.renderers.xlsx.sheets import write_text
from fupan.warehouse.files import write_bytes

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class _Entry:
    """A block with the sheet it is written to."""

    number: int
    slide: Slide
    block: Block
    id: str
    sheet: str


def render_xlsx(document: Document, path: Path) -> None:
    """Write *document* to *path* as .xlsx; the same document gives the same bytes.

    Tables and key figures hold exact values in the unit of their header (Excel can't show 万 by a format), charts the shown
    numbers with the unrounded, unscaled ones below. Texts are never formulas or links.
    """
    import xlsxwriter

    document = clean_document(document)
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    made = datetime.combine(document.as_of, time())
    book.set_properties(
        {"title": document.title, "subject": document.subtitle, "author": document.company, "created": made}
    )
    look = Look(book, document.lang)
    taken: set[str] = set()
    contents = sheet_name(word("contents", document.lang), taken)
    source, definitions = (sheet_name(word(key, document.lang), taken) for key in ("source_sheet", "definitions"))
    entries = _plan_sheets(document, taken)
    _write_contents(book.add_worksheet(contents), document, entries, look)
    for entry in entries:
        _write_block(book.add_worksheet(entry.sheet), entry, contents, look)
    _write_sources(book.add_worksheet(source), entries, look)
    if document.definitions:
        _write_definitions(book.add_worksheet(definitions), document, look)
    book.close()
    write_bytes(path, stream.getvalue())


def _plan_sheets(document: Document, taken: set[str]) -> list[_Entry]:
    entries = []
    for number, slide in enumerate(document.slides, 1):
        for placed in () if points_to_pages(slide) else slide.blocks:  # the workbook has its own contents
            wanted = f"{number:02d} {_sheet_title(slide, placed, document.lang)}"
            entries.append(_Entry(number, slide, placed.content, placed.id, sheet_name(wanted, taken)))
    return entries


def _sheet_title(slide: Slide, placed: Placed, lang: Lang) -> str:
    """The block's title without its unit, else its page's section; notes beside a chart say that they are notes."""
    if isinstance(placed.content, Text):
        return f"{slide.section or slide.id} {word('points_sheet', lang)}"
    return split_unit(placed.content.title)[0].strip() or slide.section or placed.id or slide.id


def _write_contents(sheet: Worksheet, document: Document, entries: list[_Entry], look: Look) -> None:
    lang = document.lang
    sheet.hide_gridlines(2)
    write_text(sheet, 0, 0, document.title, look.of(bold=True, font_size=18, font_color="#12304F"))
    write_text(sheet, 1, 0, document.subtitle, look.quiet)
    facts = [
        ("company", document.company),
        ("window", document.window),
        ("data_as_of", document.as_of.isoformat()),
        ("currency", document.currency),
        ("scope", document.scope),
        ("snapshot", document.snapshot),
    ]
    row = 3
    for key, text in facts:
        write_text(sheet, row, 0, word(key, lang), look.label)
        write_text(sheet, row, 1, text, look.of())
        row += 1
    if document.synthetic:
        write_text(sheet, row, 0, word("sample", lang), look.of(bold=True, font_color="#7A5600"))
        row += 1
    row += 1
    for place, key in enumerate(("page", "sheet", "headline")):
        write_text(sheet, row, place, word(key, lang), look.head)
    sheet.freeze_panes(row + 1, 0)
    for entry in entries:
        row += 1
        sheet.write_number(row, 0, entry.number, look.of(align="left"))
        sheet.write_url(row, 1, _internal(entry.sheet), look.link, entry.sheet)
        write_text(sheet, row, 2, entry.slide.headline, look.text)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 36)
    sheet.set_column(2, 2, 100)
    _set_print(sheet)


def _internal(name: str) -> str:
    return "internal:'{}'!A1".format(name.replace("'", "''"))


def _write_block(sheet: Worksheet, entry: _Entry, contents: str, look: Look) -> None:
    sheet.hide_gridlines(2)
    sheet.write_url(0, 0, _internal(contents), look.link, word("back", look.lang))
    write_text(sheet, 1, 0, entry.slide.headline, look.title)
    block = entry.block
    lines = [block.title, getattr(block, "sentence", ""), entry.slide.lead]
    write_text(sheet, 2, 0, " · ".join(line for line in lines if line), look.quiet)
    match block:
        case Table():
            write_table(sheet, block, look)
        case Chart():
            write_chart(sheet, block, look)
        case Tiles():
            write_tiles(sheet, block, look)
        case Picture():
            write_picture(sheet, block)
        case Text():
            write_points(sheet, block, look)
    _set_print(sheet)
    sheet.repeat_rows(FIRST)


def _set_print(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _write_sources(sheet: Worksheet, entries: list[_Entry], look: Look) -> None:
    """Per block: its sheet, then what is known of its figures, one line each."""
    lang, row = look.lang, 0
    for entry in entries:
        if entry.block.provenance is None:
            continue
        sheet.write_url(row, 0, _internal(entry.sheet), look.link, entry.sheet)
        write_text(sheet, row, 1, entry.slide.headline, look.of(bold=True))
        for label, text in provenance_lines(entry.block.provenance, lang):
            row += 1
            write_text(sheet, row, 0, label, look.label)
            write_text(sheet, row, 1, text, look.text)
        row += 2
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 110)
    _set_print(sheet)


def _write_definitions(sheet: Worksheet, document: Document, look: Look) -> None:
    for place, key in enumerate(("metric", "item", "definition")):
        write_text(sheet, 0, place, word(key, document.lang), look.head)
    for row, (name, label, text) in enumerate(document.definitions, 1):
        write_text(sheet, row, 0, name, look.of(valign="top"))
        write_text(sheet, row, 1, label, look.of(bold=True, valign="top"))
        write_text(sheet, row, 2, text, look.text)
    for place, width in enumerate((24, 24, 100)):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    _set_print(sheet)
