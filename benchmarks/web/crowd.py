"""Many people at once: each opens the cockpit, figures and rows again and again; half-way another snapshot takes over."""

from __future__ import annotations

import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.web.place import REGIONS, WINDOW, address, people, switch, workspace

SECONDS = 120.0
PAUSE = 10.0
"""Seconds between two looks of one person."""


def prepare_people(root: str) -> str:
    """Accounts and their sessions in the database that the environment names (in a process of its own)."""
    from fupan.web.serve import prepare

    prepare(Path(root))
    return json.dumps(people())


def crowd(place: Path, rows: int, database: str) -> dict[str, float]:
    """Serve, let everybody look around, switch the snapshot in the middle; seconds, errors and lock waits."""
    from fupan.web.serve import free_port

    root = workspace(place, rows, "crowd")
    env = os.environ | ({"FUPAN_DATABASE_URL": database} if database else {})
    command = [sys.executable, "-m", "benchmarks.web.crowd", str(root)]
    keys = json.loads(
        subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
    )
    port = free_port("127.0.0.1", 8897)
    log = (root / "log").open("w+b")
    served = subprocess.Popen(
        [sys.executable, "-m", "fupan", "serve", "-w", str(root), "--port", str(port)],
        env=env,
        stderr=log,
        start_new_session=True,
    )
    try:
        _until_up(port)
        for key in keys[:10]:  # each scope was looked at before, as on any day but the first
            _get(port, address(), key)
        return _watch(root, port, keys, Path(log.name))
    finally:
        served.terminate()
        served.wait(60)
        log.close()


def _until_up(port: int) -> None:
    for _ in range(600):
        try:
            if _get(port, "/health/", "")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the web did not start")


def _get(port: int, path: str, key: str) -> tuple[int, float]:
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", path, headers={"Cookie": f"fupan={key}", "Host": "localhost"})
        answer = connection.getresponse()
        answer.read()
        return answer.status, time.perf_counter() - start
    except TimeoutError:
        return 599, time.perf_counter() - start
    finally:
        connection.close()


def _watch(root: Path, port: int, keys: list[str], log: Path) -> dict[str, float]:
    seconds: list[float] = []
    states: Counter[int] = Counter()
    end, lock = time.monotonic() + SECONDS, threading.Lock()

    def look(number: int, key: str) -> None:
        dice = random.Random(number)
        time.sleep(dice.random() * PAUSE)
        while time.monotonic() < end:
            status, took = _get(port, _somewhere(dice), key)
            with lock:
                states[status] += 1
                seconds.append(took)
            time.sleep(dice.random() * 2 * PAUSE)

    crowd_ = [threading.Thread(target=look, args=(n, key)) for n, key in enumerate(keys)]
    for each in crowd_:
        each.start()
    time.sleep(SECONDS / 2)
    switch(root)
    for each in crowd_:
        each.join()
    told = log.read_text(encoding="utf-8")
    ordered = sorted(seconds)
    return {
        "looks": len(ordered), "median": ordered[len(ordered) // 2], "p95": ordered[int(len(ordered) * 0.95)],
        "longest": ordered[-1], "errors": sum(n for s, n in states.items() if s != 200),
        "locked": told.count("database is locked") + told.count("deadlock detected"),
    }  # fmt: skip


def _somewhere(dice: random.Random) -> str:
    part, region = dice.random(), dice.choice(("", *REGIONS))
    if part < 0.7:
        return address(region)
    figure = urlencode({"window": WINDOW, "panel": "regions", "column": "net_sales", "at.region": region or REGIONS[0]})
    return f"/cockpit/{'figure' if part < 0.9 else 'rows'}/?{figure}"


if __name__ == "__main__":
    print(prepare_people(sys.argv[1]))
