"""Colours of every document: one accent, lights by shape and colour, series by role.

Colours are ``RRGGBB`` without ``#`` (``css`` adds it). All inks reach 4.5:1 on white and on PANEL, all fills 3:1 on white (save
the deliberate greys TARGET, TRACK, "others" and "forecast", which stand beside a labelled value); the three lights stay apart for red-green and blue-yellow colour blindness, and each has a shape of its own besides.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fupan.review.model import Claim, Lang, Light, Number, Series, Tone

WHITE: Final = "FFFFFF"
INK: Final = "17222D"  # texts
INK_2: Final = "405266"  # labels
INK_3: Final = "5A6D81"  # footers, units, axes
TITLE: Final = "12304F"  # headlines, header rules
ACCENT: Final = "1D5FA8"  # actual values, links
RULE: Final = "1C6B73"  # only the line under a headline
LINE: Final = "DDE4EA"
LINE_2: Final = "B4C1CE"
GRID: Final = "E6EBF0"
PANEL: Final = "F2F5F8"  # tiles
TRACK: Final = "D6DEE6"  # the empty part of a progress bar
TARGET: Final = "C2CAD3"
LAST_YEAR: Final = "7F95AB"
RATIO: Final = "A86300"
GREEN: Final = "00796B"
LIGHT_GREEN: Final = "4E9B7F"
BAND: Final = "D9E6F4"  # the range around a forecast, beside labelled lines
AMBER: Final = "C48500"
RED: Final = "B3261E"

PARTS: Final = ("1D5FA8", "1C6B73", "7F95AB", "A86300", "6C4AB6", "A04F7A", "5E7D3A", "7A6A58")
"""Parts of a whole, in order; beyond eight they repeat (a deck folds the rest into "others")."""


def css(colour: str) -> str:
    """*colour* for HTML, SVG and Typst."""
    return f"#{colour}"


@dataclass(frozen=True, slots=True)
class LightStyle:
    """How a light is drawn: ``fill`` for graphics, ``ink`` for texts on white, and its name in both languages."""

    shape: str
    fill: str
    ink: str
    zh: str
    en: str

    def name(self, lang: Lang) -> str:
        """The light's name as a reader of *lang* sees it."""
        return self.zh if lang == "zh" else self.en


LIGHTS: Final[dict[Light, LightStyle]] = {
    "green": LightStyle("●", GREEN, GREEN, "正常", "On track"),
    "light_green": LightStyle("●", LIGHT_GREEN, "2F7459", "略滞后", "Slightly behind"),
    "amber": LightStyle("▲", AMBER, "7A5600", "预警", "Warning"),
    "red": LightStyle("■", RED, RED, "告警", "Alarm"),
    "none": LightStyle("–", LAST_YEAR, INK_3, "不评", "Not judged"),
}
TONES: Final[dict[Tone, str]] = {"good": GREEN, "bad": RED, "neutral": INK_2}
CLAIMS: Final[dict[Claim, tuple[str, str]]] = {
    "fact": ("事实", "Fact"),
    "inference": ("推断", "Inference"),
    "advice": ("建议", "Advice"),
}

_ROLES: Final = {
    "actual": ACCENT,
    "target": TARGET,
    "last_year": LAST_YEAR,
    "previous": LAST_YEAR,
    "ratio": RATIO,
    "forecast": "7FA8D6",
    "up": GREEN,
    "down": RED,
    "total": TITLE,
    "others": LINE_2,
    "mean": INK_3,
    "low": BAND,
    "high": BAND,
    "x": ACCENT,
    "y": ACCENT,
    "size": ACCENT,
    "ahead": GREEN,
    "behind": LAST_YEAR,
}


