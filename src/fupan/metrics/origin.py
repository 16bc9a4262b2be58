"""Where definitions come from: which file of which pack, or of the workspace, set each key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fupan.metrics.layers import Layers
from fupan.packs import pack_path


@dataclass(frozen=True, slots=True)
class Origin:
    """The pack (or ``workspace``) and the file that set a key."""

    layer: str
    file: str

    def __str__(self) -> str:
        return f"{self.layer}/{self.file}"


Origins = Mapping[tuple[str, str], Mapping[str, Origin]]
"""(kind, name) -> key -> origin."""


def origins(layers: Layers) -> dict[tuple[str, str], dict[str, Origin]]:
    """Origin of every key that a file set."""
    known: dict[Path, Origin] = {}
    for document in layers.documents:
        known[document.path] = Origin(layer_of(document.path), document.path.name)
    return {
        entry: {key: known[document.path] for key, document in keys.items() if key}
        for entry, keys in layers.origins.items()
    }


def layer_of(path: Path) -> str:
    """Name of the pack that a file lies in, or ``workspace``."""
    folder = path.resolve().parent.parent
    shipped = pack_path().parent
    if folder.parent == shipped or folder.parent.name == "packs":
        return folder.name
    return "workspace"


def told(keys: Mapping[str, Origin]) -> str:
    """In one line: where a definition was made, and which keys other layers changed since."""
    if not keys:
        return ""
    first = keys.get("family") or next(iter(keys.values()))
    changed: dict[str, list[str]] = {}
    for key, origin in keys.items():
        if origin.layer != first.layer:
            changed.setdefault(str(origin), []).append(key)
    return "; ".join(
        [
            str(first),
            *(
                f"{origin}: {', '.join(found)}"
                for origin, found in sorted(changed.items(), key=lambda c: c[0].startswith("workspace/"))
            ),
        ]
    )
