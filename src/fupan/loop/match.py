"""Matching names: what the files call a thing, and what the master calls it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.contracts import table
from fupan.errors import SourceError

if TYPE_CHECKING:
    from fupan.sources.names import Match
    from fupan.warehouse import FileReader, Unmatched, Warehouse

_LIKELY = 0.85  # two names without a master are proposed to be one from this score on
_COMPARED = 2000  # names of one entity that are compared with each other, those with most money first


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal for one written name: the member it may be, with a score from 0 to 1."""

    entity: str
    name: str
    money: Decimal
    rows: int
    key: str | None = None
    key_name: str | None = None
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class MatchReport:
    """Unmatched names, those with most money behind them first."""

    candidates: tuple[Candidate, ...]

    def confident(self, minimum: float) -> dict[str, dict[str, str]]:
        """The proposals of at least *minimum* score as entity -> name -> key."""
        found: dict[str, dict[str, str]] = {}
        for c in self.candidates:
            if c.key is not None and c.score >= minimum:
                found.setdefault(c.entity, {})[c.name] = c.key
        return found


def find_unmatched(warehouse: Warehouse, reader: FileReader) -> MatchReport:
    """Names that no master knows, by money, each with the most likely member of its master.

    Where no master was loaded, every written name is a member of its own: those that look like one with more money
    behind it are proposed to be that one.
    """
    from fupan.sources.names import propose_all

    unmatched = warehouse.unmatched(reader)
    found: list[Candidate] = []
    for entity in dict.fromkeys(u.entity for u in unmatched):
        mine = [u for u in unmatched if u.entity == entity]
        proposals = propose_all([u.name for u in mine], _members(reader, entity))
        found += [_candidate(u, proposals.get(u.name, ())) for u in mine]
    found += _doubles(warehouse.implied(reader))
    found.sort(key=lambda c: (-c.money, -c.rows, c.entity, c.name))
    return MatchReport(tuple(found))


def _members(reader: FileReader, entity: str) -> list[tuple[str, str]]:
    """Key and name of each member of a master."""
    declared = table(entity)
    rows = reader.table(entity).select(key=declared.key[0], name=declared.label or declared.key[0]).to_pyarrow()
    return list(zip(rows["key"].to_pylist(), rows["name"].to_pylist(), strict=True))


def _doubles(implied: Sequence[Unmatched]) -> list[Candidate]:
    """Names without a master that look like a name with more money behind it."""
    from fupan.sources.names import propose_matches

    found = []
    for entity in dict.fromkeys(u.entity for u in implied):
        mine = [u for u in implied if u.entity == entity][:_COMPARED]
        for n, u in enumerate(mine):
            larger = [(other.name, other.name) for other in mine[:n]]
            candidate = _candidate(u, propose_matches(u.name, larger, limit=1, least=_LIKELY) if larger else ())
            if candidate.key is not None:
                found.append(candidate)
    return found


def _candidate(u: Unmatched, matches: Sequence[Match]) -> Candidate:
    if not matches:
        return Candidate(u.entity, u.name, u.money, u.rows)
    best = matches[0]
    return Candidate(u.entity, u.name, u.money, u.rows, best.key, best.name, best.score)


_HEAD = (
    "对象 entity",
    "文件中的名称 name as written",
    "金额 money",
    "行数 rows",
    "建议编码 key",
    "建议名称 proposal",
    "把握 score",
    "确认 confirm",
)


def write_sheet(report: MatchReport, path: Path) -> None:
    """Write the proposals as a sheet to fill in: 确认 = y takes the proposal, another key takes that one."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("names")
        bold = book.add_format({"bold": True, "bottom": 1})
        money = book.add_format({"num_format": "#,##0.00"})
        share = book.add_format({"num_format": "0%"})
        sheet.write_row(0, 0, _HEAD, bold)
        for i, c in enumerate(report.candidates, start=1):
            sheet.write_string(i, 0, c.entity)
            sheet.write_string(i, 1, c.name)
            sheet.write_number(i, 2, float(c.money), money)
            sheet.write_number(i, 3, c.rows)
            sheet.write_string(i, 4, c.key or "")
            sheet.write_string(i, 5, c.key_name or "")
            sheet.write_number(i, 6, c.score, share)
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 36)
        sheet.set_column(2, 4, 14)
        sheet.set_column(5, 5, 36)
        sheet.set_column(6, 7, 12)


def read_sheet(path: Path, report: MatchReport, masters: dict[str, set[str]]) -> dict[str, dict[str, str]]:
    """The confirmed names of a filled-in sheet; SourceError names a file that cannot be read, or a row whose key no
    master has."""
    from fupan.sources.filled import read_filled_sheet

    proposals = {(c.entity, c.name): c.key for c in report.candidates}
    found: dict[str, dict[str, str]] = {}
    for number, row in read_filled_sheet(path)[1:]:
        cells = [(v or "").strip() for v in row] + [""] * 8
        entity, name, answer = cells[0], cells[1], cells[7]
        if not answer or answer.lower() in {"n", "no", "否"}:
            continue
        yes = answer.lower() in {"y", "yes", "1", "1.0", "是", "√"}
        key = (proposals.get((entity, name)) or cells[4]) if yes else answer
        if key not in masters.get(entity, set()):
            raise SourceError(
                "no such member",
                file=path.name,
                row=number,
                field=_HEAD[7],
                found=key,
                expected=f"a key of {entity}, or y",
            )
        found.setdefault(entity, {})[name] = key
    return found
