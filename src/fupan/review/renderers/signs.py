"""Signs that stay with their amounts: viewers end a line between "-" and "¥" unless they are told not to."""

from __future__ import annotations

import re
from typing import Final

JOINER: Final = "\u2060"
"""Word joiner: has no width and forbids a line's end."""
_SIGN: Final = re.compile(r"(?<![^\s(（：:，,；;、])([-+−])(?=[¥$€£])")


def keep_signs(text: str) -> str:
    """*text* with a word joiner between each sign and the currency behind it; figures without a currency need none.

    >>> keep_signs("Mix (+¥1.2M), -0.9%") == "Mix (+\\u2060¥1.2M), -0.9%"
    True
    """
    return _SIGN.sub(rf"\1{JOINER}", text)


def without_joiners(text: str) -> str:
    """The text as it was written."""
    return text.replace(JOINER, "")
