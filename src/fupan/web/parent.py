"""Going down with the process that started this one, also where that one was killed and could say nothing."""

from __future__ import annotations

import os
import signal
import threading
import time

PARENT = "FUPAN_PARENT"
"""The process id that a child of ``fupan serve`` watches."""


def orphaned(parent: int) -> bool:
    """Whether *parent* is not this process's parent any more: it ended, and the system gave us another."""
    return os.name == "posix" and os.getppid() != parent


def follow_parent(parent: int, *, every: float = 1.0) -> threading.Thread:
    """Ask this process to stop gracefully once its parent has gone."""

    def watch() -> None:
        while not orphaned(parent):
            time.sleep(every)
        os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=watch, name="follow-parent", daemon=True)
    thread.start()
    return thread
