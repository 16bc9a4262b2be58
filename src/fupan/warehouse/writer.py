"""The one writer: folds loads into current rows, builds the published tables, and makes them current in one step."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from fupan.contracts import Table, all_tables, table
from fupan.contracts.batch import Batch
from fupan.errors import ConflictError, UserError
from fupan.warehouse.build import BUILD_VERSION, build_tables
from fupan.warehouse.engine import columns, identifier, parquet, scalar, staging_connection, write_parquet
from fupan.warehouse.files import flush, flush_directory
from fupan.warehouse.fold import Incoming, fold
from fupan.warehouse.loadlog import BatchRecord, Change, LoadRecord, record_of
from fupan.warehouse.manifest import FileRef, Manifest, sealed
from fupan.warehouse.rows import empty_rows, state_columns
from fupan.warehouse.rules import BuildRules
from fupan.warehouse.store import Store

Step = Callable[[str], None]
_LOAD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(slots=True)
class _Pending:
    record: LoadRecord
    fresh: bool  # rows are not folded yet


class Writer:
    """Collects what changes and publishes it; nothing is visible to readers before :meth:`publish` returns.

    ``step`` is told what is being done ("fold order_lines"), for progress.
    """

    def __init__(self, store: Store, now: datetime, step: Step, *, memory_limit: str, threads: int | None) -> None:
        self._store, self._now, self._step = store, now, step
        self._history = store.history()
        self._chain = store.snapshots()
        store.sweep(self._chain)
        self._base = self._chain[0] if self._chain else None
        self._loads = [_Pending(store.load(i), fresh=False) for i in (self._base.loads if self._base else ())]
        self._con = staging_connection(memory_limit, threads=threads, spill=store.spill)
        self._scratch, self._written = store.scratch(), 0

    def close(self) -> None:
        """Give back the engine and scratch files."""
        self._con.close()
        for directory in (self._scratch, self._store.spill):
            shutil.rmtree(directory, ignore_errors=True)

    def add(self, load_id: str, batches: Sequence[Batch], *, reason: str = "") -> None:
        """Take the batches of one load in; their files are copied, so the caller may remove them."""
        if not _LOAD_ID.fullmatch(load_id):
            raise UserError(f"“{load_id}” cannot be the id of a load: letters, digits, dot, dash, underscore only")
        if any(p.record.id == load_id for p in self._loads):
            raise ConflictError(f"there is a load “{load_id}” already")
        directory = self._store.load_directory(load_id)
        if directory.exists():
            raise ConflictError(f"a load “{load_id}” was taken back; give the new one another id")
        directory.mkdir(parents=True)
        self._step(f"add {load_id}")
        kept = []
        for n, batch in enumerate(batches):
            table(batch.table)
            path, held = f"{n:03d}-{batch.table}.parquet", None
            _keep(batch.path, directory / path)
            rows = scalar(self._con, f"SELECT count(*) FROM {parquet([directory / path])}")
            if rows != batch.loaded:
                raise ValueError(f"{batch.file.name}: the batch of {batch.table} holds {rows} rows, not {batch.loaded}")
            if batch.quarantine is not None:
                held = f"{n:03d}-{batch.table}-quarantine.parquet"
                _keep(batch.quarantine, directory / held)
            kept.append(record_of(batch, path, held))
        record = LoadRecord(load_id, self._now, reason, tuple(kept))
        self._store.write_load(record)
        flush_directory(directory)
        self._loads.append(_Pending(record, fresh=True))

    def drop(self, load_id: str) -> None:
        """Take a load back: what came after it is folded again without it."""
        left = [p for p in self._loads if p.record.id != load_id]
        if len(left) == len(self._loads):
            raise UserError(f"no load “{load_id}” is in force; in force are: {', '.join(self._ids()) or 'none'}")
        self._loads = left

    def publish(self, rules: BuildRules) -> tuple[Manifest, tuple[Change, ...]]:
        """Fold, build, write and switch; the snapshot in force afterwards and what the new loads did to it.

        Where nothing changed (the same files again, the same rules) the current snapshot is kept and given back.
        ConflictError if another writer has switched meanwhile.
        """
        state, changes = self._fold()
        records = [p.record for p in self._loads]
        base = self._base
        same_rules = base is not None and base.rules == rules.hash() and base.build == BUILD_VERSION
        if base is not None and same_rules and base.loads == tuple(self._ids()) and base.state == state:
            return base, changes
        built, notes = self._build(state, rules)
        made = sealed(
            Manifest(
                "",
                self._now,
                base.id if base else None,
                tuple(r.id for r in records),
                built,
                state,
                rules.hash(),
                BUILD_VERSION,
                notes,
            )
        )
        self._step("manifest")
        self._store.write_manifest(made)
        self._step("switch")
        if self._store.history() != self._history:
            raise ConflictError("another writer published a snapshot meanwhile; nothing of this load is in force")
        self._history = (made.id, *self._history)
        self._store.point_to(self._history)
        self._step("switched")
        self._base = made
        self._chain.insert(0, made)
        return made, changes

    # -- fold

    def _ids(self) -> tuple[str, ...]:
        return tuple(p.record.id for p in self._loads)

    def _fold(self) -> tuple[dict[str, tuple[FileRef, ...]], tuple[Change, ...]]:
        """The state after all loads in force, and what the fresh loads changed."""
        start = self._start()
        files = dict(start.state) if start else {}
        done = len(start.loads) if start else 0
        touched: dict[str, None] = {}
        changes: list[Change] = []
        for pending in list(self._loads[done:]):
            found = [self._fold_group(*group, pending, files, touched) for group in _groups(pending.record)]
            if not pending.fresh:
                continue
            changes += found
            if all(c.nothing for c in found) and self._seen(pending.record):
                self._loads.remove(pending)
                shutil.rmtree(self._store.load_directory(pending.record.id))
                continue
            pending.record, pending.fresh = replace(pending.record, changes=tuple(found)), False
            self._store.write_load(pending.record)
        for name in touched:
            files[name] = self._write_state(table(name))
        return {name: files[name] for name in sorted(files) if files[name]}, tuple(changes)

    def _start(self) -> Manifest | None:
        """The newest kept snapshot whose loads are the first of those in force: the point to fold on from."""
        ids = self._ids()
        return next((m for m in self._chain if m.build == BUILD_VERSION and m.loads == ids[: len(m.loads)]), None)

    def _fold_group(
        self, name: str, records: Sequence[BatchRecord], pending: _Pending, files: dict[str, tuple[FileRef, ...]],
        touched: dict[str, None],
    ) -> Change:  # fmt: skip
        contract = table(name)
        if name not in touched:
            self._open_state(contract, files.get(name, ()))
            touched[name] = None
        self._step(f"fold {name}")
        directory = self._store.load_directory(pending.record.id)
        incoming = [Incoming(r, directory / r.path) for r in records]
        return fold(self._con, contract, f"w_{name}", pending.record.id, incoming)

    def _open_state(self, contract: Table, refs: Iterable[FileRef]) -> None:
        self._con.execute(
            f"CREATE TEMP TABLE {identifier('w_' + contract.name)} AS {self._state_query(contract, refs)}"
        )

    def _state_query(self, contract: Table, refs: Iterable[FileRef]) -> str:
        paths = self._store.paths(refs)
        empty = empty_rows(state_columns(contract))
        names = columns(n for n, _ in state_columns(contract))
        # a field declared since the file was written is NULL there
        return f"SELECT {names} FROM ({empty} UNION ALL BY NAME SELECT * FROM {parquet(paths)})" if paths else empty

    def _write_state(self, contract: Table) -> tuple[FileRef, ...]:
        name = identifier(f"w_{contract.name}")
        order = columns(dict.fromkeys(("source_file", "source_row", *contract.key)))
        everything = columns(n for n, _ in state_columns(contract))
        refs = self._write("state", contract.name, f"SELECT * FROM {name} ORDER BY {order}, hash({everything})")
        self._con.execute(f"DROP TABLE {name}")
        return refs

    def _seen(self, record: LoadRecord) -> bool:
        """Whether each file of a load was loaded before in the same way: then there is nothing to remember of it."""
        known = {
            (b.table, b.source, b.file.sha256, b.file.sheet, b.mapping_hash)
            for p in self._loads if p.record.id != record.id for b in p.record.batches
        }  # fmt: skip
        return all((b.table, b.source, b.file.sha256, b.file.sheet, b.mapping_hash) in known for b in record.batches)

    # -- build

    def _build(
        self, state: dict[str, tuple[FileRef, ...]], rules: BuildRules
    ) -> tuple[dict[str, tuple[FileRef, ...]], tuple[str, ...]]:
        for contract in all_tables():
            name = identifier("s_" + contract.name)
            query = self._state_query(contract, state.get(contract.name, ()))
            self._con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")
        built: dict[str, tuple[FileRef, ...]] = {}

        def emit(name: str, query: str) -> None:
            self._step(f"build {name}")
            refs = self._write("tables", name, query)
            if refs:
                built[name] = refs
                query = f"SELECT * FROM {parquet(self._store.paths(refs))}"
            else:
                query = empty_rows((row[0], row[1]) for row in self._con.execute(f"DESCRIBE {query}").fetchall())
            self._con.execute(f"CREATE OR REPLACE TEMP VIEW {identifier('p_' + name)} AS {query}")

        notes = build_tables(self._con, rules, frozenset(state), emit, self._now.date())
        return {name: built[name] for name in sorted(built)}, tuple(notes)

    def _write(self, part: str, name: str, query: str) -> tuple[FileRef, ...]:
        self._written += 1  # a name of its own for each file: the engine may cache by name
        path = self._scratch / f"{self._written:04d}-{part}-{name}.parquet"
        rows = write_parquet(self._con, query, path)
        if rows == 0:
            path.unlink()
            return ()
        return (self._store.adopt(part, name, path, rows),)


def _groups(record: LoadRecord) -> list[tuple[str, list[BatchRecord]]]:
    """Batches of one load by table and source, in the order in which they came."""
    found: dict[tuple[str, str], list[BatchRecord]] = {}
    for b in record.batches:
        found.setdefault((b.table, b.source), []).append(b)
    return [(name, batches) for (name, _), batches in found.items()]


def _keep(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    flush(target)
