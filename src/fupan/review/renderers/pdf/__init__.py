"""A document as PDF pages in 16:9: typeset by Typst with the shipped fonts, charts as vector pictures.

Texts reach the template as data, so a name like ``#read("/etc/passwd")`` prints as itself. The same document gives the same
bytes: the creation date is the document's as-of date.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupan.review.measure import FONTS, has_glyph
from fupan.review.model import Picture
from fupan.review.renderers.pdf.view import document_view, picture_file, picture_svg
from fupan.review.renderers.svg import ChartDrawer

if TYPE_CHECKING:
    from fupan.review.model import Chart, Document
    from fupan.review.renderers.echarts import Canvas

__all__ = ["document_pages", "document_pdf", "missing_characters", "render_pdf"]

_LOG = logging.getLogger(__name__)


def render_pdf(document: Document, path: Path | str) -> None:
    """Write *document* to *path* as PDF, with bookmarks, title, language and tags."""
    Path(path).write_bytes(document_pdf(document))


def document_pdf(document: Document) -> bytes:
    """The PDF's bytes. Characters beyond the shipped fonts fall back to a system font and are named in the log."""
    pdf: bytes = _typeset(document, format="pdf")
    return pdf


def document_pages(document: Document) -> list[bytes]:
    """Each page of the PDF as PNG, at twice the size of a screen's page (1920 x 1080)."""
    found: bytes | list[bytes] = _typeset(document, format="png", ppi=144.0)
    return found if isinstance(found, list) else [found]


def _typeset(document: Document, **form: Any) -> Any:
    import typst

    compile_files: Any = typst.compile  # its types leave out the dict of files that it takes
    files: dict[str, bytes] = {"main.typ": Path(__file__).with_name("review.typ").read_bytes()}
    with ChartDrawer() as drawer:

        def draw(chart: Chart, canvas: Canvas) -> str:
            name = f"chart-{len(files)}.svg"
            files[name] = drawer.draw(chart, canvas).encode()
            return name

        view = json.dumps(document_view(document, draw), ensure_ascii=False)
    files |= {
        picture_file(p.content): picture_svg(p.content)
        for s in document.slides
        for p in s.blocks
        if isinstance(p.content, Picture)
    }
    missing = missing_characters(view + "".join(svg.decode() for name, svg in files.items() if name.endswith(".svg")))
    if missing:
        _LOG.warning("not in the shipped fonts, left to a font of this machine: %s", " ".join(missing))
    files["review.json"] = view.encode()
    made = datetime.combine(document.as_of, time(), UTC)
    return compile_files(
        files,
        font_paths=[str(FONTS)],
        ignore_system_fonts=not missing,
        timestamp=int(made.timestamp()),
        **form,
    )


def missing_characters(text: str) -> list[str]:
    """The characters of *text* that the shipped fonts can't draw, sorted.

    >>> missing_characters("达成率 128%")
    []
    """
    return sorted(c for c in set(text) if c.isprintable() and not c.isspace() and not has_glyph(c))
