"""A whole deck: which of its pages are ours, what came, what went, and which of people's own figures no longer hold."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from fupan.errors import SourceError
from fupan.review.model import Document, digest
from fupan.review.renderers.package import settle
from fupan.review.renderers.pptx.deck import render_pptx
from fupan.review.renderers.pptx.refresh.page import Change, refresh_page
from fupan.review.renderers.pptx.refresh.pairing import is_field, name_of, pair_pages
from fupan.review.renderers.pptx.refresh.reading import text
from fupan.review.renderers.pptx.refresh.stale import Figures
from fupan.review.renderers.signs import without_joiners
from fupan.warehouse.files import write_bytes

_RELATION = b"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_THEIR_RELATION = b"http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/core-properties"


def refresh_pptx(
    edited: Path, base: Document, fresh: Document, path: Path, *, template: Path | None = None
) -> tuple[Change, ...]:
    """Write *edited* with the figures of *fresh* to *path*; *base* is the document it was made of.

    SourceError if *edited* is no presentation that can be read.
    """
    theirs = _open(edited)
    before, after = _drawn(base, template), _drawn(fresh, template)
    whole = Figures()
    for name in dict.fromkeys((*before, *after)):
        whole.add(*(None if page is None else page.element for page in (before.get(name), after.get(name))))
    changes: list[Change] = []
    seen: set[str] = set()
    for slide, name in pair_pages(list(theirs.slides), before):
        seen.add(name)
        if name and name in after:
            changes += refresh_page(name, slide, before[name], after[name], whole, int(theirs.slide_width or 0))
            slide.element.cSld.set("name", name)
        elif name:
            changes.append(Change("removed", name, "", after=_title(slide), stale=_of_page(slide, whole)))
        elif stale := _of_page(slide, whole):
            changes.append(Change("own", _title(slide) or name_of(slide), "", after=_title(slide), stale=stale))
    changes += [Change("deleted", n, "", before=_title(page)) for n, page in before.items() if n not in seen]
    changes += [
        Change("added", n, "", after=_title(page)) for n, page in after.items() if n not in seen and n not in before
    ]
    theirs.core_properties.identifier = digest(fresh)
    stream = BytesIO()
    theirs.save(stream)
    write_bytes(path, settle(stream.getvalue()))
    return tuple(changes)


def made_of(path: Path) -> str:
    """The digest of the document a deck was made of; "" where it does not say. SourceError if it is no presentation."""
    return str(_open(path).core_properties.identifier or "")


def _open(path: Path) -> Any:
    from pptx import Presentation
    from pptx.exc import PackageNotFoundError

    try:
        return Presentation(_readable(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as e:
        raise SourceError("this is no presentation", file=path.name, expected="a .pptx made by fupan review") from e


def _readable(path: Path) -> BytesIO:
    """The file with its properties where python-pptx finds them: LibreOffice calls their relation by another name."""
    stream = BytesIO()
    with ZipFile(path) as given, ZipFile(stream, "w", ZIP_DEFLATED) as settled:
        for entry in given.infolist():
            content = given.read(entry.filename)
            settled.writestr(
                entry, content.replace(_THEIR_RELATION, _RELATION) if entry.filename == "_rels/.rels" else content
            )
    stream.seek(0)
    return stream


def _drawn(document: Document, template: Path | None) -> dict[str, Any]:
    """The pages of the deck that *document* makes, by name."""
    from pptx import Presentation

    with tempfile.TemporaryDirectory(prefix="fupan-refresh-") as place:
        render_pptx(document, Path(place) / "deck.pptx", template=template)
        return {name_of(slide): slide for slide in Presentation(str(Path(place) / "deck.pptx")).slides}


def _title(slide: Any) -> str:
    title = slide.shapes.title
    return "" if title is None else without_joiners(title.text_frame.text)


def _of_page(slide: Any, whole: Figures) -> tuple[str, ...]:
    """Figures anywhere on a page that our deck had and no longer has."""
    return whole.stale(text(shape) for shape in slide.shapes if not is_field(shape))
