"""tools/bootstrap.py starts from a bare Python and tells a person what is wrong."""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "tools" / "bootstrap.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_vendored_pip_is_the_declared_one(bootstrap: ModuleType) -> None:
    wheel = bootstrap.vendored_pip()
    assert wheel.parent == ROOT / "tools" / "vendor"
    assert hashlib.sha256(wheel.read_bytes()).hexdigest() in (wheel.parent / "SHA256SUMS").read_text()


def test_damaged_pip_is_never_run(bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pip.whl").write_bytes(b"something else")
    (tmp_path / "SHA256SUMS").write_text("0" * 64 + "  pip.whl\n")
    monkeypatch.setattr(bootstrap, "VENDOR", tmp_path)
    with pytest.raises(SystemExit, match=r"pip\.whl is damaged"):
        bootstrap.vendored_pip()


def test_old_python_gets_a_clear_message(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(bootstrap.sys, "argv", ["bootstrap.py"])
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 to 3\.13; this is 3\.9") as stop:
        bootstrap.main()
    assert "需要 Python 3.11 至 3.13" in str(stop.value)


def test_newer_python_on_the_path_is_taken(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/opt/{name}" if name < "python3.13" else None)
    monkeypatch.setattr(bootstrap, "answers", lambda python: python != "/opt/python3.12")
    assert bootstrap.find_python() == "/opt/python3.11"


@pytest.mark.needs("posix")
def test_stand_in_of_a_version_manager_is_passed_over(bootstrap: ModuleType, tmp_path: Path) -> None:
    stand_in = tmp_path / "python3.12"
    stand_in.write_text("#!/bin/sh\necho not installed >&2\nexit 127\n")
    stand_in.chmod(0o755)
    assert not bootstrap.answers(str(stand_in))
    assert bootstrap.answers(sys.executable)


@pytest.mark.needs("posix")
@pytest.mark.parametrize("maker", ["make_venv", "lay_venv"])
def test_environment_runs_in_a_chinese_path(bootstrap: ModuleType, tmp_path: Path, maker: str) -> None:
    folder = tmp_path / "复盘 clone" / ".venv"
    folder.parent.mkdir()
    bootstrap.make_venv(folder, clear=False) if maker == "make_venv" else bootstrap.lay_venv(folder)
    show = "import sys; print(sys.prefix); import importlib.util as u; print(u.find_spec('pytest'))"
    done = subprocess.run(
        [bootstrap.venv_python(folder), "-I", "-c", show],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stdout.split("\n")[:2] == [str(folder), "None"]


def test_prepared_environment_is_left_alone(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ".venv"
    python = bootstrap.venv_python(folder)
    python.parent.mkdir(parents=True)
    python.touch()
    (folder / "fupan.stamp").write_text(bootstrap.stamp_text("dev"))
    monkeypatch.setattr(bootstrap.sys, "argv", ["bootstrap.py", "--venv", str(folder)])
    monkeypatch.setattr(bootstrap, "install", lambda *arguments: pytest.fail("installed again"))
    bootstrap.main()  # the developers' environment holds all that the product needs


def test_stamp_follows_the_locks(bootstrap: ModuleType) -> None:
    assert bootstrap.stamp_text("core") != bootstrap.stamp_text("dev")
    assert bootstrap.stamp_text("core") == bootstrap.stamp_text("core")
