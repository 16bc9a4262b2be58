"""A document as Markdown: a heading a page, tables as tables, charts as tables of their figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fupan.review.model import Chart, Document, Picture, Slide, Table, Text, Tiles, show_number
from fupan.review.palette import LIGHTS
from fupan.review.renderers.provenance import provenance_lines
from fupan.warehouse.files import write_text


def render_markdown(document: Document, path: Path) -> None:
    """Write *document* as .md; the same document gives the same bytes."""
    write_text(path, document_markdown(document))


def document_markdown(document: Document) -> str:
    """The text of a document."""
    parts = [f"# {_plain(document.title)}", _plain(document.subtitle)]
    for slide in document.slides:
        if slide.layout != "cover":
            parts += _slide(slide, document)
    return "\n\n".join(p for p in parts if p) + "\n"


def _slide(slide: Slide, document: Document) -> Iterator[str]:
    yield f"## {_plain(slide.headline)}"
    yield f"*{_plain(slide.lead)}*" if slide.lead else ""
    for placed in slide.blocks:
        block = placed.content
        yield f"**{_plain(block.title)}**" if block.title else ""
        yield from _block(block)
        if block.provenance is not None:
            lines = provenance_lines(block.provenance, document.lang)
            yield (
                "<sub>"
                + " · ".join(f"{label} {_plain(text)}" for label, text in lines if label != "SQL")[:600]
                + "</sub>"
            )
    yield f"<sub>{_plain(slide.footer)}</sub>" if slide.footer else ""


def _block(block: Tiles | Chart | Table | Text | Picture) -> Iterator[str]:
    match block:
        case Tiles():
            yield _table(["", ""], [[t.label, " ".join((LIGHTS[t.light].shape if t.light != "none" else "", t.text, *(f"{d.label} {d.text}" for d in t.deltas)))] for t in block.tiles])  # fmt: skip
        case Chart():
            heads = ["", *(f"{s.name} {s.display.unit}".strip() for s in block.series)]
            rows = [
                [name, *(show_number(s.values[i], s.display) for s in block.series)]
                for i, name in enumerate(block.categories)
            ]
            yield _table(heads, rows)
        case Table():
            yield _table([c.label for c in block.columns], [[c.text for c in r.cells] for r in block.rows]) if block.rows else _plain(block.empty)  # fmt: skip
            yield _plain(block.sentence)
        case Text():
            yield "\n".join(f"- {_plain(f'{p.tag}: ' if p.tag else '')}{_plain(p.text)}" for p in block.points)
        case Picture():
            yield _plain(block.alt or block.sentence)


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(_plain(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def _plain(text: str) -> str:
    """A text in one line that Markdown does not read as markup of its own."""
    flat = " ".join(text.split())
    return flat.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_").replace("`", "\\`")
