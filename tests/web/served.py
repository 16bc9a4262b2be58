"""``fupan serve`` as a real process, for tests that need more than the test client."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Served:
    """A workspace that is served on a free port, until ``end``; ``worker``: with its background worker."""

    def __init__(self, root: Path, log: Path, *, worker: bool = True) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("FUPAN_", "DJANGO_"))}
        self.log = log.open("w+b")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "fupan", "serve", "-w", str(root), "--port", "0", *([] if worker else ["--no-worker"])],
            stderr=self.log, env=environment | {"PYTHONPATH": str(ROOT / "src")}, start_new_session=True,
        )  # fmt: skip
        self.url = ""
        until(lambda: self._find_url() and (told := self.health()) and (told.get("ok") or not worker))
        until(lambda: len(self.children()) == 1 + worker)

    def _find_url(self) -> bool:
        assert self.process.poll() is None, self.told()
        found = re.search(r"http://\S+/", self.told())
        self.url = found[0] if found else ""
        return bool(found)

    def told(self) -> str:
        """What it wrote so far."""
        return Path(self.log.name).read_text(encoding="utf-8")

    def health(self) -> dict[str, object]:
        """What the health page says; nothing while it does not answer."""
        found: dict[str, object] = {}
        try:
            with urllib.request.urlopen(f"{self.url}health/", timeout=5) as answer:
                found = json.load(answer)
        except urllib.error.HTTPError as unwell:
            found = json.load(unwell)
        except (urllib.error.URLError, OSError):
            pass
        return found

    def children(self) -> dict[int, str]:
        """Processes of the web: number -> command line."""
        listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
        rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
        return {int(pid): args for pid, parent, args in rows if int(parent) == self.process.pid}

    def end(self) -> None:
        """Kill all of it."""
        for pid in [*self.children(), self.process.pid]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait(10)
        self.log.close()


def until(holds: Callable[[], object], seconds: float = 200) -> None:
    """Wait until something holds; AssertionError when it takes longer."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)
