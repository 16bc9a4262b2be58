"""What a spreadsheet allows: names of sheets, and texts that it must not run."""

from __future__ import annotations

import re

_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FIRST = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_text(value: str) -> str:
    """The text for a CSV or XLSX cell: one that starts like a formula gets an apostrophe in front; numbers stay.

    >>> safe_text("=cmd|'/C calc'!A0"), safe_text("-12.5"), safe_text("华东")
    ("'=cmd|'/C calc'!A0", '-12.5', '华东')
    """
    if value.startswith(_FIRST) and not re.fullmatch(r"[+-]?[\d,]*\d(\.\d+)?%?", value):
        return "'" + value
    return value


def sheet_name(wanted: str, taken: set[str]) -> str:
    """*wanted* as Excel allows it: 31 characters, none of []:*?/\\, unique whatever the case; adds itself to *taken*.

    >>> taken: set[str] = set()
    >>> sheet_name("华东/华南: 销售", taken), sheet_name("华东 华南  销售", taken)
    ('华东 华南 销售', '华东 华南 销售 2')
    """
    clean = re.sub(r"\s+", " ", _FORBIDDEN.sub(" ", wanted)).strip().strip("'") or "Sheet"
    if clean.lower() == "history":  # Excel keeps this name for itself
        clean += " 1"
    name, number = clean[:_LONGEST_NAME].strip(), 1
    while name.lower() in taken:
        number += 1
        tail = f" {number}"
        name = clean[: _LONGEST_NAME - len(tail)].strip() + tail
    taken.add(name.lower())
    return name
