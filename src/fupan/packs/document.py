"""A YAML file read safely, which can still tell the line of any key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from fupan.errors import DefinitionError

LARGEST = 2_000_000
_MOST_NODES = 200_000
_DEEPEST = 40


@dataclass(frozen=True)
class YamlDocument:
    """``data`` holds plain dicts, lists, texts and numbers; ``line`` is asked for only when something is wrong."""

    path: Path
    text: str
    data: Any

    def line(self, keys: Sequence[str | int] = ()) -> int | None:
        """Line (from 1) of the deepest part of the path *keys* that exists."""
        node = self._tree
        found: int | None = None
        for key in keys:
            try:
                place = node.lc.data[key]
                node = node[key]
            except (AttributeError, KeyError, IndexError, TypeError):
                break
            found = int(place[0]) + 1
        return found

    @cached_property
    def _tree(self) -> Any:
        from ruamel.yaml import YAML

        return YAML(typ="rt").load(self.text)

    def error(self, reason: str, keys: Sequence[str | int] = (), nearest: str | None = None) -> DefinitionError:
        """A DefinitionError that names this file, the line and the key."""
        key = ".".join(str(k) for k in keys)
        return DefinitionError(reason, file=str(self.path), line=self.line(keys), key=key, nearest=nearest)


def read_yaml(path: Path) -> YamlDocument:
    """Read one YAML file of UTF-8 (with or without BOM); DefinitionError names file and line of what cannot be read."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        raw = path.read_bytes()
    except OSError as e:
        raise DefinitionError(f"cannot be read: {e.strerror}", file=str(path)) from e
    if len(raw) > LARGEST:
        raise DefinitionError(f"has {len(raw)} bytes; a definition file has at most {LARGEST}", file=str(path))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        line = raw[: e.start].count(b"\n") + 1
        raise DefinitionError("is not UTF-8; save it as UTF-8", file=str(path), line=line) from e
    try:
        data = YAML(typ="safe").load(text)
    except YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        reason = str(getattr(e, "problem", None) or e).splitlines()[0]
        raise DefinitionError(
            f"is no valid YAML: {reason}", file=str(path), line=None if mark is None else mark.line + 1
        ) from e
    except RecursionError as e:
        raise DefinitionError("is nested too deep", file=str(path)) from e
    _bound(data, path)
    return YamlDocument(path, text, data)


def _bound(data: Any, path: Path) -> None:
    """Refuse what aliases blow up (a small file of millions of nodes) or nest without end."""
    left = _MOST_NODES
    level = [data]
    for _ in range(_DEEPEST):
        below: list[Any] = []
        for node in level:
            if isinstance(node, dict):
                below += node.values()
            elif isinstance(node, list):
                below += node
            left -= 1
            if left < len(below):
                raise DefinitionError(f"has more than {_MOST_NODES} parts", file=str(path))
        if not below:
            return
        level = below
    raise DefinitionError(f"is nested more than {_DEEPEST} deep", file=str(path))
