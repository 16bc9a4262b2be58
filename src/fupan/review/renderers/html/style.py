"""The page's style sheet: colours from the palette (and their dark counterparts) before the hand-written rules."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from fupan.review import palette
from fupan.review.palette import css

_LIGHT: Final = {
    "bg": "F5F7F9",
    "surface": palette.WHITE,
    "sunken": "EDF1F5",
    "line": palette.LINE,
    "line-2": palette.LINE_2,
    "ink": palette.INK,
    "ink-2": palette.INK_2,
    "ink-3": palette.INK_3,
    "title": palette.TITLE,
    "accent": palette.ACCENT,
    "accent-soft": "E6EFF8",
    "rule": palette.RULE,
    "track": palette.TRACK,
    "good": palette.TONES["good"],
    "bad": palette.TONES["bad"],
    "cover": palette.TITLE,
    "amber-soft": "FCF3DA",
}
_DARK: Final = {
    "bg": "0E151C",
    "surface": "151E27",
    "sunken": "1C2732",
    "line": "283643",
    "line-2": "475A6C",
    "ink": "E4EBF2",
    "ink-2": "B5C3D0",
    "ink-3": "90A2B4",
    "title": "E8F0F8",
    "accent": "6FABEB",
    "accent-soft": "1A3049",
    "rule": "3C9DA5",
    "track": "2A3947",
    "good": "4FBBA9",
    "bad": "FF8A7E",
    "cover": "12263A",
    "amber-soft": "352B14",
}
_DARK_DRAWING: Final = {  # colours inside charts and lights
    palette.INK: "E4EBF2",
    palette.INK_2: "B5C3D0",
    palette.INK_3: "90A2B4",
    palette.TITLE: "B5C3D0",
    palette.ACCENT: "6FABEB",
    palette.LINE_2: "475A6C",
    palette.GRID: "22303C",
    palette.TARGET: "4A5A6A",
    palette.RATIO: "E0A52A",
    palette.GREEN: "4FBBA9",
    palette.LIGHT_GREEN: "7CC5A9",
    palette.AMBER: "E0A52A",
    palette.RED: "FF8A7E",
    palette.RULE: "3C9DA5",
    palette.LIGHTS["light_green"].ink: "7CC5A9",
    palette.LIGHTS["amber"].ink: "E8B84A",
    palette.PARTS[4]: "A58CE0",
    palette.PARTS[5]: "D487AF",
    palette.PARTS[6]: "9CBF72",
    palette.PARTS[7]: "B8A48E",
    palette.PANEL: "1C2732",
    **dict(zip(palette.SHADES[:4], ("1B3148", "24405F", "2D5078", "386798"), strict=True)),
    **dict(
        zip(
            (palette.LIGHT_FILLS[n] for n in ("green", "light_green", "amber", "red")),
            ("1F4F48", "26402F", "5A4A16", "7A3A30"),
            strict=True,
        )
    ),
}


def light_class(light: str) -> str:
    """Class of a light: its colours stand in the style sheet, once for day and once for night."""
    return f"light l-{light.replace('_', '-')}"


@cache
def style_sheet() -> str:
    """The whole CSS text."""
    hand_written = Path(__file__).with_name("review.css").read_text(encoding="utf-8")
    lights = {name.replace("_", "-"): style for name, style in palette.LIGHTS.items()}
    day = {**_LIGHT, **{f"l-{n}": s.ink for n, s in lights.items()}, **{f"f-{n}": s.fill for n, s in lights.items()}}
    night = {**_DARK} | {
        f"{kind}-{n}": _DARK_DRAWING.get(colour, "90A2B4")
        for n, s in lights.items()
        for kind, colour in (("l", s.ink), ("f", s.fill))
    }
    classes = "".join(f".l-{n}{{--light:var(--l-{n});--fill:var(--f-{n})}}" for n in lights)
    drawn = "".join(
        f'.chart [fill="{css(a)}"]{{fill:{css(b)}}}.chart [stroke="{css(a)}"]{{stroke:{css(b)}}}'
        for a, b in _DARK_DRAWING.items()
    )
    drawn += '.chart text[fill="#FFFFFF"]{fill:#0C1A28}'
    return (
        f":root{{color-scheme:light dark;{_variables(day)}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_variables(night)}}}{drawn}}}\n{classes}\n{hand_written}"
    )


def _variables(colours: dict[str, str]) -> str:
    return "".join(f"--{name}:{css(colour)};" for name, colour in colours.items())
