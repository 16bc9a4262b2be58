"""Our own template, made in code from the palette: theme, master and one layout per document layout.

Placeholders carry the roles, so a user who applies another design keeps headline, section, lead, text and footer in place.
"""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

from lxml import etree

from fupan.review import palette
from fupan.review.renderers.box import Box
from fupan.review.renderers.pptx.frame import HOUSE, PAGE_HEIGHT, PAGE_WIDTH, SLOTS, arrange
from fupan.review.renderers.pptx.markup import SPACES, P, colour, emu

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck

    from fupan.review.model import Layout, Slot

LATIN: Final = "Arial"
CHINESE: Final = "微软雅黑"
CRUMB, LEAD, FOOTER, NUMBER = 30, 31, 32, 12
SLOT_PLACEHOLDERS: Final[dict[Slot, int]] = {"main": 33, "side": 34, "second": 35, "below": 36}
LAYOUT_NAMES: Final[dict[Layout, str]] = {
    "cover": "封面 Cover",
    "full": "整页 Full",
    "main_side": "主图与侧栏 Main + side",
    "two": "两图 Two",
    "main_below": "上下 Main + below",
}
COVER_TITLE: Final = Box(72, 128, 816, 118)
COVER_SUBTITLE: Final = Box(72, 254, 816, 66)
COVER_META: Final = Box(72, 366, 816, 96)
_BAND: Final = Box(0, 0, PAGE_WIDTH, 342)

_SCHEME: Final = {
    "dk1": palette.INK,
    "lt1": palette.WHITE,
    "dk2": palette.TITLE,
    "lt2": palette.PANEL,
    **{f"accent{i}": part for i, part in enumerate(palette.PARTS[:6], 1)},
    "hlink": palette.ACCENT,
    "folHlink": "6C4AB6",
}


def open_house() -> Deck:
    """A new presentation on our template."""
    from pptx import Presentation

    return Presentation(BytesIO(_house_bytes()))


@cache
def _house_bytes() -> bytes:
    from pptx import Presentation
    from pptx.opc.constants import RELATIONSHIP_TYPE as RT
    from pptx.util import Emu

    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(emu(PAGE_WIDTH)), Emu(emu(PAGE_HEIGHT))
    deck.element.xpath("./p:sldSz")[0].attrib.pop("type")
    package = deck.part.package
    for rel in list(package.iter_rels()):
        if rel.reltype == RT.THUMBNAIL:
            package.drop_rel(rel.rId)
        elif rel.reltype == RT.PRINTER_SETTINGS:
            deck.part.rels.pop(rel.rId)
    theme = deck.slide_master.part.part_related_by(RT.THEME)
    theme._blob = _theme(theme.blob.decode()).encode()  # noqa: SLF001 - python-pptx keeps themes as plain parts
    for layout in list(deck.slide_layouts)[len(LAYOUT_NAMES) :]:
        deck.slide_layouts.remove(layout)
    for layout, (kind, name) in zip(deck.slide_layouts, LAYOUT_NAMES.items(), strict=True):
        _rewrite_layout(layout._element, kind, name)  # noqa: SLF001 - no public way to edit a layout
    _rewrite_master(deck.slide_master._element)  # noqa: SLF001
    stream = BytesIO()
    deck.save(stream)
    return stream.getvalue()


def _theme(xml: str) -> str:
    for name, value in _SCHEME.items():
        xml = re.sub(
            rf"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>', xml, flags=re.DOTALL
        )
    fonts = f'<a:latin typeface="{LATIN}"/><a:ea typeface="{CHINESE}"/><a:cs typeface=""/>'
    for name in ("majorFont", "minorFont"):
        xml = re.sub(
            rf"<a:{name}>.*?</a:{name}>",
            f'<a:{name}>{fonts}<a:font script="Hans" typeface="{CHINESE}"/></a:{name}>',
            xml,
            flags=re.DOTALL,
        )
    xml = re.sub(r'(<a:(?:clrScheme|fontScheme|fmtScheme) name=)"[^"]*"', r'\1"fupan"', xml)
    return re.sub(r'(<a:theme [^>]*name=)"[^"]*"', r'\1"fupan 复盘"', xml)


