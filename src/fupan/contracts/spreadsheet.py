"""Texts that a spreadsheet must not run."""

from __future__ import annotations

import re

_FIRST = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_text(value: str) -> str:
    """The text for a CSV or XLSX cell: one that starts like a formula gets an apostrophe in front; numbers stay.

    >>> safe_text("=cmd|'/C calc'!A0"), safe_text("-12.5"), safe_text("华东")
    ("'=cmd|'/C calc'!A0", '-12.5', '华东')
    """
    if value.startswith(_FIRST) and not re.fullmatch(r"[+-]?[\d,]*\d(\.\d+)?%?", value):
        return "'" + value
    return value
