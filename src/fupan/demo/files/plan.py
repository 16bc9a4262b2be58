"""The plan as people keep it: months across, regions merged downwards, subtotals in between, in 万元."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from fupan.demo.catalogue import LINE_NAMES, LINES
from fupan.demo.company import Company
from fupan.demo.facts import WrittenFile
from fupan.demo.files import text as t
from fupan.demo.files.writing import Sheet, write_workbook
from fupan.demo.manifest import source
from fupan.demo.organisation import UNITS
from fupan.demo.shape import CHANNEL_NAMES, CHANNELS
from fupan.demo.spelling import Spelling
from fupan.demo.targets import LEVELS


def _cells(label: list[object], fen: np.ndarray) -> list[object]:
    return [*label, *t.ten_thousands(fen), t.ten_thousands(np.array([fen.sum()]))[0]]


def region_plan(root: Path, company: Company, s: Spelling) -> list[WrittenFile]:
    """A sheet per level; every region's name merged over its rows, a 小计 row after each region, 总计 at the end."""
    path = "目标/2025年销售目标分解.xlsx"
    sheets, made = [], []
    for level, word, _ in LEVELS:
        spec = source(f"销售目标{word}")
        plan = company.plan.cells[level]
        rows: list[list[object]] = []
        merges: list[tuple[int, int, int, str]] = []
        count = 0
        for r, region in enumerate(s.region_big):
            first = len(rows)
            for line, name in enumerate(LINES):
                for c, channel in enumerate(CHANNELS):
                    if plan[r, c, line].any():
                        rows.append(_cells(["", LINE_NAMES[name][0], CHANNEL_NAMES[channel][0]], plan[r, c, line]))
                        count += 1
            merges.append((first, len(rows) - 1, 0, region))
            rows.append(_cells(["小计", "", ""], plan[r].sum(axis=(0, 1))))
        total = _cells(["总计", "", ""], plan.sum(axis=(0, 1, 2)))
        sheets.append(
            Sheet(
                word,
                [
                    "云澜电子科技股份有限公司",
                    f"2025年销售目标分解表（{word}）",
                    "口径：确认收入、不含税、卖入　版本：2025年初版　单位：万元",
                    "编制：营销中心　演示数据，全部为虚构",
                ],
                spec.headers,
                rows,
                [total],
                merges=merges,
                widths={0: 12, 1: 10, 2: 12},
            )
        )
        made.append(WrittenFile(path, spec.name, count * 12))
    write_workbook(root / path, sheets)
    return made


def position_plan(root: Path, company: Company, s: Spelling) -> list[WrittenFile]:
    """A sheet per level with a row per position."""
    path = "目标/2025年岗位目标.xlsx"
    units = {code: name for code, name, _, _ in UNITS}
    sheets, made = [], []
    for level, word, _ in LEVELS:
        spec = source(f"岗位目标{word}")
        plan = company.plan.posts[level]
        rows = [
            _cells([units[p.unit], p.code, p.name, s.holder_spaced[p.code]], plan[k])
            for k, p in enumerate(company.organisation.positions)
            if plan[k].any()
        ]
        total = _cells(["合计", "", "", ""], plan.sum(axis=0))
        sheets.append(
            Sheet(
                word,
                [f"2025年岗位销售目标（{word}）", "单位：万元　演示数据，全部为虚构"],
                spec.headers,
                rows,
                [total],
                widths={2: 20},
            )
        )
        made.append(WrittenFile(path, spec.name, len(rows) * 12))
    write_workbook(root / path, sheets)
    return made
