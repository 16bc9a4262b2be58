"""The demonstration workspace on disk: settings and mappings as shipped, files as generated."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from fupan import __version__
from fupan.errors import WorkspaceError
from fupan.workspace import SETTINGS, read_workspace

SEED = 2025
_STAMP = ".made"


def prepare_workspace(
    directory: Path,
    *,
    locale: str = "zh",
    scale: float = 1.0,
    seed: int = SEED,
    progress: Callable[[str], None] | None = None,
) -> Path:
    """Make (or refresh) the demonstration workspace at *directory*; its root.

    A directory that holds another company's workspace, or anything else, is refused: nothing of it is touched. Files of
    an earlier run are kept where version, scale and seed are the same.
    """
    root = directory.resolve()
    _refuse_foreign(root)
    _copy_definitions(root, locale)
    data = root / "data"
    stamp = {"version": __version__, "scale": scale, "seed": seed}
    if _read_stamp(data) != stamp:
        for name in ("data", "warehouse", "reviews"):
            shutil.rmtree(root / name, ignore_errors=True)
        from fupan.demo.write import write_company

        data.mkdir(parents=True, exist_ok=True)
        facts = write_company(
            data, seed=seed, scale=scale, progress=None if progress is None else lambda text, _share: progress(text)
        )
        _write_names(root / "sources" / "names.yaml", {"regions": facts.aliases.get("regions", {})})
        (data / _STAMP).write_text(json.dumps(stamp), encoding="utf-8")
    return root


def _refuse_foreign(root: Path) -> None:
    if not root.exists():
        return
    if (root / SETTINGS).is_file():
        if not read_workspace(root).synthetic:
            raise WorkspaceError(f"{root} is a company's own workspace; the demonstration needs a directory of its own")
    elif not root.is_dir() or any(root.iterdir()):
        raise WorkspaceError(f"{root} is not empty and no demonstration workspace; choose another directory")


def _copy_definitions(root: Path, locale: str) -> None:
    """Copy the shipped settings and mappings; matched names that a person confirmed stay."""
    root.mkdir(parents=True, exist_ok=True)
    shipped = resources.files("fupan.demo") / "workspace"
    with resources.as_file(shipped) as source:
        shutil.copytree(source, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    settings = root / SETTINGS
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('locale = "zh"', f'locale = "{locale}"'), encoding="utf-8")


def _write_names(path: Path, aliases: dict[str, dict[str, str]]) -> None:
    """What the company's people have matched before: regions, where 北京 may be the province or the city. Customers,
    dealers, products, stores and people are left for ``fupan match``."""
    lines = ["# 已确认的名称 names that a person has matched: entity -> name as written -> key"]
    for table, names in sorted(aliases.items()):
        lines.append(f"{table}:")
        lines.extend(f"  {json.dumps(name, ensure_ascii=False)}: {key}" for name, key in sorted(names.items()))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _read_stamp(data: Path) -> dict[str, object] | None:
    try:
        found: dict[str, object] = json.loads((data / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found
