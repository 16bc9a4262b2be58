"""The five lines a director would want from a document."""

from __future__ import annotations

from collections.abc import Sequence

from fupan.review.model import Document

ORDER = ("kpi", "regions", "heat", "collections", "last_actions", "next", "bridge", "lines")
"""Pages by what a director asks first: the result, who is ahead and behind, the cold spot, the cash, what was not done."""


def director_lines(document: Document, *, most: int = 5, order: Sequence[str] = ORDER) -> list[str]:
    """At most *most* sentences, most telling first; pages that dropped out are replaced by the next ones."""
    pages = {s.id: s for s in document.slides if s.layout != "cover" and s.rule != "question"}
    named = [pages[i] for i in order if i in pages]
    rest = [s for s in pages.values() if s.id not in order and s.section]
    lines = list(dict.fromkeys(s.line or s.headline for s in [*named, *rest]))
    return lines[:most]
