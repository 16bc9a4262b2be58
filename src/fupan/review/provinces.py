"""China's 34 provinces as tiles of equal size: each has a fixed place that keeps neighbours near each other. No borders."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from fupan.review.model import Lang

COLUMNS: Final = 8
ROWS: Final = 8


@dataclass(frozen=True, slots=True)
class Tile:
    """A province's place: column and row from the upper left, names in both languages."""

    column: int
    row: int
    zh: str
    en: str

    def name(self, lang: Lang) -> str:
        """The name in *lang*."""
        return self.zh if lang == "zh" else self.en


TILES: Final = tuple(
    Tile(column, row, zh, en)
    for row, line in enumerate(
        (
            ((7, "黑龙江", "Heilongjiang"),),
            ((0, "新疆", "Xinjiang"), (3, "内蒙古", "Inner Mongolia"), (5, "北京", "Beijing"), (6, "辽宁", "Liaoning"),
             (7, "吉林", "Jilin")),
            ((1, "甘肃", "Gansu"), (2, "宁夏", "Ningxia"), (3, "山西", "Shanxi"), (4, "河北", "Hebei"), (5, "天津", "Tianjin")),
            ((0, "西藏", "Tibet"), (1, "青海", "Qinghai"), (2, "陕西", "Shaanxi"), (3, "河南", "Henan"), (4, "山东", "Shandong")),
            ((1, "四川", "Sichuan"), (2, "重庆", "Chongqing"), (3, "湖北", "Hubei"), (4, "安徽", "Anhui"), (5, "江苏", "Jiangsu"),
             (6, "上海", "Shanghai")),
            ((1, "云南", "Yunnan"), (2, "贵州", "Guizhou"), (3, "湖南", "Hunan"), (4, "江西", "Jiangxi"), (5, "浙江", "Zhejiang")),
            ((2, "广西", "Guangxi"), (3, "广东", "Guangdong"), (4, "福建", "Fujian"), (6, "台湾", "Taiwan")),
            ((2, "海南", "Hainan"), (3, "澳门", "Macau"), (4, "香港", "Hong Kong")),
        )
    )
    for column, zh, en in line
)  # fmt: skip
_ENDS: Final = (
    "维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "省", "市", " province", " municipality",
    " autonomous region", " sar",
)  # fmt: skip
_ALIASES: Final = {
    "xizang": "西藏", "nei mongol": "内蒙古", "neimenggu": "内蒙古", "inner mongolia": "内蒙古", "macao": "澳门",
    "hongkong": "香港", "guangxi zhuang": "广西", "ningxia hui": "宁夏", "xinjiang uygur": "新疆",
}  # fmt: skip


def find_tile(name: str) -> Tile | None:
    """The tile of a province by any of its usual names; None if it is none.

    >>> [t.zh for t in map(find_tile, ("广西壮族自治区", "Guangdong Province", "北京市", "Xizang")) if t]
    ['广西', '广东', '北京', '西藏']
    >>> find_tile("新加坡") is None
    True
    """
    key = " ".join(name.lower().split())
    for end in _ENDS:
        if key.endswith(end) and len(key) > len(end) + 1:
            key = key.removesuffix(end)
            break
    return _by_name().get(_ALIASES.get(key, key))


@cache
def _by_name() -> dict[str, Tile]:
    return {name: tile for tile in TILES for name in (tile.zh, tile.en.lower())}
