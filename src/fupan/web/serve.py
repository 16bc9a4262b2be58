"""Starting the web and its worker together, and stopping both."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from fupan.errors import UserError
from fupan.web.deployment import WORKSPACE

SETTINGS = "fupan.web.settings"


def prepare(workspace: Path) -> None:
    """Make this process one that serves *workspace*: settings read, tables up to date, static files gathered."""
    os.environ[WORKSPACE] = str(workspace)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("check", "--tag", "rights", verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
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


def serve(*, address: str, port: int, workers: int = 1, threads: int = 8, with_worker: bool = True) -> None:
    """Serve until interrupted; the worker goes down with the web. Call ``prepare`` before."""
    from granian.constants import Interfaces
    from granian.server import Server

    worker = start_worker(os.environ) if with_worker else None
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
            workers_kill_timeout=15,
            respawn_failed_workers=True,
        ).serve()
    finally:
        if worker is not None:
            stop_worker(worker)


def start_worker(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """The background worker as a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "fupan.web.worker"], env=dict(environment))


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