def _rewrite_layout(element: etree._Element, kind: Layout, name: str) -> None:
    tree = _emptied(element)
    element.attrib.pop("type", "")
    element.set("preserve", "1")
    element.set("userDrawn", "1")
    _only(element, f"{{{P}}}cSld").set("name", name)
    if kind == "cover":
        element.set("showMasterSp", "0")
        shapes = [
            _rectangle(2, "Band", _BAND, palette.TITLE),
            _rectangle(3, "Accent", Box(72, 339, 160, 5), palette.RULE),
            _placeholder(4, "Title", "ctrTitle", None, COVER_TITLE, 40, palette.WHITE, bold=True, anchor="b"),
            _placeholder(5, "Subtitle", "subTitle", 1, COVER_SUBTITLE, 20, palette.WHITE),
            _placeholder(6, "Meta", "body", CRUMB, COVER_META, 14, palette.INK_2),
        ]
    else:
        shapes = [
            _placeholder(2, "Section", "body", CRUMB, HOUSE.crumb, 12, palette.ACCENT, anchor="ctr"),
            _placeholder(3, "Title", "title", None, HOUSE.title, 24, palette.TITLE, bold=True, anchor="ctr"),
            _placeholder(4, "Lead", "body", LEAD, HOUSE.lead, 12, palette.INK_3, anchor="ctr"),
            *(
                _placeholder(10 + i, slot.title(), "", SLOT_PLACEHOLDERS[slot], box, 14, palette.INK)
                for i, (slot, box) in enumerate(
                    arrange(kind, HOUSE.content, dict.fromkeys(SLOTS[kind], _any_height)).items()
                )
            ),
            _placeholder(20, "Source", "body", FOOTER, HOUSE.footer, 12, palette.INK_3, anchor="ctr"),
            _placeholder(
                21, "Slide Number", "sldNum", NUMBER, HOUSE.number, 12, palette.INK_3, anchor="ctr", align="r"
            ),
        ]
    for shape in shapes:
        tree.append(etree.fromstring(shape))


def _any_height(_width: float) -> None:
    return None


def _rewrite_master(element: etree._Element) -> None:
    tree = _emptied(element)
    for shape in (
        _placeholder(2, "Title", "title", None, HOUSE.title, 24, palette.TITLE, bold=True, anchor="ctr"),
        _placeholder(3, "Body", "body", 1, HOUSE.content, 14, palette.INK),
        _placeholder(6, "Slide Number", "sldNum", 4, HOUSE.number, 12, palette.INK_3, anchor="ctr", align="r"),
        _rectangle(9, "Rule", Box(HOUSE.title.x, 96, HOUSE.title.width, 1.25), palette.RULE),
    ):
        tree.append(etree.fromstring(shape))


def _emptied(element: etree._Element) -> etree._Element:
    tree = _only(element, f"{{{P}}}cSld/{{{P}}}spTree")
    for child in list(tree)[2:]:
        tree.remove(child)
    return tree


def _only(element: etree._Element, path: str) -> etree._Element:
    found = element.find(path)
    if found is None:
        raise ValueError(f"python-pptx's own template lacks {path}")
    return found


def _placeholder(
    number: int,
    name: str,
    kind: str,
    index: int | None,
    box: Box,
    size: float,
    ink: str,
    *,
    bold: bool = False,
    anchor: str = "t",
    align: str = "l",
) -> str:
    what = (f' type="{kind}"' if kind else "") + ("" if index is None else f' idx="{index}"')
    font = "mj" if kind in {"title", "ctrTitle"} else "mn"
    field = (
        '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="zh-CN"/><a:t>‹#›</a:t></a:fld>'
    )
    prompt = field if kind == "sldNum" else f'<a:r><a:rPr lang="zh-CN"/><a:t>{name}</a:t></a:r>'
    level = (
        f'<a:lvl1pPr marL="0" indent="0" algn="{align}"><a:lnSpc><a:spcPct val="90000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/><a:defRPr sz="{round(size * 100)}" b="{int(bold)}">'
        f"<a:solidFill>{colour(ink)}</a:solidFill>"
        f'<a:latin typeface="+{font}-lt"/><a:ea typeface="+{font}-ea"/></a:defRPr></a:lvl1pPr>'
    )
    return (
        f'<p:sp {SPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph{what}/></p:nvPr></p:nvSpPr><p:spPr>{_transform(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr>'
        f"<a:lstStyle>{level}</a:lstStyle><a:p>{prompt}</a:p></p:txBody></p:sp>"
    )


def _rectangle(number: int, name: str, box: Box, value: str) -> str:
    return (
        f'<p:sp {SPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr>{_transform(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"<a:solidFill>{colour(value)}</a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>"
        f'<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="zh-CN"/></a:p></p:txBody></p:sp>'
    )


def _transform(box: Box) -> str:
    return f'<a:xfrm><a:off x="{emu(box.x)}" y="{emu(box.y)}"/><a:ext cx="{emu(box.width)}" cy="{emu(box.height)}"/></a:xfrm>'
