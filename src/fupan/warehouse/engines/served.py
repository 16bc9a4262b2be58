"""Engines over a snapshot's files that stay open for who comes next: a process that serves many shares one among them.

One engine has one memory and one set of threads, however many ask, and keeps what it read of the files.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from fupan.warehouse.engines.duck import DuckEngine
from fupan.warehouse.line import Line

if TYPE_CHECKING:
    from fupan.warehouse.engines.files import FileReader

MOST_UNUSED = 2
"""So many stay open that nobody reads from: the snapshot in force, and the one it is compared with."""
PLACES = 2
"""Statements at once: one uses all cores where it can, the other fills the gaps; more would only share the memory out."""


class QueuingEngine(DuckEngine):
    """A cursor of a shared engine, whose statements wait for their turn."""

    def __init__(self, con: Any, line: Line) -> None:
        super().__init__(con)
        self._line = line

    def fetch_rows(self, text: str) -> list[dict[str, Any]]:
        """The rows of a statement of ours, once it is its turn."""
        with self._line.place():
            return super().fetch_rows(text)


@dataclass(slots=True)
class _Open:
    reader: FileReader
    line: Line = field(default_factory=lambda: Line(PLACES))
    readers: int = 0


class Served:
    """Open engines by what they show. Safe for threads."""

    def __init__(self) -> None:
        self._open: OrderedDict[Hashable, _Open] = OrderedDict()
        self._lock = Lock()

    def reader(self, key: Hashable, make: Callable[[], FileReader]) -> FileReader:
        """A reader of its own over the engine of *key*, made where it is not open; closing it keeps the engine."""
        with self._lock:
            found = self._open.get(key)
            if found is None:
                found = self._open[key] = _Open(make())
            self._open.move_to_end(key)
            found.readers += 1
        engine = QueuingEngine(found.reader.backend.con.cursor(), found.line)
        return found.reader.beside(engine, lambda: self._left(found))

    def _left(self, one: _Open) -> None:
        """Who read from *one* has gone: close the longest unused that nobody reads from."""
        with self._lock:
            one.readers -= 1
            idle = [key for key, each in self._open.items() if not each.readers]
            for key in idle[: max(len(idle) - MOST_UNUSED, 0)]:
                self._open.pop(key).reader.close()
