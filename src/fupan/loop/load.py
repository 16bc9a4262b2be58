"""Loading: files -> batches -> a new snapshot, and what came of each file."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.errors import NeedsPersonError, SourceError

if TYPE_CHECKING:
    from fupan.contracts.batch import Batch
    from fupan.sources.planning import LoadPlan, PlannedFile
    from fupan.sources.proposal import Proposal
    from fupan.sources.spreadsheet import SpreadsheetReader
    from fupan.warehouse import BuildRules, Warehouse
    from fupan.warehouse.loadlog import Change
    from fupan.workspace import Workspace

Step = Callable[[str], None]
_UNRECOGNISED = "unrecognised"
Confirm = Callable[["Proposal"], bool]


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What came of one file: rows read = loaded + quarantined + left out, or why it was not loaded."""

    file: str
    table: str = ""
    read: int = 0
    loaded: int = 0
    quarantined: int = 0
    left_out: int = 0
    state: str = "loaded"
    message: str = ""


@dataclass(frozen=True, slots=True)
class TableChange:
    """How a table changed by a load, counted by row identity."""

    table: str
    new: int
    changed: int
    unchanged: int
    vanished: int


@dataclass(frozen=True, slots=True)
class LoadReport:
    """One load: its id and snapshot (None on a dry run or when nothing was loaded), files and changes.

    ``unmapped`` are files that look like no table we know: a person writes a mapping for them, or has them ignored.
    """

    load_id: str | None
    snapshot: str | None
    files: tuple[FileOutcome, ...]
    changes: tuple[TableChange, ...]
    unmapped: tuple[str, ...] = ()

    @property
    def quarantined(self) -> int:
        """Rows in quarantine over all files."""
        return sum(f.quarantined for f in self.files)

    @property
    def failed(self) -> tuple[FileOutcome, ...]:
        """Files that could not be read at all."""
        return tuple(f for f in self.files if f.state == "failed")


def run_load(
    workspace: Workspace,
    warehouse: Warehouse,
    rules: BuildRules,
    paths: Sequence[Path],
    *,
    accept: bool,
    dry_run: bool,
    confirm: Confirm | None,
    step: Step | None,
    now: datetime,
) -> LoadReport:
    """Plan, read, convert, publish. NeedsPersonError where a proposed mapping has to be confirmed by a person.

    A file that cannot be read is reported and the others are loaded; a failure of the publishing itself leaves the
    last good snapshot. A file that is in force already, byte for byte and under the same mapping, is not read again.
    """
    from fupan.sources.planning import plan_load
    from fupan.sources.spreadsheet import SpreadsheetReader

    tell = step or (lambda _: None)
    tell("查看文件 looking at the files")
    with SpreadsheetReader() as spreadsheets, tempfile.TemporaryDirectory(prefix="fupan-load-") as place:
        plan = plan_load(workspace, paths, spreadsheets=spreadsheets)
        _decide(plan, workspace, accept=accept, confirm=confirm, dry_run=dry_run)
        kept = _in_force(warehouse)
        batches: list[Batch] = []
        outcomes: list[FileOutcome] = []
        for number, planned in enumerate(plan.files):
            if planned.error is not None:
                outcomes.append(FileOutcome(planned.name, state="failed", message=str(planned.error)))
            elif planned.mapping is None:
                outcomes.append(_without_mapping(planned))
            elif _known(planned, kept):
                outcomes.append(FileOutcome(planned.name, state="unchanged"))
            else:
                tell(f"装载 loading {planned.name}")
                found, said = _read(planned, Path(place) / str(number), spreadsheets)
                batches += found
                outcomes += said
        if dry_run or not batches:
            return LoadReport(None, _current(warehouse), tuple(outcomes), (), _unmapped(outcomes))
        load_id = _load_id(warehouse, now)
        tell("建立快照 building the snapshot")
        with warehouse.write(now) as writer:
            writer.add(load_id, batches)
            manifest, changes = writer.publish(rules)
    kept_id = load_id if load_id in manifest.loads else None  # a load that changes nothing is not recorded
    return LoadReport(kept_id, manifest.id, tuple(outcomes), _by_table(changes), _unmapped(outcomes))


