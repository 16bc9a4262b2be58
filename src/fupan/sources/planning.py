"""What a load would do: which file by which mapping, and proposals for files that have none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from fupan.errors import NeedsPersonError, SourceError
from fupan.sources.filekind import EXTENSIONS
from fupan.sources.mapping import Mapping, TableMapping
from fupan.sources.mapping_file import read_mappings
from fupan.sources.proposal import Proposal, SheetHeaders, propose
from fupan.sources.spreadsheet import SpreadsheetReader
from fupan.sources.text import fold
from fupan.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file and what is to be done with it: ``mapping`` (kept or proposed), ``error``, or ``ignored`` with the reason.

    ``name`` is the path inside the data folder (or the file's own), as it stands in the load log. ``adopted``: no glob of
    ``mapping`` names the file, but its headers are those the mapping was made for.
    """

    path: Path
    name: str
    mapping: Mapping | None = None
    proposal: Proposal | None = None
    error: SourceError | None = None
    ignored: str = ""
    adopted: bool = False


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """The files of a load in the order in which they are loaded."""

    files: tuple[PlannedFile, ...]

    @property
    def ready(self) -> tuple[PlannedFile, ...]:
        """Files with a mapping that a person or an earlier run has kept."""
        return tuple(f for f in self.files if f.mapping is not None and f.proposal is None)

    @property
    def proposed(self) -> tuple[PlannedFile, ...]:
        """Files with a new proposal."""
        return tuple(f for f in self.files if f.proposal is not None)

    @property
    def adopted(self) -> tuple[PlannedFile, ...]:
        """Files under a new name whose headers a mapping knows."""
        return tuple(f for f in self.files if f.adopted)

    @property
    def failed(self) -> tuple[PlannedFile, ...]:
        """Files that cannot be read."""
        return tuple(f for f in self.files if f.error is not None)

    @property
    def undecided(self) -> tuple[PlannedFile, ...]:
        """Proposals that are not sure enough to be taken without a person."""
        return tuple(f for f in self.proposed if f.proposal is not None and not f.proposal.sure)

    def require_decided(self) -> None:
        """NeedsPersonError listing what a person has to decide, if anything."""
        if not self.undecided:
            return
        lines = ["这些文件需要人来确认映射 a person has to decide how these files are read:"]
        for f in self.undecided:
            p = f.proposal
            assert p is not None  # noqa: S101 - undecided has proposals only
            what = ", ".join(dict.fromkeys(t.table for t in p.mapping.tables)) if p.mapping else "?"
            lines.append(f"  {f.name} → {what} ({p.confidence:.0%})")
            if p.missing:
                lines.append(f"    缺少 missing: {', '.join(p.missing)}")
            if p.unmapped:
                lines.append(f"    未用的列 unmapped columns: {', '.join(p.unmapped)}")
        raise NeedsPersonError("\n".join(lines))


def plan_load(
    workspace: Workspace,
    paths: Sequence[Path] = (),
    *,
    spreadsheets: SpreadsheetReader | None = None,
    propose_new: bool = True,
) -> LoadPlan:
    """Which file is loaded by which mapping. *paths* are files or folders (default: the data folder).

    DefinitionError if a mapping is wrong. Nothing is written: the caller keeps a proposal by ``proposal.save``.
    """
    mappings = read_mappings(workspace.sources)
    kept = tuple(m for m in mappings if not m.ignore)
    names = frozenset(m.name for m in mappings)
    planned: list[PlannedFile] = []
    fresh: list[Mapping] = []
    own = SpreadsheetReader() if spreadsheets is None else spreadsheets
    try:
        for path, name in _files(workspace, paths):
            if chosen := mappings_for(name, kept):
                planned += [PlannedFile(path, name, mapping=m) for m in chosen]
            elif why := _passed_by(name, mappings):
                planned.append(PlannedFile(path, name, ignored=why))
            elif not propose_new:
                planned.append(PlannedFile(path, name, ignored="没有映射 no mapping"))
            else:
                planned.append(_new_file(path, name, kept, fresh, names, own))
    finally:
        if spreadsheets is None:
            own.close()
    order = {m.name: i for i, m in enumerate((*kept, *fresh))}
    planned.sort(key=lambda f: (order.get(f.mapping.name, len(order)) if f.mapping else len(order), f.name))
    return LoadPlan(tuple(planned))


def mappings_for(name: str, mappings: Sequence[Mapping]) -> list[Mapping]:
    """The mappings that name the file; those that name it without a wild card go before those that need one."""
    chosen = [m for m in mappings if any(matches(name, glob) for glob in m.files)]
    exact = [m for m in chosen if any(matches(name, glob) and not re.search(r"[*?\[]", glob) for glob in m.files)]
    return exact or chosen


