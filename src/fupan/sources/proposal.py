"""A mapping proposed for a file nobody has mapped yet, with what speaks for it."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fupan.sources.frame import sheet_frame, stated_unit, stated_year, titles
from fupan.sources.guess import TableGuess, guess_table
from fupan.sources.header import Header, vocabulary
from fupan.sources.limits import DEFAULT_LIMITS, Limits
from fupan.sources.load import header_of, prepared_connection
from fupan.sources.mapping import Mapping
from fupan.sources.mapping_file import parse_mapping, render_mapping
from fupan.sources.period import parse_period
from fupan.sources.profile import ColumnProfile, profile_columns
from fupan.sources.raw import RawFile, RawSheet
from fupan.sources.reader import read_file
from fupan.sources.spreadsheet import SpreadsheetReader
from fupan.sources.text import fold
from fupan.sources.units import split_unit

_YEAR = re.compile(r"(19|20)\d{2}")
_EXAMPLES = re.compile(r"(?i)示例|样例|填写说明|说明$|examples?\b|readme|instructions?")
#: facts that people keep as one list, so that a row deleted there is meant to go
_LISTS = frozenset({"targets", "control_totals", "actions", "agreements"})
#: a wider table's headers are not kept for recognising it under another name
_KEPT_HEADERS = 120
#: from here on ``--accept`` takes a proposal without asking
SURE = 0.9


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """One column of the file: the field it goes to ("" = none), how sure that is, and examples of its cells."""

    sheet: str | None
    header: str
    table: str
    field: str
    confidence: float
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetHeaders:
    """A sheet and all its headers."""

    sheet: str | None
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed mapping. ``confidence`` is that of the least sure required field; ``missing`` required fields have no
    column; ``unmapped`` columns go nowhere. ``text`` is the YAML to keep, or None if no table was recognised.
    ``sheets`` are the headers of every sheet that was looked at."""

    file: str
    mapping: Mapping | None
    text: str | None
    confidence: float
    columns: tuple[ProposedColumn, ...]
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sheets: tuple[SheetHeaders, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether it may be taken without a person."""
        return self.mapping is not None and not self.missing and self.confidence >= SURE

    @property
    def unmapped(self) -> tuple[str, ...]:
        """Headers that go to no field."""
        return tuple(c.header for c in self.columns if not c.field)

    def describe(self) -> str:
        """The proposal for a person to read, in both languages."""
        if self.mapping is None:
            return f"{self.file}: 认不出是哪张表 no table recognised; 列 columns: {', '.join(c.header for c in self.columns) or '-'}"
        tables = ", ".join(dict.fromkeys(t.table for t in self.mapping.tables))
        lines = [f"{self.file} → {tables}   把握 confidence {self.confidence:.0%}"]
        for c in self.columns:
            target = f"{c.table}.{c.field}  {c.confidence:.0%}" if c.field else "（不用 not used）"
            where = f"[{c.sheet}] " if c.sheet else ""
            lines.append(f"  {where}{c.header} → {target}   {' | '.join(e[:20] for e in c.examples)}")
        unsure = [c.header for c in self.columns if c.field and c.confidence < SURE]
        if unsure:
            lines.append(f"  请确认 please check: {', '.join(unsure)}")
        lines += [f"  缺少必填 missing: {m}" for m in self.missing]
        lines += [f"  {n}" for n in self.notes]
        return "\n".join(lines)

    def save(self, directory: Path) -> Path:
        """Write the mapping into *directory*; a file that is there already is never overwritten."""
        if self.mapping is None or self.text is None:
            raise ValueError(f"{self.file}: there is no mapping to save")
        directory.mkdir(parents=True, exist_ok=True)
        target = directory / f"{self.mapping.name}.yaml"
        with target.open("x", encoding="utf-8") as f:
            f.write(self.text)
        return target


def propose(
    path: Path, *, name: str | None = None, taken: frozenset[str] = frozenset(), spreadsheets: SpreadsheetReader | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Proposal:  # fmt: skip
    """Propose a mapping for *path* from its headers, contents and name; SourceError if it cannot be read.

    *name* is the path inside the data folder, *taken* are the names of mappings that exist already.
    """
    shown = name or path.name
    with tempfile.TemporaryDirectory(prefix="fupan-") as directory:
        stage = Path(directory)
        file = read_file(path, stage / "file", spreadsheets=spreadsheets, limits=limits)
        with prepared_connection(stage, "1GB") as con:
            guesses: list[tuple[RawSheet, Header, TableGuess]] = []
            columns: list[ProposedColumn] = []
            sheets: list[SheetHeaders] = []
            for sheet in file.sheets:
                if not sheet.rows or not sheet.visible or _EXAMPLES.match(sheet.name or ""):
                    continue
                header = header_of(sheet, None, shown)
                if header is None:
                    continue
                sheets.append(SheetHeaders(sheet.name, header.names))
                profiles = profile_columns(con, sheet_frame(sheet, header, file=shown, wanted=_known_word))
                hints = [
                    path.stem,
                    *([sheet.name] if sheet.name else []),
                    *titles(sheet, header)[:5],
                    *path.parent.parts[-1:],
                ]
                best = next(iter(guess_table([h for h in header.names if h in profiles], profiles, hints)), None)
                columns += _columns(sheet if len(file.sheets) > 1 else None, header, profiles, best)
                if best is not None and best.score >= 0.45:
                    guesses.append((sheet, header, best))
    return replace(_made(shown, path, file, guesses, tuple(columns), taken), sheets=tuple(sheets))


def _known_word(header: str) -> bool:
    """Whether a column far to the right is worth a look: its header is a word of the contracts or a period."""
    bare = split_unit(header).bare
    return fold(bare) in vocabulary() or parse_period(bare, 2000) is not None


def _columns(
    sheet: RawSheet | None, header: Header, profiles: dict[str, ColumnProfile], guess: TableGuess | None
) -> list[ProposedColumn]:
    by_header = {g.header: g for g in guess.fields} if guess else {}
    made: list[ProposedColumn] = []
    for h in header.names:
        if h not in profiles:
            made.append(ProposedColumn(sheet.name if sheet else None, h, "", "", 0.0, ()))
            continue
        p = profiles[h]
        if not p.filled and h.startswith("column "):
            continue
        g = by_header.get(h)
        field, confidence = (g.field.name, g.score) if g else ("", 0.0)
        if guess and h in guess.months:
            field, confidence = "amount", 1.0
        made.append(
            ProposedColumn(
                sheet.name if sheet else None,
                h,
                guess.table.name if guess and field else "",
                field,
                confidence,
                p.examples,
            )
        )
    return made


def _made(
    shown: str, path: Path, file: RawFile, guesses: list[tuple[RawSheet, Header, TableGuess]], columns: tuple[ProposedColumn, ...],
    taken: frozenset[str],
) -> Proposal:  # fmt: skip
    if not guesses:
        return Proposal(shown, None, None, 0.0, columns, notes=file.notes)
    known = [g for _, _, g in guesses if g.confidence >= 0.5] or [g for _, _, g in guesses]
    kept = [(s, h, g) for s, h, g in guesses if g in known]
    several = sum(1 for s in file.sheets if s.rows) > 1
    tables = [_table(s, h, g, several) for s, h, g in kept]
    name = _free_name(path, taken)
    data: dict[str, Any] = {"files": _glob(shown), "system": name}
    if file.encoding and file.encoding not in ("utf-8", "utf-8-sig"):
        data["encoding"] = file.encoding
    data["mode"] = (
        "full" if all(g.table.kind != "fact" or g.table.name in _LISTS for _, _, g in kept) else "incremental"
    )
    data |= tables[0] if len(tables) == 1 else {"tables": tables}
    comments = _comments(kept, columns, single=len(tables) == 1)
    unused = [c.header for c in columns if not c.field]
    top = "由文件提出的映射，可改；以此文件为准 proposed from the file; edit it, this file wins"
    if unused:
        top += "\n未用的列 columns not used: " + ", ".join(unused)
    text = render_mapping(data, comments=comments, top=top)
    missing = tuple(f"{g.table.name}.{n}" for _, _, g in kept for n in g.missing)
    missing += tuple(
        f"工作表 sheet “{s.name}”: {g.table.name}.{n}" for s, _, g in guesses if g not in known for n in g.missing
    )
    unsaid = [s for s, h, g in kept if g.months and not _YEAR.search(g.months[0]) and stated_year(s, h, shown) is None]
    missing += (
        ("年份 year: in the title, the sheet's or the file's name, or year: 2025 beside the period",) if unsaid else ()
    )
    notes = file.notes + tuple(f"金额单位 unit of amounts: {unit}" for s, h, _ in kept if (unit := stated_unit(s, h)))
    if any(g.constants.get("tax_rate") == "0" for _, _, g in kept):
        notes += ("没有税率，金额按原样计为不含税 no tax rate: amounts are taken as they stand; else change tax_rate",)
    confidence = min(g.confidence for _, _, g in kept)
    return Proposal(
        shown, parse_mapping(text, file=f"{name}.yaml", name=name), text, confidence, columns, missing, notes
    )


def _table(sheet: RawSheet, header: Header, guess: TableGuess, several: bool) -> dict[str, Any]:
    made: dict[str, Any] = {"table": guess.table.name}
    if several:
        made["sheet"] = sheet.name
    fields: dict[str, Any] = {n: {"value": v} for n, v in guess.constants.items()}
    for g in guess.fields:
        fields[g.field.name] = {"column": g.header, "period": g.period} if g.period else g.header
    if guess.months:
        made["unpivot"] = [{"columns": list(guess.months), "name": "期间", "value": "值"}]
        dated = {} if _YEAR.search(guess.months[0]) else {"year": "file"}
        fields |= {
            "start_date": {"column": "期间", "period": "start", **dated},
            "end_date": {"column": "期间", "period": "end", **dated},
            "amount": "值",
        }
    if len(header.names) <= _KEPT_HEADERS:
        made["headers"] = list(header.names)
    made["fields"] = fields
    return made


def _comments(
    kept: list[tuple[RawSheet, Header, TableGuess]], columns: tuple[ProposedColumn, ...], *, single: bool
) -> dict[tuple[str, ...], str]:
    examples = {(c.sheet, c.header): c.examples for c in columns}
    made: dict[tuple[str, ...], str] = {}
    for i, (sheet, _, guess) in enumerate(kept):
        base = () if single else ("tables", str(i))
        for g in guess.fields:
            seen = examples.get((sheet.name, g.header)) or examples.get((None, g.header), ())
            shown = " | ".join(re.sub(r"\s+", " ", e)[:20] for e in seen[:2])
            made[(*base, "fields", g.field.name)] = f"{g.field.zh} {g.score:.0%}  {shown}"
    return made


def _glob(shown: str) -> str:
    """The file's name with its numbers as wild cards that begin with a digit, so that next month's file is found too.

    >>> _glob("订单/订单_2025年6月.xlsx"), _glob("202506.csv")
    ('订单/订单_[0-9]*.xlsx', '[0-9]*.csv')
    """
    parts = shown.split("/")
    stem, dot, ending = parts[-1].rpartition(".")
    bare = stem if dot else parts[-1]
    wild = re.sub(r"\d+([-_.年月日QHqh上下]*\d+)*[年月日季度]*", "\0", re.sub(r"[\[\]*?]", "?", bare))
    parts[-1] = wild.replace("\0", "[0-9]*") + (dot + ending if dot else "")
    return "/".join(parts)


def _free_name(path: Path, taken: frozenset[str]) -> str:
    base = re.sub(r"[\d\s_.\-年月日]+$", "", path.stem) or path.stem
    base = re.sub(r"[^\w\-]+", "_", base).strip("_") or "source"
    name, n = base, 1
    while name in taken:
        n += 1
        name = f"{base}_{n}"
    return name


__all__ = ["SURE", "Proposal", "ProposedColumn", "SheetHeaders", "propose"]
