"""What was found out about snapshots: a snapshot never changes, so nothing is looked up or compiled twice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Any

from fupan.metrics.plan.answers import Answers
from fupan.metrics.plan.depends import TEXT, Facts, note, note_snapshot, noting
from fupan.metrics.plan.turns import Turns, making

if TYPE_CHECKING:
    from fupan.metrics.plan.kept import Kept

_SNAPSHOTS = 4
_ENTRIES = 2000


class Memo:
    """Plain data by key about one snapshot; at most ``_ENTRIES``, the longest unused leave first. Safe for threads.

    With *kept* also what earlier processes found out, as far as it can be written down. ``answers`` are rows found in it.
    """

    def __init__(self, kept: Kept | None = None) -> None:
        self._found: OrderedDict[Any, tuple[Any, Facts]] = OrderedDict()
        self._lock = Lock()
        self._kept = kept
        self._turns = Turns()
        self.answers = Answers(kept)

    def once(self, key: Any, make: Callable[[], Any], *, reader: Any = None) -> Any:
        """What *make* gave for *key* when it was first asked; who asks for it meanwhile waits for it.

        *reader* lets what was found out about another snapshot be taken where it holds for this one, too; without it, what
        is found out, and all that rests on it, is this one's alone.
        """
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                made, facts = self._found[key]
                note(facts)
                return made
        with making(), self._turns.at(key):
            with self._lock:
                known = self._found.get(key)
            made, facts = known or self._once_ever(key, make, reader)
            with self._lock:
                self._found[key] = made, facts
                while len(self._found) > _ENTRIES:
                    self._found.popitem(last=False)
        note(facts)
        return made

    def _once_ever(self, key: Any, make: Callable[[], Any], reader: Any) -> tuple[Any, Facts]:
        if self._kept is not None:
            with suppress(KeyError):
                return self._kept.take(key, reader)
        with noting() as facts:
            if reader is None:
                note_snapshot()
            made = make()
        if self._kept is not None:
            self._kept.keep(key, made, facts)
        return made, {fact: said for fact, said in facts.items() if fact[0] != TEXT}


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
