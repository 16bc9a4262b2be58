"""Where packs lie."""

from __future__ import annotations

import difflib
from pathlib import Path

from fupan.errors import DefinitionError

_HERE = Path(__file__).parent


def pack_names() -> tuple[str, ...]:
    """Names of the packs that ship."""
    return tuple(sorted(p.name for p in _HERE.iterdir() if p.is_dir() and not p.name.startswith("_")))


def pack_path(name: str = "standard") -> Path:
    """The directory of pack *name*; DefinitionError with the nearest name if there is none."""
    known = pack_names()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        raise DefinitionError(f"no pack “{name}”", key="pack", nearest=near[0] if near else known[0])
    return _HERE / name


def pack_files(pack: str, kind: str, workspace: Path | None = None) -> list[Path]:
    """YAML files of *kind* (metrics, decks, rules): the pack's, then the workspace's own, each sorted by name."""
    found = sorted((pack_path(pack) / kind).glob("*.yaml"))
    if workspace is not None and (workspace / kind).is_dir():
        found += sorted([*(workspace / kind).glob("*.yaml"), *(workspace / kind).glob("*.yml")])
    return found
