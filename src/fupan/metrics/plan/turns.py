"""One maker per key: who wants the same meanwhile waits for it, so that a crowd on a new snapshot works each thing out once."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock, RLock
from typing import Any

from fupan.warehouse.line import Line, ahead

LONGEST_SECONDS = 60.0
"""So long anybody waits: then it is made twice, which is slow and right."""
_plans = Line(places=1)
_making: ContextVar[bool] = ContextVar("making", default=False)


@contextmanager
def making() -> Iterator[None]:
    """One thread makes plans at a time, for who came first: Python would share itself out, and all would wait for the last.

    What a plan is made of is made inside it. Take it before a turn: who has a turn never waits for it.
    """
    if _making.get():
        yield
        return
    with _plans.place():
        token = _making.set(True)
        try:
            with ahead():
                yield
        finally:
            _making.reset(token)


@dataclass(slots=True)
class _Turn:
    lock: Any = field(default_factory=RLock)
    waiting: int = 0


class Turns:
    """Locks by key, there for as long as somebody makes or waits. A maker may come to its own key again."""

    def __init__(self) -> None:
        self._turns: dict[Hashable, _Turn] = {}
        self._lock = Lock()

    @contextmanager
    def at(self, key: Hashable) -> Iterator[None]:
        """The turn at *key*: nobody else has it meanwhile, unless it took longer than ``LONGEST_SECONDS``."""
        with self._lock:
            turn = self._turns.setdefault(key, _Turn())
            turn.waiting += 1
        held = turn.lock.acquire(timeout=LONGEST_SECONDS)
        try:
            yield
        finally:
            if held:
                turn.lock.release()
            with self._lock:
                turn.waiting -= 1
                if not turn.waiting:
                    self._turns.pop(key, None)
