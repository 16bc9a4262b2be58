"""Excel: the document's figures as numbers, one sheet per block, with native charts and where everything comes from."""

from fupan.review.renderers.xlsx.workbook import render_xlsx

__all__ = ["render_xlsx"]
