"""Making a review: ask, compose the document, draw it in each format, keep it beside its figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.errors import UserError
from fupan.loop.library import keep_made, made
from fupan.loop.templates import find_template

if TYPE_CHECKING:
    from fupan.loop.company import Company
    from fupan.loop.load import Step
    from fupan.review.compare import Difference
    from fupan.review.model import Document, Lang
    from fupan.review.renderers.pptx.refresh import Change

FORMATS = ("pptx", "xlsx", "html", "pdf", "md")
"""Formats of one file each."""
PICTURES = "png"
"""A folder of pictures."""


@dataclass(frozen=True, slots=True)
class Review:
    """A review that was made: the document, the files by format, and the lines a director would want."""

    document: Document
    files: dict[str, Path]
    lines: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    figures: tuple[Difference, ...] = ()


def make_review(
    company: Company,
    kind: str,
    *,
    window: str,
    to: tuple[str, ...],
    out: Path | None,
    template: Path | None,
    lang: str | None,
    as_of: date | None,
    step: Step | None,
    refresh: Path | None = None,
    reword: bool = False,
    only: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
) -> Review:
    """Compose and draw review *kind* of *window*; a closed window is told as of its last day.

    *refresh*: an edited deck made here before, which gets the new figures and keeps people's words; it stands in place of
    the new PPTX, and ``changes`` tells what was changed and what was kept. *reword*: the language model of ``[wording]``
    words the sentences; what it may not change is checked, and ``document.wording`` tells of each what became of it.
    *only* and *without* name pages of the deck; UserError where there is no such page.
    """
    from fupan.review.director import director_lines

    unknown = [f for f in to if f not in (*FORMATS, PICTURES)]
    if unknown:
        raise UserError(f"unknown format {', '.join(unknown)}; formats are {', '.join((*FORMATS, PICTURES))}")
    tell = step or (lambda _: None)
    ws = company.workspace
    template = find_template(ws.root, kind, template)
    language = _language(company, lang)
    tell("composing" if language == "en" else "汇编")
    document = compose(
        company, kind, window=window, lang=language, as_of=as_of, only=only, without=without,
    )  # fmt: skip
    if reword:
        tell("wording" if language == "en" else "润色")
        document = _worded(company, document)
    place = out or ws.reviews / document.window
    place.mkdir(parents=True, exist_ok=True)
    files: dict[str, Path] = {}
    changes: tuple[Change, ...] = ()
    figures: tuple[Difference, ...] = ()
    for form in to:
        tell(form)
        path = place / f"{kind}-{document.window}.{form}"
        if form == "pptx" and refresh is not None:
            changes, figures = _refresh(company, refresh, document, path, template)
            files["md"] = path.with_name(f"{path.stem}-changes.md")
            files[form] = path
        elif form == PICTURES:
            from fupan.review.renderers.page_pictures import render_png

            files[form] = path.with_name(f"{path.stem}-png")
            render_png(document, files[form])
        else:
            files[form] = draw_document(document, form, path, template)
    _write_json(document, place / f"{kind}-{document.window}.json")
    keep_made(place, document)
    return Review(document, files, tuple(director_lines(document)), changes, figures)


def compose(
    company: Company,
    kind: str,
    *,
    window: str,
    lang: Lang,
    as_of: date | None = None,
    only: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
) -> Document:
    """The document *kind* of *window* from the snapshot in force, inside the company's scope; nothing is written."""
    from fupan.loop.causes import read_causes
    from fupan.loop.clock import business_date
    from fupan.review.build import build_review, load_deck

    ws, calendar = company.workspace, company.calendar
    deck = load_deck(kind, ws)
    with company.reading() as reader:
        day = as_of or business_date(ws, reader, today=company.today)
        chosen = calendar.parse(window, as_of=day)
        return build_review(
            deck, reader=reader, layer=company.layer, calendar=calendar, scope=company.scope, workspace=ws,
            window=chosen, as_of=min(day, chosen.end - timedelta(days=1)), lang=lang, quality=company.warehouse.loads(),
            causes=read_causes(company, kind, chosen.label),
            before=read_causes(company, kind, calendar.previous(chosen).label),
            only=only, without=without,
        )  # fmt: skip


def _language(company: Company, lang: str | None) -> Lang:
    return "en" if (lang or company.workspace.locale) == "en" else "zh"


def _worded(company: Company, document: Document) -> Document:
    from fupan.review.wording import reword
    from fupan.review.wording.chat import chat

    settings = company.workspace.wording
    if settings is None:
        raise UserError("no language model is set: [wording] with url and model in fupan.toml")
    return reword(document, chat(settings))


def _refresh(
    company: Company, edited: Path, document: Document, path: Path, template: Path | None
) -> tuple[tuple[Change, ...], tuple[Difference, ...]]:
    """The edited deck with new figures, and beside it what changed: before, after, and people's figures that no longer hold."""
    from fupan.review.compare import compare_documents
    from fupan.review.comparison import Compared, changes_document
    from fupan.review.renderers.pptx.refresh import made_of, refresh_pptx

    base = made(company, made_of(edited))
    changes = refresh_pptx(edited, base, document, path, template=template)
    figures = compare_documents(base, document)
    compared = Compared((edited.name, path.name), base, document, figures, ())
    told = [(c.kind, c.page, c.shape, c.before, c.after, c.stale) for c in changes if c.kind != "changed"]
    draw_document(
        changes_document(compared, told, document.lang), "md", path.with_name(f"{path.stem}-changes.md"), None
    )
    return changes, figures


def draw_document(document: Document, form: str, path: Path, template: Path | None) -> Path:
    """Draw beside, then move into place: a failure half-way leaves the last good file."""
    fresh = path.with_name(f".{path.name}.new.{form}")
    try:
        if form == "pptx":
            from fupan.review.renderers.pptx import render_pptx

            render_pptx(document, fresh, template=template)
        elif form == "xlsx":
            from fupan.review.renderers.xlsx import render_xlsx

            render_xlsx(document, fresh)
        elif form == "html":
            from fupan.review.renderers.html import render_html

            render_html(document, fresh)
        elif form == "md":
            from fupan.review.renderers.markdown import render_markdown

            render_markdown(document, fresh)
        else:
            from fupan.review.renderers.pdf import render_pdf

            render_pdf(document, fresh)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return path


def _write_json(document: Document, path: Path) -> None:
    from fupan.review.model import to_json
    from fupan.warehouse.files import write_text

    write_text(path, to_json(document))
