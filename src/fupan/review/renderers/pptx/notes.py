"""Speaker notes: what a presenter is asked. Where each figure of the page comes from, in plain lines."""

from __future__ import annotations

from fupan.review.model import Document, Slide
from fupan.review.renderers.provenance import provenance_lines
from fupan.review.renderers.words import word


def notes_text(slide: Slide, document: Document) -> str:
    """The notes of a page: the author's own first, then each block's provenance."""
    lang = document.lang
    colon = "：" if lang == "zh" else ": "
    parts = [slide.notes] if slide.notes else []
    head = [f"{word('headline', lang)}{colon}{slide.headline}"]
    if slide.rule:
        head.append(f"{word('rule', lang)}{colon}{slide.rule}")
    head.append(f"{word('snapshot', lang)}{colon}{document.snapshot}")
    head.append(f"{word('scope', lang)}{colon}{document.scope}")
    if slide.footer:
        head.append(f"{word('footer', lang)}{colon}{slide.footer}")
    parts.append("\n".join(head))
    for placed in slide.blocks:
        block = placed.content
        if block.provenance is None:
            continue
        name = block.title or placed.id or placed.slot
        lines = [f"【{name}】" if lang == "zh" else f"[{name}]"]
        lines += [f"{label}{colon}{text}" for label, text in provenance_lines(block.provenance, lang)]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)
