"""Units written in a header or declared in a mapping: 金额（万元） means times 10,000."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from fupan.sources.text import simplify

FACTORS: dict[str, Decimal] = {
    "元": Decimal(1), "rmb": Decimal(1), "cny": Decimal(1), "人民币": Decimal(1), "usd": Decimal(1), "eur": Decimal(1), "美元": Decimal(1),
    "百元": Decimal(100), "千元": Decimal(1000), "千": Decimal(1000), "k": Decimal(1000), "thousand": Decimal(1000), "krmb": Decimal(1000),
    "万元": Decimal(10_000), "万": Decimal(10_000), "w": Decimal(10_000), "万人民币": Decimal(10_000),
    "十万": Decimal(100_000), "百万元": Decimal(1_000_000), "百万": Decimal(1_000_000), "m": Decimal(1_000_000), "million": Decimal(1_000_000), "mn": Decimal(1_000_000),
    "千万": Decimal(10_000_000), "千万元": Decimal(10_000_000),
    "亿元": Decimal(100_000_000), "亿": Decimal(100_000_000), "bn": Decimal(1_000_000_000), "billion": Decimal(1_000_000_000), "b": Decimal(1_000_000_000),
    "分": Decimal("0.01"), "角": Decimal("0.1"), "cent": Decimal("0.01"), "cents": Decimal("0.01"),
    "%": Decimal("0.01"), "percent": Decimal("0.01"), "百分比": Decimal("0.01"), "百分点": Decimal("0.01"), "‰": Decimal("0.001"),
    "件": Decimal(1), "台": Decimal(1), "个": Decimal(1), "套": Decimal(1), "箱": Decimal(1), "pcs": Decimal(1), "units": Decimal(1), "只": Decimal(1), "部": Decimal(1), "支": Decimal(1),
    "万台": Decimal(10_000), "万件": Decimal(10_000), "千台": Decimal(1000), "千件": Decimal(1000), "人": Decimal(1), "天": Decimal(1), "日": Decimal(1), "小时": Decimal(1), "家": Decimal(1),
    "m2": Decimal(1), "㎡": Decimal(1), "平方米": Decimal(1), "平米": Decimal(1), "fraction": Decimal(1),
}  # fmt: skip

_TAXED = re.compile(r"(不含税|未税|含税|excl\.? ?tax|incl\.? ?tax)")
_BRACKETS = re.compile(r"\s*[(（\[【]\s*(?:单位|unit)?\s*[:：]?\s*([^()（）\[\]【】]{1,12}?)\s*[)）\]】]\s*")
_TAIL = re.compile(r"[-_/:：,，\s]+(?:单位\s*[:：]?)?\s*(万元|千元|亿元|百万元|百万|元|%)$")


@dataclass(frozen=True, slots=True)
class HeaderUnit:
    """A header without its unit, and the unit if one is written there."""

    bare: str
    unit: str | None = None


def split_unit(header: str) -> HeaderUnit:
    """Take the unit out of a header.

    >>> split_unit("销售额（万元）"), split_unit("金额(不含税)"), split_unit("税率%")
    (HeaderUnit(bare='销售额', unit='万元'), HeaderUnit(bare='不含税金额', unit=None), HeaderUnit(bare='税率', unit='%'))
    """
    bare, unit = header, None
    for m in _BRACKETS.finditer(header):
        inside = simplify(unicodedata.normalize("NFKC", m[1])).strip()
        taxed = _TAXED.search(inside)
        rest = _TAXED.sub("", inside).strip(" ,，、/;；")
        if taxed:
            bare = taxed[1] + bare.replace(m[0], "")
        if unit_factor(rest) is not None:
            unit = rest
            bare = bare.replace(m[0], "")
    tail = _TAIL.search(bare)
    if unit is None and tail:
        return HeaderUnit(bare[: tail.start()].strip(), simplify(tail[1]))
    if unit is None and len(bare) > 1 and bare.rstrip().endswith(("%", "％")):
        return HeaderUnit(bare.rstrip()[:-1].strip(), "%")
    return HeaderUnit(bare.strip(), unit)


def unit_factor(unit: str) -> Decimal | None:
    """What one unit is worth in the field's own unit (万元 -> 10000); None if it is no known unit."""
    return FACTORS.get(simplify(unicodedata.normalize("NFKC", unit)).strip().lower())
