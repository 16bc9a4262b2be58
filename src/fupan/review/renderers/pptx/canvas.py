"""A page under construction: shapes are appended as XML in reading order, charts with their workbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from fupan.review.model import Lang, Provenance
from fupan.review.renderers.box import Box
from fupan.review.renderers.native_charts.plan import Plan
from fupan.review.renderers.pptx.chart_workbook import chart_workbook
from fupan.review.renderers.pptx.chart_xml import chart_xml
from fupan.review.renderers.pptx.markup import SPACES, Body, C, emu, escape, fill, line

if TYPE_CHECKING:
    from pptx.slide import Slide as Page

_TABLE_URI = "http://schemas.openxmlformats.org/drawingml/2006/table"


class Canvas:
    """Draws on one slide of python-pptx; shape ids count up from 2 in the order of drawing.

    *targets* are the pages that a cell may point to, by slide id. While ``block`` is set shapes are named after it ("region_chart · Chart combo"): by these names a deck is refreshed.
    """

    def __init__(self, page: Page, lang: Lang, made: datetime, targets: Mapping[str, Page] | None = None) -> None:
        self.page = page
        self._targets = targets or {}
        self.lang: Lang = lang
        self.made = made
        self.block = ""
        self._tree = page.shapes._spTree  # noqa: SLF001 - the only way to append own XML
        for child in list(self._tree)[2:]:
            self._tree.remove(child)
        self._next = 2

    def text(
        self,
        body: Body,
        box: Box | None,
        name: str,
        *,
        placeholder: str = "",
        background: str | None = None,
        alt: str = "",
    ) -> None:
        """A text box, or the placeholder with these attributes (``type="title"``); *box* None: where the layout has it."""
        self._append(self.shape_xml(body, box, name, placeholder=placeholder, background=background, alt=alt))

    def shape_xml(
        self,
        body: Body | None,
        box: Box | None,
        name: str,
        *,
        placeholder: str = "",
        background: str | None = None,
        alt: str = "",
        geometry: str = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>',
        outline: str = "",
    ) -> str:
        """A shape's XML with the next id."""
        locks = '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>' if placeholder else '<p:cNvSpPr txBox="1"/>'
        role = f"<p:ph {placeholder}/>" if placeholder else ""
        look = transform(box) if box else ""
        if not placeholder:
            look += geometry + fill(background) + (outline or line(None))
        words = (body or Body(())).xml(self.lang)
        return (
            f"<p:sp {SPACES}><p:nvSpPr>{self._identity(name, alt)}{locks if body else '<p:cNvSpPr/>'}<p:nvPr>{role}</p:nvPr></p:nvSpPr>"
            f"<p:spPr>{look}</p:spPr>{words}</p:sp>"
        )

    def slide_number(self, box: Box, number: int, *, placeholder: str) -> None:
        """The page's number as a field."""
        body = (
            f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></a:bodyPr><a:lstStyle/><a:p>'
            f'<a:pPr algn="r"/><a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
            f'<a:rPr lang="en-US" sz="1200" dirty="0"/><a:t>{number}</a:t></a:fld></a:p></p:txBody>'
        )
        role = f"<p:ph {placeholder}/>" if placeholder else ""
        self._append(
            f'<p:sp {SPACES}><p:nvSpPr>{self._identity("Slide Number", "")}<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            f"<p:nvPr>{role}</p:nvPr></p:nvSpPr><p:spPr>{transform(box)}"
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>{body}</p:sp>'
        )

    def group(self, shapes: list[str], box: Box, name: str, alt: str) -> None:
        """Shapes that belong together, with one alternative text."""
        frame = (
            f'<a:xfrm><a:off x="{emu(box.x)}" y="{emu(box.y)}"/><a:ext cx="{emu(box.width)}" cy="{emu(box.height)}"/>'
            f'<a:chOff x="{emu(box.x)}" y="{emu(box.y)}"/><a:chExt cx="{emu(box.width)}" cy="{emu(box.height)}"/></a:xfrm>'
        )
        self._append(
            f"<p:grpSp {SPACES}><p:nvGrpSpPr>{self._identity(name, alt)}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
            f"<p:grpSpPr>{frame}</p:grpSpPr>{''.join(shapes)}</p:grpSp>"
        )

    def link_to(self, slide: str) -> str:
        """The relation of a jump to the page of *slide*; "" where there is none."""
        from pptx.opc.constants import RELATIONSHIP_TYPE as RT

        target = self._targets.get(slide)
        return "" if target is None else str(self.page.part.relate_to(target.part, RT.SLIDE))

    def table(self, xml: str, box: Box, name: str, alt: str, placeholder: str = "") -> None:
        """A native table (``a:tbl``)."""
        self._frame(xml, _TABLE_URI, box, name, alt, placeholder)

    def chart(
        self, plan: Plan, box: Box, name: str, alt: str, provenance: Provenance | None, placeholder: str = ""
    ) -> None:
        """A native chart with its workbook."""
        from pptx.opc.constants import CONTENT_TYPE as CT
        from pptx.opc.constants import RELATIONSHIP_TYPE as RT
        from pptx.parts.chart import ChartPart

        package = self.page.part.package
        name_of_part = package.next_partname(ChartPart.partname_template)
        part = ChartPart.load(name_of_part, CT.DML_CHART, package, chart_xml(plan, self.lang))
        part.chart_workbook.update_from_xlsx_blob(chart_workbook(plan, provenance, self.lang, self.made))
        relation = self.page.part.relate_to(part, RT.CHART)
        self._frame(f'<c:chart xmlns:c="{C}" r:id="{relation}"/>', C, box, name, alt, placeholder)

    def picture(self, png: bytes, box: Box, name: str, alt: str) -> None:
        """A picture; the same file is kept once in the package."""
        _, relation = self.page.part.get_or_add_image_part(BytesIO(png))
        self._append(
            f"<p:pic {SPACES}><p:nvPicPr>{self._identity(name, alt)}"
            f'<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr>'
            f'<p:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
            f'<p:spPr>{transform(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
        )

    def _frame(self, inner: str, uri: str, box: Box, name: str, alt: str, placeholder: str) -> None:
        role = f"<p:ph {placeholder}/>" if placeholder else ""
        place = transform(box).replace("a:xfrm", "p:xfrm")
        self._append(
            f"<p:graphicFrame {SPACES}><p:nvGraphicFramePr>{self._identity(name, alt)}"
            f'<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr>{role}</p:nvPr></p:nvGraphicFramePr>'
            f'{place}<a:graphic><a:graphicData uri="{uri}">{inner}</a:graphicData></a:graphic></p:graphicFrame>'
        )

    def _identity(self, name: str, alt: str) -> str:
        number, self._next = self._next, self._next + 1
        name = f"{self.block} · {name}" if self.block else name
        description = f' descr="{escape(alt)}"' if alt else ""
        return f'<p:cNvPr id="{number}" name="{escape(name)}"{description}/>'

    def _append(self, xml: str) -> None:
        from pptx.oxml import parse_xml

        self._tree.append(parse_xml(xml))


def transform(box: Box) -> str:
    """The ``a:xfrm`` of a box."""
    return f'<a:xfrm><a:off x="{emu(box.x)}" y="{emu(box.y)}"/><a:ext cx="{emu(box.width)}" cy="{emu(box.height)}"/></a:xfrm>'
