"""A document as one HTML file that works offline: charts drawn beforehand, no request, no font of its own."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from fupan.review.model import Table
from fupan.review.renderers.contents import goes_on_beside, with_page_numbers
from fupan.review.renderers.html.blocks import SHAPES, block_html, join
from fupan.review.renderers.html.style import style_sheet
from fupan.review.renderers.html.words import word
from fupan.review.renderers.signs import keep_signs
from fupan.review.renderers.svg import PAGE_FONT, ChartDrawer

if TYPE_CHECKING:
    from fupan.review.model import Document, Lang, Slide

__all__ = ["document_html", "render_html"]

LANG_TAG: Final[dict[Lang, str]] = {"zh": "zh-CN", "en": "en"}
_SLOTS: Final = ("main", "second", "side", "below")


def render_html(document: Document, path: Path | str) -> None:
    """Write *document* to *path* as one self-contained HTML file (UTF-8)."""
    Path(path).write_text(document_html(document), encoding="utf-8", newline="\n")


def document_html(document: Document) -> str:
    """The page as a text: contents, one section per slide, definitions; same document, same bytes."""
    lang = document.lang
    slides = [slide for slide in document.slides if slide.layout != "cover"]
    with ChartDrawer(PAGE_FONT) as drawer:
        numbers = {slide.id: i for i, slide in enumerate(slides, 1)}
        sections = join(
            _slide(with_page_numbers(slide, numbers), f"p{i}", i, len(slides), lang, drawer)
            for i, slide in enumerate(slides, 1)
        )
    page = _PAGE.format(
        lang=LANG_TAG[lang],
        title=document.title,
        about=document.subtitle,
        policy=_policy(),
        style=Markup(style_sheet()),  # noqa: S704 - our own file
        script=Markup(_script()),  # noqa: S704 - our own file
        skip=word("skip", lang),
        cover=_cover(document),
        contents=_contents(slides, document, lang),
        sections=sections,
        definitions=_definitions(document, lang),
        shapes=SHAPES,
        previous=word("previous", lang),
        next=word("next", lang),
        leave=word("leave", lang),
    )
    return str(page)


_PAGE: Final = Markup(
    '<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
    '<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
    '<meta name="robots" content="noindex">\n<meta name="generator" content="fupan">\n'
    '<meta name="description" content="{about}">\n<title>{title}</title>\n<link rel="icon" href="data:,">\n'
    "<style>{style}</style>\n</head>\n<body>\n"
    '<a class="skip" href="#main">{skip}</a>\n{shapes}\n{cover}\n<div class="page">\n{contents}\n'
    '<main id="main" tabindex="-1">\n{sections}\n{definitions}\n</main>\n</div>\n'
    '<div id="stage"><button id="previous" type="button" aria-label="{previous}">←</button><span id="count"></span>'
    '<button id="next" type="button" aria-label="{next}">→</button>'
    '<button id="leave" type="button">{leave}</button></div>\n<div id="tip" aria-hidden="true" hidden></div>\n'
    "<script>{script}</script>\n</body>\n</html>\n"
)


@cache
def _script() -> str:
    return Path(__file__).with_name("review.js").read_text(encoding="utf-8")


@cache
def _policy() -> str:
    """Nothing may be fetched and no script but ours may run; charts carry their text styles as attributes."""
    digest = base64.b64encode(hashlib.sha256(_script().encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _cover(document: Document) -> Markup:
    lang = document.lang
    known = [
        ("window", document.window),
        ("as_of", document.as_of.isoformat()),
        ("currency", document.currency),
        ("scope", document.scope if document.scope != "all" else ""),
        ("snapshot", document.snapshot),
    ]
    facts = join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(word(key, lang), text) for key, text in known if text
    )
    warning = Markup("")
    if document.synthetic:
        warning = Markup('<p class="synthetic">{}</p>').format(word("synthetic", lang))
    return Markup(
        '<header>{}<div class="cover"><div><div><p class="company">{}</p><h1>{}</h1><p>{}</p></div><dl>{}</dl></div></div>'
        "</header>"
    ).format(warning, document.company, document.title, document.subtitle, facts)


def _contents(slides: list[Slide], document: Document, lang: Lang) -> Markup:
    """Slides by section; consecutive slides of one section stand under one heading."""
    entry = Markup('<li><a href="#{}"><span>{}</span><span>{}</span></a></li>')
    parts = []
    for section, group in groupby(enumerate(slides, 1), key=lambda pair: pair[1].section):
        items = join(entry.format(f"p{i}", i, _name(slide, i, lang)) for i, slide in group)
        heading = Markup("<h2>{}</h2>").format(section) if section else Markup("")
        parts.append(heading + Markup("<ol>{}</ol>").format(items))
    if document.definitions:
        item = entry.format("definitions", "", word("definitions", lang))
        parts.append(Markup("<ol>{}</ol>").format(item))
    return Markup(
        '<nav class="contents" aria-label="{name}"><p><span>{name}</span>'
        '<button id="present" type="button">{present}</button></p>{parts}<p class="keys">{keys}</p></nav>'
    ).format(name=word("contents", lang), present=word("present", lang), keys=word("keys", lang), parts=join(parts))


def _name(slide: Slide, number: int, lang: Lang) -> str:
    return slide.headline or slide.section or f"{word('page', lang)} {number}"


def _slide(slide: Slide, anchor: str, number: int, count: int, lang: Lang, drawer: ChartDrawer) -> Markup:
    placed = sorted(slide.blocks, key=lambda p: _SLOTS.index(p.slot))
    blocks = join(
        block_html(p.content, slide.layout, p.slot, lang, drawer, f"{anchor}-{i}") for i, p in enumerate(placed, 1)
    )
    notes = Markup("")
    if slide.notes:
        notes = Markup("<details><summary>{}</summary><p>{}</p></details>").format(word("notes", lang), slide.notes)
    return Markup(
        '<section class="slide {layout}" id="{id}" aria-labelledby="{id}-n {id}-h">'
        '<p class="kicker"><span>{section}</span><span id="{id}-n">{number} / {count}</span></p><h2 id="{id}-h">{headline}</h2>'
        '{lead}<div class="blocks">{blocks}</div>{notes}{footer}</section>\n'
    ).format(
        layout=f"{slide.layout}{_sharing(slide)}",
        id=anchor,
        section=slide.section,
        number=number,
        count=count,
        headline=keep_signs(_name(slide, number, lang)),
        lead=Markup('<p class="lead">{}</p>').format(slide.lead) if slide.lead else "",
        blocks=blocks,
        notes=notes,
        footer=Markup("<footer>{}</footer>").format(slide.footer) if slide.footer else "",
    )


def _sharing(slide: Slide) -> str:
    """How both sides share the width: tables more evenly than a chart and its notes, a list in two columns evenly."""
    held = {p.slot for p in slide.blocks if isinstance(p.content, Table)}
    beside = "main" in held and bool(held & {"second", "side"})
    return " tables even" if goes_on_beside(slide) else " tables" if beside else ""


def _definitions(document: Document, lang: Lang) -> Markup:
    if not document.definitions:
        return Markup("")
    terms = join(Markup("<dt>{}</dt><dd>{}</dd>").format(name, text) for _, name, text in document.definitions)
    return Markup(
        '<section class="slide" id="definitions" aria-labelledby="definitions-h"><h2 id="definitions-h">{}</h2>'
        '<dl class="terms">{}</dl></section>'
    ).format(word("definitions", lang), terms)
