"""The make targets call what the documents say they call."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.needs("make")


def would_run(*arguments: str) -> str:
    """The commands that make would run, without running them; what an outer make was told does not count."""
    command = ["make", "--dry-run", "--no-print-directory", *arguments]
    told = {"ALL", "SERVE", "PORT", "MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS", "MAKELEVEL"}
    env = {name: value for name, value in os.environ.items() if name not in told}
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=env).stdout


def test_demo_serves_unless_told_not_to() -> None:
    assert would_run("demo").rstrip().endswith("-m fupan demo --dir demo --port 8765")
    assert would_run("demo", "PORT=9000", "SERVE=0").rstrip().endswith("--dir demo --port 9000 --no-serve")


def test_only_all_forbids_skips() -> None:
    assert "--all" not in would_run("test")
    assert would_run("test", "ALL=1").rstrip().endswith("tools/run_tests.py --all")


def test_every_target_prepares_the_environment_it_needs() -> None:
    assert would_run("demo").splitlines()[0].endswith("tools/bootstrap.py")
    for target in ("test", "lint", "lock", "docs", "bench", "wheel"):
        assert would_run(target).splitlines()[0].endswith("tools/bootstrap.py --dev"), target


def test_documented_targets_exist() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    named = {word for page in pages for word in re.findall(r"`make ([a-z-]+)", page.read_text(encoding="utf-8"))}
    named |= set(re.findall(r"(?:\"|  )make ([a-z-]+)  ", (ROOT / "Makefile").read_text(encoding="utf-8")))
    assert {"demo", "test"} <= named
    for target in sorted(named):
        would_run(target)
