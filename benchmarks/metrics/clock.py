"""CPU seconds and memory of this process and all that it started: a server, a Java machine and its workers."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Self

_TICKS = os.sysconf("SC_CLK_TCK")


class Cpu:
    """CPU seconds from now on, over all threads, of this process and those below it (the latter in steps of 10 ms)."""

    def __init__(self) -> None:
        self._others = _others()
        self._own = time.process_time()  # last, so that looking at the others is not counted

    def seconds(self) -> float:
        """How many so far."""
        own = time.process_time() - self._own
        return own + _others() - self._others


def _others() -> float:
    return sum(map(_spent, descendants()))


def memory_mb() -> float:
    """Resident memory now, pages that processes share counted once for each (proportional where the system tells)."""
    return sum(_resident(p) for p in (os.getpid(), *descendants())) / 1024


def descendants() -> list[int]:
    """Processes that this one started, and theirs."""
    below: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*"):
        fields = _fields(int(place.name))
        if fields:
            below.setdefault(int(fields[1]), []).append(int(place.name))
    found, left = [], list(below.get(os.getpid(), ()))
    while left:
        one = left.pop()
        found.append(one)
        left += below.get(one, ())
    return found


def _fields(process: int) -> list[str]:
    """What /proc/ID/stat says after the name; nothing where the process has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _spent(process: int) -> float:
    fields = _fields(process)
    return sum(map(int, fields[11:15])) / _TICKS if fields else 0.0


def _resident(process: int) -> int:
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        return 0
    return 0


class Peak:
    """The largest memory seen while a ``with`` lasted, looked at several times a second: ``mb``."""

    def __init__(self, every: float = 0.2) -> None:
        self._every, self._done, self.mb = every, threading.Event(), 0.0
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self.mb = memory_mb()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(self._every):
            self.mb = max(self.mb, memory_mb())
