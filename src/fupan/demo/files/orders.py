"""Order files of four systems, and the returns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from fupan.demo import tables
from fupan.demo.buyers import DEALERS, PLATFORMS
from fupan.demo.company import Company
from fupan.demo.days import MONTH_STARTS, N_MONTHS, month_label, month_of
from fupan.demo.facts import WrittenFile
from fupan.demo.files import text as t
from fupan.demo.files.writing import Sheet, write_delimited, write_workbook
from fupan.demo.lines import Lines
from fupan.demo.manifest import source
from fupan.demo.settle import REASONS
from fupan.demo.shape import ABROAD, CHANNEL_NAMES, CHANNELS, DEALER, ONLINE, STORE
from fupan.demo.spelling import Spelling

Ints = npt.NDArray[np.int64]

XLSX_DEALER_MONTH, XLSX_STORE_MONTH = 16, 13


def _rows_of(company: Company, channel: int) -> Ints:
    lines = company.lines
    mine = np.flatnonzero(lines.channel == channel)
    return mine[np.lexsort((lines.line_no[mine], lines.order[mine], lines.order_day[mine]))]


def _between(company: Company, rows: Ints, first: int, last: int) -> Ints:
    """Rows ordered in months first..last (0 = 2024-01)."""
    month = month_of(company.lines.order_day[rows])
    return rows[(month >= first) & (month <= last)]


def _codes(company: Company, rows: Ints) -> list[str]:
    return [company.order_codes[k] for k in rows.tolist()]


def _buyer_codes(company: Company, lines: Lines) -> list[str]:
    return tables.buyer_codes(company, lines.buyer_kind, lines.buyer).to_pylist()


def _spoil(headers: list[str], columns: list[list[str]], order: str, changes: dict[str, str]) -> list[str]:
    """The first row again under another order number with some cells spoilt: a planted bad row."""
    row = [c[0] for c in columns]
    row[headers.index(order)] += "X"
    for header, value in changes.items():
        row[headers.index(header)] = value
    return row


def _dealer_2024(company: Company, s: Spelling, rows: Ints, names: list[str]) -> list[list[str]]:
    lines = company.lines.take(rows)
    dealer = np.where(lines.buyer_kind == DEALERS, lines.buyer, -1)
    customer = [n or tables.GROUP_CUSTOMER[1] for n in t.of_index(names, dealer)]
    clerks = ["李娜", "周婷", "吴倩", "系统导入"]
    return [
        _codes(company, rows),
        t.integers(lines.line_no),
        [tables.ENTITIES[0][1]] * len(rows),
        customer,
        t.of_index([d.code for d in company.market.dealers], dealer),
        t.of_index(s.city_short, lines.city),
        t.of_index([i.code for i in company.catalogue], lines.item),
        t.some_full_width(t.integers(lines.quantity), every=97),
        t.grouped(lines.gross_with_tax),
        t.grouped(lines.gross),
        [f"{v}%" for v in lines.tax_percent.tolist()],
        t.plain(lines.discount),
        t.plain(lines.cost),
        t.date_texts(lines.order_day, "slash"),
        t.date_texts(lines.ship_day, "slash"),
        t.date_texts(lines.sign_day, "slash"),
        t.of_index(clerks, lines.order % 4),
        t.yes_no(lines.intercompany),
        t.yes_no(lines.cancelled),
    ]


def _dealer_2025(company: Company, s: Spelling, rows: Ints, *, cells: bool) -> list[list[object]]:
    lines = company.lines.take(rows)
    dealer = np.where(lines.buyer_kind == DEALERS, lines.buyer, -1)
    money, days = (t.yuan, t.date_cells) if cells else (t.plain, lambda d: t.date_texts(d, "iso"))
    whole = (lambda v: v.tolist()) if cells else t.integers
    return [
        _codes(company, rows),
        whole(lines.line_no),
        [tables.ENTITIES[0][0]] * len(rows),
        _buyer_codes(company, lines),
        [n or tables.GROUP_CUSTOMER[1] for n in t.of_index(s.dealer_bracket, dealer)],
        t.of_index([d.code for d in company.market.dealers], dealer),
        t.of_index(s.city_full, lines.city),
        t.of_index([i.code for i in company.catalogue], lines.item),
        t.of_index([i.name for i in company.catalogue], lines.item),
        whole(lines.quantity),
        money(lines.gross_with_tax),
        money(lines.gross),
        whole(lines.tax_percent),
        money(lines.discount),
        money(lines.cost),
        days(lines.order_day),
        days(lines.ship_day),
        days(lines.sign_day),
        t.yes_no(lines.intercompany),
        t.yes_no(lines.cancelled),
    ]


def dealer_orders(root: Path, company: Company, s: Spelling) -> list[WrittenFile]:
    """Two half-year files of 2024, monthly ones of 2025 of which May is a workbook."""
    made = []
    rows = _rows_of(company, DEALER)
    spec = source("经销商订单2024")
    for half, (first, last) in enumerate(((0, 5), (6, 11)), start=1):
        part = _between(company, rows, first, last)
        columns = _dealer_2024(company, s, part, s.dealer_full if half == 1 else s.dealer_bracket)
        bad = (
            [
                _spoil(spec.headers, columns, "订单号", {"订单日期": "2024/13/45"}),
                _spoil(spec.headers, columns, "订单号", {"含税金额（元）": "待定"}),
            ]
            if half == 1
            else []
        )
        path = f"订单/经销商订单_2024H{half}.csv"
        write_delimited(root / path, spec.headers, columns, encoding="gb18030", extra=bad)
        made.append(WrittenFile(path, spec.name, len(part), len(bad)))
    for month in range(12, N_MONTHS):
        part = _between(company, rows, month, month)
        label = month_label(month)
        if month == XLSX_DEALER_MONTH:
            spec = source("经销商订单2025表格")
            columns = _dealer_2025(company, s, part, cells=True)
            total = (
                ["合计"]
                + [""] * 9
                + [
                    sum(company.lines.gross_with_tax[part].tolist()) / 100,
                    sum(company.lines.gross[part].tolist()) / 100,
                ]
            )
            path = f"订单/经销商订单_{label}.xlsx"
            write_workbook(
                root / path,
                [
                    Sheet(
                        "订单明细",
                        [
                            "云澜电子 经销商订单明细表",
                            f"期间：{label}　导出人：渠道管理部",
                            "单位：元　演示数据，全部为虚构",
                        ],
                        spec.headers,
                        zip(*columns, strict=True),
                        [total],
                    )
                ],
            )
        else:
            spec = source("经销商订单2025")
            path = f"订单/经销商订单_{label}.csv"
            write_delimited(
                root / path, spec.headers, _dealer_2025(company, s, part, cells=False), encoding="utf-8-sig"
            )  # type: ignore[arg-type]
        made.append(WrittenFile(path, spec.name, len(part)))
    return made


def _store_2025(company: Company, s: Spelling, rows: Ints, *, cells: bool) -> list[list[object]]:
    lines, market = company.lines.take(rows), company.market
    money = t.yuan if cells else t.plain
    whole = (lambda v: v.tolist()) if cells else t.integers
    rate = [v / 100 for v in lines.tax_percent.tolist()]
    return [
        _codes(company, rows),
        whole(lines.line_no),
        t.of_index([v.code for v in market.stores], lines.store),
        t.of_index([v.name for v in market.stores], lines.store),
        t.of_index(s.city_full, lines.city),
        _buyer_codes(company, lines),
        t.of_index([i.code for i in company.catalogue], lines.item),
        t.of_index([i.name for i in company.catalogue], lines.item),
        whole(lines.quantity),
        money(lines.gross_with_tax),
        money(lines.gross),
        rate if cells else [str(v) for v in rate],
        money(lines.discount),
        money(lines.cost),
        t.date_cells(lines.order_day) if cells else t.date_texts(lines.order_day, "compact"),
        t.of_index([p.code for p in company.organisation.positions], lines.position),
    ]


def store_sales(root: Path, company: Company, s: Spelling) -> list[WrittenFile]:
    """2024 from an old till system with traditional Chinese headers, 2025 monthly, February as a workbook."""
    made = []
    rows = _rows_of(company, STORE)
    spec = source("门店销售2024")
    for half, (first, last) in enumerate(((0, 5), (6, 11)), start=1):
        part = _between(company, rows, first, last)
        lines = company.lines.take(part)
        columns = [
            _codes(company, part),
            t.integers(lines.line_no),
            t.of_index(s.store_wide, lines.store),
            t.of_index(s.city_full, lines.city),
            _buyer_codes(company, lines),
            t.of_index([i.name for i in company.catalogue], lines.item),
            t.integers(lines.quantity),
            t.plain(lines.gross_with_tax),
            t.plain(lines.gross),
            [f"{v}%" for v in lines.tax_percent.tolist()],
            t.plain(lines.discount),
            t.plain(lines.cost),
            t.date_texts(lines.order_day, "dot"),
            t.of_index([p.code for p in company.organisation.positions], lines.position),
        ]
        path = f"订单/門店銷售_2024H{half}.csv"
        write_delimited(root / path, spec.headers, columns, encoding="utf-8")
        made.append(WrittenFile(path, spec.name, len(part)))
    for month in range(12, N_MONTHS):
        part = _between(company, rows, month, month)
        label = month_label(month)
        bad: list[list[str]] = []
        if month == XLSX_STORE_MONTH:
            spec = source("门店销售2025表格")
            columns_x = _store_2025(company, s, part, cells=True)
            total = (
                ["合计"]
                + [""] * 8
                + [
                    sum(company.lines.gross_with_tax[part].tolist()) / 100,
                    sum(company.lines.gross[part].tolist()) / 100,
                ]
            )
            path = f"订单/门店销售_{label}.xlsx"
            write_workbook(
                root / path,
                [Sheet("Sheet1", [f"门店销售流水 {label}"], spec.headers, zip(*columns_x, strict=True), [total])],
            )
        else:
            spec = source("门店销售2025")
            columns_c = _store_2025(company, s, part, cells=False)
            if month == 14:
                row = [str(c[0]) for c in columns_c]
                row[0] = ""
                bad = [row]
            path = f"订单/门店销售_{label}.csv"
            write_delimited(root / path, spec.headers, columns_c, encoding="utf-8-sig", extra=bad)  # type: ignore[arg-type]
        made.append(WrittenFile(path, spec.name, len(part), len(bad)))
    return made


def online_orders(root: Path, company: Company, s: Spelling) -> list[WrittenFile]:
    """Quarterly exports of the shop platforms with their own headers."""
    made = []
    spec = source("电商订单")
    rows = _rows_of(company, ONLINE)
    for quarter in range(7):
        part = _between(company, rows, quarter * 3, quarter * 3 + 2)
        lines = company.lines.take(part)
        state = np.select([lines.cancelled == 1, lines.confirm_day >= 0, lines.ship_day >= 0], [3, 0, 2], 1)
        columns = [
            _codes(company, part),
            t.integers(lines.line_no),
            t.of_index([p for p, _, _ in PLATFORMS], lines.platform),
            _buyer_codes(company, lines),
            t.of_index(s.city_full, lines.city),
            t.of_index([i.code for i in company.catalogue], lines.item),
            t.of_index([f"【官方旗舰】{i.name}" for i in company.catalogue], lines.item),
            t.integers(lines.quantity),
            t.plain(lines.gross_with_tax),
            [f"{v}%" for v in lines.tax_percent.tolist()],
            t.plain(lines.discount),
            t.plain(lines.cost),
            t.stamps(lines.order_day, lines.order),
            t.stamps(lines.ship_day, lines.order),
            t.stamps(lines.sign_day, lines.order),
            t.stamps(lines.confirm_day, lines.order),
            t.of_index(["交易成功", "待发货", "已发货", "交易关闭"], state),
            t.yes_no(lines.cancelled),
            t.of_index([p.code for p in company.organisation.positions], lines.position),
        ]
        bad = [_spoil(spec.headers, columns, "交易号", {"应付金额(含税)": "#REF!"})] if quarter == 1 else []
        path = f"订单/电商平台导出_{2024 + quarter // 4}Q{quarter % 4 + 1}.csv"
        write_delimited(root / path, spec.headers, columns, encoding="utf-8", extra=bad)
        made.append(WrittenFile(path, spec.name, len(part), len(bad)))
    return made


def overseas_orders(root: Path, company: Company, s: Spelling) -> list[WrittenFile]:
    """Two workbooks with English headers and dates as bare Excel serial numbers."""
    made = []
    spec = source("海外订单")
    rows = _rows_of(company, ABROAD)
    names = [i.name for i in company.market.importers]
    for year, (first, last) in ((2024, (0, 11)), (2025, (12, N_MONTHS - 1))):
        part = _between(company, rows, first, last)
        lines = company.lines.take(part)
        columns: list[list[object]] = [
            _codes(company, part),
            lines.line_no.tolist(),
            t.of_index(names, lines.buyer),
            t.of_index(s.city_full, lines.city),
            t.of_index([i.code for i in company.catalogue], lines.item),  # type: ignore[list-item]
            lines.quantity.tolist(),
            t.yuan(lines.gross),
            lines.tax_percent.tolist(),
            t.yuan(lines.cost),
            ["CNY"] * len(part),
            t.serials(lines.order_day),
            t.serials(lines.ship_day),  # type: ignore[list-item]
            t.serials(lines.lading_day),
            ["Y" if v else "N" for v in lines.cancelled.tolist()],  # type: ignore[list-item]
        ]
        listed = [list(r) for r in zip(*columns, strict=True)]
        bad = 0
        if year == 2025:
            spoilt = list(listed[0])
            spoilt[0], spoilt[10] = f"{spoilt[0]}X", "TBD"
            listed.insert(2, spoilt)
            bad = 1
        total = ["Total", "", "", "", "", int(lines.quantity.sum()), int(lines.gross.sum()) / 100]
        path = f"订单/Overseas_orders_{year}.xlsx"
        write_workbook(
            root / path,
            [
                Sheet(
                    "Orders",
                    [f"Yunlan Electronics - export orders {year}", "Synthetic demonstration data"],
                    spec.headers,
                    listed,
                    [total],
                )
            ],
        )
        made.append(WrittenFile(path, spec.name, len(part), bad))
    return made


def returns(root: Path, company: Company, s: Spelling) -> list[WrittenFile]:
    """2024 as text in GB18030, 2025 as a workbook with a title and a total row."""
    made = []
    back, market = company.settled.returns, company.market
    order = np.argsort(back.day, kind="stable")
    split = int(np.searchsorted(back.day[order], MONTH_STARTS[12]))
    for year, chosen in ((2024, order[:split]), (2025, order[split:])):
        origin = company.settled.lines.take(back.of[chosen])
        cells = year == 2025
        money = t.yuan if cells else t.plain
        whole = (lambda v: v.tolist()) if cells else t.integers
        columns: list[list[object]] = [
            [f"TH{k + 1:06d}" for k in chosen.tolist()],
            whole(np.ones(len(chosen), dtype=np.int64)),
            [company.order_codes[k] for k in back.of[chosen].tolist()],
            whole(origin.line_no),
            t.of_index([e for e, _ in tables.ENTITIES], (origin.channel == ONLINE).astype(np.int64)),
            _buyer_codes(company, origin),
            t.of_index([CHANNEL_NAMES[c][0] for c in CHANNELS], origin.channel),  # type: ignore[list-item]
            t.of_index(s.city_full, origin.city),
            t.of_index([i.code for i in company.catalogue], origin.item),
            t.of_index([d.code for d in market.dealers], np.where(origin.buyer_kind == DEALERS, origin.buyer, -1)),  # type: ignore[list-item]
            t.of_index([v.code for v in market.stores], origin.store),
            t.of_index([p.code for p in company.organisation.positions], origin.position),
            t.date_texts(back.day[chosen], "zh"),  # type: ignore[list-item]
            whole(back.quantity[chosen]),
            money(back.amount_with_tax[chosen]),
            money(back.amount[chosen]),
            [f"{v}%" for v in origin.tax_percent.tolist()],
            money(back.cost[chosen]),
            t.of_index(REASONS, back.reason[chosen]),  # type: ignore[list-item]
        ]
        if cells:
            spec = source("退货2025")
            path = "退货/退货明细_2025.xlsx"
            total = (
                ["合计"]
                + [""] * 13
                + [int(back.amount_with_tax[chosen].sum()) / 100, int(back.amount[chosen].sum()) / 100]
            )
            write_workbook(
                root / path,
                [
                    Sheet(
                        "退货", ["退货明细（2025年1月1日至7月17日）"], spec.headers, zip(*columns, strict=True), [total]
                    )
                ],
            )
        else:
            spec = source("退货2024")
            path = "退货/退货明细_2024.csv"
            write_delimited(root / path, spec.headers, columns, encoding="gb18030")  # type: ignore[arg-type]
        made.append(WrittenFile(path, spec.name, len(chosen)))
    return made
