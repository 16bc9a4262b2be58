"""DrawingML as text: colours, fills, lines, runs, paragraphs and text bodies. Points in, schema-ordered elements out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal
from xml.sax.saxutils import escape as _escape

from fupan.review import palette
from fupan.review.model import Lang
from fupan.review.renderers.clean import clean_text
from fupan.review.renderers.signs import keep_signs

A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
P: Final = "http://schemas.openxmlformats.org/presentationml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
SPACES: Final = f'xmlns:a="{A}" xmlns:p="{P}" xmlns:r="{R}"'

LINE_SPACING: Final = 90
"""Percent of the font's own line height: 1.19 em for 微软雅黑, 1.30 for Noto Sans SC, which measure.LINE_HEIGHT stands for."""

_THEME: Final = {
    palette.INK: "tx1",
    palette.WHITE: "bg1",
    palette.TITLE: "tx2",
    palette.ACCENT: "accent1",
}

Align = Literal["", "l", "ctr", "r"]
"""Empty: as the placeholder has it."""
Anchor = Literal["t", "ctr", "b"]


def escape(text: str) -> str:
    """*text* for element content and attributes; characters that XML forbids become a replacement mark."""
    return _escape(clean_text(text), {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def emu(points: float) -> int:
    """Points in English metric units."""
    return round(points * 12700)


def colour(value: str) -> str:
    """A colour element: the palette's ink, white, title and accent follow the theme, so that a company's template recolours them."""
    if value in _THEME:
        return f'<a:schemeClr val="{_THEME[value]}"/>'
    if value.startswith("accent"):
        return f'<a:schemeClr val="{value}"/>'
    return f'<a:srgbClr val="{value}"/>'


def fill(value: str | None) -> str:
    """A solid fill, or none."""
    return "<a:noFill/>" if value is None else f"<a:solidFill>{colour(value)}</a:solidFill>"


def line(value: str | None, width: float = 0.75, dash: str = "", tag: str = "ln") -> str:
    """An outline of *width* points, or none."""
    if value is None:
        return f"<a:{tag}><a:noFill/></a:{tag}>"
    dashed = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:{tag} w="{emu(width)}" cap="flat">{fill(value)}{dashed}<a:round/></a:{tag}>'


def language(lang: Lang) -> str:
    """Attributes of a run's language, so that spelling and line breaking follow the script."""
    return 'lang="zh-CN" altLang="en-US"' if lang == "zh" else 'lang="en-US" altLang="zh-CN"'


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look; size in points (0: as the placeholder says); a newline breaks the line; ``link``: relation of a jump."""

    text: str
    size: float = 0
    bold: bool | None = None
    colour: str = ""
    link: str = ""

    def xml(self, lang: Lang) -> str:
        """The ``a:r`` element."""
        size = f' sz="{round(self.size * 100)}"' if self.size else ""
        bold = "" if self.bold is None else f' b="{int(self.bold)}"'
        inside = fill(self.colour) if self.colour else ""
        if self.link:
            inside += f'<a:hlinkClick r:id="{self.link}" action="ppaction://hlinksldjump"/>'
        look = f'<a:rPr {language(lang)}{size}{bold} dirty="0">{inside}</a:rPr>'
        lines = (f"<a:r>{look}<a:t>{escape(line_)}</a:t></a:r>" for line_ in keep_signs(self.text).split("\n"))
        return f"<a:br>{look}</a:br>".join(lines)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs on one paragraph; ``before`` is the space above in points."""

    runs: tuple[Run, ...]
    align: Align = "l"
    before: float = 0

    def xml(self, lang: Lang) -> str:
        """The ``a:p`` element."""
        spacing = f'<a:lnSpc><a:spcPct val="{LINE_SPACING * 1000}"/></a:lnSpc>'
        spacing += f'<a:spcBef><a:spcPts val="{round(self.before * 100)}"/></a:spcBef>'
        size = f' sz="{round(self.runs[-1].size * 100)}"' if self.runs and self.runs[-1].size else ""
        end = "" if any(run.text for run in self.runs) else f"<a:endParaRPr {language(lang)}{size}/>"
        runs = "".join(run.xml(lang) for run in self.runs if run.text)
        align = f' algn="{self.align}"' if self.align else ""
        return f'<a:p><a:pPr marL="0" indent="0"{align} hangingPunct="0">{spacing}<a:buNone/></a:pPr>{runs}{end}</a:p>'


@dataclass(frozen=True, slots=True)
class Body:
    """A text body whose text was measured to fit: viewers must not shrink or grow it."""

    paragraphs: tuple[Paragraph, ...]
    anchor: Anchor = "t"
    inset: tuple[float, float, float, float] = field(default=(0, 0, 0, 0))
    wrap: bool = True

    def xml(self, lang: Lang, tag: str = "p:txBody") -> str:
        """The text body element."""
        left, top, right, bottom = (emu(points) for points in self.inset)
        wrap = "square" if self.wrap else "none"
        paragraphs = "".join(paragraph.xml(lang) for paragraph in self.paragraphs) or Paragraph(()).xml(lang)
        return (
            f'<{tag}><a:bodyPr wrap="{wrap}" lIns="{left}" tIns="{top}" rIns="{right}" bIns="{bottom}" rtlCol="0" '
            f'anchor="{self.anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>{paragraphs}</{tag}>'
        )


def text_body(
    runs: Iterable[Run],
    *,
    align: Align = "l",
    anchor: Anchor = "ctr",
    wrap: bool = True,
    tag: str = "p:txBody",
    lang: Lang,
) -> str:
    """A body of a single paragraph."""
    return Body((Paragraph(tuple(runs), align),), anchor, wrap=wrap).xml(lang, tag)
