"""What the demonstration company sells: three lines, 56 items.

A 旗舰手机与平板, B 智能穿戴与音频, C 家居与配件 (with two services taxed at 6%).
"""

from __future__ import annotations

from dataclasses import dataclass

LINES: tuple[str, ...] = ("A", "B", "C")
LINE_NAMES = {"A": ("A系列", "A series"), "B": ("B系列", "B series"), "C": ("C系列", "C series")}


@dataclass(frozen=True, slots=True)
class Item:
    """An item: list price with tax in fen, standard cost without tax in fen, tax rate in percent, launch (year, month)."""

    code: str
    name: str
    name_en: str
    line: str
    line_index: int
    category: str
    list_price_fen: int
    cost_fen: int
    tax_percent: int
    weight: float
    launched: tuple[int, int]


# fmt: off
_MODELS: tuple[tuple[str, str, str, str, int, float, float, tuple[int, int], tuple[tuple[str, str, int], ...]], ...] = (
    ("A", "云澜A5", "Yunlan A5", "手机", 2599, 0.66, 1.0, (2022, 9), (("128G 墨", "128G Ink", 0), ("256G 墨", "256G Ink", 300), ("256G 雪", "256G Snow", 300))),
    ("A", "云澜A7", "Yunlan A7", "手机", 3499, 0.64, 1.4, (2023, 3), (("256G 墨", "256G Ink", 0), ("256G 青", "256G Teal", 0), ("512G 墨", "512G Ink", 500))),
    ("A", "云澜A7 Pro", "Yunlan A7 Pro", "手机", 4999, 0.60, 1.3, (2023, 3), (("256G 曜黑", "256G Obsidian", 0), ("512G 曜黑", "512G Obsidian", 600), ("512G 霞", "512G Dawn", 600))),
    ("A", "云澜A9", "Yunlan A9", "手机", 5699, 0.60, 1.2, (2023, 11), (("256G 墨", "256G Ink", 0), ("512G 墨", "512G Ink", 600), ("512G 云", "512G Cloud", 600))),
    ("A", "云澜A9 Ultra", "Yunlan A9 Ultra", "手机", 7999, 0.57, 0.6, (2025, 3), (("512G 曜黑", "512G Obsidian", 0), ("1T 曜黑", "1T Obsidian", 1000))),
    ("A", "云澜平板P1", "Yunlan Pad P1", "平板", 2299, 0.68, 0.7, (2023, 5), (("128G", "128G", 0), ("256G", "256G", 300))),
    ("A", "云澜平板P2", "Yunlan Pad P2", "平板", 3299, 0.66, 0.6, (2023, 10), (("128G", "128G", 0), ("256G 键盘套装", "256G Keyboard", 800))),
    ("A", "云澜本B1", "Yunlan Book B1", "电脑", 5999, 0.72, 0.4, (2023, 12), (("16+512", "16+512", 0), ("32+1T", "32+1T", 1500))),
    ("B", "云澜手表W2", "Yunlan Watch W2", "穿戴", 1299, 0.60, 1.2, (2022, 8), (("黑", "Black", 0), ("银", "Silver", 0))),
    ("B", "云澜手表W3", "Yunlan Watch W3", "穿戴", 1899, 0.57, 1.5, (2023, 9), (("黑", "Black", 0), ("银", "Silver", 0), ("钛", "Titanium", 600))),
    ("B", "云澜手环S1", "Yunlan Band S1", "穿戴", 329, 0.62, 0.8, (2023, 2), (("黑", "Black", 0), ("粉", "Pink", 0))),
    ("B", "云澜耳机E2", "Yunlan Buds E2", "音频", 499, 0.58, 1.1, (2023, 6), (("白", "White", 0), ("黑", "Black", 0))),
    ("B", "云澜耳机E3 Pro", "Yunlan Buds E3 Pro", "音频", 1099, 0.55, 1.4, (2023, 10), (("白", "White", 0), ("黑", "Black", 0), ("蓝", "Blue", 0))),
    ("B", "云澜头戴H1", "Yunlan Headset H1", "音频", 1699, 0.57, 0.8, (2023, 11), (("黑", "Black", 0), ("米", "Beige", 0))),
    ("B", "云澜音箱K1", "Yunlan Speaker K1", "音频", 599, 0.62, 0.6, (2023, 10), (("标准", "Standard", 0), ("屏显", "Display", 300))),
    ("B", "云澜眼镜G1", "Yunlan Glasses G1", "穿戴", 2299, 0.60, 0.3, (2025, 1), (("标准", "Standard", 0), ("音乐", "Music", 300))),
    ("B", "云澜儿童表Y1", "Yunlan Kids Y1", "穿戴", 799, 0.63, 0.6, (2023, 12), (("蓝", "Blue", 0), ("粉", "Pink", 0))),
    ("C", "云澜路由R2", "Yunlan Router R2", "家居", 399, 0.66, 1.1, (2023, 4), (("单只", "Single", 0), ("两只装", "Two-pack", 350))),
    ("C", "云澜门锁D1", "Yunlan Lock D1", "家居", 1599, 0.61, 1.3, (2023, 6), (("半自动", "Semi-auto", 0), ("全自动", "Automatic", 700))),
    ("C", "云澜摄像头V1", "Yunlan Camera V1", "家居", 269, 0.64, 0.9, (2023, 7), (("室内", "Indoor", 0), ("室外", "Outdoor", 130))),
    ("C", "云澜投影T1", "Yunlan Projector T1", "家居", 2999, 0.68, 0.9, (2023, 9), (("标准", "Standard", 0), ("Pro", "Pro", 1000))),
    ("C", "云澜净化J1", "Yunlan Purifier J1", "家居", 1999, 0.66, 0.7, (2023, 11), (("标准", "Standard", 0),)),
    ("C", "云澜充电套装X1", "Yunlan Charger X1", "配件", 199, 0.52, 1.0, (2023, 1), (("67W", "67W", 0), ("120W", "120W", 100))),
    ("C", "云澜保护壳X2", "Yunlan Case X2", "配件", 99, 0.40, 0.5, (2023, 1), (("通用", "Universal", 0),)),
    ("C", "云澜移动电源X3", "Yunlan Power Bank X3", "配件", 249, 0.60, 0.7, (2023, 8), (("1万", "10K", 0), ("2万", "20K", 100))),
    ("C", "延保服务", "Extended warranty", "服务", 299, 0.35, 0.5, (2023, 1), (("一年", "1 year", 0),)),
    ("C", "上门安装", "Home installation", "服务", 199, 0.55, 0.3, (2023, 1), (("标准", "Standard", 0),)),
)
# fmt: on


def items() -> list[Item]:
    """The items in the order of their codes; 20 of A, 20 of B, 16 of C."""
    made: list[Item] = []
    for line in LINES:
        number = 0
        for model_line, zh, en, category, price, cost, weight, launched, variants in _MODELS:
            if model_line != line:
                continue
            tax = 6 if category == "服务" else 13
            for suffix, suffix_en, extra in variants:
                number += 1
                fen = (price + extra) * 100
                made.append(
                    Item(
                        code=f"YL-{line}{number:03d}",
                        name=f"{zh} {suffix}",
                        name_en=f"{en} {suffix_en}",
                        line=line,
                        line_index=LINES.index(line),
                        category=category,
                        list_price_fen=fen,
                        cost_fen=round(fen / (1 + tax / 100) * cost * 0.90),
                        tax_percent=tax,
                        weight=weight / len(variants),
                        launched=launched,
                    )
                )
    return made
