"""A definition file as a typed model; what is wrong in words: file, line, key and the nearest right name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from fupan.packs.document import YamlDocument

_Model = TypeVar("_Model", bound=BaseModel)


def validated(
    document: YamlDocument, model: type[_Model], known: Iterable[str] = (), *, tags: frozenset[str] = frozenset()
) -> _Model:
    """The document as *model*; DefinitionError for the first thing wrong.

    Hints are taken from *known*, by default all keys of the model and of those inside it. *tags*: names of a union's
    members, which Pydantic puts into places and no file has.
    """
    try:
        return model.model_validate(document.data or {})
    except ValidationError as e:
        first = e.errors()[0]
        keys = _path(document, first["loc"], tags)
        unknown = first["type"] == "extra_forbidden"
        hint = nearest(str(keys[-1]), [*known] or sorted(_keys(model))) if unknown and keys else None
        if first["type"] == "union_tag_invalid":
            hint = nearest(str(first.get("ctx", {}).get("tag", "")), _expected(first))
        reason = "there is no such key here" if unknown else str(first["msg"]).removeprefix("Value error, ")
        raise document.error(reason, keys, hint) from e


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like *name*."""
    found = difflib.get_close_matches(name, list(known), n=1)
    return found[0] if found else None


def _keys(model: type[BaseModel]) -> set[str]:
    found: set[str] = set()
    waiting: list[Any] = [model]
    seen: list[Any] = []
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.append(kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            found |= {field.alias or name for name, field in kind.model_fields.items()}
            waiting += [field.annotation for field in kind.model_fields.values()]
        waiting += get_args(kind)
    return found


def _path(document: YamlDocument, loc: Iterable[str | int], tags: frozenset[str]) -> list[str | int]:
    """Pydantic's location without the tags of unions, which do not stand in the file."""
    node, keys = document.data, list[str | int]()
    for key in loc:
        try:
            node = node[key]
        except (KeyError, IndexError, TypeError):
            if isinstance(node, dict) and not (isinstance(key, str) and key in tags):
                keys.append(key)
                break
            continue
        keys.append(key)
    return keys


def _expected(error: object) -> list[str]:
    context = error.get("ctx", {}) if isinstance(error, dict) else {}
    return [t.strip(" '") for t in str(context.get("expected_tags", "")).split(",")]
