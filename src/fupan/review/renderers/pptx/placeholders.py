"""Placeholders of a layout as its file has them: type, place, attributes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fupan.review.renderers.box import Box


@dataclass(frozen=True, slots=True)
class Role:
    """A place for a text: the placeholder's attributes ("" for a plain text box) and its box (None: nowhere to put it)."""

    placeholder: str
    box: Box | None


def placeholder_kind(shape: Any) -> str:
    """The type as the file says it; obj for a placeholder of any content."""
    found = shape._element.xpath(".//p:nvPr/p:ph/@type")  # noqa: SLF001 - python-pptx maps some types to others
    return str(found[0]) if found else "obj"


def placeholder_box(shape: Any) -> Box | None:
    """Its place in points, or its master's; None where neither says one."""
    if shape.left is None or shape.width is None:
        return None
    return Box(shape.left / 12700, shape.top / 12700, shape.width / 12700, shape.height / 12700)


def role_of(shape: Any) -> Role:
    """The role that *shape* takes."""
    kind, index = placeholder_kind(shape), shape.placeholder_format.idx
    attributes = " ".join(
        part for part in (f'type="{kind}"' if kind != "obj" else "", f'idx="{index}"' if index else "") if part
    )
    return Role(attributes, placeholder_box(shape))
