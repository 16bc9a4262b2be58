"""The presentation that pages are put into: on our own template or on a company's, whose roles its mapping names; without
one they are found by type and name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fupan.errors import SourceError
from fupan.packs import YamlDocument
from fupan.review.model import Layout
from fupan.review.renderers.box import Box
from fupan.review.renderers.pptx.frame import HOUSE, Frame
from fupan.review.renderers.pptx.house import (
    COVER_META,
    COVER_SUBTITLE,
    COVER_TITLE,
    CRUMB,
    FOOTER,
    LAYOUT_NAMES,
    LEAD,
    NUMBER,
    open_house,
)
from fupan.review.renderers.pptx.mapped_stage import layouts_of, mapped_roles
from fupan.review.renderers.pptx.placeholders import Role, placeholder_box, placeholder_kind, role_of
from fupan.review.renderers.pptx.template_map import TemplateMap, read_map

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck
    from pptx.slide import SlideLayout

_COVER_NAMES: Final = ("title slide", "标题幻灯片", "封面", "cover")
_PAGE_NAMES: Final = ("title only", "仅标题", "blank title", "标题")
_BLANK_NAMES: Final = ("blank", "空白")
_LEAST_CONTENT: Final = 180.0
_SOURCES: Final = 32.0
"""Two lines of 12 points for the sources."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A presentation without slides, the layout for each kind of page, and where everything goes."""

    deck: Deck
    layouts: dict[Layout, SlideLayout]
    frame: Frame
    title: Role
    crumb: Role
    lead: Role
    footer: Role
    number: Role
    cover: tuple[Role, Role, Role]
    own: bool
    """Whether this is our template: its layouts have a placeholder per slot, and its cover is dark."""


def open_stage(template: Path | None) -> Stage:
    """Our template, or *template* (.pptx or .potx) without its sample slides; SourceError if it is none."""
    return _own_stage() if template is None else _company_stage(template)


def _own_stage() -> Stage:
    deck = open_house()
    by_name = {layout.name: layout for layout in deck.slide_layouts}
    return Stage(
        deck,
        {kind: by_name[name] for kind, name in LAYOUT_NAMES.items()},
        HOUSE,
        Role('type="title"', HOUSE.title),
        Role(f'type="body" idx="{CRUMB}"', HOUSE.crumb),
        Role(f'type="body" idx="{LEAD}"', HOUSE.lead),
        Role(f'type="body" idx="{FOOTER}"', HOUSE.footer),
        Role(f'type="sldNum" idx="{NUMBER}"', HOUSE.number),
        (
            Role('type="ctrTitle"', COVER_TITLE),
            Role('type="subTitle" idx="1"', COVER_SUBTITLE),
            Role(f'type="body" idx="{CRUMB}"', COVER_META),
        ),
        own=True,
    )


def _company_stage(template: Path) -> Stage:
    deck = open_template(template)
    for slide_id in list(deck.slides._sldIdLst):  # noqa: SLF001 - python-pptx can't delete slides
        deck.part.drop_rel(slide_id.rId)
        deck.slides._sldIdLst.remove(slide_id)  # noqa: SLF001
    mapped = read_map(template)
    return found_stage(deck, template) if mapped is None else _mapped_stage(deck, *mapped)


def _mapped_stage(deck: Deck, document: YamlDocument, mapping: TemplateMap) -> Stage:
    cover, page, frame, roles, on_cover = mapped_roles(deck, document, mapping)
    return Stage(
        deck,
        layouts_of(cover, page),
        frame,
        roles["title"],
        roles["section"],
        roles["lead"],
        roles["footer"],
        roles["number"],
        on_cover,
        own=False,
    )


