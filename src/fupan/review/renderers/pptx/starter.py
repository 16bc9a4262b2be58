"""A mapping to start from: what is found on a template by type and name, with all its layouts as comments."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupan.review.renderers.pptx.placeholders import placeholder_box, placeholder_kind
from fupan.review.renderers.pptx.stage import found_stage, open_template
from fupan.review.renderers.pptx.template_map import Place

if TYPE_CHECKING:
    from pptx.slide import SlideLayout


def starter_map(template: Path) -> str:
    """The YAML of a mapping for *template*; SourceError if it is no template that has room for a page."""
    deck = open_template(template)
    stage = found_stage(deck, template)
    width, height = int(deck.slide_width or 0) / 12700, int(deck.slide_height or 0) / 12700
    cover, page = stage.layouts["cover"], stage.layouts["full"]
    free = stage.frame.lead if stage.frame.lead.y < stage.frame.content.y else stage.frame.content
    edges = {
        "left": stage.frame.content.x,
        "right": width - stage.frame.content.right,
        "top": free.y,
        "bottom": height - stage.frame.content.bottom,
    }
    lines = [
        "# 公司模板与角色的对应 How fupan uses this template. Sizes in points; a placeholder is named by its name, idx or type.",
        "# Left out (\"\"): a plain text box in the theme's font. Colours and fonts are the theme's.",
        f"# Page: {width:.0f} x {height:.0f}",
        "cover:",
        f"  layout: {_text(cover.name)}",
        f"  title: {_place(cover, 'ctrTitle', 'title')}",
        f"  subtitle: {_place(cover, 'subTitle')}",
        '  meta: ""            # company, window and date; else under the subtitle',
        "page:",
        f"  layout: {_text(page.name)}",
        f"  title: {_place(page, 'title', 'ctrTitle')}",
        '  section: ""         # else before the lead',
        '  lead: ""            # what is shown, in which unit; else on top of the safe area',
        f"  footer: {_place(page, 'ftr')}  # sources and as-of day; else under the safe area",
        f"  number: {_place(page, 'sldNum')}",
        "safe_area:            # free of the template's bars, logos and title",
        *(f"  {name}: {max(edge, 0):.0f}" for name, edge in edges.items()),
        f"title_size: {stage.frame.title_size:.0f}",
        "",
        "# Layouts of this template:",
    ]
    for layout in deck.slide_layouts:
        shapes: Any = layout.placeholders  # python-pptx's types forbid what it does
        lines.append(f"#   {layout.name}")
        lines += [f"#     {_told(shape)}" for shape in shapes]
    return "\n".join(lines) + "\n"


def _told(shape: Any) -> str:
    box = placeholder_box(shape)
    place = f"{box.x:.0f},{box.y:.0f} {box.width:.0f}x{box.height:.0f}" if box else "no place of its own"
    return f"{shape.name}  idx {shape.placeholder_format.idx}  {placeholder_kind(shape)}  {place}"


def _place(layout: SlideLayout, *kinds: str) -> str:
    """The placeholder of one of these types as YAML: its name, or its idx where another has the same name."""
    placeholders: Any = layout.placeholders
    shapes = list(placeholders)
    found = next((s for kind in kinds for s in shapes if placeholder_kind(s) == kind), None)
    if found is None:
        return '""'
    alike = sum(shape.name == found.name for shape in shapes)
    place: Place = found.name if alike == 1 else int(found.placeholder_format.idx)
    return _text(place)


def _text(value: Place) -> str:
    return json.dumps(value, ensure_ascii=False)
