"""Where packs lie, and which of them an industry pack stands on."""

from __future__ import annotations

import difflib
from pathlib import Path

from fupan.errors import DefinitionError
from fupan.packs.document import read_yaml

_HERE = Path(__file__).parent
_KEYS = ("extends", "zh", "en")


def pack_names(workspace: Path | None = None) -> tuple[str, ...]:
    """Names of the packs that ship, and of those in ``packs/`` of the workspace."""
    places = [_HERE, *([workspace / "packs"] if workspace is not None and (workspace / "packs").is_dir() else [])]
    found = {p.name for place in places for p in place.iterdir() if p.is_dir() and not p.name.startswith(("_", "."))}
    return tuple(sorted(found))


def pack_path(name: str = "standard", workspace: Path | None = None) -> Path:
    """The directory of pack *name*; DefinitionError with the nearest name if there is none."""
    known = pack_names(workspace)
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        raise DefinitionError(f"no pack “{name}”", key="pack", nearest=near[0] if near else known[0])
    own = workspace / "packs" / name if workspace is not None else None
    return own if own is not None and own.is_dir() else _HERE / name


def pack_chain(name: str, workspace: Path | None = None) -> list[Path]:
    """Directories of the packs that *name* stands on, the first first, itself last: ``extends`` of their pack.yaml.

    DefinitionError for a pack that is not there, and for packs that stand on each other.
    """
    chain: list[Path] = []
    names: list[str] = []
    while name:
        if name in names:
            raise DefinitionError(
                f"stands on itself: {' -> '.join([*names, name])}", key="extends", file=str(chain[-1])
            )
        path = pack_path(name, workspace)
        names.append(name)
        chain.append(path)
        name = _extends(path)
    return chain[::-1]


def _extends(path: Path) -> str:
    """What a pack's pack.yaml says it extends; empty where it stands on nothing."""
    file = path / "pack.yaml"
    if not file.is_file():
        return ""
    document = read_yaml(file)
    data = document.data or {}
    if not isinstance(data, dict):
        raise document.error("must hold extends, zh, en")
    for key in data:
        if key not in _KEYS:
            near = difflib.get_close_matches(str(key), _KEYS, n=1)
            raise document.error("is no key of a pack", [str(key)], near[0] if near else None)
    return str(data.get("extends") or "")


def pack_files(pack: str, kind: str, workspace: Path | None = None) -> list[Path]:
    """YAML files of *kind* (metrics, decks, rules): of each pack in the chain, then the workspace's, each sorted by name."""
    found = [file for path in pack_chain(pack, workspace) for file in sorted((path / kind).glob("*.yaml"))]
    if workspace is not None and (workspace / kind).is_dir():
        found += sorted([*(workspace / kind).glob("*.yaml"), *(workspace / kind).glob("*.yml")])
    return found
