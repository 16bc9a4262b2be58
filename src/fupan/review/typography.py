"""Punctuation and joining of words in both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fupan.review.model import Lang

_CJK = r"[\u3400-\u9fff\u3001-\u303f\uff01-\uff60“”\ue000-\uf8ff]"
_WIDE = str.maketrans(",;:?!", "，；：？！")


def join_words(words: Sequence[str], lang: Lang) -> str:
    """A list as people write it: 华东、华南和华北 would be one style, 华东、华南、华北 is ours; en: East, South and North."""
    if lang == "zh" or len(words) < 2:
        return "、".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def capital(text: str) -> str:
    """*text* as it begins a sentence."""
    return text[:1].upper() + text[1:]


def punctuate(text: str, lang: Lang) -> str:
    """Full-width punctuation in Chinese sentences; digits like 1,234 and ratios like 1:4.2 stay.

    >>> punctuate("华东达成128.0%,华南仅95.0%(缺口1,234万元);整体1:4.2", "zh")
    '华东达成128.0%，华南仅95.0%（缺口1,234万元）；整体1:4.2'
    """
    if lang == "en":
        text = re.sub(r" +([,;:.])", r"\1", text).strip()
        return capital(text)
    text = re.sub(r"[;?!]", lambda m: m[0].translate(_WIDE), text)
    text = re.sub(rf"(?<={_CJK})[,:]|[,:](?={_CJK})|(?<=[%\w）)])[,:](?!\d)", lambda m: m[0].translate(_WIDE), text)
    text = re.sub(r"\(([^()]*)\)", lambda m: f"（{m[1]}）" if re.search(_CJK, text) else m[0], text)
    return re.sub(rf"(?<={_CJK}) (?=[{_CJK[1:-1]}\d])|(?<=\d) (?={_CJK})", "", text)
