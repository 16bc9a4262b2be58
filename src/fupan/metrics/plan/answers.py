"""Rows of statements that were run on a snapshot before: it never changes, so neither does what they find in it."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Any

from fupan.metrics.plan.depends import note_rows
from fupan.metrics.plan.run import fetch
from fupan.metrics.plan.turns import Turns

if TYPE_CHECKING:
    from fupan.metrics.plan.kept import Kept

MOST_CELLS = 4_000
"""Of one answer: larger ones are run again."""
_ALL_CELLS = 400_000

Rows = list[dict[str, Any]]


class Answers:
    """Rows by the text of their statement (it holds the scope, the days and the members): of this process, and with
    *kept* of earlier ones. The longest unused leave first. Safe for threads.
    """

    def __init__(self, kept: Kept | None) -> None:
        self._kept = kept
        self._found: OrderedDict[str, Any] = OrderedDict()
        self._cells = 0
        self._lock = Lock()
        self._turns = Turns()

    def fetch(self, backend: Any, text: str) -> Rows:
        """The rows of a statement of ours, run where they are not known; they are the caller's own.

        Who wants the rows of a statement that is being run waits for them.
        """
        known = self._known(text)
        if known is not None:
            return known
        with self._turns.at(text):
            known = self._known(text)
            return self._run(backend, text) if known is None else known

    def _known(self, text: str) -> Rows | None:
        with self._lock:
            table = self._found.get(text)
            if table is not None:
                self._found.move_to_end(text)
        if table is None and self._kept is not None:
            with suppress(KeyError):
                table = self._kept.read(("rows", text))
                self._hold(text, table)
        if table is None:
            return None
        columns, rows = table
        known = [dict(zip(columns, row, strict=True)) for row in rows]
        note_rows(text, known)
        return known

    def _run(self, backend: Any, text: str) -> Rows:
        found = fetch(backend, text)
        columns = tuple(found[0]) if found else ()
        if len(columns) * len(found) <= MOST_CELLS:
            table = columns, tuple(tuple(row.values()) for row in found)
            self._hold(text, table)
            if self._kept is not None:
                self._kept.write(("rows", text), table)
        return found

    def _hold(self, text: str, table: Any) -> None:
        with self._lock:
            if text not in self._found:
                self._found[text] = table
                self._cells += _cells(table)
            while self._cells > _ALL_CELLS:
                self._cells -= _cells(self._found.popitem(last=False)[1])


def _cells(table: Any) -> int:
    return 1 + len(table[0]) * len(table[1])