def role_colour(role: str) -> str:
    """Colour of a series' *role*; ``part_1`` ... take the parts' colours in order, an unknown role the accent.

    >>> role_colour("target"), role_colour("part_2"), role_colour("part_9")
    ('C2CAD3', '1C6B73', '1D5FA8')
    """
    if role.startswith("part_") and role[5:].isdigit():
        return PARTS[(int(role[5:]) - 1) % len(PARTS)]
    return _ROLES.get(role, ACCENT)


def point_colour(series: Series, index: int) -> str:
    """Colour of one point: its own role's, or amber or red where its light is, else its series', which is the legend's."""
    if index < len(series.points) and series.points[index]:
        return role_colour(series.points[index])
    if index < len(series.lights) and series.lights[index] in {"amber", "red"}:
        return LIGHTS[series.lights[index]].fill
    return role_colour(series.role)


_HEAT: Final = ("A8321F", "E39A86", "F6DE8F", "FAF3D8", "CBE6E1", "56A398", "00695C")


_HEAT_OF_LIGHT: Final[dict[Light, tuple[str, ...]]] = {
    "green": ("CBE6E1", "56A398", "00695C"),
    "light_green": ("EAF3E4",),
    "amber": ("F6DE8F",),
    "red": ("E39A86", "A8321F"),
}
"""Fills of a judged heat cell, paler first: the shade says how far, the colour family is the light's own."""
_DEEP: Final = (Decimal("0.2"), Decimal("0.7"))
"""Heat from which a judged cell takes the second and third shade (a lead of 5% and 17.5%); red: 60% (a lag of 15%)."""


def heat_colours(heat: Number, light: Light | None = None) -> tuple[str, str] | None:
    """(fill, text) of a heat cell; None where there is none.

    A judged cell has the colours of its *light*, so that shade and shape never tell two stories; without a light there
    are seven steps from -1 (bad) over 0 (as planned) to 1 (good).

    >>> heat_colours(Decimal("-0.9")), heat_colours(Decimal(0)), heat_colours(None)
    (('A8321F', 'FFFFFF'), ('FAF3D8', '17222D'), None)
    >>> heat_colours(Decimal("-0.16"), "light_green"), heat_colours(Decimal("0.3"), "green")
    (('EAF3E4', '17222D'), ('56A398', '17222D'))
    """
    if heat is None:
        return None
    bounded = min(max(heat, Decimal(-1)), Decimal(1))
    if light is not None and light in _HEAT_OF_LIGHT:
        shades = _HEAT_OF_LIGHT[light]
        limits = (Decimal("0.6"),) if light == "red" else _DEEP
        fill = shades[min(sum(abs(bounded) >= limit for limit in limits), len(shades) - 1)]
        return fill, WHITE if fill in {_HEAT[0], _HEAT[6]} else INK
    step = int(((bounded + 1) / 2 * 6).to_integral_value())
    return _HEAT[step], WHITE if step in {0, 6} else INK


SHADES: Final = ("E6EFF8", "BAD3EC", "86B0DB", "5C97D3", "1D5FA8")
"""Tiles of a map by rank, from the least to the most."""
LIGHT_FILLS: Final[dict[Light, str]] = {
    "green": "CBE6E1", "light_green": "EAF3E4", "amber": "F6DE8F", "red": "E39A86", "none": "E6EBF0",
}  # fmt: skip
"""Areas behind a dark text, in the family of their light."""


def paler(colour: str, share: float = 0.6) -> str:
    """*colour* with *share* of white.

    >>> paler("1D5FA8", 0.5)
    '8EAFD4'
    """
    return "".join(f"{round(int(colour[i : i + 2], 16) * (1 - share) + 255 * share):02X}" for i in (0, 2, 4))


def ink_on(fill: str) -> str:
    """White or dark text, whichever reads better on *fill*.

    >>> ink_on("12304F"), ink_on("FAF3D8")
    ('FFFFFF', '17222D')
    """
    return WHITE if contrast(WHITE, fill) >= contrast(INK, fill) else INK


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours, 1 to 21.

    >>> round(contrast("FFFFFF", "000000"), 1)
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
