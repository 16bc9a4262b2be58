"""The web and its worker as real processes: started, healthy, stopped gracefully, and gone together after kill -9."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.served import Served, until

from fupan.loop import Company

pytestmark = [pytest.mark.needs("posix"), pytest.mark.slow]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def served(loaded: Company, tmp_path: Path) -> Iterator[Served]:
    root = tmp_path / "公司"
    shutil.copytree(loaded.workspace.root, root)
    made = Served(root, root / "log")
    yield made
    made.end()


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

    again = Served(tmp_path / "公司", tmp_path / "公司" / "log")
    assert "一次性密码" not in again.told()
    children = list(again.children())
    again.process.kill()
    again.process.wait(10)
    until(lambda: not any(alive(pid) for pid in children), 100)
    again.log.close()
