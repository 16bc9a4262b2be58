"""Text as people type it, brought to one form for comparing."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

#: full-width digits, letters and the ideographic space, and what they mean
WIDE = "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ　\u00a0"
NARROW = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz  "

_WIDE = str.maketrans(WIDE, NARROW)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SPACES = re.compile(r"[\s_]+")
_CJK = r"[\u3400-\u9fff]"
_CJK_GAP = re.compile(rf"(?<={_CJK})\s+(?={_CJK})")


@cache
def simplify(text: str) -> str:
    """Traditional Chinese written in simplified characters; other text unchanged. 訂單日期 -> 订单日期."""
    return _converter().convert(text) if re.search(_CJK, text) else text


@cache
def _converter():  # type: ignore[no-untyped-def]  # opencc has no types
    import opencc

    return opencc.OpenCC("t2s")


def narrow(text: str) -> str:
    """Full-width digits, letters and spaces as half-width ones, ends stripped."""
    return text.translate(_WIDE).strip()


@cache
def fold(text: str) -> str:
    """A header or word in the form in which it is compared: NFKC, simplified, lower case, words apart, no marks.

    >>> fold("訂單 日期*"), fold("SalesOrderNumber"), fold("sales_order number ")
    ('订单日期', 'sales order number', 'sales order number')
    """
    t = unicodedata.normalize("NFKC", text)
    t = _CAMEL.sub(" ", t)
    t = simplify(t).lower()
    t = t.replace("*", "").replace("№", "no").strip(" :;,.\t\r\n")
    t = _SPACES.sub(" ", t).strip()
    return _CJK_GAP.sub("", t)
