"""A document as a PowerPoint presentation."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.review import palette
from fupan.review.headline_lines import split_headline
from fupan.review.measure import LINE_HEIGHT, break_lines, fit_size, shorten, text_width
from fupan.review.model import Document, Slide, digest
from fupan.review.renderers.clean import clean_document
from fupan.review.renderers.contents import with_page_numbers
from fupan.review.renderers.package import settle
from fupan.review.renderers.pptx.blocks import draw_block
from fupan.review.renderers.pptx.canvas import Canvas
from fupan.review.renderers.pptx.frame import SLOTS, STACK_GAP
from fupan.review.renderers.pptx.markup import Align, Anchor, Body, Paragraph, Run
from fupan.review.renderers.pptx.notes import notes_text
from fupan.review.renderers.pptx.pages import Page, paginate
from fupan.review.renderers.pptx.placeholders import Role
from fupan.review.renderers.pptx.slots import place_slots
from fupan.review.renderers.pptx.stage import Stage, open_stage
from fupan.review.renderers.words import word
from fupan.warehouse.files import write_bytes

if TYPE_CHECKING:
    from pptx.slide import Slide as PptxSlide

_TITLE_SMALLEST = 18.0
_ONE_LINE_SMALLEST = 21.0


def render_pptx(document: Document, path: Path, *, template: Path | None = None) -> None:
    """Write *document* to *path* as .pptx with native charts and tables; the same document gives the same bytes.

    *template*: a company's .pptx or .potx whose theme and layouts are used instead of ours. Raises SourceError if it can't be.
    """
    document = clean_document(document)
    stage = open_stage(template)
    made = datetime.combine(document.as_of, time(), UTC).replace(tzinfo=None)
    pages = [page for slide in document.slides for page in paginate(slide, stage.frame.room(slide.lead), document.lang)]
    numbers = {page.slide.id: number for number, page in reversed(list(enumerate(pages, 1)))}
    drawn = [stage.deck.slides.add_slide(stage.layouts[page.slide.layout]) for page in pages]
    first = {slide_id: drawn[number - 1] for slide_id, number in numbers.items()}
    for number, (page, pptx_slide) in enumerate(zip(pages, drawn, strict=True), 1):
        pptx_slide.element.cSld.set("name", page_name(page))
        canvas = Canvas(pptx_slide, document.lang, made, targets=first)
        if page.slide.layout == "cover":
            _draw_cover(canvas, stage, page.slide, document)
        else:
            told = replace(page, slide=with_page_numbers(page.slide, numbers))
            _draw_page(canvas, stage, told, document, number)
        _write_notes(pptx_slide, page.slide, document)
    _describe(stage, document, made)
    stream = BytesIO()
    stage.deck.save(stream)
    write_bytes(path, settle(stream.getvalue()))


def page_name(page: Page) -> str:
    """Name of a page inside the presentation: its slide's id, with the number of a page that goes on."""
    return page.slide.id if page.number == 1 else f"{page.slide.id}#{page.number}"


