"""One page: seconds from request to answer, beside the seconds of the statements that it ran, run bare.

Plans are known (another region was looked at before), answers are not.
"""

from __future__ import annotations

import json
import statistics
import time
from pathlib import Path
from typing import Any

from benchmarks.web.place import REGIONS, address, people, workspace

WARM = 2


def case(rows: str, place: str, which: str = "cockpit") -> str:
    """Milliseconds of a page (*which*: cockpit, explore) and of its bare statements by region; how many there were."""
    from fupan.web.serve import prepare

    root = workspace(Path(place), int(rows), "page")
    prepare(root)
    from django.conf import settings
    from django.test import Client

    from fupan.metrics.plan import answers

    ran: list[str] = []
    real = answers.fetch

    def noted(backend: Any, text: str) -> Any:
        ran.append(text)
        return real(backend, text)

    answers.fetch = noted
    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = people()[0]
    found = []
    for region in REGIONS:
        ran.clear()
        start = time.perf_counter()
        answer = client.get(address(region, which))
        page = time.perf_counter() - start
        assert answer.status_code == 200, answer.status_code
        bare = min(_bare(root, ran) for _ in range(2))
        found.append((page * 1000, bare * 1000, len(ran)))
    warm = found[WARM:]
    told = [statistics.median(f[i] for f in warm) for i in range(3)]
    known = time.perf_counter()
    client.get(address(REGIONS[-1], which))
    return json.dumps([*told, found[0][0], (time.perf_counter() - known) * 1000])


def _bare(root: Path, statements: list[str]) -> float:
    """Seconds that the statements take on the engine alone, one after the other."""
    import fupan

    with fupan.open(root).reading() as reader:
        start = time.perf_counter()
        for text in statements:
            reader.backend.con.execute(text).fetchall()
        return time.perf_counter() - start
