"""A validation error of a definition file in words: file, line, key and the nearest right name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from fupan.errors import DefinitionError
from fupan.packs import YamlDocument

_Model = TypeVar("_Model", bound=BaseModel)


def validated(document: YamlDocument, model: type[_Model], known: Iterable[str]) -> _Model:
    """The document as *model*; DefinitionError for the first thing wrong. *known* are all keys there are, for hints."""
    try:
        return model.model_validate(document.data or {})
    except ValidationError as e:
        first = e.errors()[0]
        keys = _path(document, first["loc"])
        hint = nearest(str(keys[-1]), known) if first["type"] == "extra_forbidden" and keys else None
        if first["type"] == "union_tag_invalid":
            hint = nearest(str(first.get("ctx", {}).get("tag", "")), _tags(first))
        unknown = first["type"] == "extra_forbidden"
        reason = "there is no such key here" if unknown else str(first["msg"]).removeprefix("Value error, ")
        raise document.error(reason, keys, hint) from e


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like *name*."""
    found = difflib.get_close_matches(name, list(known), n=1)
    return found[0] if found else None


def wrong(document: YamlDocument, reason: str, keys: list[str | int], hint: str | None = None) -> DefinitionError:
    """An error of our own checks."""
    return document.error(reason, keys, hint)


def _path(document: YamlDocument, loc: Iterable[str | int]) -> list[str | int]:
    """Pydantic's location without the tags of unions, which do not stand in the file."""
    node, keys = document.data, list[str | int]()
    for key in loc:
        try:
            node = node[key]
        except (KeyError, IndexError, TypeError):
            if isinstance(node, dict) and not (isinstance(key, str) and key in _UNION_TAGS):
                keys.append(key)
                break
            continue
        keys.append(key)
    return keys


_UNION_TAGS = frozenset(
    [
        "tiles",
        "combo",
        "column",
        "bar",
        "stacked",
        "bridge",
        "price_volume_mix",
        "table",
        "heat",
        "points",
        "actions",
        "targets",
        "definitions",
        "finance_bridge",
        "quality",
        "notes",
        "QuestionSpec",
        "TableSpec",
    ]
)


def _tags(error: object) -> list[str]:
    context = error.get("ctx", {}) if isinstance(error, dict) else {}
    return [t.strip(" '") for t in str(context.get("expected_tags", "")).split(",")]
