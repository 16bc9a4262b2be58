"""Texts as XML can hold them: one bad character in a customer's name must not cost the document."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from fupan.review.model import Document

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def clean_text(text: str) -> str:
    """*text* with every character that XML 1.0 forbids replaced by U+FFFD.

    >>> clean_text("a\\x00b")
    'a\ufffdb'
    """
    return _FORBIDDEN.sub("\ufffd", text)


def clean_document(document: Document) -> Document:
    """*document* with all its texts cleaned."""
    cleaned: Document = _clean(document)
    return cleaned


def _clean(node: Any) -> Any:
    if isinstance(node, str):
        return clean_text(node)
    if isinstance(node, tuple):
        return tuple(_clean(part) for part in node)
    if is_dataclass(node) and not isinstance(node, type):
        changed = {
            field.name: new
            for field in fields(node)
            if (new := _clean(old := getattr(node, field.name))) is not old and new != old
        }
        return replace(node, **changed) if changed else node
    return node
