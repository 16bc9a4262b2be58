"""The report of a defect: what ran, on what, and the traceback, in a file for us."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from fupan import __version__
from fupan.errors import WorkspaceError
from fupan.workspace import find_workspace


def write_report(error: BaseException, arguments: list[str]) -> Path:
    """Write the report into the workspace's ``state/reports`` (or the temporary directory); its path."""
    now = datetime.now(UTC)
    text = "\n".join(
        [
            f"fupan {__version__}, Python {sys.version.split()[0]}, {platform.platform()}",
            f"time: {now.isoformat(timespec='seconds')}",
            f"arguments: {arguments!r}",
            "",
            "".join(traceback.format_exception(error)),
        ]
    )
    place = _place(arguments)
    path = place / f"defect-{now:%Y%m%dT%H%M%S%f}.txt"
    path.write_text(text, encoding="utf-8")
    return path


def _place(arguments: list[str]) -> Path:
    start = Path.cwd()
    for flag in ("-w", "--workspace"):
        if flag in arguments[:-1]:
            start = Path(arguments[arguments.index(flag) + 1])
    try:
        place = find_workspace(start) / "state" / "reports"
        place.mkdir(parents=True, exist_ok=True)
    except (WorkspaceError, OSError):
        return Path(tempfile.gettempdir())
    return place
