"""The rules of tests/conftest.py hold: nothing is left out in silence, no test reaches the network."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


def run_pytest(folder: Path, test: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `test` under a copy of our conftest; programs are looked for in an empty folder."""
    shutil.copy(HERE / "conftest.py", folder)
    (folder / "test_probe.py").write_text("import pytest\n" + test, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    needs(*things): see conftest\n", encoding="utf-8")
    plain = {name: text for name, text in os.environ.items() if not name.startswith(("FUPAN_", "PYTEST_"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:django", "test_probe.py"],
        cwd=folder, env=plain | {"PATH": str(folder), "PYTHONUTF8": "1"} | environment,
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip


def test_missing_program_skips_and_is_told(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "@pytest.mark.needs('libreoffice')\ndef test(): pass\n")
    assert done.returncode == 0
    assert "left out on this machine" in done.stdout
    assert "1  needs LibreOffice (Debian: libreoffice-impress, -calc)" in done.stdout


def test_missing_program_fails_where_nothing_may_be_left_out(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "@pytest.mark.needs('libreoffice')\ndef test(): pass\n", FUPAN_TEST_ALL="1")
    assert done.returncode == 1
    assert "ALL=1, but this machine lacks LibreOffice" in done.stdout


def test_any_skip_fails_where_nothing_may_be_left_out(tmp_path: Path) -> None:
    skipping = "def test_one(): pass\ndef test_two(): pytest.skip('not today')\n"
    assert run_pytest(tmp_path, skipping).returncode == 0
    done = run_pytest(tmp_path, skipping, FUPAN_TEST_ALL="1")
    assert done.returncode == 1
    assert "1  not today" in done.stdout
    assert done.stdout.rstrip().splitlines()[-1].startswith("1 passed, 1 skipped in")


def test_unknown_need_fails(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "@pytest.mark.needs('crystal ball')\ndef test(): pass\n")
    assert done.returncode == 1
    assert "needs('crystal ball'): unknown; one of chromium" in done.stdout


def test_no_test_reaches_the_network() -> None:
    with pytest.raises(AssertionError, match=r"tried to reach 192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
