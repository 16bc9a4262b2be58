"""Signs that stay with their amounts: viewers end a line between "-" and "¥" unless they are told not to."""

from __future__ import annotations

import re
from typing import Final

JOINER: Final = "\u2060"
"""Word joiner: has no width and forbids a line's end."""
_SIGN: Final = re.compile(
    r"(?<![^\s(（：:，,；;、\u4e00-\u9fff])([-+−])(?=[¥$€£])|(?<=[\u4e00-\u9fff（：，；、])([-+−])(?=\d)"
)


def keep_signs(text: str) -> str:
    """*text* with a word joiner between each sign and the currency behind it, or the figure behind one that follows Chinese.

    >>> keep_signs("Mix (+¥1.2M), -0.9%") == "Mix (+\\u2060¥1.2M), -0.9%"
    True
    >>> keep_signs("相抵后净-6,393万元，2025-06") == "相抵后净-\\u20606,393万元，2025-06"
    True
    """
    return _SIGN.sub(rf"\g<0>{JOINER}", text)


def without_joiners(text: str) -> str:
    """The text as it was written."""
    return text.replace(JOINER, "")
