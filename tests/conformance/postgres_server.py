"""A PostgreSQL server of one's own in a private directory, reached by a socket there: for tests and benchmarks."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

_SETTINGS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=40", "max_wal_size=2GB")


def find_binaries() -> Path | None:
    """The directory of the server's programs: Debian's newest, else the PATH's; None if there are none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parent.parent.name))
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


class PostgresServer:
    """Use it in a ``with``; ``url(database)`` is where it is reached. It runs as an ordinary user even for root."""

    def __init__(self, *options: str, shared_buffers: str = "128MB", work_mem: str = "32MB") -> None:
        self._options = (*_SETTINGS, f"shared_buffers={shared_buffers}", f"work_mem={work_mem}", *options)
        self._process: subprocess.Popen[bytes] | None = None
        self.directory = Path()

    def url(self, database: str = "postgres") -> str:
        """libpq's words for a database of the server."""
        return f"host={self.directory} user=fupan dbname={database}"

    def start(self) -> Self:
        """Make the directory and start; returns when the server answers."""
        binaries = find_binaries()
        assert binaries is not None, "no PostgreSQL server on this machine"
        self.directory = Path(tempfile.mkdtemp(prefix="fupan-pg-"))
        user = self._user()
        if user:
            shutil.chown(self.directory, user)
        data, log = self.directory / "data", self.directory / "log"
        command: list[str | Path] = [
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "fupan",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        ]
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "PG"))} | {"LC_ALL": "C.UTF-8"}
        subprocess.run(command, check=True, capture_output=True, cwd=self.directory, env=environment, user=user)
        options = [o for each in self._options for o in ("-c", each)]
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-k", self.directory, "-c", "listen_addresses=", *options],
                stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=self.directory, env=environment,
                user=user,
            )  # fmt: skip
        self._await(binaries, log)
        return self

    def stop(self) -> None:
        """Stop the server and remove its directory."""
        if self._process is not None:
            self._process.send_signal(2)  # fast shutdown
            try:
                self._process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self.directory, ignore_errors=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @staticmethod
    def _user() -> str | None:
        import pwd

        if os.getuid() != 0:
            return None
        names = {p.pw_name for p in pwd.getpwall()}
        return "postgres" if "postgres" in names else "nobody"

    def _await(self, binaries: Path, log: Path) -> None:
        import psycopg

        deadline = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self.url(), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > deadline or (self._process is not None and self._process.poll() is not None):
                    said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
                    self.stop()
                    raise RuntimeError(f"PostgreSQL did not start: {said}") from None
                time.sleep(0.05)
