"""Mappings as YAML files: read with line numbers, written with comments."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Mapping as AnyMapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from fupan.contracts import table as contract
from fupan.contracts import table_names
from fupan.errors import DefinitionError, ExpressionError
from fupan.sources.mapping import TABLE_KEYS, FieldSpec, Join, Mapping, NextRow, TableMapping, Unpivot
from fupan.warehouse.files import write_text

NAMES_FILE = "names.yaml"
_SHORT = TABLE_KEYS - set(Mapping.model_fields)
_MODELS: dict[str, type[BaseModel]] = {
    "tables": TableMapping,
    "fields": FieldSpec,
    "join": Join,
    "unpivot": Unpivot,
    "next": NextRow,
}


def read_mappings(directory: Path) -> tuple[Mapping, ...]:
    """Every mapping of *directory*, by file name; ``names.yaml`` is not one."""
    if not directory.is_dir():
        return ()
    return tuple(read_mapping(p) for p in sorted(directory.glob("*.yaml")) if p.name != NAMES_FILE)


def read_mapping(path: Path) -> Mapping:
    """The mapping in *path*; DefinitionError names file, line, key and the nearest right name."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        raise DefinitionError(f"cannot be read: {e}", file=str(path)) from e
    return parse_mapping(text, file=path.name, name=path.stem)


def parse_mapping(text: str, *, file: str, name: str) -> Mapping:
    """The mapping written in *text*; *name* is used where it has none of its own."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    yaml = YAML(typ="rt")
    try:
        raw = yaml.load(text)
    except YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        raise DefinitionError(
            f"not valid YAML: {getattr(e, 'problem', None) or e}", file=file, line=mark.line + 1 if mark else None
        ) from e
    if not isinstance(raw, dict):
        raise DefinitionError("a mapping must be a list of keys and values", file=file, line=1)
    shaped: dict[str, Any] = {"name": name, **{k: v for k, v in raw.items() if k not in _SHORT}}
    if "tables" not in raw:
        if alone := {k: raw[k] for k in raw if k in _SHORT}:
            shaped["tables"] = [alone]
        if "table" not in raw and raw.get("ignore") is not True:
            raise DefinitionError(
                "needs table: and fields:, or tables:, or ignore: true", file=file, line=1, key="table"
            )
    elif short := sorted(_SHORT & set(raw)):
        raise DefinitionError(
            "stands beside tables:; put it inside one of them", file=file, line=_line(raw, (short[0],)), key=short[0]
        )
    try:
        plain = _plain(shaped)
        mapping = Mapping.model_validate({**plain, "digest": _digest(plain)})
    except ValidationError as e:
        raise _definition_error(e, raw, file) from e
    _check_names(mapping, raw, file)
    return mapping


def _digest(plain: dict[str, Any]) -> str:
    """What decides how a file is read: not which files there are, nor comments."""
    deciding = {k: v for k, v in plain.items() if k != "files"}
    return hashlib.sha256(json.dumps(deciding, sort_keys=True, default=str).encode()).hexdigest()[:16]


def add_file(path: Path, glob: str) -> None:
    """Put *glob* into the ``files`` of the mapping in *path*; comments and order of keys stay as they are."""
    from io import StringIO

    from ruamel.yaml import YAML

    yaml = YAML(typ="rt")
    yaml.width = 200
    raw = yaml.load(path.read_text(encoding="utf-8-sig"))
    known = raw["files"] if isinstance(raw["files"], list) else [raw["files"]]
    if glob in known:
        return
    raw["files"] = [*known, glob]
    out = StringIO()
    yaml.dump(raw, out)
    write_text(path, out.getvalue())


def write_mapping(
    data: AnyMapping[str, Any], path: Path, *, comments: AnyMapping[tuple[str, ...], str] | None = None, top: str = ""
) -> None:
    """Write *data* (plain dicts and lists) as YAML to *path*, which is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render_mapping(data, comments=comments, top=top), encoding="utf-8")


def render_mapping(
    data: AnyMapping[str, Any], *, comments: AnyMapping[tuple[str, ...], str] | None = None, top: str = ""
) -> str:
    """*data* (plain dicts and lists) as YAML; *comments* go behind the keys at their paths, *top* above all."""
    import io

    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap

    yaml = YAML(typ="rt")
    yaml.width = 200
    yaml.allow_unicode = True

    def commented(value: Any) -> Any:
        if isinstance(value, dict):
            made = CommentedMap()
            for k, v in value.items():
                made[k] = commented(v)
            return made
        return [commented(v) for v in value] if isinstance(value, list) else value

    tree = commented(dict(data))
    for place, comment in (comments or {}).items():
        node = tree
        for key in place[:-1]:
            node = node[int(key)] if isinstance(node, list) else node[key]
        node.yaml_add_eol_comment(comment, place[-1])
    if top:
        tree.yaml_set_start_comment(top)
    out = io.StringIO()
    yaml.dump(tree, out)
    return out.getvalue()


