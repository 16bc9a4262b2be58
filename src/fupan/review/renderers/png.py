"""SVG to PNG for mail and chat cards, with the shipped fonts."""

from __future__ import annotations

from fupan.review.measure import FONTS


def svg_to_png(svg: str, *, zoom: float = 2.0, background: str = "#FFFFFF") -> bytes:
    """*svg* as PNG bytes, *zoom* times its size; texts in the shipped fonts, no system font is looked for."""
    from resvg_py import svg_to_bytes

    return bytes(
        svg_to_bytes(
            svg_string=svg,
            zoom=zoom,
            background=background,
            skip_system_fonts=True,
            font_files=[str(FONTS / f"NotoSansSC-{weight}.ttf") for weight in ("Regular", "Bold")],
            font_family="Noto Sans SC",
            sans_serif_family="Noto Sans SC",
        )
    )
