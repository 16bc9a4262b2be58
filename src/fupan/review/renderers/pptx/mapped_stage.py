"""A stage on a company's template whose mapping says what goes where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.packs import YamlDocument
from fupan.review.model import Layout
from fupan.review.renderers.box import Box
from fupan.review.renderers.pptx.frame import Frame
from fupan.review.renderers.pptx.house import LAYOUT_NAMES
from fupan.review.renderers.pptx.placeholders import Role, role_of
from fupan.review.renderers.pptx.template_map import (
    Place,
    TemplateMap,
    area_of,
    find_layout,
    find_placeholder,
)

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck
    from pptx.slide import SlideLayout

LEAST = 180.0
"""Points that blocks need either way."""
_LEAD, _SECTION, _FOOTER = 18.0, 15.0, 16.0


def mapped_roles(
    deck: Deck, document: YamlDocument, mapping: TemplateMap
) -> tuple[SlideLayout, SlideLayout, Frame, dict[str, Role], tuple[Role, Role, Role]]:
    """(cover, page, frame, roles of a page by name, the cover's title, subtitle and meta).

    What the mapping leaves out gets a plain text box: the lead on top of the safe area, the source line under it. Without
    a placeholder for the section it stands before the lead.
    """
    width, height = int(deck.slide_width or 0) / 12700, int(deck.slide_height or 0) / 12700
    layouts = list(deck.slide_layouts)
    cover = find_layout(document, layouts, mapping.cover.layout, ["cover", "layout"])
    page = find_layout(document, layouts, mapping.page.layout, ["page", "layout"])
    content = area_of(document, mapping.safe_area, width, height, LEAST)

    def role(layout: SlideLayout, wanted: Place, keys: list[str | int]) -> Role | None:
        return None if wanted == "" else role_of(find_placeholder(document, layout, wanted, keys))

    found = {
        name: role(page, getattr(mapping.page, name), ["page", name])
        for name in ("title", "section", "lead", "footer", "number")
    }
    title = found["title"] or Role("", None)
    title_box = title.box or Box(content.x, max(content.y - 70, 8), content.width, 44)
    lead = found["lead"]
    if lead is None or lead.box is None:
        strip, content = content.cut_top(_LEAD, 6)
        lead = Role("", strip)
    footer = found["footer"]
    if footer is None or footer.box is None:
        high = max(_FOOTER, min(2 * _FOOTER, height - content.bottom - 5))
        below = Box(content.x, min(content.bottom + 3, height - high - 2), content.width - 70, high)
        footer = Role("", below)
    number = found["number"] or Role("", None)
    section = found["section"] or Role("", None)
    frame = Frame(
        title_box,
        section.box or lead.box or content,
        lead.box or content,
        content,
        footer.box or content,
        number.box or content,
        placeholders=False,
        title_size=mapping.title_size,
    )
    roles = {
        "title": Role(title.placeholder, title_box), "section": section, "lead": lead, "footer": footer, "number": number,
    }  # fmt: skip
    first = role(cover, mapping.cover.title, ["cover", "title"]) or Role("", None)
    second = role(cover, mapping.cover.subtitle, ["cover", "subtitle"]) or Role("", None)
    third = role(cover, mapping.cover.meta, ["cover", "meta"]) or _below(first, second, height)
    return cover, page, frame, roles, (first, second, third)


def _below(title: Role, subtitle: Role, height: float) -> Role:
    """Company, window and date under the cover's texts, where there is room."""
    above = subtitle.box or title.box
    if above is None or above.bottom + 30 > height:
        return Role("", None)
    return Role("", Box(above.x, above.bottom + 8, above.width, min(80.0, height - above.bottom - 12)))


def layouts_of(cover: SlideLayout, page: SlideLayout) -> dict[Layout, SlideLayout]:
    """The layout of each kind of page."""
    return {kind: cover if kind == "cover" else page for kind in LAYOUT_NAMES}
