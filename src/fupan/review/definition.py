"""Definition files of the review: as typed models, with what is wrong in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from pydantic import BaseModel

from fupan.errors import DefinitionError
from fupan.packs import YamlDocument
from fupan.packs.validated import nearest
from fupan.packs.validated import validated as in_words

__all__ = ["nearest", "validated", "wrong"]

_Model = TypeVar("_Model", bound=BaseModel)
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


def validated(document: YamlDocument, model: type[_Model], known: Iterable[str]) -> _Model:
    """The document as *model*; DefinitionError for the first thing wrong. *known* are all keys there are, for hints."""
    return in_words(document, model, known, tags=_UNION_TAGS)


def wrong(document: YamlDocument, reason: str, keys: list[str | int], hint: str | None = None) -> DefinitionError:
    """An error of our own checks."""
    return document.error(reason, keys, hint)
