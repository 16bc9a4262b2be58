"""The ratios of every engine and size as one picture: a dot per class of question, the line at 1 being hand-written SQL."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

PICTURE = Path(__file__).parent / "ratios.svg"
_LEFT, _WIDE, _ROW, _TOP = 190, 620, 44, 46
_FROM, _TO = 0.5, 2.0


def draw(found: dict[str, dict[str, Any]]) -> None:
    """Write the picture of what was kept of each engine and size."""
    high = _TOP + _ROW * len(found) + 30
    text = 'font-family="system-ui, sans-serif" font-size="13"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDE + 30} {high}" {text} role="img">',
        "<title>CPU of fupan over CPU of the best hand-written SQL, by engine and class of question</title>",
        f'<rect width="100%" height="{high}" fill="#ffffff"/>',
        f'<rect x="{_x(_FROM):.1f}" y="{_TOP - 8}" width="{_x(1.1) - _x(_FROM):.1f}" height="{_ROW * len(found)}" fill="#eef6f1"/>',
        f'<text x="{_LEFT}" y="20" fill="#333">fupan / best hand-written SQL, CPU; one dot per class of question</text>',
    ]
    bottom = _TOP + _ROW * len(found) - 8
    for at in (0.5, 0.7, 1.0, 1.1, 1.5, 2.0):
        strong = "#444" if at == 1.0 else "#2f8f5b" if at == 1.1 else "#ddd"
        parts.append(f'<line x1="{_x(at):.1f}" x2="{_x(at):.1f}" y1="{_TOP - 8}" y2="{bottom}" stroke="{strong}"/>')
        anchor = "start" if at == 1.1 else "middle"
        parts.append(f'<text x="{_x(at):.1f}" y="{bottom + 18}" text-anchor="{anchor}" fill="#555">{at:g}</text>')
    for n, (name, one) in enumerate(found.items()):
        y = _TOP + _ROW * n + 14
        parts.append(f'<text x="{_LEFT - 14}" y="{y + 4}" text-anchor="end" fill="#222">{escape(name)}</text>')
        for case in one["cases"]:
            ratio = case["cpu"] / case["hand_cpu"]
            colour = "#2563a8" if case["hand_wall"] > 1 else "#9db8d6"
            label = escape(f"{case['name']}: {ratio:.2f}")
            x = _x(min(max(ratio, _FROM), _TO))
            parts.append(
                f'<circle cx="{x:.1f}" cy="{y}" r="6" fill="{colour}" fill-opacity="0.8"><title>{label}</title></circle>'
            )
    parts.append("</svg>")
    PICTURE.write_text("\n".join(parts) + "\n", encoding="utf-8")


def _x(ratio: float) -> float:
    """Place on a logarithmic axis."""
    return _LEFT + _WIDE * math.log(ratio / _FROM) / math.log(_TO / _FROM)
