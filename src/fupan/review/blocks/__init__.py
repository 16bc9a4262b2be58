"""Drawing of data sets as blocks of the document model: one file per kind of block; None = nothing to draw."""

from fupan.review.blocks.draw import draw_block

__all__ = ["draw_block"]