def _passed_by(name: str, mappings: Sequence[Mapping]) -> str:
    """Why a file without a mapping is not asked about: it is to be ignored, or another mapping joins it. "" = ask."""
    for m in mappings:
        if m.ignore and any(matches(name, glob) for glob in m.files):
            return f"按 {m.name}.yaml 略过 to be ignored by {m.name}.yaml"
        if any(matches(name, join.file) for t in m.tables for join in t.join):
            return f"由 {m.name}.yaml 关联使用 joined by {m.name}.yaml"
    return ""


def _new_file(
    path: Path,
    name: str,
    kept: Sequence[Mapping],
    fresh: list[Mapping],
    names: frozenset[str],
    spreadsheets: SpreadsheetReader,
) -> PlannedFile:
    """A file no mapping names: by the mapping that was made for the same headers, else by a proposal of its own.

    A new proposal is added to *fresh*.
    """
    found = _propose(path, name, names | {m.name for m in fresh}, spreadsheets)
    if found.proposal is None:
        return found
    known = [m for m in kept if _made_for(m, found.proposal.sheets)]
    if len(known) == 1:
        return PlannedFile(path, name, mapping=known[0], adopted=True)
    sibling = next((m for m in fresh if _made_for(m, found.proposal.sheets)), None)
    if sibling is not None:
        return PlannedFile(path, name, mapping=sibling, adopted=not any(matches(name, g) for g in sibling.files))
    if found.mapping is not None:
        fresh.append(found.mapping)
    return found


def _made_for(mapping: Mapping, sheets: Sequence[SheetHeaders]) -> bool:
    """Whether each table of the mapping finds a sheet with exactly the headers it was made for."""

    def fits(table: TableMapping, sheet: SheetHeaders) -> bool:
        wanted = mapping.sheets(table)
        named = wanted is None or any(w in ("*", sheet.sheet) for w in wanted)
        return named and {fold(h) for h in table.headers} == {fold(h) for h in sheet.headers}

    return all(t.headers and any(fits(t, s) for s in sheets) for t in mapping.tables)


def matches(name: str, glob: str) -> bool:
    """Whether the file *name* (a path inside the data folder, or any path that ends so) is one of *glob*'s.

    >>> matches("订单/订单_2025-06.csv", "订单_*.csv"), matches("data/订单/a.csv", "订单/*.csv"), matches("a.xlsx", "*.csv")
    (True, True, False)
    """
    return PurePosixPath(unicodedata.normalize("NFC", name)).match(unicodedata.normalize("NFC", glob))


def _propose(path: Path, name: str, names: frozenset[str], spreadsheets: SpreadsheetReader) -> PlannedFile:
    try:
        proposal = propose(path, name=name, taken=names, spreadsheets=spreadsheets)
    except SourceError as e:
        return PlannedFile(path, name, error=e)
    if proposal.mapping is None and path.suffix.lower() == ".txt" and len(proposal.columns) <= 1:
        return PlannedFile(path, name, ignored="不是表格 no table")
    return PlannedFile(path, name, mapping=proposal.mapping, proposal=proposal)


def _files(workspace: Workspace, paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """Every file to look at with its name for the load log; SourceError for a path that is not there."""
    found: dict[Path, str] = {}
    for given in paths or (workspace.data,):
        path = given if given.exists() or given.is_absolute() else workspace.data / given
        if not path.exists():
            raise SourceError(
                "there is no such file or folder",
                file=str(given),
                expected=f"a file, a folder, or nothing for {workspace.data}",
            )
        base = path.resolve()
        for file in sorted(base.rglob("*")) if base.is_dir() else [base]:
            if base.is_dir() and (not file.is_file() or _passed_over(file.relative_to(base))):
                continue
            found.setdefault(file, _name(file, workspace, base))
    return [(path, unicodedata.normalize("NFC", name)) for path, name in found.items()]


def _passed_over(relative: Path) -> bool:
    """Lock files of Excel, hidden files, and what is no table by its ending."""
    return (
        any(part.startswith(("~$", ".", "__MACOSX")) for part in relative.parts)
        or relative.suffix.lower() not in EXTENSIONS
    )


def _name(file: Path, workspace: Workspace, base: Path) -> str:
    data = workspace.data.resolve()
    if file.is_relative_to(data):
        return file.relative_to(data).as_posix()
    return file.relative_to(base).as_posix() if base.is_dir() else file.name
