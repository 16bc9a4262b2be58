"""How a company's template is used: a YAML file beside it says which layout and placeholder takes which role.

templates/company.pptx has templates/company.yaml. Without one the roles are found by type and name (``stage``);
``fupan template`` writes one to start from.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import Field

from fupan.packs import YamlDocument, read_yaml
from fupan.review.deck_words import Spec
from fupan.review.definition import nearest, validated
from fupan.review.renderers.box import Box
from fupan.review.renderers.pptx.placeholders import placeholder_kind

if TYPE_CHECKING:
    from pptx.slide import SlideLayout

Place = str | int
"""A placeholder's name, its idx, or its type (title, body, ftr, sldNum); "" for none."""


class CoverMap(Spec):
    """The cover: its layout, and the placeholders of title, subtitle and of company, window and date (meta)."""

    layout: str
    title: Place
    subtitle: Place = ""
    meta: Place = ""


class PageMap(Spec):
    """Every other page: its layout and the placeholders of headline, section, lead, source line and page number."""

    layout: str
    title: Place
    section: Place = ""
    lead: Place = ""
    footer: Place = ""
    number: Place = ""


class SafeArea(Spec):
    """What stays free around the blocks, in points from the edges of the page: bars, logos, the title."""

    left: float = Field(ge=0)
    right: float = Field(ge=0)
    top: float = Field(ge=0)
    bottom: float = Field(ge=0)


class TemplateMap(Spec):
    """A template's mapping. ``title_size``: points of a headline on one line; colours and fonts are the theme's."""

    cover: CoverMap
    page: PageMap
    safe_area: SafeArea
    title_size: float = Field(24, ge=18, le=40)


KEYS: Final = frozenset(
    key for model in (TemplateMap, CoverMap, PageMap, SafeArea) for key in model.model_fields
)  # fmt: skip


def map_path(template: Path) -> Path:
    """Where the mapping of *template* stands."""
    return template.with_suffix(".yaml")


def read_map(template: Path) -> tuple[YamlDocument, TemplateMap] | None:
    """The mapping beside *template*; None without one, DefinitionError (file, line, key, nearest) for a wrong one."""
    path = map_path(template)
    if not path.exists():
        return None
    document = read_yaml(path)
    return document, validated(document, TemplateMap, KEYS)


def find_layout(document: YamlDocument, layouts: list[SlideLayout], name: str, keys: list[str | int]) -> SlideLayout:
    """The layout of this name; DefinitionError names those there are."""
    for layout in layouts:
        if layout.name.strip() == name.strip():
            return layout
    names = [layout.name for layout in layouts]
    reason = f"the template has no layout “{name}”; it has {', '.join(f'“{n}”' for n in names)}"
    raise document.error(reason, keys, nearest(name, names))


def find_placeholder(document: YamlDocument, layout: SlideLayout, wanted: Place, keys: list[str | int]) -> Any:
    """The placeholder of this name, idx or type on *layout*; DefinitionError names those there are."""
    shapes = list(layout.placeholders)
    for shape in shapes:
        if wanted in (shape.placeholder_format.idx, shape.name):
            return shape
    for shape in shapes:
        if wanted == placeholder_kind(shape):
            return shape
    told = [f"{s.name} (idx {s.placeholder_format.idx}, {placeholder_kind(s)})" for s in shapes]
    reason = f"layout “{layout.name}” has no placeholder “{wanted}”; it has {', '.join(told) or 'none'}"
    raise document.error(reason, keys, nearest(str(wanted), [s.name for s in shapes]))


def area_of(document: YamlDocument, area: SafeArea, width: float, height: float, least: float) -> Box:
    """The blocks' box on a page of this size; DefinitionError where less than *least* points are left either way."""
    box = Box(area.left, area.top, width - area.left - area.right, height - area.top - area.bottom)
    if box.width < least or box.height < least:
        reason = (
            f"the safe area leaves {box.width:.0f} x {box.height:.0f} points of a page of {width:.0f} x {height:.0f}; "
            f"blocks need {least:.0f} x {least:.0f}"
        )
        raise document.error(reason, ["safe_area"])
    return box
