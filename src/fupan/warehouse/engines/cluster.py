"""A standalone Spark cluster on this machine, from the pyspark package alone: a master and its workers.

For tests, benchmarks and trying things out; a company's cluster is run by whoever runs it.

    with Cluster(workers=2) as cluster:
        SparkSettings(master=cluster.url)
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Self

from fupan.errors import WorkspaceError
from fupan.warehouse.engines.spark_session import java_home

_PATIENCE_SECONDS = 60.0
_PACKAGE = "org.apache.spark.deploy"


class Cluster:
    """Master and *workers* as processes of their own, each worker with *cores* and *memory*; stopped with the ``with``.

    WorkspaceError if a process ends before the cluster is up, or it is not up in *patience_seconds*, with the end of its log.
    """

    def __init__(self, directory: Path, *, workers: int = 2, cores: int = 1, memory: str = "1g",
                 patience_seconds: float = _PATIENCE_SECONDS) -> None:  # fmt: skip
        self._directory, self._workers, self._cores, self._memory = directory, workers, cores, memory
        self._patience_seconds = patience_seconds
        self._processes: list[tuple[str, subprocess.Popen[bytes]]] = []
        self.url = ""

    def start(self) -> Self:
        """Start all processes and wait until every worker has registered."""
        self._directory.mkdir(parents=True, exist_ok=True)
        port, page = _free_port(), _free_port()
        self.url = f"spark://127.0.0.1:{port}"
        try:
            self._launch(
                "master", f"{_PACKAGE}.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", str(page)
            )  # fmt: skip
            self._await(lambda: _listening(port))
            for number in range(1, self._workers + 1):
                place = self._directory / f"worker-{number}"
                self._launch(
                    f"worker-{number}", f"{_PACKAGE}.worker.Worker", "--host", "127.0.0.1", "--cores", str(self._cores),
                    "--memory", self._memory, "--work-dir", str(place), "--webui-port", str(_free_port()), self.url,
                )  # fmt: skip
            self._await(lambda: self._log("master").count("Registering worker") >= self._workers)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End every process, workers first; returns when all are gone."""
        for _, process in reversed(self._processes):
            process.terminate()
        for _, process in reversed(self._processes):
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes.clear()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _launch(self, name: str, *command: str) -> None:
        found = find_spec("pyspark")
        if found is None or found.origin is None:
            raise WorkspaceError("a Spark cluster needs the package pyspark: pip install 'fupan[spark]'")
        home = Path(found.origin).parent
        environment = dict(
            os.environ, SPARK_HOME=str(home), JAVA_HOME=java_home(), SPARK_LOCAL_IP="127.0.0.1", SPARK_NO_DAEMONIZE="1",
            SPARK_DAEMON_MEMORY="256m", SPARK_CONF_DIR=str(self._directory),
        )  # fmt: skip
        program = home / "bin" / ("spark-class.cmd" if os.name == "nt" else "spark-class")
        with (self._directory / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603 - a program of the package
                ["bash", str(program), *command] if os.name != "nt" else [str(program), *command],
                cwd=self._directory, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        self._processes.append((name, process))

    def _await(self, ready: object) -> None:
        deadline = time.monotonic() + self._patience_seconds
        while not ready():  # type: ignore[operator]
            for name, process in self._processes:
                if process.poll() is not None:
                    raise WorkspaceError(f"Spark's {name} ended: {self._log(name)[-2000:]}")
            if time.monotonic() > deadline:
                raise WorkspaceError(
                    f"Spark's cluster was not up in {self._patience_seconds:g} seconds: {self._log('master')[-2000:]}"
                )
            time.sleep(0.1)

    def _log(self, name: str) -> str:
        return (self._directory / f"{name}.log").read_text(encoding="utf-8", errors="replace")


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _listening(port: int) -> bool:
    with socket.socket() as s:
        return s.connect_ex(("127.0.0.1", port)) == 0
