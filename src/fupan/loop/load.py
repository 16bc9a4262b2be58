"""Loading: files -> batches -> a new snapshot, and what came of each file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.errors import NeedsPersonError, SourceError

if TYPE_CHECKING:
    from fupan.contracts.batch import Batch
    from fupan.sources import Proposal
    from fupan.warehouse import BuildRules, Warehouse
    from fupan.workspace import Workspace

Step = Callable[[str], None]
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
    """One load: its id and snapshot (None on a dry run or when nothing was loaded), files and changes."""

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
