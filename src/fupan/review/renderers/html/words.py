"""The page's own words, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fupan.review.model import Lang

_WORDS: Final = {
    "contents": ("目录", "Contents"),
    "skip": ("跳到正文", "Skip to content"),
    "present": ("放映", "Present"),
    "leave": ("退出", "Leave"),
    "previous": ("上一页", "Previous page"),
    "next": ("下一页", "Next page"),
    "keys": ("← → 翻页，P 放映，Esc 退出", "← → turn pages, P presents, Esc leaves"),
    "synthetic": ("演示数据：公司、人名与数字均为虚构", "Demonstration data: company, names and figures are made up"),
    "as_of": ("数据截至", "As of"),
    "window": ("期间", "Window"),
    "currency": ("币种", "Currency"),
    "snapshot": ("快照", "Snapshot"),
    "scope": ("范围", "Scope"),
    "data": ("数据表", "Data table"),
    "what": ("这个数怎么来的", "Where this comes from"),
    "question": ("问题", "Question"),
    "metrics": ("口径", "Definitions"),
    "basis": ("计量方式", "Basis"),
    "rows": ("涉及明细", "Rows behind it"),
    "sources": ("来源", "Sources"),
    "sql": ("查询语句", "Query"),
    "rule": ("规则", "Rule"),
    "notes": ("讲稿", "Notes"),
    "no_data": ("无数据", "No data"),
    "category": ("项目", "Item"),
    "progress": ("完成进度", "Progress"),
    "expected": ("应完成进度", "expected"),
    "definitions": ("口径说明", "Definitions"),
    "table": ("表", "Table"),
    "figures": ("关键指标", "Key figures"),
    "page": ("页", "Page"),
}


def word(key: str, lang: Lang) -> str:
    """The word *key* in *lang*."""
    return _WORDS[key][lang != "zh"]
