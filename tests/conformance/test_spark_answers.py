"""The same answers from DuckDB and a Spark cluster, row for row, each asked twice: what is random shows.

All tests on Spark stand in this file: a run has one cluster, and one application holds all of it.
"""

from __future__ import annotations

import gc
import os
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ibis
import pytest
from tests.conformance.compare import answer, difference
from tests.conformance.families import BY_STRETCH, LAYER, by_stretch
from tests.conformance.grid import AS_OF, Asked, Grid

from fupan.errors import QuestionError, WorkspaceError
from fupan.metrics import MetricLayer, Question, Result, Scope
from fupan.warehouse import Reader, Warehouse
from fupan.warehouse.engines.cluster import Cluster
from fupan.warehouse.engines.spark_session import stop
from fupan.workspace import EngineSettings, SparkSettings

# pyspark leaves its sockets on the loopback address to the garbage collector
pytestmark = [pytest.mark.needs("spark"), pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")]
ANSWERED, REFUSED, STRETCHES = 13, 4, 2
"""How many of a covering sample are asked: a question takes Spark seconds. ``make conformance`` asks all."""
INTERPRETED = (("spark.sql.codegen.factoryMode", "NO_CODEGEN"), ("spark.sql.codegen.wholeStage", "false"))
"""Small data: compiling a plan to Java takes longer than running it. ``make conformance`` runs as users do."""
AT_ONCE = 2


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """What Spark left behind goes here, not in the middle of somebody else's test."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSettings]:
    """A standalone master and two workers of one core each."""
    with Cluster(tmp_path_factory.mktemp("spark"), workers=2, cores=1, memory="1g") as cluster:
        yield SparkSettings(cluster.url, memory="1g", worker_memory="1g", partitions=2, conf=INTERPRETED)
        stop()


@pytest.fixture(scope="module")
def spark(root: Path, settings: SparkSettings) -> Iterator[Reader]:
    """Spark over the company's files."""
    with Warehouse(root, engine=EngineSettings("spark", spark=settings)).read() as reader:
        yield reader


def _reported(layer: MetricLayer, duck: Reader) -> tuple[Asked, Result | QuestionError]:
    """A figure of closed months, which other tables stand behind."""
    asked = Asked(Question(("gross_sales",), ("month",), "2025-q2", figures="reported", as_of=AS_OF), Scope())
    return asked, answer(layer, asked.question, duck, asked.scope)


def test_a_covering_sample_twice(layer: MetricLayer, duck: Reader, spark: Reader, seed: int) -> None:
    covering = [(q, answer(layer, q.question, duck, q.scope)) for q in Grid(layer, duck, seed).covering(1)]
    answered = [pair for pair in covering if isinstance(pair[1], Result)]
    refused = [pair for pair in covering if not isinstance(pair[1], Result)]
    chance = random.Random(seed)
    chosen = [
        _reported(layer, duck),
        *chance.sample(answered, min(ANSWERED, len(answered))),
        *chance.sample(refused, min(REFUSED, len(refused))),
    ]
    questions, expected = [q for q, _ in chosen], [e for _, e in chosen]
    for _ in range(2):
        with ThreadPoolExecutor(AT_ONCE) as pool:
            found = pool.map(lambda q: answer(layer, q.question, spark, q.scope), questions)
            for asked, one, other in zip(questions, expected, found, strict=True):
                differs = difference(one, other)
                assert differs is None, f"FUPAN_SEED={seed}\n{asked}\n{differs}"


def test_figures_over_many_stretches(duck: Reader, spark: Reader, seed: int) -> None:
    for asked in random.Random(seed).sample(BY_STRETCH, STRETCHES):
        one, other = (answer(LAYER, by_stretch(asked), reader, Scope.everything()) for reader in (duck, spark))
        assert isinstance(one, Result)
        assert difference(one, other) is None, f"FUPAN_SEED={seed}\n{asked}\n{difference(one, other)}"


def test_tables_come_as_they_are(duck: Reader, spark: Reader) -> None:
    for name in ("regions", "order_lines", "headcount_plans", "calendar"):
        mine, theirs = duck.table(name), spark.table(name)
        assert mine.schema() == theirs.schema()
        order = list(mine.columns)
        key = lambda row: [(v is not None, str(v)) for v in row.values()]  # noqa: E731
        assert sorted(mine.select(order).to_pyarrow().to_pylist(), key=key) == sorted(
            theirs.to_pyarrow().to_pylist(), key=key
        )
    small = spark.table("regions").select(s=ibis.literal("ΟΔΟΣ İ Ａ É").lower()).limit(1)
    assert small.to_pyarrow().to_pylist() == [{"s": "οδοσ i ａ é"}]
    assert (
        spark.sql("SELECT count(*) AS n FROM regions").to_pylist()
        == duck.sql("SELECT count(*) AS n FROM regions").to_pylist()
    )


def test_readers_of_one_snapshot_share_their_views(root: Path, settings: SparkSettings, layer: MetricLayer) -> None:
    question = Question(("net_sales",), ("region",), "2025-h1", as_of=AS_OF)
    engine = EngineSettings("spark", spark=settings)
    results = []
    for _ in range(2):
        with Warehouse(root, engine=engine).read() as reader:
            results.append(layer.ask(question, reader=reader, scope=Scope()).rows)
    assert results[0] == results[1]


def test_another_master_needs_another_process(root: Path, spark: Reader) -> None:
    engine = EngineSettings("spark", spark=SparkSettings("local[1]"))
    with pytest.raises(WorkspaceError, match="already works with Spark"):
        Warehouse(root, engine=engine).read()


def test_the_cluster_is_gone_when_it_is_left(tmp_path: Path) -> None:
    with Cluster(tmp_path / "c", workers=1, memory="512m") as cluster:
        ids = [process.pid for _, process in cluster._processes]
        assert len(ids) == 2
    for one in ids:
        with pytest.raises(ProcessLookupError):
            os.kill(one, 0)
