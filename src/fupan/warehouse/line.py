"""Waiting in line: a few do at once what takes the whole machine, and who came first goes first."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from threading import Condition

_numbers = count()
_AHEAD = -1
_came: ContextVar[int | None] = ContextVar("came", default=None)


@contextmanager
def arrived() -> Iterator[None]:
    """Who comes now gets one number for all that is done meanwhile; inside another ``arrived`` it stays that one's.

    So what belongs together (the statements of a page) is finished one after the other: taking turns, all would end last.
    """
    if _came.get() is not None:
        yield
        return
    token = _came.set(next(_numbers))
    try:
        yield
    finally:
        _came.reset(token)


@contextmanager
def ahead() -> Iterator[None]:
    """Who does meanwhile what others wait for stands in no line."""
    token = _came.set(_AHEAD)
    try:
        yield
    finally:
        _came.reset(token)


class Line:
    """At most *places* at once; of those who wait, the lowest number goes first."""

    def __init__(self, places: int) -> None:
        self._free, self._waiting, self._changed = places, list[int](), Condition()

    @contextmanager
    def place(self) -> Iterator[None]:
        """One of the places, once it is our turn."""
        came = _came.get()
        if came == _AHEAD:
            yield
            return
        number = next(_numbers) if came is None else came
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
