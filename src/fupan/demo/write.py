"""Writing the demonstration company into a data folder."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np

from fupan.demo.company import Company, Progress, build_company
from fupan.demo.days import N_MONTHS, month_label
from fupan.demo.facts import NOTICE_EN, NOTICE_ZH, DemoFacts, WrittenFile
from fupan.demo.files import customer_side, masters, money, orders, plan, supply
from fupan.demo.shape import MILLION_FEN, PLAN_MONTHS
from fupan.demo.spelling import aliases, spell
from fupan.demo.tables import clean_tables

STEPS = (
    ("主数据 master data", masters.masters),
    ("组织 organisation", masters.organisation),
    ("经销商订单 dealers' orders", orders.dealer_orders),
    ("门店销售 store sales", orders.store_sales),
    ("电商订单 online orders", orders.online_orders),
    ("海外订单 overseas orders", orders.overseas_orders),
    ("退货 returns", orders.returns),
    ("返利 accruals", money.accruals),
    ("发票 invoices", money.invoices),
    ("回款 receipts", money.receipts),
    ("财务控制数 control totals", money.control_totals),
    ("经销商进销存 dealers' books", supply.dealer_books),
    ("仓库 depots", supply.depots),
    ("区域目标 plan by region", plan.region_plan),
    ("岗位目标 plan by position", plan.position_plan),
    ("商机 funnel", customer_side.funnel),
    ("客户声音 voice of customer", customer_side.voices),
    ("协议与行动 agreements, actions", customer_side.promises),
    ("营销 campaigns", customer_side.campaigns),
)
BUILT = 0.12


def write_company(
    directory: Path, *, seed: int = 2025, scale: float = 1.0, progress: Progress | None = None
) -> DemoFacts:
    """Write the files of the demonstration company into *directory* (made if missing) and say what is in them.

    ``scale`` 1.0 is a plan of 1.5 billion yuan and about 400 thousand order lines; 0.05 a small company of the same ratios.
    The same seed and scale give the same bytes. ``progress`` is told (what is being done, share done 0..1).
    Raises ValueError if the scale is not in (0, 4].
    """
    tell = progress or (lambda _text, _share: None)
    company = build_company(seed=seed, scale=scale, progress=lambda text, share: tell(text, share * BUILT))
    return write_files(directory, company, progress=tell)


def write_files(directory: Path, company: Company, *, progress: Progress | None = None) -> DemoFacts:
    """Write an already built *company*."""
    tell = progress or (lambda _text, _share: None)
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "说明.txt").write_text(
        f"{NOTICE_ZH}\n{NOTICE_EN}\n\n种子 seed {company.seed}，规模 scale {company.scale}\n数据截至 2025-07-17 data complete through 2025-07-17\n",
        encoding="utf-8",
    )
    words = spell(company)
    files: list[WrittenFile] = []
    for k, (label, step) in enumerate(STEPS):
        tell(label, BUILT + (1 - BUILT) * k / len(STEPS))
        files.extend(step(directory, company, words))
    tell("完成 done", 1.0)
    months = company.shape.net.sum(axis=(0, 1, 2))
    clean = clean_tables(company)
    bad: dict[str, int] = {}
    for written in files:
        if written.bad_rows:
            bad[written.path] = bad.get(written.path, 0) + written.bad_rows
    return DemoFacts(
        directory=directory,
        seed=company.seed,
        scale=company.scale,
        files=tuple(files),
        clean_rows={name: t.num_rows for name, t in clean.items()},
        bad_rows=bad,
        net_sales_by_month={month_label(m): Decimal(int(months[m])) / 100 for m in range(N_MONTHS)},
        plan_2025=Decimal(int(np.rint(sum(PLAN_MONTHS) * MILLION_FEN * company.scale))) / 100,
        aliases=aliases(company),
    )
