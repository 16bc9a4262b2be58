"""Build the wheel, install it alone in a fresh environment outside the tree, and run the demonstration from it.

    python tools/check_wheel.py

Proves what `pip install fupan` gives: the command line, the packs, fonts and templates as package data, and the four
documents, without the clone. Dependencies come from the hashed core lock.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import bootstrap

ROOT = Path(__file__).resolve().parent.parent
FORMATS = {".pptx", ".xlsx", ".html", ".pdf"}


def run(*command: str | Path, where: Path) -> str:
    """Run a command outside the tree; stop with its output if it fails."""
    environment = {name: text for name, text in os.environ.items() if not name.startswith(("PYTHONPATH", "FUPAN_"))}
    done = subprocess.run(
        [str(part) for part in command], cwd=where, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}")
    return done.stdout


def build_wheel(into: Path) -> Path:
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", into, ROOT, where=into)
    return next(into.glob("fupan-*.whl"))


def install_alone(wheel: Path, folder: Path) -> Path:
    """A fresh environment with the core lock and the wheel; returns its Python."""
    bootstrap.make_venv(folder, clear=False)
    python = bootstrap.venv_python(folder)
    pip: list[str | Path] = [
        python,
        "-W",
        "ignore",
        bootstrap.vendored_pip() / "pip",
        "install",
        "--quiet",
        "--no-deps",
    ]
    lock = ROOT / "requirements" / "core.txt"
    run(*pip, "--require-hashes", "--only-binary", ":all:", "-r", lock, where=folder)
    run(*pip, "--no-index", wheel, where=folder)
    return python


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="fupan wheel 检查 ") as scratch:
        outside = Path(scratch).resolve()
        wheel = build_wheel(outside)
        print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB", flush=True)
        python = install_alone(wheel, outside / "env")
        program = python.parent / ("fupan.exe" if os.name == "nt" else "fupan")
        print(run(program, "--version", where=outside).strip(), flush=True)
        started = time.monotonic()
        run(program, "demo", "--dir", outside / "demo", "--no-serve", where=outside)
        documents = {path.suffix: path for path in (outside / "demo" / "reviews" / "2025-06").glob("*.*")}
        missing = FORMATS - documents.keys()
        if missing:
            sys.exit(f"fupan demo wrote no {', '.join(sorted(missing))} in demo/reviews/2025-06")
        sizes = ", ".join(f"{path.name} {path.stat().st_size / 1e3:.0f} kB" for path in sorted(documents.values()))
        print(f"fupan demo from the wheel in {time.monotonic() - started:.0f} s: {sizes}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
