"""An answer as people read it: cells with their units, a workbook, Markdown, a page with a chart, one sentence, a tree."""

from fupan.metrics.present.cells import Shown, shown
from fupan.metrics.present.page import to_html
from fupan.metrics.present.sentence import describe
from fupan.metrics.present.texts import to_csv, to_markdown
from fupan.metrics.present.tree import Branch, to_tree
from fupan.metrics.present.workbook import write_workbook

__all__ = ["Branch", "Shown", "describe", "shown", "to_csv", "to_html", "to_markdown", "to_tree", "write_workbook"]