def _decide(plan: LoadPlan, workspace: Workspace, *, accept: bool, confirm: Confirm | None, dry_run: bool) -> None:
    """Keep the proposals that are sure (``accept``) or that the person confirms; the rest needs a person."""
    if dry_run:
        return
    from glob import escape

    from fupan.sources.mapping_file import add_file

    declined = []
    for planned in plan.proposed:
        proposal = planned.proposal
        if proposal is None or proposal.mapping is None:
            continue
        if (accept and proposal.sure) or (confirm is not None and confirm(proposal)):
            proposal.save(workspace.sources)
        else:
            declined.append(planned)
    taken = {p.mapping.name for p in declined if p.mapping is not None}
    for planned in plan.adopted:
        if planned.mapping is not None and planned.mapping.name not in taken:
            add_file(workspace.sources / f"{planned.mapping.name}.yaml", escape(planned.name))
    if declined and confirm is None and accept:
        plan.require_decided()
    elif declined and confirm is None:
        _ask_first(declined)
    elif declined:
        raise NeedsPersonError(
            "没有采用的映射 mappings not taken: " + ", ".join(p.name for p in declined) + f" → {workspace.sources}"
        )


def _ask_first(declined: Sequence[PlannedFile]) -> None:
    lines = [
        "这些文件还没有映射，请确认（在终端运行 fupan load，或加 --accept 采用把握高的） these files have no mapping yet:"
    ]
    for planned in declined:
        if planned.proposal is not None:
            lines += ["", planned.proposal.describe()]
    raise NeedsPersonError("\n".join(lines))


def _read(planned: PlannedFile, place: Path, spreadsheets: SpreadsheetReader) -> tuple[list[Batch], list[FileOutcome]]:
    from fupan.sources.load import load_file

    assert planned.mapping is not None  # noqa: S101 - the caller looked
    try:
        found = load_file(planned.path, planned.mapping, place, name=planned.name, spreadsheets=spreadsheets)
    except SourceError as e:
        return [], [FileOutcome(planned.name, state="failed", message=str(e))]
    return found, [
        FileOutcome(b.file.name, b.table, b.read, b.loaded, b.quarantined, b.left_out, message="; ".join(b.warnings))
        for b in found
    ]


def _without_mapping(planned: PlannedFile) -> FileOutcome:
    if planned.proposal is None:
        return FileOutcome(planned.name, state="ignored", message=planned.ignored)
    headers = ", ".join(c.header for c in planned.proposal.columns) or "-"
    return FileOutcome(
        planned.name, state=_UNRECOGNISED, message=f"认不出是哪张表 no table recognised; 列 columns: {headers}"
    )


def _unmapped(outcomes: Sequence[FileOutcome]) -> tuple[str, ...]:
    return tuple(o.file for o in outcomes if o.state == _UNRECOGNISED)


def _in_force(warehouse: Warehouse) -> dict[str, set[tuple[str, str]]]:
    """The latest (sha256, mapping hash) pairs of each file that is in force, by file name without its sheet."""
    latest: dict[str, set[tuple[str, str]]] = {}
    for load in warehouse.loads():
        now: dict[str, set[tuple[str, str]]] = {}
        for b in load.batches:
            now.setdefault(b.file.name.split("#")[0], set()).add((b.file.sha256, b.mapping_hash))
        latest.update(now)
    return latest


def _known(planned: PlannedFile, kept: dict[str, set[tuple[str, str]]]) -> bool:
    if planned.mapping is None or planned.name not in kept:
        return False
    if any(table.join for table in planned.mapping.tables):
        return False  # the other file may have changed
    with planned.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return (digest, planned.mapping.digest) in kept[planned.name]


def _load_id(warehouse: Warehouse, now: datetime) -> str:
    """The time as an id, with a count where a load of the same second is kept."""
    taken = {record.id for record in warehouse.loads()}
    stem = f"{now:%Y%m%dT%H%M%S}"
    return next(i for n in range(10_000) if (i := stem if n == 0 else f"{stem}-{n}") not in taken)


def _current(warehouse: Warehouse) -> str | None:
    found = warehouse.current()
    return found.id if found else None


def _by_table(changes: Sequence[Change]) -> tuple[TableChange, ...]:
    """Changes added up over the sources of a table."""
    found: dict[str, list[int]] = {}
    for c in changes:
        counts = found.setdefault(c.table, [0, 0, 0, 0])
        for i, n in enumerate((c.new, c.changed, c.unchanged, c.vanished)):
            counts[i] += n
    return tuple(TableChange(t, *n) for t, n in found.items())
