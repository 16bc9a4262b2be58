"""Words that carry a claim: direction, comparison, negation, extremes, hedges, causes, numbers, units. None of them may change.

Each class has one sign; a sentence is read as the signs of its words in their order, placeholders among them. Two sentences
that read alike claim alike.
"""

from __future__ import annotations

import re
from functools import cache

from fupan.review.model import Lang

# sign -> words, _ for a blank inside one
_ZH: dict[str, str] = {
    "+": "增长 增加 上升 提高 上涨 高于 高出 超过 超出 超额 超 多于 领先 快于 加快 回升 增 升 多 高 快",
    "-": "下降 减少 降低 下滑 回落 低于 不足 落后 缺口 欠缺 少 缺 差 慢于 放慢 跌 降 低 慢 逾期 流失",
    "=": "持平 相同 一致 相当于 达标 达成 完成 够得着",
    "!": "没有 尚未 均未 还没 不再 不是 并非 未 无 不 非 别",
    "^": "最 首位 居首 居末 第一 唯一 只有 仅有 只 仅 都 全部 全",
    "~": "可能 也许 大约 约 近 待核实 推算 估计 预计 左右 应该",
    "c": "因为 由于 导致 造成 主因 归因 所以 因此 源于 得益于 拖累 拉动",
    "Y": "同比 去年同期 上年同期 去年 上年",
    "M": "环比 上期 上月 上季",
    "T": "序时目标 目标 计划 预算 标准",
    "d": "大幅 显著 明显 略微 略 小幅 急剧 严重 优秀 良好 喜人 糟糕 惊人 创纪录 新高 新低 轻微 稳健",
    "%": "个百分点 百分点 百分之 成 倍 半 翻番",
}
_EN: dict[str, str] = {
    "+": "above over ahead up rise rises risen rose grew grow grows grown growth more higher exceed exceeds exceeded exceeding beyond"
    " increase increases increased gain gains gained leads lead outgrew faster fastest quicker adds added",
    "-": "below under behind down fall falls fallen fell shrank shrunk shrink less fewer lower short shortfall lag lags lagged lagging"
    " lose loses lost losing missing missed decline declines declined decrease decreased drop dropped late overdue slower slowest"
    " worse",
    "=": "flat level equal equals same reached reaches reach met meets done",
    "!": "no not none nothing never without neither nor yet cannot n't hardly",
    "^": "most least only largest smallest highest lowest best worst first last furthest all every both alone each",
    "~": "may might could perhaps about around roughly nearly almost likely probably estimated should",
    "c": "because due caused cause causes driven owing since therefore thanks attributable",
    "Y": "last_year year_on_year year-on-year yoy a_year_ago",
    "M": "period_before previous_period last_month last_quarter",
    "T": "target targets plan budget norm",
    "d": "sharply strongly slightly significantly substantially dramatically excellent great good bad poor strong weak record severe"
    " marked markedly solid robust",
    "%": "percent pp points double doubled twice half third quarter one two three four five six seven eight nine ten dozen hundred"
    " thousand million billion",
}
_NUMERALS_ZH = "零〇一二两三四五六七八九十百千万亿"
_UNITS_ZH = "元天家单件项条格名岗"
_SYMBOLS = "%％‰¥$€£+−±<>≥≤=×÷"


def signs(text: str, lang: Lang) -> tuple[str, ...]:
    """The claim-bearing words of *text* as signs, with placeholders, in their order.

    >>> signs("[[1]]超目标[[2]]，[[3]]落后", "zh")
    ('[[1]]', '+', 'T', '[[2]]', '[[3]]', '-')
    >>> signs("[[1]] is [[2]] ahead of target", "en")
    ('[[1]]', '[[2]]', '+', 'T')
    """
    pattern, meaning = _reader(lang)
    return tuple(
        found[0] if found[0].startswith("[[") else meaning.get(found[0].lower(), found[0])
        for found in pattern.finditer(text)
    )


@cache
def _reader(lang: Lang) -> tuple[re.Pattern[str], dict[str, str]]:
    classes = _ZH if lang == "zh" else _EN
    words = {word.replace("_", " "): sign for sign, those in classes.items() for word in those.split()}
    longest = sorted(words, key=len, reverse=True)
    if lang == "zh":
        parts = [*map(re.escape, longest), f"[{_NUMERALS_ZH}]", f"[{_UNITS_ZH}]"]
    else:
        parts = [rf"\b{re.escape(word)}\b" if word != "n't" else "n't" for word in longest]
    pattern = "|".join([r"\[\[\d+\]\]", *parts, f"[{re.escape(_SYMBOLS)}]"])
    return re.compile(pattern, re.IGNORECASE), words
