"""The Spark session of this process: one, since a process has one Java machine."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from fupan.errors import WorkspaceError
from fupan.warehouse.engines import missing_extra
from fupan.warehouse.engines.limits import refusal

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from fupan.workspace import SparkSettings

_LOCK = Lock()
_STARTED: dict[str, Any] = {}

# Decimals keep their digits or fail, casts fail instead of giving null, dates and times are in UTC: as on the others.
_RULES = {
    # Rows are added up before they are met with targets; Spark would look each of them up before it adds them.
    "spark.sql.optimizer.excludedRules": "org.apache.spark.sql.catalyst.optimizer.PushDownLeftSemiAntiJoin",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.caseSensitive": "false",
    "spark.sql.ui.retainedExecutions": "10",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.extraJavaOptions": "-Duser.timezone=UTC",
    "spark.executor.extraJavaOptions": "-Duser.timezone=UTC",
}


def session(settings: SparkSettings) -> SparkSession:
    """The session on the settings' master; WorkspaceError without Java, packages, a reachable master, or with another
    master than the one this process began with.
    """
    with _LOCK:
        known = _STARTED.get("settings")
        if known is None:
            _STARTED["session"] = _start(settings)
            _STARTED["settings"] = settings
        elif known != settings:
            told = f"this process already works with Spark at {known.master}, {settings.master} cannot be used in it"
            raise refusal("spark", "one_master", told)
        found: SparkSession = _STARTED["session"]
        return found


def stop() -> None:
    """End the session and its application, if one was started."""
    with _LOCK:
        if "session" in _STARTED:
            _STARTED["session"].stop()
            _STARTED.clear()


def java_home() -> str:
    """Where Java is; WorkspaceError if there is none."""
    if os.environ.get("JAVA_HOME"):
        return os.environ["JAVA_HOME"]
    program = shutil.which("java")
    if program is None:
        raise WorkspaceError("engine = “spark” needs Java 17 or 21 (Debian: openjdk-17-jre-headless)")
    return os.path.dirname(os.path.dirname(os.path.realpath(program)))  # noqa: PTH120 - text for the environment


@cache
def _scratch() -> str:
    return tempfile.mkdtemp(prefix="fupan-spark-")


def _start(settings: SparkSettings) -> SparkSession:
    os.environ.setdefault("JAVA_HOME", java_home())
    local = settings.master.startswith("local") or "//127.0.0.1" in settings.master or "//localhost" in settings.master
    if local:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    try:
        from pyspark.sql import SparkSession
    except ImportError as e:
        raise missing_extra("spark", "spark", e) from e
    rules = _RULES | {
        "spark.driver.memory": settings.memory,
        "spark.executor.memory": settings.worker_memory,
        "spark.sql.shuffle.partitions": str(settings.partitions),
        "spark.sql.warehouse.dir": _scratch(),
    }
    if local:
        rules |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    if settings.cores is not None:
        rules["spark.cores.max"] = str(settings.cores)
    rules = dict(settings.conf) | rules  # what makes the answers the same is not up for choice
    builder = SparkSession.builder.master(settings.master).appName("fupan")
    for key, value in rules.items():
        builder = builder.config(key, value)
    try:
        made = builder.getOrCreate()
    except Exception as e:
        raise WorkspaceError(f"fupan.toml, spark.master: no Spark session at {settings.master}: {e}") from e
    made.sparkContext.setLogLevel("ERROR")
    return made
