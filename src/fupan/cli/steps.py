"""Progress on stderr: what is being done, and how long it took where that was over a second."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self


class Steps:
    """``with Steps() as step: step("loading")``: on a terminal the running step is shown; elsewhere a line each."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet
        self.live = sys.stderr.isatty()
        self.label = ""
        self.since = 0.0

    def __enter__(self) -> Self:
        return self

    def __call__(self, label: str) -> None:
        """The step before has ended; *label* begins."""
        self._end()
        self.label, self.since = label, time.monotonic()
        if self.live and not self.quiet:
            print(f"  … {label}", end="\r", file=sys.stderr, flush=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(failed=error is not None)

    def done(self) -> None:
        """The running step has ended and none begins yet."""
        self._end()

    def _end(self, *, failed: bool = False) -> None:
        if not self.label or self.quiet:
            return
        took = time.monotonic() - self.since
        mark = "✗" if failed else "✓"
        shown = f"  {mark} {self.label}" + (f"  {took:.1f} s" if took >= 1 else "")
        print(("\033[2K" if self.live else "") + shown, file=sys.stderr, flush=True)
        self.label = ""
