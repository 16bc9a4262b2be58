"""A real worker that stops still at one point of a job, so that a test can kill it there: python -m tests.web.real_worker.

PAUSE_AT  module:name of what the job calls there; it is done (PAUSE=after) or not (PAUSE=before) when the worker stops
PAUSED    a file that appears when it stands still
"""

from __future__ import annotations

import importlib
import os
import time
from pathlib import Path
from typing import Any


def pause(at: str, when: str, mark: Path) -> None:
    """Make the function *at* stand still for good."""
    module, _, name = at.partition(":")
    owner: Any = importlib.import_module(module)
    *path, last = name.split(".")
    for part in path:
        owner = getattr(owner, part)
    real = getattr(owner, last)

    def still(*args: Any, **kwargs: Any) -> Any:
        if when == "after":
            real(*args, **kwargs)
        mark.touch()
        time.sleep(60)

    setattr(owner, last, still)


def main() -> None:
    """Work until nothing waits, or for ever at the point named."""
    import django

    django.setup()
    from fupan.web.jobs.job import jobs
    from fupan.web.jobs.working import work

    assert list(jobs())
    if at := os.environ.get("PAUSE_AT"):
        pause(at, os.environ["PAUSE"], Path(os.environ["PAUSED"]))
    work(lease=1.0, batch=True)


if __name__ == "__main__":
    main()
