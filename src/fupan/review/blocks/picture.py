"""A picture out of the workspace's folder."""

from __future__ import annotations

import base64

from fupan.review.context import Context
from fupan.review.deck_blocks import PictureSpec
from fupan.review.model import Picture, Provenance


def draw(spec: PictureSpec, context: Context) -> Picture | None:
    """The picture with its caption; None where there is no such file."""
    name = spec.file.replace("{window}", context.window.label)
    found = context.pictures(name)
    if found is None:
        return None
    return Picture(
        base64.b64encode(found.data).decode(), found.width, found.height,
        spec.title.of(context.lang) if spec.title else "", spec.caption.of(context.lang) if spec.caption else "",
        spec.alt.of(context.lang),
        Provenance(
            context.word("图片文件", "picture file"), window=context.window.label, as_of=context.as_of, sources=(f"pictures/{name}",)
        ),
    )  # fmt: skip
