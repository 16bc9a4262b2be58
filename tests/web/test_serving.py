"""The web and its worker as real processes: started, healthy, stopped gracefully, and gone together after kill -9."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fupan.loop import Company

pytestmark = [pytest.mark.needs("posix"), pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]


class Served:
    """``fupan serve`` on a copy of the company."""

    def __init__(self, root: Path) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("FUPAN_", "DJANGO_"))}
        self.log = (root / "log").open("w+b")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "fupan", "serve", "-w", str(root), "--port", "0"], stderr=self.log,
            env=environment | {"PYTHONPATH": str(ROOT / "src")}, start_new_session=True,
        )  # fmt: skip
        self.url = ""
        until(lambda: self._find_url() and self.health().get("ok"))
        until(lambda: len(self.children()) == 2)

    def _find_url(self) -> bool:
        assert self.process.poll() is None, self.told()
        found = re.search(r"http://\S+/", self.told())
        self.url = found[0] if found else ""
        return bool(found)

    def told(self) -> str:
        return Path(self.log.name).read_text(encoding="utf-8")

    def health(self) -> dict[str, object]:
        try:
            with urllib.request.urlopen(f"{self.url}health/", timeout=5) as answer:
                found: dict[str, object] = json.load(answer)
                return found
        except (urllib.error.URLError, OSError):
            return {}

    def children(self) -> dict[int, str]:
        """Processes of the web: number -> command line."""
        listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
        rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
        return {int(pid): args for pid, parent, args in rows if int(parent) == self.process.pid}


def until(holds: Callable[[], object], seconds: float = 200) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def served(loaded: Company, tmp_path: Path) -> Iterator[Served]:
    root = tmp_path / "公司"
    shutil.copytree(loaded.workspace.root, root)
    made = Served(root)
    yield made
    for pid in [*made.children(), made.process.pid]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    made.process.wait(10)
    made.log.close()


def test_a_dead_worker_is_replaced_sigterm_stops_all_and_sigkill_of_the_web_takes_the_rest_along(
    served: Served, tmp_path: Path
) -> None:
    assert served.health() == {"ok": True, "database": "ok", "jobs": "ok", "snapshot": "ok"}
    assert "一次性密码" in served.told()
    lines = [json.loads(line) for line in served.told().splitlines() if line.startswith("{")]
    assert all({"time", "level", "logger", "message"} <= set(line) for line in lines)

    def worker() -> int:
        return next((pid for pid, args in served.children().items() if "fupan.web.worker" in args), 0)

    first = worker()
    os.kill(first, signal.SIGKILL)
    until(lambda: worker() not in {0, first})
    children = list(served.children())
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(100) == 0
    assert not any(alive(pid) for pid in children)

    again = Served(tmp_path / "公司")
    assert "一次性密码" not in again.told()
    children = list(again.children())
    again.process.kill()
    again.process.wait(10)
    until(lambda: not any(alive(pid) for pid in children), 100)
    again.log.close()
