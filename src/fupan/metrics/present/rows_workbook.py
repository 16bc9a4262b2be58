"""The rows behind a figure as a workbook: a sheet for each part of it, and one that says what it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any

from fupan.contracts.spreadsheet import sheet_name

if TYPE_CHECKING:
    from fupan.metrics.cell import CellRows, LeafRows

Heads = Callable[["LeafRows"], Sequence[tuple[str, str]]]
"""The columns of a part that are written, with their heads."""
_MONEY, _COUNT = "#,##0.00##;[Red]-#,##0.00##", "#,##0"
_LONGEST, _NAME = 32_000, ".name"


def write_rows(cell: CellRows, target: IO[bytes], heads: Heads, notes: Sequence[tuple[str, str]], *, zh: bool) -> None:
    """Write the rows that *cell* holds to *target*; *notes* are (what, text) lines of the sheet in front.

    Texts are written as texts, so that none of them is ever run as a formula; what the rows count for is added up by one.
    """
    import xlsxwriter

    options = {
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True,
    }  # fmt: skip
    with xlsxwriter.Workbook(target, options) as book:
        styles = {
            "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#F2F4F7"}),
            "money": book.add_format({"num_format": _MONEY}), "count": book.add_format({"num_format": _COUNT}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}), "sum": book.add_format({"num_format": _MONEY, "bold": True, "top": 1}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
        }  # fmt: skip
        named: set[str] = set()
        about = book.add_worksheet(sheet_name("说明" if zh else "About", named))
        _front(about, cell, notes, styles, zh=zh)
        for part in (p for p in cell.parts if p.rows):
            columns = _with_names(part, heads(part), zh=zh)
            _part(book.add_worksheet(sheet_name(part.zh if zh else part.en, named)), part, columns, styles)


def _with_names(part: LeafRows, heads: Sequence[tuple[str, str]], *, zh: bool) -> list[tuple[str, str]]:
    """The columns, those of keys that have names twice: the name first, then its key."""
    found: list[tuple[str, str]] = []
    for column, head in heads:
        if column in part.names:
            found.append((f"{column}{_NAME}", head))
            head = f"{head}编号" if zh else f"{head} key"  # noqa: PLW2901 - the second of the two
        found.append((column, head))
    return found


def _front(sheet: Any, cell: CellRows, notes: Sequence[tuple[str, str]], styles: dict[str, Any], *, zh: bool) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    lines = list(notes)
    for part in cell.parts:
        held = len(part.rows)
        told = f"{held:,} / {part.count:,}" if held < part.count else f"{part.count:,}"
        lines.append((part.zh if zh else part.en, f"{told} {'行' if zh else 'rows'} · {part.window}"))
    for at, (what, text) in enumerate(lines):
        sheet.write_string(at, 0, what, styles["head"])
        sheet.write_string(at, 1, text[:_LONGEST], styles["text"])


def _part(sheet: Any, part: LeafRows, columns: Sequence[tuple[str, str]], styles: dict[str, Any]) -> None:
    from fupan.metrics.cell import CONTRIBUTION

    sheet.freeze_panes(1, 0)
    for at, (name, head) in enumerate(columns):
        sheet.set_column(at, at, 24 if name.endswith(("name", "source_file")) else 16)
        sheet.write_string(0, at, head, styles["head"])
    for line, row in enumerate(part.rows, start=1):
        for at, (name, _) in enumerate(columns):
            of = name.removesuffix(_NAME)
            key = row.get(of)
            _write(sheet, line, at, key if of == name else part.names[of].get(key), styles)
    for at, (name, _) in enumerate(columns):
        if name == CONTRIBUTION and part.contribution is not None and part.rows:
            letter, last = _letter(at), len(part.rows) + 1
            held = sum((Decimal(str(r.get(name) or 0)) for r in part.rows), Decimal(0))
            sheet.write_formula(last, at, f"=SUM({letter}2:{letter}{last})", styles["sum"], float(held))


def _write(sheet: Any, line: int, at: int, value: Any, styles: dict[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, at, value)
    elif isinstance(value, datetime):
        sheet.write_string(line, at, value.isoformat(sep=" ", timespec="seconds"))
    elif isinstance(value, date):
        sheet.write_datetime(line, at, value, styles["date"])
    elif isinstance(value, int):
        sheet.write_number(line, at, value, styles["count"])
    elif isinstance(value, Decimal | float):
        sheet.write_number(line, at, float(value), styles["money"])
    else:
        sheet.write_string(line, at, str(value)[:_LONGEST])


def _letter(at: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(at))
