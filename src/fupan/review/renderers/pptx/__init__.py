"""PowerPoint: native, editable slides from the document model."""

from fupan.review.renderers.pptx.deck import render_pptx

__all__ = ["render_pptx"]
