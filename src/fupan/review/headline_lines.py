"""Where a headline of two lines breaks: between clauses, lines of like length, never inside a figure and its unit."""

from __future__ import annotations

import re
from typing import Final

from fupan.review.measure import break_points, is_wide, text_width

_CLAUSE: Final = "；;。"
_PART: Final = "，,：:、"
_TIED: Final = re.compile(
    r"[+\-±]?[¥$€£]?\d[\d,.]*\s?(?:%|个百分点|pp\b|[KMB]\b|[万亿]?(?:元|美元|欧元)?[个家项条单件天人台只]?)"
    r"|[\u3400-\u9fff\w]{1,12} ?[·・] ?[\u3400-\u9fff]{1,4}|[（(][^（）()]{1,16}[）)]|[“\"][^”\"]{1,14}[”\"]"
)
"""What stays on one line: a figure with sign, currency and unit, two names that are one, a short bracket, a short quotation."""
_EACH_CLAUSE, _EACH_PART = 0.45, 0.18
_INSIDE, _CUT = 0.3, 10.0
"""What it costs to break among Chinese characters, where a word may be cut, and inside a figure."""


def split_headline(text: str, size: float, width: float, *, bold: bool = True) -> tuple[str, ...]:
    """*text* on one line where it fits *width*, else on the two that read best; as it is where it needs more than two.
    Joined the lines are *text* again.

    >>> split_headline("比目标多1,680万元：华东多1,549万元；同比增加5,969万元", 24, 500)
    ('比目标多1,680万元：华东多1,549万元；', '同比增加5,969万元')
    """
    if text_width(text, size, bold=bold) <= width:
        return (text,)
    tied = {at for match in _TIED.finditer(text) for at in range(match.start() + 1, match.end())}
    best: tuple[float, tuple[str, ...]] | None = None
    for at in break_points(text):
        first, second = text[:at], text[at:]
        ends = (text_width(first.rstrip(), size, bold=bold), text_width(second, size, bold=bold))
        if max(ends) > width:
            continue
        cost = abs(ends[0] - ends[1]) / width + (0.05 if ends[1] > ends[0] else 0.0)
        cost -= _EACH_CLAUSE if first.rstrip()[-1:] in _CLAUSE else _EACH_PART if first.rstrip()[-1:] in _PART else 0.0
        cost += _CUT if at in tied else _INSIDE if is_wide(first[-1]) and first[-1] not in _CLAUSE + _PART else 0.0
        if best is None or cost < best[0]:
            best = (cost, (first, second))
    return best[1] if best else (text,)