def _draw_cover(canvas: Canvas, stage: Stage, slide: Slide, document: Document) -> None:
    title, subtitle, meta = stage.cover
    on_dark = palette.WHITE if stage.own else ""
    align: Align = "l" if stage.own else ""
    heading = slide.headline or document.title
    if title.box is not None:
        largest = 40.0 if stage.own else 36.0
        size = _size_in(heading, title, largest, 18)
        text = shorten(heading, size, title.box.width, bold=True, lines=max(1, int(title.box.height // (size * 1.3))))
        canvas.text(
            _one(text, size, on_dark, bold=True, anchor="b", align=align),
            title.box,
            "Title",
            placeholder=title.placeholder,
        )
    lead = slide.lead or document.subtitle
    if lead and subtitle.box is not None:
        size = _size_in(lead, subtitle, 20, 14)
        text = shorten(lead, size, subtitle.box.width, lines=max(1, int(subtitle.box.height // (size * 1.3))))
        canvas.text(
            _one(text, size, on_dark, anchor="t", align=align),
            subtitle.box,
            "Subtitle",
            placeholder=subtitle.placeholder,
        )
    day = word("as_of", document.lang, day=document.as_of.isoformat())
    facts = [document.company, f"{document.window}    {slide.footer or day}"]
    if slide.footer and document.as_of.isoformat() not in slide.footer:
        facts.append(day)
    if document.synthetic:
        facts.append(word("sample", document.lang))
    if meta.box is not None:
        width = meta.box.width
        meta_align: Align = "" if meta.placeholder and not stage.own else "l"
        lines = tuple(
            Paragraph(
                (Run(shorten(fact, 14, width), 14, None, palette.INK_2 if stage.own else ""),), meta_align, before=3
            )
            for fact in facts[: max(1, int(meta.box.height // 21))]
        )
        canvas.text(Body(lines), meta.box, "Meta", placeholder=meta.placeholder)


def _size_in(text: str, role: Role, largest: float, smallest: float) -> float:
    if role.box is None:
        return smallest
    return fit_size(text, role.box.width, role.box.height, largest=largest, smallest=smallest, bold=True) or smallest


def _one(
    text: str, size: float, ink: str, *, bold: bool | None = None, anchor: Anchor = "ctr", align: Align = "l"
) -> Body:
    return Body((Paragraph((Run(text, size, bold, ink),), align),), anchor)


def _draw_page(canvas: Canvas, stage: Stage, page: Page, document: Document, number: int) -> None:
    slide, lang = page.slide, document.lang
    section = slide.section or document.title
    lead = slide.lead
    if stage.crumb.box is None:
        lead = " · ".join(part for part in (section, lead) if part)
    else:
        _line(canvas, stage.crumb, section, 12, palette.ACCENT, "Section")
    _draw_title(canvas, stage, slide.headline or section, _suffix(page, document))
    if lead:
        _line(canvas, stage.lead, lead, 12, palette.INK_3, "Lead")
    boxes = place_slots(slide, stage.frame.room(slide.lead), lang)
    goes_on = next((placed.id for placed in slide.blocks if placed.slot == "main"), "")
    for slot, box in boxes.items():
        placed_here = [placed for placed in slide.blocks if placed.slot == slot]
        for placed, part in zip(placed_here, box.rows(len(placed_here), STACK_GAP), strict=True):
            canvas.block = placed.id
            draw_block(
                canvas,
                placed.content,
                part,
                slot,
                placeholders=stage.own and len(placed_here) == 1 and slot in SLOTS[slide.layout],
                span=page.span,
                table_size=page.table_size if placed.id == goes_on else None,
                beside=page.rows,
            )
    canvas.block = ""
    _line(canvas, stage.footer, _footer(slide, document), 12, palette.INK_3, "Source")
    if stage.number.box is not None:
        canvas.slide_number(stage.number.box, number, placeholder=stage.number.placeholder)


def _suffix(page: Page, document: Document) -> str:
    return word("page_of", document.lang, i=page.number, n=page.count) if page.count > 1 else ""


def _draw_title(canvas: Canvas, stage: Stage, headline: str, suffix: str) -> None:
    """24 points on at most two lines, smaller down to 18, then cut (the notes have it whole); lines of like length."""
    box = stage.frame.title
    text = headline + suffix
    size = fit_size(
        text, box.width, box.height, largest=stage.frame.title_size, smallest=_TITLE_SMALLEST, bold=True, lines=2
    )
    if size is None:
        size = _TITLE_SMALLEST
        room = box.width * 2 - text_width(suffix, size, bold=True) - size
        kept = headline
        while kept and text_width(f"{kept}…", size, bold=True) > room:
            kept = kept[:-1]
        text = shorten(f"{kept}…{suffix}", size, box.width, bold=True, lines=2)
    lines = break_lines(text, size, box.width, bold=True)
    if len(lines) == 2 and text_width(lines[1], size, bold=True) < box.width * 0.12:
        single = fit_size(text, box.width, box.height, largest=size, smallest=_ONE_LINE_SMALLEST, bold=True, lines=1)
        size = single or size
    text = "\n".join(split_headline(text, size, box.width))
    body = Body((Paragraph((Run(text, size, True, palette.TITLE),)),), "ctr")
    canvas.text(body, box, "Title", placeholder=stage.title.placeholder)


def _line(canvas: Canvas, role: Role, text: str, size: float, ink: str, name: str) -> None:
    """Text on as many lines as its box has, cut only where it needs more."""
    if role.box is None or not text:
        return
    lines = max(1, int((role.box.height + 1) // (size * LINE_HEIGHT)))
    shown = "\n".join(break_lines(shorten(text, size, role.box.width, lines=lines), size, role.box.width))
    body = Body((Paragraph((Run(shown, size, None, ink),)),), "ctr")
    canvas.text(body, role.box, name, placeholder=role.placeholder)


def _footer(slide: Slide, document: Document) -> str:
    """Sources and as-of date; the date is added if the footer lacks it, and so is that the data are made up."""
    parts = [slide.footer] if slide.footer else []
    if document.as_of.isoformat() not in slide.footer:
        parts.insert(0, word("as_of", document.lang, day=document.as_of.isoformat()))
    if document.synthetic:
        parts.insert(0, word("sample", document.lang))
    return word("semicolon", document.lang).join(parts)


def _write_notes(pptx_slide: PptxSlide, slide: Slide, document: Document) -> None:
    frame = pptx_slide.notes_slide.notes_text_frame
    if frame is None:
        return
    frame.text = notes_text(slide, document)
    language = "zh-CN" if document.lang == "zh" else "en-US"
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run._r.get_or_add_rPr().set("lang", language)  # noqa: SLF001 - python-pptx has no language on runs


def _describe(stage: Stage, document: Document, made: datetime) -> None:
    properties = stage.deck.core_properties
    properties.title, properties.subject = document.title, document.subtitle
    properties.author, properties.last_modified_by = document.company or "fupan", "fupan"
    properties.created = properties.modified = made
    properties.revision = 1
    properties.language = "zh-CN" if document.lang == "zh" else "en-US"
    properties.keywords = f"{document.kind}; {document.window}; snapshot {document.snapshot}; scope {document.scope}"
    properties.comments = ""
    properties.identifier = digest(document)
