"""Finance's files: accruals, invoices, payments and control totals."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from fupan.demo import tables
from fupan.demo.buyers import DEALERS
from fupan.demo.company import Company
from fupan.demo.days import MONTH_ENDS, MONTH_STARTS
from fupan.demo.facts import WrittenFile
from fupan.demo.files import text as t
from fupan.demo.files.writing import Sheet, write_delimited, write_workbook
from fupan.demo.manifest import CONTROL_ITEMS, source
from fupan.demo.receivables import KIND_NAMES
from fupan.demo.spelling import Spelling


def accruals(root: Path, company: Company, s: Spelling) -> list[WrittenFile]:
    """Rebates and price protection, one file a year."""
    spec = source("返利价保")
    rows, market = company.settled.accruals, company.market
    made = []
    for year, chosen in ((2024, np.flatnonzero(rows.month < 12)), (2025, np.flatnonzero(rows.month >= 12))):
        dealer = rows.dealer[chosen]
        columns = [
            [f"JT{k + 1:06d}" for k in chosen.tolist()],
            t.of_index(("返利", "价保"), rows.protection[chosen]),
            t.date_texts(MONTH_ENDS[rows.month[chosen]], "slash"),
            ["E1"] * len(chosen),
            t.of_index(s.dealer_short, dealer),
            t.of_index([d.customer_code for d in market.dealers], dealer),
            t.of_index(("A系列", "B系列", "C系列"), rows.line[chosen]),
            t.of_index([s.city_full[d.city] for d in market.dealers], dealer),
            t.grouped(rows.amount[chosen]),
        ]
        path = f"财务/返利与价保计提_{year}.csv"
        write_delimited(root / path, spec.headers, columns, encoding="utf-8-sig")
        made.append(WrittenFile(path, spec.name, len(chosen)))
    return made


def invoices(root: Path, company: Company, _s: Spelling) -> list[WrittenFile]:
    """Blue and red invoices, one file a year of issue."""
    spec = source("应收发票")
    market = company.market
    made = []
    for year in (2024, 2025):
        rows = [r for r in company.invoices if (r.invoice_day >= MONTH_STARTS[12]) == (year == 2025)]
        who = [market.dealers[r.buyer] if r.buyer_kind == DEALERS else market.importers[r.buyer] for r in rows]
        columns = [
            [r.invoice for r in rows],
            [str(r.line) for r in rows],
            [r.red_of or "" for r in rows],
            ["E1"] * len(rows),
            [w.customer_code if r.buyer_kind == DEALERS else w.code for w, r in zip(who, rows, strict=True)],  # type: ignore[union-attr]
            [w.name for w in who],
            [w.code if r.buyer_kind == DEALERS else "" for w, r in zip(who, rows, strict=True)],
            ["经销商" if r.buyer_kind == DEALERS else "海外" for r in rows],
            t.date_texts(np.array([r.invoice_day for r in rows]), "iso"),
            t.date_texts(np.array([r.due_day for r in rows]), "iso"),
            t.plain(np.array([r.with_tax for r in rows])),
            t.plain(np.array([r.without_tax for r in rows])),
            [f"{r.tax_percent}%" for r in rows],
        ]
        path = f"财务/应收发票_{year}.csv"
        write_delimited(root / path, spec.headers, columns, encoding="gb18030")
        made.append(WrittenFile(path, spec.name, len(rows)))
    return made


def receipts(root: Path, company: Company, s: Spelling) -> list[WrittenFile]:
    """Payments with dates like 2025年6月30日, short names and thousands separators."""
    spec = source("回款")
    rows, market = company.receipts, company.market
    columns = [
        [r.code for r in rows],
        [s.dealer_short[r.buyer] if r.buyer_kind == DEALERS else market.importers[r.buyer].name for r in rows],
        [market.dealers[r.buyer].code if r.buyer_kind == DEALERS else "" for r in rows],
        ["经销商" if r.buyer_kind == DEALERS else "海外" for r in rows],
        t.date_texts(np.array([r.day for r in rows]), "zh"),
        t.grouped(np.array([r.amount for r in rows])),
        [KIND_NAMES[r.kind] for r in rows],
        t.date_texts(np.array([r.maturity_day for r in rows]), "zh"),
        [r.invoice or "" for r in rows],
        ["" if r.invoice else "未认款" for r in rows],
    ]
    bad = []
    for changes in ({5: "见附件"}, {4: "六月底"}):
        row = [c[0] for c in columns]
        row[0] += "X"
        for k, value in changes.items():
            row[k] = value
        bad.append(row)
    write_delimited(root / "财务/回款.csv", spec.headers, columns, encoding="utf-8-sig", extra=bad)
    return [WrittenFile("财务/回款.csv", spec.name, len(rows), len(bad))]


def control_totals(root: Path, company: Company, _s: Spelling) -> list[WrittenFile]:
    """Finance's figures per month, entity and item."""
    spec = source("财务控制数")
    words = {v: k for k, v in CONTROL_ITEMS.items()}
    table = tables.control_totals(company).to_pylist()
    rows = [
        [
            f"{r['period_start'].year}年{r['period_start'].month}月",
            r["legal_entity_id"],
            words[r["item"]],
            float(r["amount"]),
        ]
        for r in table
    ]
    path = "财务/财务控制数.xlsx"
    write_workbook(
        root / path,
        [
            Sheet(
                "控制数",
                [
                    "云澜电子 财务控制数",
                    "口径：权责发生制，不含税；已剔除合并范围内交易",
                    "单位：元　演示数据，全部为虚构",
                ],
                spec.headers,
                rows,
                widths={2: 18, 3: 18},
            )
        ],
    )
    return [WrittenFile(path, spec.name, len(rows))]