def _plain(value: Any) -> Any:
    """YAML's own containers and scalars as Python's."""
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, bool) or value is None:
        return value
    for kind in (int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return value


def _definition_error(error: ValidationError, raw: Any, file: str) -> DefinitionError:
    first = error.errors()[0]
    place = tuple(
        p
        for p in first["loc"]
        if not (isinstance(p, str) and p in ("auto", "dict[str,str]", "function-before[_listed(), tuple[str, ...]]"))
    )
    if "tables" not in raw and place[:2] == ("tables", 0):
        place = place[2:]
    key = ".".join(str(p) for p in place)
    reason, nearest = str(first["msg"]).removeprefix("Value error, "), None
    if first["type"] == "extra_forbidden" and place:
        names = _known_keys(place)
        found = difflib.get_close_matches(str(place[-1]), names, n=1)
        reason, nearest = f"no such key; known are {', '.join(sorted(names))}", found[0] if found else None
    elif first["type"] == "missing":
        reason = "is missing"
    elif not isinstance(first["input"], (dict, list)):
        reason += f", found “{first['input']}”"
    return DefinitionError(reason, file=file, line=_line(raw, place), key=key, nearest=nearest)


def _known_keys(place: tuple[Any, ...]) -> list[str]:
    model: type[BaseModel] = Mapping
    for p in place[:-1]:
        if isinstance(p, str):
            model = _MODELS.get(p, model)
    names = set(model.model_fields) - {"digest"}
    return sorted(names | _SHORT) if model is Mapping else sorted(names)


def _line(raw: Any, place: tuple[Any, ...]) -> int | None:
    """The 1-based line of the deepest part of *place* that stands in the file."""
    node, line = raw, None
    for p in place:
        marks = getattr(node, "lc", None)
        try:
            if isinstance(node, dict):
                if p not in node:
                    break
                line = marks.key(p)[0] + 1 if marks is not None else line
            else:
                line = marks.item(p)[0] + 1 if marks is not None else line
            node = node[p]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return line


def _check_names(mapping: Mapping, raw: Any, file: str) -> None:
    """Tables, fields and expressions must exist and parse; constants must fit."""
    from fupan.expressions import parse

    for i, t in enumerate(mapping.tables):
        base: tuple[Any, ...] = ("tables", i) if "tables" in raw else ()
        if t.table not in table_names():
            near = difflib.get_close_matches(t.table, table_names(), n=1)
            raise DefinitionError(
                f"no canonical table “{t.table}”",
                file=file,
                line=_line(raw, (*base, "table")),
                key="table",
                nearest=near[0] if near else None,
            )
        declared = contract(t.table)
        for name, spec in t.fields.items():
            place = (*base, "fields", name)
            if name not in declared.names:
                raise DefinitionError(
                    f"{t.table} has no field “{name}”",
                    file=file,
                    line=_line(raw, place),
                    key=".".join(map(str, place)),
                    nearest=nearest_field(name, t.table),
                )
            if spec.unit is not None:
                from fupan.sources.units import FACTORS, unit_factor

                if unit_factor(spec.unit) is None:
                    near = difflib.get_close_matches(spec.unit, FACTORS, n=1)
                    raise DefinitionError(
                        f"no unit “{spec.unit}”",
                        file=file,
                        line=_line(raw, (*place, "unit")),
                        key="unit",
                        nearest=near[0] if near else "万元",
                    )
        for key, text in [("where", t.where), *((f"fields.{n}.expression", s.expression) for n, s in t.fields.items())]:
            if text is None:
                continue
            try:
                parse(text)
            except ExpressionError as e:
                raise DefinitionError(str(e), file=file, line=_line(raw, (*base, *key.split("."))), key=key) from e


def nearest_field(name: str, table: str) -> str | None:
    """The field of *table* whose name, Chinese or English name or synonym is nearest to *name*."""
    from fupan.sources.text import fold

    words = {fold(w): f.name for f in contract(table).fields for w in (f.name, f.zh, f.en, *f.synonyms)}
    near = difflib.get_close_matches(fold(name), words, n=1)
    return words[near[0]] if near else None


__all__ = [
    "NAMES_FILE",
    "add_file",
    "nearest_field",
    "parse_mapping",
    "read_mapping",
    "read_mappings",
    "render_mapping",
    "write_mapping",
]
