"""A deck told as what it has less, more or other than another one."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from fupan.errors import UserError
from fupan.packs import YamlDocument
from fupan.review.deck import DataSpec, DeckSpec, SlideSpec
from fupan.review.deck_choice import choose_pages
from fupan.review.deck_findings import FindSpec
from fupan.review.deck_words import Spec, Words
from fupan.review.definition import nearest, wrong


class AddedSlide(SlideSpec):
    """A page that takes the place of the one with its id, or comes ``behind`` a page; else before the appendix."""

    behind: str = ""


class DeckChanges(Spec):
    """The deck ``extends`` with its pages ``only`` or ``without`` some, and with further or other data, findings and pages.

    Data sets and findings take the place of those with their name. ``extends`` of a deck's own name is the pack's.
    """

    extends: str
    title: Words | None = None
    subtitle: Words | None = None
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    data: dict[str, DataSpec] = Field(default_factory=dict)
    findings: tuple[FindSpec, ...] = ()
    slides: tuple[AddedSlide, ...] = ()


def with_changes(base: DeckSpec, changes: DeckChanges, kind: str, document: YamlDocument) -> DeckSpec:
    """*base* as deck *kind* with all that *changes* brings, its pages not yet chosen."""
    slides = list(base.slides)
    for i, added in enumerate(changes.slides):
        ids = [s.id for s in slides]
        page = SlideSpec.model_validate({n: getattr(added, n) for n in SlideSpec.model_fields})
        if added.behind and added.behind not in ids:
            raise wrong(
                document, f"there is no slide “{added.behind}”", ["slides", i, "behind"], nearest(added.behind, ids)
            )
        if added.id in ids and not added.behind:
            slides[ids.index(added.id)] = page
            continue
        slides = [s for s in slides if s.id != added.id]
        slides.insert(_place(slides, added.behind), page)
    own = {f.id for f in changes.findings}
    return base.model_copy(
        update={
            "deck": kind,
            "title": changes.title or base.title,
            "subtitle": changes.subtitle or base.subtitle,
            "data": {**base.data, **changes.data},
            "findings": (*(f for f in base.findings if f.id not in own), *changes.findings),
            "slides": tuple(slides),
        }
    )


def chosen(deck: DeckSpec, changes: DeckChanges, document: YamlDocument) -> DeckSpec:
    """The deck with the pages that *changes* leaves."""
    ids = [s.id for s in deck.slides]
    for key, names in (("only", changes.only), ("without", changes.without)):
        for i, name in enumerate(names):
            if name not in ids:
                raise wrong(document, f"there is no slide “{name}”", [key, i], nearest(name, ids))
    try:
        return choose_pages(deck, changes.only, changes.without)
    except UserError as e:
        raise wrong(document, str(e), ["without"]) from e


def _place(slides: Sequence[SlideSpec], behind: str) -> int:
    if behind:
        return 1 + [s.id for s in slides].index(behind)
    return next((i for i, s in enumerate(slides) if s.appendix), len(slides))
