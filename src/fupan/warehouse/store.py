"""Files of the warehouse: written aside, flushed to the disk, then renamed into place; never changed afterwards.

current               ids of the kept snapshots, the first being in force: the pointer
snapshots/ID.json     manifests
tables/NAME/SHA.parquet   rows of published tables        state/NAME/SHA.parquet   rows before names were resolved
loads/ID/             load.json and the batches of a load
cache/ID/             roll-ups of a snapshot: may be thrown away at any time
lock, spill/          the writer's
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fupan.errors import WorkspaceError
from fupan.warehouse import loadlog, manifest
from fupan.warehouse.files import file_sha256, flush, flush_directory, replace_file, write_text
from fupan.warehouse.loadlog import LoadRecord
from fupan.warehouse.manifest import FileRef, Manifest

SHARED = "shared"
"""Stands for a snapshot's id below cache/, where findings are kept that may hold for several."""


@dataclass(frozen=True, slots=True)
class Store:
    """Paths below the warehouse's root and what may be done with them."""

    root: Path

    @property
    def lock(self) -> Path:
        """The writer's lock file."""
        return self.root / "lock"

    @property
    def spill(self) -> Path:
        """Where the writer's engine may spill."""
        return self.root / "spill"

    def load_directory(self, load_id: str) -> Path:
        """Directory of one load."""
        return self.root / "loads" / load_id

    def path(self, ref: FileRef) -> Path:
        """Absolute path of a file."""
        return self.root / ref.path

    def paths(self, refs: Iterable[FileRef]) -> list[Path]:
        """Absolute paths of files."""
        return [self.root / r.path for r in refs]

    # -- reading

    def history(self) -> tuple[str, ...]:
        """Ids of the snapshots that are kept, the one in force first; empty if nothing was published."""
        try:
            return tuple((self.root / "current").read_text(encoding="utf-8").split())
        except FileNotFoundError:
            return ()

    def manifest(self, snapshot_id: str) -> Manifest:
        """A snapshot by id; WorkspaceError if it is unknown or damaged."""
        path = self._manifest_path(snapshot_id)
        try:
            return manifest.from_json(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise WorkspaceError(f"{self.root}: no snapshot “{snapshot_id}”; it may have been pruned") from None
        except (ValueError, KeyError, TypeError) as e:
            raise WorkspaceError(f"{path}: the manifest is damaged: {e}") from e

    def snapshots(self) -> list[Manifest]:
        """The snapshots that are kept, the one in force first."""
        return [self.manifest(i) for i in self.history()]

    def load(self, load_id: str) -> LoadRecord:
        """A load's record; WorkspaceError if it is unknown or damaged."""
        path = self.load_directory(load_id) / "load.json"
        try:
            return loadlog.from_json(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise WorkspaceError(f"{self.root}: no load “{load_id}”") from None
        except (ValueError, KeyError, TypeError) as e:
            raise WorkspaceError(f"{path}: the load's record is damaged: {e}") from e

    # -- writing (under the lock)

    def adopt(self, part: str, table: str, written: Path, rows: int) -> FileRef:
        """Take a finished Parquet file in, named by its content; a file that is there already is referenced again."""
        digest = file_sha256(written)
        relative = f"{part}/{table}/{digest[:24]}.parquet"
        target, size = self.root / relative, written.stat().st_size
        if target.is_file() and target.stat().st_size == size:
            written.unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            flush(written)
            replace_file(written, target)
            flush_directory(target.parent)
        return FileRef(relative, digest, rows, size)

    def write_manifest(self, made: Manifest) -> None:
        """Write a manifest beside the others; nothing reads it until the pointer moves."""
        write_text(self._manifest_path(made.id), manifest.to_json(made))

    def write_load(self, record: LoadRecord) -> None:
        """Write a load's record into its directory."""
        write_text(self.load_directory(record.id) / "load.json", loadlog.to_json(record))

    def point_to(self, history: Iterable[str]) -> None:
        """Make the first of these snapshots current and the rest its kept predecessors, in one atomic step."""
        write_text(self.root / "current", "".join(f"{i}\n" for i in history))

    def scratch(self) -> Path:
        """An empty directory for files being written."""
        path = self.root / "scratch"
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
        return path

    def sweep(self, keep: Iterable[Manifest]) -> int:
        """Remove every file that no snapshot of *keep* needs, leftovers of a crash among them; how many were removed."""
        kept = list(keep)
        manifests = {f"{m.id}.json" for m in kept}
        files = {f.path for m in kept for f in m.files()}
        loads = {load for m in kept for load in m.loads}
        doomed = [p for p in (self.root / "snapshots").glob("*") if p.name not in manifests]
        for part in ("tables", "state"):
            doomed += [p for p in (self.root / part).glob("*/*") if p.relative_to(self.root).as_posix() not in files]
        doomed += list(self.root.glob("current.*"))
        removed = sum(_remove(p) for p in doomed)
        for directory in (self.root / "loads").glob("*"):
            if directory.name not in loads:
                shutil.rmtree(directory, ignore_errors=True)
                removed += 1
        for directory in (self.root / "cache").glob("*"):
            if f"{directory.name}.json" not in manifests and directory.name != SHARED:
                shutil.rmtree(directory, ignore_errors=True)
        for directory in (self.root / "scratch", self.spill):
            shutil.rmtree(directory, ignore_errors=True)
        return removed

    def _manifest_path(self, snapshot_id: str) -> Path:
        if not snapshot_id or Path(snapshot_id).name != snapshot_id or "\\" in snapshot_id:
            raise WorkspaceError(f"“{snapshot_id}” is not the id of a snapshot")
        return self.root / "snapshots" / f"{snapshot_id}.json"


def _remove(path: Path) -> int:
    with contextlib.suppress(OSError):  # on Windows a reader may still have it open; the next sweep takes it
        path.unlink()
        return 1
    return 0
