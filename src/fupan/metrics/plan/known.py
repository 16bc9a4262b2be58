"""What was found out about snapshots: a snapshot never changes, so nothing is looked up or compiled twice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Any

from fupan.metrics.plan.answers import Answers

if TYPE_CHECKING:
    from fupan.metrics.plan.kept import Kept

_SNAPSHOTS = 4
_ENTRIES = 2000


class Memo:
    """Plain data by key about one snapshot; at most ``_ENTRIES``, the longest unused leave first. Safe for threads.

    With *kept* also what earlier processes found out, as far as it can be written down. ``answers`` are rows found in it.
    """

    def __init__(self, kept: Kept | None = None) -> None:
        self._found: OrderedDict[Any, Any] = OrderedDict()
        self._lock = Lock()
        self._kept = kept
        self.answers = Answers(kept)

    def once(self, key: Any, make: Callable[[], Any]) -> Any:
        """What *make* gave for *key* when it was first asked. Two threads may make the same at once; both are right."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        made = self._once_ever(key, make) if self._kept is not None else make()
        with self._lock:
            self._found[key] = made
            while len(self._found) > _ENTRIES:
                self._found.popitem(last=False)
        return made

    def _once_ever(self, key: Any, make: Callable[[], Any]) -> Any:
        assert self._kept is not None  # noqa: S101 - for the type checker
        with suppress(KeyError):
            return self._kept.read(key)
        made = make()
        self._kept.write(key, made)
        return made


class Known:
    """A memo for each of the snapshots asked last."""

    def __init__(self) -> None:
        self._memos: OrderedDict[tuple[str, str], Memo] = OrderedDict()
        self._lock = Lock()

    def of(self, snapshot: str | None, engine: str = "duckdb", kept: Callable[[], Kept | None] | None = None) -> Memo:
        """The memo of a snapshot on an engine; a new one each time where it has no id. *kept* tells what lasts."""
        if snapshot is None:
            return Memo()
        with self._lock:
            memo = self._memos.get((snapshot, engine))
            if memo is None:
                memo = self._memos[snapshot, engine] = Memo(kept() if kept else None)
            self._memos.move_to_end((snapshot, engine))
            while len(self._memos) > _SNAPSHOTS:
                self._memos.popitem(last=False)
        return memo
