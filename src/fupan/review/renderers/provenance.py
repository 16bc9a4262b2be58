"""Where a block's figures come from, as labelled lines: speaker notes and workbooks show the same."""

from __future__ import annotations

from fupan.review.model import Lang, Provenance
from fupan.review.renderers.words import word


def provenance_lines(provenance: Provenance, lang: Lang) -> tuple[tuple[str, str], ...]:
    """(label, text) of everything that is known, in the order a reader asks for it."""
    metrics = "\n".join(f"{name}: {text}" if text else name for name, text in provenance.metrics)
    lines = (
        ("question", provenance.question),
        ("metrics", metrics),
        ("window", provenance.window),
        ("data_as_of", provenance.as_of.isoformat() if provenance.as_of else ""),
        ("basis", provenance.basis),
        ("snapshot", provenance.snapshot),
        ("rows", "" if provenance.rows is None else f"{provenance.rows:,}"),
        ("sources", ", ".join(provenance.sources)),
        ("sql", provenance.sql),
    )
    return tuple((word(key, lang), text) for key, text in lines if text)
