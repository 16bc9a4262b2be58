"""The warehouse's door: open a snapshot to read, or become the writer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.errors import ConflictError, UserError, WorkspaceError
from fupan.warehouse.closings import Closed, Closing, add_closing, in_force, read_closings
from fupan.warehouse.closings import pinned as closed_on
from fupan.warehouse.findings import Findings
from fupan.warehouse.lineage import Origin, trace_table
from fupan.warehouse.loadlog import LoadRecord
from fupan.warehouse.lock import WriterLock
from fupan.warehouse.manifest import Manifest
from fupan.warehouse.quarantine import quarantined_rows
from fupan.warehouse.rollups import Rollup, write_rollups, write_rows
from fupan.warehouse.store import SHARED, Store
from fupan.warehouse.unmatched import Unmatched, find_implied, find_unmatched
from fupan.warehouse.writer import Step, Writer
from fupan.workspace import EngineSettings

if TYPE_CHECKING:
    import pyarrow as pa

    from fupan.warehouse.engines.files import FileReader
    from fupan.warehouse.engines.served import Served
    from fupan.warehouse.portable import Portable
    from fupan.warehouse.reader import Reader


def _silent(_: str) -> None:
    """No progress is shown."""


def _served() -> Served:
    from fupan.warehouse.engines.served import Served

    return Served()


class Warehouse:
    """Snapshots of one company's tables below ``root`` (made by the first writer).

    One that *serves* many lets its readers share an engine, whose memory is *memory_limit* for all of them.
    """

    def __init__(
        self,
        root: Path,
        *,
        memory_limit: str = "2GB",
        threads: int | None = None,
        lock_timeout_seconds: float = 30.0,
        engine: EngineSettings = EngineSettings(),  # noqa: B008 - frozen
        serves: bool = False,
    ) -> None:
        self._store, self._engine = Store(root.absolute()), engine
        self._served = _served() if serves else None
        self._memory_limit, self._threads, self._timeout = memory_limit, threads, lock_timeout_seconds

    @property
    def root(self) -> Path:
        """The directory everything lies in."""
        return self._store.root

    def current(self) -> Manifest | None:
        """The snapshot in force; None if nothing was published yet."""
        history = self._store.history()
        return self._store.manifest(history[0]) if history else None

    def snapshot(self, snapshot_id: str) -> Manifest:
        """A kept snapshot by id; WorkspaceError if there is none."""
        return self._store.manifest(snapshot_id)

    def snapshots(self) -> list[Manifest]:
        """Kept snapshots, the newest first."""
        return self._store.snapshots()

    def loads(self, snapshot_id: str | None = None) -> list[LoadRecord]:
        """Loads in force (now, or in a kept snapshot), the newest last."""
        found = self._pick(snapshot_id)
        return [self._store.load(i) for i in found.loads] if found else []

    def quarantine(self, load_id: str) -> pa.Table:
        """Rows a load held back: table, source_file, source_row, field, found, reason, expected, row (JSON)."""
        return quarantined_rows(self._store, self._store.load(load_id))

    def lineage(self, table: str, snapshot_id: str | None = None) -> list[Origin]:
        """Loads and files behind the rows of a table, in the order of loads; empty where nothing was loaded."""
        found = self._pick(snapshot_id)
        return trace_table(self._store, found, table) if found else []

    def unmatched(self, reader: FileReader) -> list[Unmatched]:
        """Written names no master knows, those with most money behind them first."""
        return find_unmatched(reader)

    def implied(self, reader: FileReader) -> list[Unmatched]:
        """Names that are members of their own for want of a master: two of them may be one."""
        return find_implied(reader)

    # -- closed months

    def closings(self) -> tuple[Closing, ...]:
        """Every closing and reopening of a month, the oldest first."""
        return read_closings(self._store)

    def closed_on(self) -> set[str]:
        """Snapshots that closed months stand on."""
        return closed_on(read_closings(self._store))

    def closed(self, snapshot_id: str | None = None) -> dict[str, tuple[Closed, ...]]:
        """What is closed, by calendar; of a kept snapshot: what had been closed on it or before it."""
        found = self._pick(snapshot_id)
        known = {m.id for m in self._store.snapshots() if found is not None and m.created <= found.created}
        entries = [e for e in read_closings(self._store) if snapshot_id is None or e.snapshot in known]
        return {name: in_force(entries, name) for name in dict.fromkeys(e.calendar for e in entries)}

    def add_closing(self, entry: Closing, *, known: int) -> None:
        """Close or reopen a month; *known* is how many entries the list had when this was decided (compare and swap)."""
        with WriterLock(self._store.lock, self._timeout):
            if entry.kind == "close" and entry.snapshot != (self._store.history() or ("",))[0]:
                raise ConflictError("a new snapshot was published meanwhile; look at the figures and close again")
            add_closing(self._store, entry, known)

    def read(self, snapshot_id: str | None = None) -> Reader:
        """A reader on the current snapshot or the one named, on the engine of the workspace; use it in a ``with``.

        UserError if nothing was loaded.
        """
        from fupan.warehouse.engines import open_reader

        return open_reader(
            self._store, self._found(snapshot_id), self._engine, memory_limit=self._memory_limit, threads=self._threads,
            closed=self.closed(snapshot_id), served=self._served,
        )  # fmt: skip

    def select(
        self,
        text: str,
        *,
        views: Mapping[str, str] | None = None,
        snapshot_id: str | None = None,
        timeout_seconds: float = 60.0,
    ) -> pa.Table:
        """Rows of one SELECT of somebody else's over a snapshot's tables and *views*; read only, bounded in time."""
        from fupan.warehouse.select import run_select

        with self.read_files(snapshot_id) as reader:
            return run_select(reader, text, views=views, timeout_seconds=timeout_seconds)

    def export_database(self, path: Path, *, views: Mapping[str, str], snapshot_id: str | None = None) -> None:
        """A DuckDB file with a copy of a snapshot's tables and *views*, for BI tools. UserError where it exists."""
        from fupan.warehouse.select import write_database

        manifest = self._found(snapshot_id)
        write_database(path, lambda name: list(self._store.paths(manifest.tables.get(name, ()))), views)

    def read_files(self, snapshot_id: str | None = None) -> FileReader:
        """A reader on the snapshot's own files, whatever the engine: for what belongs to loading."""
        from fupan.warehouse.engines.files import FileReader

        return FileReader(self._store, self._found(snapshot_id), memory_limit=self._memory_limit, threads=self._threads)

    def mixed(self, before: str, after: str, step: str, told: date) -> FileReader:
        """A reader on two snapshots mixed up to *step* of ``engines.mixed.STEPS``; *told*: what is dated later is new."""
        from fupan.warehouse.engines.mixed import MixedReader

        return MixedReader(
            self._store, self._found(before), self._found(after), step, told, memory_limit=self._memory_limit,
            threads=self._threads,
        )  # fmt: skip

    def _found(self, snapshot_id: str | None) -> Manifest:
        found = self._pick(snapshot_id)
        if found is None:
            raise UserError(
                f"{self.root}: nothing has been loaded yet. Put files into the data folder and run: fupan load"
            )
        return found

    def keep_rollup(self, reader: FileReader, rollup: Rollup, query: str) -> Rollup:
        """Write the rows that *query* gives through *reader* as *rollup* of its snapshot; its description with their number."""
        batches = reader.backend.con.execute(query).to_arrow_reader(100_000)
        return write_rows(self._store, reader.manifest.id, rollup, batches)

    def keep_rollups(self, snapshot_id: str, rollups: Iterable[Rollup]) -> None:
        """Make these the roll-ups of a snapshot for every reader opened from now on."""
        write_rollups(self._store, snapshot_id, rollups)

    @contextmanager
    def write(self, now: datetime, *, step: Step = _silent) -> Iterator[Writer]:
        """Become the writer; ConflictError if another one does not end in time.

        What was not published when the ``with`` ends never happened. ``step`` is told what is being done. PostgreSQL is
        brought along; if it cannot be reached, WorkspaceError says so, and the files are published all the same.
        """
        before = self._store.history()
        with WriterLock(self._store.lock, self._timeout):
            writer = Writer(self._store, now, step, memory_limit=self._memory_limit, threads=self._threads)
            try:
                yield writer
            finally:
                writer.close()
        if self._engine.name == "postgres" and self._store.history()[:1] != before[:1]:
            try:
                self.read().close()
            except WorkspaceError as e:
                raise WorkspaceError(f"everything was loaded, but not copied to PostgreSQL: {e}") from e

    def portable(self, snapshots: Iterable[str] | None = None) -> Portable:
        """What a copy of these snapshots and of the one in force needs (None: of all); see ``Portable``.

        The files it names never change, but ``prune`` may take them away: then reading one fails and nothing is wrong.
        """
        from fupan.warehouse.portable import portable

        with WriterLock(self._store.lock, self._timeout):
            return portable(self._store, snapshots)

    def prune(
        self, keep: int, *, now: datetime, pinned: Iterable[str] = (), younger_than: timedelta = timedelta(hours=1)
    ) -> list[str]:
        """Forget old snapshots, but for the newest ``keep``, those pinned, those that closed months stand on, and those a reader may still have open.

        ``younger_than``: a snapshot that was in force this recently stays. Returns the ids that went. Loads in force
        stay in any case. ConflictError if a pinned one does not exist.
        """
        if keep < 1:
            raise UserError("at least one snapshot has to be kept")
        wanted = set(pinned) | closed_on(read_closings(self._store))
        with WriterLock(self._store.lock, self._timeout):
            chain = self._store.snapshots()
            missing = wanted - {m.id for m in chain}
            if missing:
                raise ConflictError(f"pinned snapshots are not there: {', '.join(sorted(missing))}")
            stays: list[Manifest] = []
            goes: list[Manifest] = []
            replaced = now
            for n, one in enumerate(chain):
                recent = now - replaced < younger_than
                (stays if n < keep or one.id in wanted or recent else goes).append(one)
                replaced = one.created
            self._store.point_to(m.id for m in stays)
            self._store.sweep(stays)
            if goes:  # what may hold for several snapshots may tell of those that went
                Findings(self._store, SHARED).forget()
            if self._engine.name == "postgres":
                from fupan.warehouse.engines.postgres import forget

                forget(self._store, self._engine.postgres, [m.id for m in stays])
        return [m.id for m in goes]

    def forget_findings(self, *, older_than: timedelta, now: datetime) -> int:
        """Let go the findings of kept snapshots that have not been in force for *older_than*; of how many snapshots."""
        gone, replaced = 0, now
        for one in self._store.snapshots():
            gone += now - replaced > older_than and Findings(self._store, one.id).forget()
            replaced = one.created
        return gone

    def _pick(self, snapshot_id: str | None) -> Manifest | None:
        return self.current() if snapshot_id is None else self._store.manifest(snapshot_id)
