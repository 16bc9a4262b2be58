"""Stock files: the dealers' books with a merged two-row header, and the own depots."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from fupan.demo.company import Company
from fupan.demo.days import MONTH_ENDS, N_MONTHS
from fupan.demo.facts import WrittenFile
from fupan.demo.files import text as t
from fupan.demo.files.writing import Sheet, write_delimited, write_workbook
from fupan.demo.manifest import source
from fupan.demo.spelling import Spelling
from fupan.demo.supply import DEPOTS
from fupan.demo.tables import REGION_CODES

GROUPS = ((0, 1, "经销商"), (2, 3, "商品"), (4, 4, "期末日期"), (5, 5, "进货"), (6, 7, "出货"), (8, 9, "期末库存"))


def dealer_books(root: Path, company: Company, s: Spelling) -> list[WrittenFile]:
    """One workbook per quarter: bought, sold on and left, per dealer, item and month."""
    spec = source("经销商进销存")
    flow, market, items = company.flow, company.market, company.catalogue
    retail = np.array([i.list_price_fen for i in items]) * 97 // 100
    cost = np.array([i.cost_fen for i in items])
    lower = ["编码", "名称", "编码", "名称", "", "数量", "数量", "金额", "数量", "金额"]
    made = []
    for quarter in range((N_MONTHS + 2) // 3):
        chosen = np.flatnonzero(flow.month // 3 == quarter)
        chosen = chosen[np.lexsort((flow.item[chosen], flow.dealer[chosen], flow.month[chosen]))]
        dealer, item = flow.dealer[chosen], flow.item[chosen]
        columns: list[list[object]] = [
            t.of_index([d.code for d in market.dealers], dealer),
            t.of_index(s.dealer_bracket, dealer),
            t.of_index([i.code for i in items], item),
            t.of_index([i.name for i in items], item),  # type: ignore[list-item]
            t.date_cells(MONTH_ENDS[flow.month[chosen]]),
            flow.sell_in[chosen].tolist(),
            flow.sell_out[chosen].tolist(),
            t.yuan(retail[item] * flow.sell_out[chosen]),  # type: ignore[list-item]
            flow.stock[chosen].tolist(),
            t.yuan(cost[item] * flow.stock[chosen]),  # type: ignore[list-item]
        ]
        path = f"库存/经销商进销存_{2024 + quarter // 4}Q{quarter % 4 + 1}.xlsx"
        write_workbook(
            root / path,
            [Sheet("进销存", ["经销商进销存月报（单位：台、元）"], lower, zip(*columns, strict=True), groups=GROUPS)],
        )
        made.append(WrittenFile(path, spec.name, len(chosen)))
    return made


def depots(root: Path, company: Company, _s: Spelling) -> list[WrittenFile]:
    """Month-end stock of the own depots."""
    spec = source("自有仓库存")
    stock = company.depots
    order = np.lexsort((stock.item, stock.depot, stock.month))
    depot, item, month, quantity = stock.depot[order], stock.item[order], stock.month[order], stock.quantity[order]
    cost = np.array([i.cost_fen for i in company.catalogue])[item]
    columns = [
        t.date_texts(MONTH_ENDS[month], "compact"),
        t.of_index([c for c, _, _ in DEPOTS], depot),
        t.of_index([n for _, n, _ in DEPOTS], depot),
        t.of_index([REGION_CODES[r] for _, _, r in DEPOTS], depot),
        t.of_index([i.code for i in company.catalogue], item),
        t.integers(quantity),
        t.plain(cost),
        t.plain(cost * quantity),
    ]
    path = "库存/自有仓库存快照.csv"
    write_delimited(root / path, spec.headers, columns, encoding="gb18030")
    return [WrittenFile(path, spec.name, len(order))]
