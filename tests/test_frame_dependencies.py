"""pyproject.toml, the locks of requirements/ and docs/dependencies.md say the same."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("build", "core", "dev", "spark")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)


def lock_text(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def lock_pins(name: str) -> dict[str, set[str]]:
    """Package -> the versions that the lock pins (more than one where Pythons differ)."""
    pins: dict[str, set[str]] = {}
    for package, version in PIN.findall(lock_text(name)):
        pins.setdefault(canonicalize_name(package), set()).add(version)
    return pins


def group_requirements(group: str) -> list[Requirement]:
    """The requirements of a dependency group, included groups followed."""
    found: list[Requirement] = []
    for entry in PROJECT["dependency-groups"][group]:
        found += group_requirements(entry["include-group"]) if isinstance(entry, dict) else [Requirement(entry)]
    return found


def declared(lock: str) -> list[Requirement]:
    core = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
    extras = [Requirement(text) for texts in PROJECT["project"]["optional-dependencies"].values() for text in texts]
    spark = group_requirements("spark")  # apart from the others: it has no wheel
    own = {"core": core, "build": group_requirements("build"), "spark": spark}
    dev = [r for r in core + extras + group_requirements("dev") if r.name not in {s.name for s in spark}]
    return {**own, "dev": dev}[lock]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_answers_pyproject(lock: str) -> None:
    pins = lock_pins(lock)
    for requirement in declared(lock):
        versions = pins.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is not in requirements/{lock}.txt: run make lock"
        for version in versions:
            assert requirement.specifier.contains(Version(version), prereleases=True), f"{requirement} but {version}"


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_host_and_hashes_everything(lock: str) -> None:
    text = lock_text(lock)
    assert "://" not in text
    assert not re.search(r"^\s*-", re.sub(r"^\s+--hash=", "", text, flags=re.MULTILINE), re.MULTILINE)
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert blocks
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_locks_install_side_by_side() -> None:
    dev = lock_pins("dev")
    for lock in ("core", "build"):
        for package, versions in lock_pins(lock).items():
            assert versions <= dev[package], package


def test_engine_stays_below_the_version_that_ibis_cannot_use() -> None:
    assert all(Version(version) < Version("2") for version in lock_pins("core")["duckdb"])


def test_every_dependency_has_its_reason() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    named = {canonicalize_name(name) for name in re.findall(r"`([A-Za-z0-9._-]+)`", page)}
    missing = [r.name for lock in LOCKS for r in declared(lock) if canonicalize_name(r.name) not in named]
    assert missing == []


@pytest.mark.parametrize("folder", ["src", "tools", "requirements", "docs"])
def test_no_package_index_is_named(folder: str) -> None:
    """Whoever installs uses the index of the own settings; a host named here would override or outlive it."""
    hosts = re.compile(
        r"(?:index-url|find-links|--index)\s*[= ]\s*https?://|files\.pythonhosted|pypi\.org/simple", re.IGNORECASE
    )
    found = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".txt", ".md", ".toml", ".cfg", ".sh"} and hosts.search(path.read_text("utf-8"))
    ]
    assert found == []


RIVALS = ROOT / "benchmarks" / "metrics" / "rivals"
"""Scripts that run in environments of their own, which they make themselves: build/rivals."""


def outside_imports(folder: Path) -> dict[str, str]:
    """Top-level module that is neither ours nor Python's -> one file that imports it."""
    ours = {"fupan", "tests", "benchmarks", *(path.stem for path in (ROOT / "tools").glob("*.py"))}
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.py")):
        if path.is_relative_to(RIVALS):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names = [node.module]
            else:
                continue
            for top in {name.partition(".")[0] for name in names} - ours - sys.stdlib_module_names:
                found.setdefault(top, path.relative_to(ROOT).as_posix())
    return found


def named_by_settings(path: Path) -> set[str]:
    """Top-level modules that Django's settings name as dotted texts instead of importing them."""
    texts = (n.value for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Constant))
    return {text.partition(".")[0] for text in texts if isinstance(text, str)}


@pytest.mark.parametrize(
    ("folder", "lock"), [("src/fupan", "core"), ("tests", "dev"), ("tools", "dev"), ("benchmarks", "dev")]
)
def test_only_declared_packages_are_imported(folder: str, lock: str) -> None:
    """What another package happens to bring along may be gone with its next release."""
    allowed = {canonicalize_name(requirement.name) for requirement in declared(lock)}
    if lock == "core":
        allowed |= {"pandas", "polars"}  # the extras: imported only where somebody asked for such a table
        allowed |= {"psycopg", "psycopg-binary", "pyspark", "py4j"}  # only where the workspace names such an engine
        allowed |= {"httpx"}  # only where somebody asks a language model
    providers = packages_distributions()
    undeclared = {
        module: path
        for module, path in outside_imports(ROOT / folder).items()
        if not allowed & {canonicalize_name(name) for name in providers.get(module, [module])}
    }
    assert undeclared == {}


def test_every_declared_package_is_imported() -> None:
    """A dependency that nobody uses any more is dropped; `sqlglot` and `tzdata` are declared for their bounds."""
    providers = packages_distributions()
    imported = [*outside_imports(ROOT / "src"), *named_by_settings(ROOT / "src" / "fupan" / "web" / "settings.py")]
    used = {canonicalize_name(name) for module in imported for name in providers.get(module, [])}
    core = {canonicalize_name(requirement.name) for requirement in declared("core")}
    assert core - used - {"sqlglot", "tzdata"} == set()
