"""Names a person has matched, kept in ``sources/names.yaml``: entity table -> written name -> key."""

from __future__ import annotations

from pathlib import Path

from fupan.contracts import table_names
from fupan.errors import DefinitionError
from fupan.warehouse.files import write_text

_HEAD = "已确认的名称 names that a person has matched: entity -> name as written -> key"


def read_names(path: Path) -> dict[str, dict[str, str]]:
    """The matched names of *path*; empty if the file is not there. DefinitionError names a wrong entry."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    if not path.exists():
        return {}
    try:
        raw = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8-sig")) or {}
    except MarkedYAMLError as e:
        line = e.problem_mark.line + 1 if e.problem_mark else None
        raise DefinitionError(str(e.problem), file=str(path), line=line) from e
    if not isinstance(raw, dict):
        raise DefinitionError("must be: entity -> name -> key", file=str(path))
    found: dict[str, dict[str, str]] = {}
    for entity, names in raw.items():
        if entity not in table_names():
            raise DefinitionError("no such table of names", file=str(path), key=str(entity))
        if not isinstance(names, dict):
            raise DefinitionError("must be: name -> key", file=str(path), key=str(entity))
        found[str(entity)] = {str(name): str(key) for name, key in names.items()}
    return found


def remember_names(path: Path, names: dict[str, dict[str, str]]) -> int:
    """Add *names* to *path* (later ones win) in one atomic step; how many entries are new or changed."""
    from io import StringIO

    from ruamel.yaml import YAML

    known = read_names(path)
    added = 0
    for entity, entries in names.items():
        mine = known.setdefault(entity, {})
        for name, key in entries.items():
            added += mine.get(name) != key
            mine[name] = key
    if not added:
        return 0
    yaml = YAML()
    yaml.allow_unicode = True
    yaml.width = 4096
    text = StringIO()
    text.write(f"# {_HEAD}\n")
    yaml.dump({e: dict(sorted(n.items())) for e, n in sorted(known.items()) if n}, text)
    write_text(path, text.getvalue())
    return added