def found_stage(deck: Deck, template: Path) -> Stage:
    """The stage on *template*'s layouts as found by type and name; SourceError where they leave no room."""
    width, height = int(deck.slide_width or 0) / 12700, int(deck.slide_height or 0) / 12700
    page = _find(deck, _PAGE_NAMES, lambda kinds: kinds == {"title"} or kinds == {"title", "other"})
    page = page or _find(deck, _BLANK_NAMES, lambda kinds: not kinds) or list(deck.slide_layouts)[-1]
    cover = _find(deck, _COVER_NAMES, lambda kinds: "ctrTitle" in kinds) or page
    title = _role(page, ("title", "ctrTitle"))
    margin = title.box.x if title.box and 10 < title.box.x < width / 4 else width * 0.0375
    top = title.box.y if title.box else 24.0
    right = title.box.right if title.box and width * 0.6 < title.box.right <= width - 10 else width - margin
    title_box = Box(margin, top, right - margin, min(max(title.box.height if title.box else 60.0, 34.0), 66.0))
    lower = [
        box.y
        for shape in [*_placeholders(page), *_placeholders(page.slide_master)]
        if placeholder_kind(shape) in {"sldNum", "ftr", "dt"}
        and (box := placeholder_box(shape))
        and box.y > height * 0.8
    ]
    floor = min([*lower, height - 14])
    lead = Box(margin, title_box.bottom + 6, title_box.width, 18)
    content = Box(margin, lead.bottom + 8, title_box.width, floor - _SOURCES - 4 - lead.bottom - 8)
    if content.height < _LEAST_CONTENT:
        raise SourceError(
            f"the template's layout “{page.name}” leaves no room for content",
            file=str(template),
            found=f"{content.height:.0f} points between title and footer",
            expected=f"at least {_LEAST_CONTENT:.0f}",
        )
    number = _role(page, ("sldNum",), page.slide_master)
    number_box = number.box or Box(width - margin - 60, floor - 18, 60, 16)
    footer = Box(margin, floor - _SOURCES - 1, title_box.width - 70, _SOURCES)
    crumb = Box(margin, top - 17, title_box.width, 15) if top >= 20 else None
    frame = Frame(title_box, crumb or lead, lead, content, footer, number_box, placeholders=False)
    return Stage(
        deck,
        layouts_of(cover, page),
        frame,
        replace(title, box=title_box),
        Role("", crumb),
        Role("", lead),
        Role("", footer),
        Role(number.placeholder, number_box),
        _cover_roles(cover, width, height),
        own=False,
    )


def open_template(template: Path) -> Deck:
    """The template as a presentation; SourceError if it is none."""
    from pptx import Presentation
    from pptx.opc.constants import CONTENT_TYPE as CT
    from pptx.opc.package import PartFactory
    from pptx.parts.presentation import PresentationPart

    PartFactory.part_type_for.setdefault(CT.PML_TEMPLATE_MAIN, PresentationPart)
    try:
        deck = Presentation(str(template))
    except Exception as error:
        raise SourceError(
            "this is no PowerPoint template", file=str(template), found=str(error), expected="a .pptx file"
        ) from error
    if deck.part.content_type == CT.PML_TEMPLATE_MAIN:
        deck.part._content_type = CT.PML_PRESENTATION_MAIN  # noqa: SLF001 - what we save is a presentation
    return deck


def _cover_roles(layout: SlideLayout, width: float, height: float) -> tuple[Role, Role, Role]:
    title, subtitle = _role(layout, ("ctrTitle", "title")), _role(layout, ("subTitle",))
    margin = width * 0.075
    title_box = title.box or Box(margin, height * 0.28, width - 2 * margin, 110)
    below = Box(title_box.x, title_box.bottom + 10, title_box.width, 60)
    subtitle_box = subtitle.box or below
    meta_top = min(subtitle_box.bottom + 10, height - 90)
    meta = Box(subtitle_box.x, meta_top, subtitle_box.width, min(80, height - meta_top - 10))
    return replace(title, box=title_box), replace(subtitle, box=subtitle_box), Role("", meta)


def _find(deck: Deck, names: tuple[str, ...], fits: Any) -> SlideLayout | None:
    """The layout of one of these names, else the first whose placeholder kinds fit."""
    layouts = list(deck.slide_layouts)
    for name in names:
        for layout in layouts:
            if layout.name.strip().lower() == name:
                return layout
    for layout in layouts:
        kinds = {placeholder_kind(shape) for shape in _placeholders(layout)} - {"sldNum", "ftr", "dt"}
        if fits(kinds):
            return layout
    return None


def _role(layout: SlideLayout, kinds: tuple[str, ...], master: Any = None) -> Role:
    for owner in (layout, master):
        for shape in _placeholders(owner):
            if placeholder_kind(shape) in kinds:
                return role_of(shape)
    return Role("", None)


def _placeholders(owner: Any) -> list[Any]:
    return [] if owner is None else list(owner.placeholders)
