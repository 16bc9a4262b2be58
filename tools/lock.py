"""Write or check the hashed lock files of requirements/.

    python tools/lock.py            # resolve anew and write: make lock
    python tools/lock.py --upgrade  # the same, taking newer releases
    python tools/lock.py --check    # the committed locks still answer pyproject.toml, on every platform

One resolution serves all: dev.txt is resolved first, the others take their versions from it, so that any two of them
install side by side. spark.txt stands apart: pyspark has no wheel, and is as large as all the rest. They are universal (all Pythons and systems at once, by markers), hold hashes and no host
names: whoever installs uses the index that the own pip settings name. The check also proves that each platform of
`PLATFORMS` finds a wheel for every package, since nobody should need a compiler.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
PYTHONS = ("3.11", "3.13")
PLATFORMS = ("x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "x86_64-pc-windows-msvc", "aarch64-apple-darwin")
HEADER = "# Made by `make lock` from pyproject.toml. Universal: Python 3.11 to 3.13 on every system. Do not edit.\n"
# lock -> what uv resolves, besides "the same versions as dev.txt"
LOCKS = {
    "dev": [
        "pyproject.toml",
        "--group",
        "pyproject.toml:dev",
        "--extra",
        "pandas",
        "--extra",
        "polars",
        "--extra",
        "postgres",
        "--extra",
        "wording",
    ],
    "core": ["pyproject.toml"],
    "build": ["--group", "pyproject.toml:build"],
    "spark": ["--group", "pyproject.toml:spark"],
}


def uv_environment() -> dict[str, str]:
    """The caller's environment, with the index that pip's settings name handed on to uv."""
    environment = dict(os.environ)
    for pip_name, uv_name in (("PIP_INDEX_URL", "UV_DEFAULT_INDEX"), ("PIP_EXTRA_INDEX_URL", "UV_INDEX")):
        if environment.get(pip_name):
            environment.setdefault(uv_name, environment[pip_name])
    return environment


def run_uv(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "uv", *arguments], cwd=ROOT, env=uv_environment(), check=True)


def compile_lock(name: str, target: Path, versions: Path | None, *, upgrade: bool) -> None:
    """Resolve lock `name` into `target`; `versions` is a lock whose versions must be kept."""
    constraint = ["--constraint", str(versions)] if versions else []
    run_uv(
        "pip", "compile", "--quiet", "--universal", "--python-version", PYTHONS[0], "--generate-hashes",
        "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate",
        *(["--upgrade"] if upgrade else []), *constraint, "--output-file", str(target), *LOCKS[name],
    )  # fmt: skip
    target.write_text(HEADER + target.read_text(encoding="utf-8"), encoding="utf-8")


def write_locks(folder: Path, *, upgrade: bool) -> None:
    dev = folder / "dev.txt"
    compile_lock("dev", dev, None, upgrade=upgrade)
    for name in ("core", "build", "spark"):
        compile_lock(name, folder / f"{name}.txt", dev, upgrade=False)


def check_wheels() -> None:
    """Resolve core.txt for each platform from wheels alone; uv stops with the package that has none."""
    with tempfile.TemporaryDirectory() as scratch:
        for platform in PLATFORMS:
            for python in PYTHONS:
                run_uv(
                    "pip", "compile", "--quiet", "--only-binary", ":all:", "--python-platform", platform,
                    "--python-version", python, "--constraint", "requirements/core.txt",
                    "--output-file", str(Path(scratch) / f"{platform}-{python}.txt"), "pyproject.toml",
                )  # fmt: skip
                print(f"wheels for {platform}, Python {python}: all there")


def pinned(lock: Path) -> list[str]:
    """The lines `name==version ; marker` of a lock. Hashes are left out: a project may add wheels to a release."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return [line.rstrip(" \\") for line in lines if line and line[0] not in "# "]


def check_locks() -> int:
    """Return 1 and say which lock no longer answers pyproject.toml, else 0."""
    with tempfile.TemporaryDirectory() as scratch:
        for name in LOCKS:
            fresh = Path(scratch) / f"{name}.txt"
            fresh.write_bytes((FOLDER / f"{name}.txt").read_bytes())
        write_locks(Path(scratch), upgrade=False)
        stale = [name for name in LOCKS if pinned(Path(scratch) / f"{name}.txt") != pinned(FOLDER / f"{name}.txt")]
    for name in stale:
        print(f"requirements/{name}.txt does not answer pyproject.toml any more: run make lock", file=sys.stderr)
    if not stale:
        check_wheels()
    return 1 if stale else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--upgrade", action="store_true")
    arguments = parser.parse_args()
    if arguments.check:
        return check_locks()
    FOLDER.mkdir(exist_ok=True)
    write_locks(FOLDER, upgrade=arguments.upgrade)
    check_wheels()
    return 0


if __name__ == "__main__":
    sys.exit(main())
