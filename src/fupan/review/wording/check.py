"""Whether a sentence worded anew still says what the original says; else why not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from fupan.review.model import Lang
from fupan.review.wording.lexicon import signs
from fupan.review.wording.masks import PLACE, Masked

Reason = Literal[
    "", "unmasked", "missing", "placeholders", "number", "claim", "name", "language", "length", "form", "model"
]

REASONS: dict[Reason, tuple[str, str]] = {
    "unmasked": ("原句的事实与文字分不开，未送出", "facts cannot be told from words: not sent"),
    "missing": ("模型没有给出这一句", "the model gave nothing for it"),
    "placeholders": ("数字或名称缺失、重复或换了次序", "a number or name is missing, doubled or moved"),
    "number": ("多出数字", "a number was added"),
    "claim": ("方向、比较、否定、程度、单位或把握的用词变了", "a word of direction, comparison, negation, degree, unit or certainty changed"),
    "name": ("出现了原句没有的名称", "a name stands there that the original does not have"),
    "language": ("换了语言", "the language changed"),
    "length": ("太长或太短", "too long or too short"),
    "form": ("换行、标记或网址", "line breaks, markup or an address"),
    "model": ("模型没有可用的回答", "the model gave no usable answer"),
}  # fmt: skip
_MOST, _LEAST, _ROOM = 1.2, 0.5, 4
_CJK = re.compile(r"[\u3400-\u9fff]")


def changed(masked: Masked, worded: str, lang: Lang, names: Iterable[str] = ()) -> Reason:
    """Why *worded* (with placeholders) may not stand for *masked*; "" where it may. *names* are those of the whole document."""
    original, text = masked.text, worded.strip()
    if PLACE.findall(text) != PLACE.findall(original):
        return "placeholders"
    bare, was = PLACE.sub("", text), PLACE.sub("", original)
    if re.search(r"\d", bare):
        return "number"
    if (
        re.search(r"[\n\r\t\[\]{}<>|\\`*_#]|https?:|www\.|[\u200b-\u200f\u202a-\u202e\ufeff]", bare)
        or not bare.isprintable()
    ):
        return "form"
    if not _LEAST * len(was) - _ROOM <= len(bare) <= _MOST * len(was) + _ROOM:
        return "length"
    if bool(_CJK.search(bare)) != bool(_CJK.search(was)) or (lang == "zh" and _latin(bare) - _latin(was)):
        return "language"
    if any(len(n) > 1 and n in bare and n not in was for n in names) or (
        lang == "en" and _capitals(text) - _capitals(original)
    ):
        return "name"
    return "" if signs(text, lang) == signs(original, lang) else "claim"


def _latin(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]+", text))


def _capitals(text: str) -> set[str]:
    """Words with a capital that do not begin the sentence."""
    return set(re.findall(r"(?<=[^.\s“(] )[A-Z][\w'-]*", text))
