"""Company templates that are nothing like one another, made with python-pptx: 4:3, a bar at the side, odd names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.util import Pt


def _themed(deck: Any, accent: str, chinese: str) -> None:
    theme = deck.slide_master.part.part_related_by(RT.THEME)
    blob = re.sub(
        rb"<a:accent1>.*?</a:accent1>", f'<a:accent1><a:srgbClr val="{accent}"/></a:accent1>'.encode(), theme.blob
    )
    theme._blob = re.sub(rb'<a:ea typeface="[^"]*"/>', f'<a:ea typeface="{chinese}"/>'.encode(), blob)


def _put(layout: Any, kind: str, left: float, top: float, width: float, height: float) -> None:
    for shape in layout.placeholders:
        found = shape._element.xpath(".//p:nvPr/p:ph/@type")
        if found and found[0] == kind:
            shape.left, shape.top, shape.width, shape.height = (Pt(v) for v in (left, top, width, height))


def _keep(deck: Any, names: dict[str, str]) -> None:
    """Only these layouts, under other names."""
    for layout in list(deck.slide_layouts):
        if layout.name in names:
            layout.name = names[layout.name]
        else:
            deck.slide_layouts.remove(layout)


def four_by_three(path: Path) -> Path:
    """720 x 540 points, Office's layouts under numbers, 宋体."""
    deck = Presentation()
    _themed(deck, "8A2C8F", "宋体")
    _keep(deck, {"Title Slide": "01", "Title Only": "07"})
    deck.save(str(path))
    return path


def side_bar(path: Path) -> Path:
    """960 x 540 points, a bar of 150 points at the left of every page, title and numbers beside it, 楷体."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(960), Pt(540)
    _themed(deck, "B5541A", "楷体")
    _keep(deck, {"Title Slide": "首页（左栏）", "Title Only": "内页：标题+空白"})
    bar = deck.slide_master.shapes._spTree
    for layout in deck.slide_layouts:
        left = 190.0
        _put(layout, "ctrTitle", left, 170, 720, 90)
        _put(layout, "subTitle", left, 270, 720, 50)
        _put(layout, "title", left, 30, 740, 60)
        _put(layout, "sldNum", 860, 506, 70, 20)
        _put(layout, "ftr", left, 506, 400, 20)
        _put(layout, "dt", 600, 506, 100, 20)
    shape = deck.slides.add_slide(deck.slide_layouts[1]).shapes.add_shape(1, 0, 0, Pt(150), Pt(540))
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor(0xB5, 0x54, 0x1A)
    bar.insert(2, shape._element)
    deck.save(str(path))
    return path


def tall_head(path: Path) -> Path:
    """1280 x 720 points, a title below a band of 120 points, layouts with names that say nothing, 仿宋."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(1280), Pt(720)
    _themed(deck, "0B7A3B", "仿宋")
    _keep(deck, {"Title Slide": "A Übersicht", "Title Only": "B/2 “frei”", "Blank": "C"})
    for layout in deck.slide_layouts:
        _put(layout, "ctrTitle", 120, 300, 1000, 110)
        _put(layout, "subTitle", 120, 420, 1000, 60)
        _put(layout, "title", 60, 120, 1160, 60)
        _put(layout, "sldNum", 1150, 680, 80, 24)
        _put(layout, "ftr", 60, 680, 700, 24)
        _put(layout, "dt", 900, 680, 160, 24)
    deck.save(str(path))
    return path


TEMPLATES = {"four_by_three": four_by_three, "side_bar": side_bar, "tall_head": tall_head}
