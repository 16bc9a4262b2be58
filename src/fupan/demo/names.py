"""Words for made-up people and firms, and how different files spell them.

All names are put together from word lists by the seed; a likeness to a real firm or person is chance.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

SURNAMES = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余"
GIVEN = (
    "伟",
    "敏",
    "静",
    "磊",
    "洋",
    "勇",
    "艳",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "霞",
    "平",
    "刚",
    "晓东",
    "志强",
    "建国",
    "丽华",
    "文博",
    "思远",
    "雨晴",
    "子涵",
    "浩然",
    "嘉怡",
    "俊杰",
    "欣怡",
    "海燕",
    "国栋",
    "春梅",
    "立新",
    "雪峰",
    "永康",
    "美玲",
    "振华",
)

_BRANDS = (
    "华昌",
    "恒远",
    "鼎盛",
    "信达",
    "联创",
    "宏图",
    "天成",
    "金诺",
    "博泰",
    "远航",
    "新力",
    "兆丰",
    "凯德",
    "百川",
    "盛源",
    "启明",
    "汇通",
    "中锐",
    "德拓",
    "明纬",
    "科瑞",
    "瑞祥",
    "万佳",
    "智汇",
    "众诚",
    "永泰",
    "嘉信",
    "富源",
    "卓越",
    "佳和",
    "云帆",
    "海纳",
    "晨光",
    "星联",
    "泰和",
    "通达",
    "锦程",
    "优越",
    "腾跃",
    "和美",
)
_TRADES = ("电子", "数码", "通讯", "科技", "电器", "商贸")
_ENTERPRISES = (
    "建设集团",
    "物流",
    "银行",
    "能源",
    "医药",
    "教育科技",
    "保险",
    "汽车",
    "地产",
    "航空",
    "酒店集团",
    "连锁超市",
)
_ABROAD = (
    "Meridian",
    "Bluewave",
    "Northgate",
    "Sunrise",
    "Orchid",
    "Delta",
    "Falcon",
    "Harbor",
    "Summit",
    "Pioneer",
    "Lotus",
    "Vertex",
)
_ABROAD_FORMS = {
    "新加坡": "Trading Pte. Ltd.",
    "越南": "Electronics Co., Ltd.",
    "阿联酋": "General Trading LLC",
    "德国": "Handels GmbH",
    "墨西哥": "Distribuciones S.A. de C.V.",
}


def people_names(rng: np.random.Generator, count: int) -> list[str]:
    """*count* different Chinese names."""
    full = [s + g for s in SURNAMES for g in GIVEN]
    return [full[i] for i in rng.permutation(len(full))[:count]]


def dealer_names(
    rng: np.random.Generator, city_shorts: list[str], given: dict[int, tuple[str, str]]
) -> list[tuple[str, str, str]]:
    """For the city of each dealer: (full name, brand, trade); full names are unique and no two share city and brand.

    *given* holds the brand and trade of some, by their place in the list.
    """
    used = {(city_shorts[k], brand) for k, (brand, _) in given.items()}
    made: list[tuple[str, str, str]] = []
    for k, city in enumerate(city_shorts):
        while True:
            brand = _BRANDS[int(rng.integers(len(_BRANDS)))]
            if (city, brand) not in used:
                break
        trade = _TRADES[int(rng.integers(len(_TRADES)))]
        brand, trade = given.get(k, (brand, trade))
        used.add((city, brand))
        made.append((f"{city}{brand}{trade}有限公司", brand, trade))
    return made


def enterprise_names(rng: np.random.Generator, city_shorts: list[str]) -> list[str]:
    """Firms that buy in bulk, one for each city given, all different."""
    used: set[str] = set()
    made: list[str] = []
    for city in city_shorts:
        name = ""
        while not name or name in used:
            brand = _BRANDS[int(rng.integers(len(_BRANDS)))]
            name = f"{city}{brand}{_ENTERPRISES[int(rng.integers(len(_ENTERPRISES)))]}有限公司"
        used.add(name)
        made.append(name)
    return made


def overseas_names(countries: list[str]) -> list[str]:
    """Importers, one for each country given, all different."""
    count: dict[str, int] = {}
    made: list[str] = []
    for k, country in enumerate(countries):
        turn = count.get(country, 0)
        count[country] = turn + 1
        made.append(
            f"{_ABROAD[(k * 5 + turn) % len(_ABROAD)]} {_ABROAD_FORMS[country]}"
            if turn < 1
            else f"{_ABROAD[(k * 5 + turn) % len(_ABROAD)]} {_ABROAD[(k * 5 + 2 * turn + 3) % len(_ABROAD)]} {_ABROAD_FORMS[country]}"
        )
    if len(set(made)) != len(made):
        raise ValueError("two overseas customers share a name; widen the word lists")
    return made


def spellings(city: str, brand: str, trade: str) -> tuple[str, str, str]:
    """Three spellings of one dealer: 深圳华昌电子有限公司, 华昌电子(深圳), 深圳华昌."""
    return f"{city}{brand}{trade}有限公司", f"{brand}{trade}({city})", f"{city}{brand}"


def person_spellings(name: str, unit: str) -> tuple[str, str, str]:
    """Three spellings of one person: 张伟, 张 伟, 张伟(华南)."""
    return name, f"{name[0]} {name[1:]}", f"{name}({unit})"


def full_width(text: str) -> str:
    """ASCII digits and letters as their full-width forms: D12 -> Ｄ１２."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def masked(rng: np.random.Generator, count: int) -> Iterator[str]:
    """Names of shoppers as a shop system exports them: 张**."""
    for i in rng.integers(len(SURNAMES), size=count):
        yield SURNAMES[int(i)] + "**"
