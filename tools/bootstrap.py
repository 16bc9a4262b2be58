"""Make .venv from the hashed locks, with nothing but a Python: no pip, no ensurepip, no network host named here.

    python3 tools/bootstrap.py           # what `make demo` needs: the product
    python3 tools/bootstrap.py --dev     # what `make test` needs: the product and the developers' tools
    python3 tools/bootstrap.py --spark   # that and pyspark, for the tests on Spark: `make spark`

Debian's python3 ships neither pip nor ensurepip, so the pip wheel itself is kept in tools/vendor (its checksum is
tested before it runs). pip then reads the user's own index settings as ever: PIP_* variables, pip.conf. Installed
are wheels only, each checked against its hash, then the project itself, editable, without build isolation since the
build backend is in the locks too. A stamp in .venv makes the next run return at once.

Uses the standard library alone and parses from Python 3.6 on, so that an old one gets a message, not a syntax error.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 13)
ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "tools" / "vendor"
SETS = {"core": ("core.txt", "build.txt"), "dev": ("dev.txt",)}


def find_python() -> "str | None":
    """Path of a Python that fupan runs on: this one, or another on the PATH; None if there is none."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return sys.executable
    names = [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    return next((found for found in map(shutil.which, names) if found and answers(found)), None)


def answers(python: str) -> bool:
    """Whether the program is a Python that runs: version managers leave stand-ins that only complain."""
    quiet = subprocess.DEVNULL
    return subprocess.call([python, "-c", "import sys"], stdout=quiet, stderr=quiet) == 0


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def vendored_pip() -> Path:
    """Path of the pip wheel in tools/vendor, after its checksum was tested."""
    expected, name = (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").split()
    wheel = VENDOR / name
    found = digest(wheel)
    if found != expected:
        sys.exit(f"tools/vendor/{name} is damaged: sha256 {found}, expected {expected}")
    return wheel


def stamp_text(chosen: str) -> str:
    """What an environment depends on: place, Python, locks, pip and the project's own settings, as one hash."""
    parts = [str(ROOT), sys.version, digest(ROOT / "pyproject.toml"), digest(VENDOR / "SHA256SUMS")]
    parts += [digest(ROOT / "requirements" / lock) for lock in SETS[chosen]]
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()


def venv_python(folder: Path) -> Path:
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def make_venv(folder: Path, *, clear: bool) -> None:
    """An environment without pip. Some systems split even `venv` off Python: then its few files are laid by hand."""
    try:
        import venv
    except ImportError:
        lay_venv(folder)
    else:
        venv.EnvBuilder(symlinks=os.name != "nt", clear=clear).create(folder)


def lay_venv(folder: Path) -> None:
    """What venv would make on POSIX: pyvenv.cfg, bin/python and an empty site-packages."""
    if os.name == "nt":
        sys.exit("this Python has no venv module: install Python from its own installer or the Store")
    shutil.rmtree(folder, ignore_errors=True)
    base = Path(sys.executable).resolve()
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    (folder / "bin").mkdir(parents=True)
    (folder / "lib" / f"python{version}" / "site-packages").mkdir(parents=True)
    for name in ("python", "python3"):
        (folder / "bin" / name).symlink_to(base)
    settings = f"home = {base.parent}\ninclude-system-site-packages = false\nversion = {version}\n"
    (folder / "pyvenv.cfg").write_text(settings, encoding="utf-8")


def install(python: Path, wheel: Path, chosen: str) -> None:
    """Install the locks and then the project. pip's own settings hold, but for those that would leave the venv."""
    settings = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_ROOT_USER_ACTION="ignore", PIP_USER="0")
    for name in ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONPATH", "PYTHONHOME"):
        settings.pop(name, None)
    pip = [str(python), "-W", "ignore", str(wheel / "pip"), "install", "--no-deps"]
    locks = [str(ROOT / "requirements" / lock) for lock in SETS[chosen]]
    steps = (
        ["--require-hashes", "--only-binary", ":all:", *(part for lock in locks for part in ("-r", lock))],
        ["--quiet", "--no-build-isolation", "--no-index", "--editable", str(ROOT)],
    )
    for step in steps:
        if subprocess.run([*pip, *step], env=settings, cwd=ROOT, check=False).returncode:
            sys.exit(
                "pip could not install the packages (its message is above). It uses your own pip settings:\n"
                "a mirror is set by PIP_INDEX_URL or pip.conf, a company certificate by PIP_CERT.\n"
                "安装依赖失败（原因见上）。镜像用 PIP_INDEX_URL 或 pip.conf 指定，企业证书用 PIP_CERT 指定。"
            )


def prepare(folder: Path, chosen: str) -> None:
    """Bring the environment in `folder` up to the locks of `chosen`; return at once where it is already."""
    stamps = {name: stamp_text(name) for name in SETS}
    stamp = folder / "fupan.stamp"
    found = stamp.read_text(encoding="utf-8").strip() if stamp.is_file() else None
    if venv_python(folder).exists() and found in {stamps["dev"], stamps[chosen]}:
        return
    wheel = vendored_pip()
    print("Preparing the Python environment in .venv (once; about a minute) 正在准备运行环境 …", flush=True)
    # An environment of an older lock is made anew. One that only lacks the tools, or that somebody else made, is kept.
    make_venv(folder, clear=found is not None and found not in stamps.values())
    stamp.write_text("unfinished\n", encoding="utf-8")
    install(venv_python(folder), wheel, chosen)
    stamp.write_text(stamps[chosen] + "\n", encoding="utf-8")


def prepare_spark(folder: Path) -> None:
    """Add pyspark. It has no wheel: its source is checked against its hash and built by the locked setuptools."""
    lock, stamp = ROOT / "requirements" / "spark.txt", folder / "spark.stamp"
    if stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == digest(lock):
        return
    print("Adding Spark (once; some minutes) 正在安装 Spark …", flush=True)
    pip = [str(venv_python(folder)), "-W", "ignore", str(vendored_pip() / "pip"), "install", "--no-deps"]
    options = ["--require-hashes", "--no-build-isolation", "-r", str(lock)]
    settings = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_ROOT_USER_ACTION="ignore", PIP_USER="0")
    if subprocess.run([*pip, *options], env=settings, cwd=ROOT, check=False).returncode:
        sys.exit("pip could not install pyspark (its message is above). 安装 pyspark 失败（原因见上）。")
    stamp.write_text(digest(lock) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="Make .venv from the hashed locks.")
    parser.add_argument("--dev", action="store_true", help="also the tools for tests, types and packaging")
    parser.add_argument("--spark", action="store_true", help="the tools and pyspark, for tests on Spark")
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv")
    arguments = parser.parse_args()
    suitable = find_python()
    if suitable is None:
        oldest, newest, found = (f"{major}.{minor}" for major, minor in (OLDEST, NEWEST, sys.version_info[:2]))
        sys.exit(
            f"fupan needs Python {oldest} to {newest}; this is {found} and no other is on the PATH.\n"
            f"需要 Python {oldest} 至 {newest}，当前为 {found}。请安装后重试，或用 make PYTHON=/path/to/python 指定。"
        )
    if suitable != sys.executable:
        sys.exit(subprocess.call([suitable, *sys.argv]))
    prepare(arguments.venv, "dev" if arguments.dev or arguments.spark else "core")
    if arguments.spark:
        prepare_spark(arguments.venv)


if __name__ == "__main__":
    main()
