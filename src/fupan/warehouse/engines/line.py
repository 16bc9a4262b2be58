"""Waiting for the engine: a few statements run at once, and who came first goes first."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from threading import Condition

PLACES = 2
"""One uses all cores where it can; the other fills the gaps where it cannot. More only share the memory out."""


class Line:
    """At most *places* at once. A page keeps the number it got when it came, for each of its statements: so pages are
    finished one after the other, where all would end last if they took turns.
    """

    def __init__(self, places: int = PLACES) -> None:
        self._free, self._waiting = places, list[int]()
        self._numbers, self._changed = count(), Condition()

    def number(self) -> int:
        """A number for who comes now: lower goes first."""
        return next(self._numbers)

    @contextmanager
    def place(self, number: int) -> Iterator[None]:
        """One of the places, once it is this number's turn."""
        with self._changed:
            heapq.heappush(self._waiting, number)
            self._changed.wait_for(lambda: self._free > 0 and self._waiting[0] == number)
            heapq.heappop(self._waiting)
            self._free -= 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()
