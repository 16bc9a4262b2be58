"""Starting the web and its worker together, and stopping both."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fupan.errors import UserError, WorkspaceError
from fupan.web.deployment import WORKSPACE
from fupan.web.parent import PARENT

SETTINGS = "fupan.web.settings"
_log = logging.getLogger("fupan.serve")


def configure(workspace: Path) -> None:
    """Make this process one that speaks for *workspace*. WorkspaceError where a setting does not hold."""
    os.environ[WORKSPACE] = str(workspace)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as e:
        raise WorkspaceError(str(e)) from e


def prepare(workspace: Path, *, static: bool = True) -> None:
    """Make this process one that serves *workspace*: settings read, tables up to date, *static* files gathered."""
    configure(workspace)
    from django.core.management import call_command
    from django.utils import timezone

    from fupan.web.ops.migrating import migrate

    call_command("check", "--tag", "rights", verbosity=0)
    _, copy = migrate(now=timezone.now())
    if copy is not None:
        _log.info("the app database was changed; its copy from before: %s", copy)
    call_command("createcachetable", verbosity=0)
    if static:
        call_command("collectstatic", interactive=False, verbosity=0)


def free_port(address: str, port: int) -> int:
    """*port* if it is free, else the next free one (up to 20 further; 0: any); UserError if all are taken."""
    for candidate in [0] if port == 0 else range(port, min(port + 21, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, candidate))
            except OSError:
                continue
            found: int = probe.getsockname()[1]
            return found
    raise UserError(f"ports {port} to {port + 20} are all taken; choose another with --port")


def serve(*, address: str, port: int, workers: int = 1, threads: int = 32, with_worker: bool = True) -> None:
    """Serve until interrupted; the worker goes down with the web. Call ``prepare`` before."""
    from granian.constants import Interfaces
    from granian.server import Server

    os.environ[PARENT] = str(os.getpid())
    # Threads wait for the engine, which works without the interpreter: more of them than cores are meant.
    logging.getLogger("_granian").addFilter(lambda told: "Python threads" not in str(told.msg))
    kept = KeptWorker(os.environ) if with_worker else None
    try:
        Server(
            "fupan.web.wsgi:application",
            address=address,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads,
            log_enabled=True,
            log_access=False,
            websockets=False,
            workers_kill_timeout=15,
            respawn_failed_workers=True,
        ).serve()
    finally:
        if kept is not None:
            kept.stop()


class KeptWorker:
    """The background worker as a process of its own, started again when it dies."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._stopped = threading.Event()
        self.process = self._start()
        self._watch = threading.Thread(target=self._keep, name="keep-worker", daemon=True)
        self._watch.start()

    def stop(self) -> None:
        """Stop it for good, after what it has begun."""
        self._stopped.set()
        stop_worker(self.process)
        self._watch.join(5)

    def _start(self) -> subprocess.Popen[bytes]:
        # A group of its own: Ctrl-C in a terminal reaches the web alone, which then asks the worker to stop.
        apart: dict[str, Any] = {"start_new_session": True} if os.name == "posix" else {}
        return subprocess.Popen([sys.executable, "-m", "fupan.web.worker"], env=self._environment, **apart)

    def _keep(self) -> None:
        wait = 1.0
        while not self._stopped.wait(0.5):
            if (code := self.process.poll()) is None:
                continue
            _log.error("the worker ended (%s); it is started again in %g s", code, wait)
            if self._stopped.wait(wait):
                return
            self.process, wait = self._start(), min(wait * 2, 60.0)


def stop_worker(worker: subprocess.Popen[bytes], *, seconds: float = 20) -> None:
    """Ask the worker to finish what it has begun; kill it when it takes longer."""
    if worker.poll() is not None:
        return
    worker.send_signal(signal.SIGTERM)
    try:
        worker.wait(seconds)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
