"""Ask every metric by all it carries, with every variation, on DuckDB, PostgreSQL and Spark, and compare row for row.

    python tools/conformance.py [--seed N] [--most N] [--engines postgres,spark] [--master local[2]]

DuckDB and PostgreSQL answer the whole grid one metric at a time; Spark, slow to start a question, covering samples of
it with several metrics at a time, each asked twice. Exit code 1 if anything differs; the first of each kind is printed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.conformance.company import write_company  # noqa: E402
from tests.conformance.compare import answer, difference  # noqa: E402
from tests.conformance.grid import Asked, Grid  # noqa: E402
from tests.conformance.postgres_server import PostgresServer  # noqa: E402

from fupan.metrics import MetricLayer, load_definitions  # noqa: E402
from fupan.warehouse import Reader, Warehouse  # noqa: E402
from fupan.workspace import EngineSettings, PostgresSettings, SparkSettings  # noqa: E402

EACH_KIND = 3


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
        url = master or stack.enter_context(Cluster(place)).url
        engine = EngineSettings("spark", spark=SparkSettings(url, partitions=2, conf=conf))
        yield stack.enter_context(Warehouse(root, engine=engine).read())
        stop()


def compare(layer: MetricLayer, name: str, questions: Iterable[Asked], one: Any, other: Any, times: int) -> int:
    """Ask on both; print what differs, at most EACH_KIND alike; how many differ."""
    seen: Counter[str] = Counter()
    asked = answered = 0
    started = time.monotonic()
    for each in questions:
        expected = answer(layer, each.question, one, each.scope)
        asked += 1
        refused = isinstance(expected, Exception)
        answered += not refused
        for _ in range(1 if refused else times):
            found = difference(expected, answer(layer, each.question, other, each.scope))
            if found:
                seen[found[:40]] += 1
                if seen[found[:40]] <= EACH_KIND:
                    print(f"{name} differs: {each}\n    {found}", flush=True)
                break
    took = time.monotonic() - started
    print(f"{name}: {asked} questions, {answered} answered, {sum(seen.values())} differ, {took:.0f} s", flush=True)
    return sum(seen.values())


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare the engines over the full grid.")
    parser.add_argument("--seed", type=int, default=datetime.now(UTC).date().toordinal())
    parser.add_argument("--most", type=int, help="at most this many questions per engine")
    parser.add_argument("--engines", default="postgres,spark")
    parser.add_argument("--master", help="a Spark master, such as local[2]; default: a cluster of two workers")
    parser.add_argument(
        "--interpreted", action="store_true", help="Spark without compiling plans: faster on small data"
    )
    arguments = parser.parse_args()
    off = (("spark.sql.codegen.factoryMode", "NO_CODEGEN"), ("spark.sql.codegen.wholeStage", "false"))
    conf = off if arguments.interpreted else ()
    print(f"seed {arguments.seed}")
    layer = MetricLayer(load_definitions("standard"))
    differing = 0
    with tempfile.TemporaryDirectory(prefix="fupan-conformance-") as place:
        root = Path(place)
        write_company(root, layer.definitions, arguments.seed)
        with Warehouse(root).read() as duck:
            grid = Grid(layer, duck, arguments.seed)
            if "postgres" in arguments.engines:
                questions = list(grid.full())[: arguments.most]
                with postgres(root) as other:
                    differing += compare(layer, "postgres", questions, duck, other, 1)
            if "spark" in arguments.engines:
                questions = grid.covering(arguments.most or 10 * len(grid.carried))[: arguments.most]
                with spark(root, arguments.master, conf) as other:
                    differing += compare(layer, "spark", questions, duck, other, 2)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
