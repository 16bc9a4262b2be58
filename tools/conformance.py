"""Ask every metric by all it carries, with every variation, on DuckDB, PostgreSQL and Spark, and compare row for row.

    python tools/conformance.py [--seed N] [--part 1/4 | --parts 8 --jobs 2] [--engines postgres,spark]
                                [--master local[2]] [--minutes N]

The grid has a cell for each metric with each dimension that it carries and with each option of each axis of
``tests/conformance/variations.py``. Every cell stands in a question that DuckDB answers, or alone in one that it refuses;
the other engines must give the same rows, or the same refusal. Behind one cell of each answer the rows are asked for, too.
``--part`` takes so many of the metrics, those that read the same tables together, so that a run may be spread over
machines or days; ``--parts 8 --jobs 2`` runs all parts, each in a process of its own, two at a time; with ``--logs DIR`` a
run that was broken off goes on where it was. What takes long is told. ``--minutes`` stops an
engine when its time is over and says what is left. Exit code 1 if anything differs; the first of each kind is printed.
"""

from __future__ import annotations

import argparse
import gc
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.conformance.behind import behind_one_cell  # noqa: E402
from tests.conformance.company import write_company  # noqa: E402
from tests.conformance.compare import answer, difference  # noqa: E402
from tests.conformance.cover import Cover, Covered  # noqa: E402
from tests.conformance.families import conformance_layer  # noqa: E402
from tests.conformance.grid import Grid  # noqa: E402
from tests.conformance.postgres_server import PostgresServer  # noqa: E402

from fupan.metrics import MetricLayer, Result  # noqa: E402
from fupan.warehouse import Reader, Warehouse  # noqa: E402
from fupan.workspace import EngineSettings, PostgresSettings, SparkSettings  # noqa: E402

EACH_KIND = 3
LONG_SECONDS = 20.0
_ENDED = re.compile(r"s, exit code ([01])\s*\Z")
PATIENCE_SECONDS = 600.0
SHOWN_SECONDS = 60.0


@contextmanager
def postgres(root: Path) -> Iterator[Reader]:
    """PostgreSQL of its own with a copy of the company."""
    with PostgresServer() as server:
        engine = EngineSettings("postgres", postgres=PostgresSettings(server.url()))
        with Warehouse(root, engine=engine).read() as reader:
            yield reader


@contextmanager
def spark(root: Path, master: str | None, conf: tuple[tuple[str, str], ...]) -> Iterator[Reader]:
    """Spark at *master*, or a cluster of two workers."""
    from fupan.warehouse.engines.cluster import Cluster
    from fupan.warehouse.engines.spark_session import stop

    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fupan-cluster-")))
        url = master or stack.enter_context(Cluster(place, patience_seconds=PATIENCE_SECONDS)).url
        engine = EngineSettings("spark", spark=SparkSettings(url, partitions=2, conf=conf))
        yield stack.enter_context(Warehouse(root, engine=engine).read())
        stop()


def made(cover: Cover, minutes: float | None) -> list[Covered]:
    """The questions of the grid with DuckDB's answers."""
    started, found = time.monotonic(), []
    last = started
    for each in cover.questions():
        found.append(each)
        last = tell_long("duckdb", each, last)
        if len(found) % 50 == 0:
            print(f"duckdb: {len(found)} questions, {cover.total - cover.missing} of {cover.total} cells, "
                  f"{time.monotonic() - started:.0f} s", flush=True)  # fmt: skip
        if minutes is not None and time.monotonic() - started > 60 * minutes:
            break
    print(f"duckdb: {cover.total} cells, {sum(cover.answered.values())} answered, {sum(cover.refused.values())} refused, "
          f"{cover.missing} not asked; {len(found)} questions, {time.monotonic() - started:.0f} s", flush=True)  # fmt: skip
    return found


def tell_long(name: str, each: Covered, since: float) -> float:
    """Now; a question that took long is told."""
    now = time.monotonic()
    if now - since > LONG_SECONDS:
        print(f"{name}: {now - since:.0f} s for {each.asked}", flush=True)
    return now


def compare(
    layer: MetricLayer, name: str, questions: Sequence[Covered], one: Any, other: Any, known: dict[int, Any], *,
    times: int, at_once: int, minutes: float | None, behind: int = 1,
) -> int:  # fmt: skip
    """Ask on both; print what differs, at most EACH_KIND alike; how many differ."""
    seen: Counter[str] = Counter()
    started = time.monotonic()
    done: Counter[str] = Counter()

    def ask(numbered: tuple[int, Covered]) -> str | None:
        number, each = numbered
        if minutes is not None and time.monotonic() - started > 60 * minutes:
            done["left"] += 1
            return None
        begun = time.monotonic()
        done["questions"] += 1
        done["cells"] += each.cells
        expected = each.expected
        for _ in range(times if isinstance(expected, Result) else 1):
            try:
                found = difference(expected, answer(layer, each.asked.question, other, each.asked.scope))
                if found is None and isinstance(expected, Result) and number % behind == 0:
                    found = behind_one_cell(layer, each.asked, expected, one, other, known)
            except Exception as e:  # noqa: BLE001 - whatever an engine says is a difference
                found = f"{type(e).__name__}: {e}"
            tell_long(name, each, begun)
            if found:
                return f"{name} differs: {each.asked}\n    {found}"
        return None

    shown = started
    with ThreadPoolExecutor(at_once) as pool:
        for n, told in enumerate(pool.map(ask, enumerate(questions))):
            if told:
                kind = told.partition("\n")[2][:44]
                seen[kind] += 1
                if seen[kind] <= EACH_KIND:
                    print(told[:3000], flush=True)
            if time.monotonic() - shown > SHOWN_SECONDS:
                shown = time.monotonic()
                print(f"{name}: {n + 1} of {len(questions)}, {shown - started:.0f} s", flush=True)
    took = time.monotonic() - started
    print(f"{name}: {done['questions']} questions, {done['cells']} cells, {sum(seen.values())} differ, "
          f"{done['left']} questions left, {took:.0f} s", flush=True)  # fmt: skip
    return sum(seen.values())


