"""Cell formats of a workbook, made once each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fupan.review import palette
from fupan.review.model import Lang

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format


@dataclass(slots=True)
class Look:
    """Formats by their properties; Excel allows 64,000 of them and we need dozens."""

    book: Workbook
    lang: Lang
    _made: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def of(self, **properties: Any) -> Format:
        """The format with these properties, in the document's font."""
        base = {"font_name": "微软雅黑" if self.lang == "zh" else "Arial", "font_size": 10, "valign": "vcenter"}
        key = tuple(sorted((base | properties).items()))
        if key not in self._made:
            self._made[key] = self.book.add_format(dict(key))
        return self._made[key]

    @property
    def title(self) -> Format:
        """A sheet's headline."""
        return self.of(bold=True, font_size=14, font_color=palette.css(palette.TITLE))

    @property
    def quiet(self) -> Format:
        """Leads and units."""
        return self.of(font_color=palette.css(palette.INK_3))

    @property
    def link(self) -> Format:
        """Links inside the workbook."""
        return self.of(font_color=palette.css(palette.ACCENT), underline=1)

    @property
    def head(self) -> Format:
        """Column headers."""
        return self.of(
            bold=True,
            font_color=palette.css(palette.TITLE),
            bottom=2,
            bottom_color=palette.css(palette.TITLE),
            text_wrap=True,
        )

    @property
    def label(self) -> Format:
        """Names of properties."""
        return self.of(bold=True, font_color=palette.css(palette.INK_2), valign="top")

    @property
    def text(self) -> Format:
        """Wrapped text."""
        return self.of(text_wrap=True, valign="top")