def in_parts(parts: int, jobs: int, given: Sequence[str], logs: Path | None) -> int:
    """Every part in a process of its own, *jobs* at a time, with the other arguments *given*; the worst exit code.

    With *logs* each part writes part-N.log there as it goes, and a part whose log ends as a part that was run to its end
    is not run again: what was broken off goes on.
    """

    def run(number: int) -> int:
        command = [sys.executable, str(Path(__file__)), *given, "--part", f"{number}/{parts}"]
        with ExitStack() as stack:
            kept = logs or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fupan-conformance-")))
            log = kept / f"part-{number}.log"
            ended = _ENDED.search(log.read_text(encoding="utf-8")) if log.exists() else None
            if ended is not None:
                print(f"== part {number} of {parts}, run before, exit code {ended[1]}", flush=True)
                return int(ended[1])
            begun = time.monotonic()
            with log.open("w", encoding="utf-8") as out:
                code = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, check=False).returncode
                if code in (0, 1):
                    print(f"{time.monotonic() - begun:.0f} s, exit code {code}", file=out)
            print(f"== part {number} of {parts}, exit code {code}\n{log.read_text(encoding='utf-8')}", flush=True)
            return code

    if logs is not None:
        logs.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(jobs) as pool:
        return max(pool.map(run, range(1, parts + 1)))


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare the engines over the full grid.")
    parser.add_argument("--seed", type=int, default=datetime.now(UTC).date().toordinal())
    parser.add_argument("--part", default="1/1", help="which part of the metrics, such as 2/5")
    parser.add_argument("--parts", type=int, help="run all of so many parts, each in a process of its own")
    parser.add_argument("--jobs", type=int, default=1, help="so many parts at a time")
    parser.add_argument(
        "--logs", type=Path, help="where each part of --parts writes; what stands there as done is not done again"
    )
    parser.add_argument("--minutes", type=float, help="at most so many for each engine")
    parser.add_argument("--engines", default="postgres,spark")
    parser.add_argument("--master", help="a Spark master, such as local[2]; default: a cluster of two workers")
    parser.add_argument(
        "--behind", type=int, default=1, help="on Spark, the rows behind a cell of every so many questions"
    )
    parser.add_argument("--times", type=int, default=1, help="how often Spark is asked the same: what is random shows")
    parser.add_argument(
        "--compiled", action="store_true", help="Spark compiles its plans, as in production: slower here"
    )
    parser.add_argument("--mixed", action="store_true", help="a company that books in two currencies, asked in one")
    arguments = parser.parse_args()
    if arguments.parts:
        told = {n: v for n, v in vars(arguments).items() if n not in {"part", "parts", "jobs", "logs"} and v}
        same = [f"--{n}" if v is True else f"--{n}={v}" for n, v in told.items()]
        return in_parts(arguments.parts, arguments.jobs, same, arguments.logs)
    gc.set_threshold(200_000, 20, 100)  # plans are made of millions of small objects
    number, of = map(int, arguments.part.split("/"))
    off = (("spark.sql.codegen.factoryMode", "NO_CODEGEN"), ("spark.sql.codegen.wholeStage", "false"))
    conf = () if arguments.compiled else off
    print(f"seed {arguments.seed}")
    layer, differing, minutes = conformance_layer(), 0, arguments.minutes
    with tempfile.TemporaryDirectory(prefix="fupan-conformance-") as place:
        root = Path(place)
        write_company(root, layer.definitions, arguments.seed, mixed=arguments.mixed)
        with Warehouse(root).read() as duck:
            usual = {"currency": "CNY"} if arguments.mixed else {}
            questions = made(Cover(Grid(layer, duck, arguments.seed, usual), part=(number, of)), minutes)
            known: dict[int, Any] = {}
            if "postgres" in arguments.engines:
                with postgres(root) as other:
                    differing += compare(
                        layer, "postgres", questions, duck, other, known, times=1, at_once=1, minutes=minutes
                    )
            if "spark" in arguments.engines:
                with spark(root, arguments.master, conf) as other:
                    differing += compare(
                        layer,
                        "spark",
                        questions,
                        duck,
                        other,
                        known,
                        times=arguments.times,
                        at_once=2,
                        minutes=minutes,
                        behind=arguments.behind,
                    )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
