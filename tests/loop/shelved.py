"""A company whose short review is frozen again and again, to be compared."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from tests.loop.own_company import make_company

from fupan.loop import Company
from fupan.loop.library import freeze
from fupan.review.comparison import Compared

NOW = datetime(2025, 7, 20, 9).astimezone()
HEAD = "订单号,行号,下单日期,客户名称,产品名称,产品系列,大区,销售渠道,数量,价税合计,税率\n"
DECK = """
deck: short
title: {zh: 简报, en: Brief}
subtitle: {zh: "{window}", en: "{window}"}
data:
  total: {metrics: [net_sales], optional: [target, attainment]}
  region: {metrics: [net_sales], by: [region]}
slides:
  - id: one
    section: {zh: 总览, en: Overview}
    question: {zh: 卖了多少？, en: How much was sold?}
    facts: {t: {make: total, of: total}}
    headline: [{id: one.amount, zh: "净销售额{t_net_sales}", en: "Net sales {t_net_sales}"}]
    blocks: [{draw: tiles, id: tiles, tiles: [{metric: net_sales}, {metric: attainment}]}]
  - id: regions
    section: {zh: 区域, en: Regions}
    question: {zh: 各区域卖了多少？, en: How much by region?}
    headline: [{id: regions.plain, zh: "各区域净销售额", en: "Net sales by region"}]
    blocks: [{draw: bar, id: bars, of: region, by: region, metrics: [net_sales]}]
"""


def frozen_company(root: Path) -> Company:
    """The company with its files loaded and its review of June frozen once, as of its last day."""
    made = make_company(root)
    (made.workspace.root / "decks").mkdir(exist_ok=True)
    (made.workspace.root / "decks" / "short.yaml").write_text(DECK, encoding="utf-8")
    made.load(accept=True)
    shelve(made, 0)
    return made


def shelve(company: Company, n: int, as_of: date = date(2025, 6, 30)) -> str:
    """Make the review of June and freeze it; its name in the library."""
    company.review("short", window="2025-06", to=(), as_of=as_of)
    return freeze(company, "short", "2025-06", by="周敏", now=NOW + timedelta(days=n)).name


def fresh(company: Company) -> Company:
    """The same workspace opened anew: definitions and snapshots are read again."""
    return Company(company.workspace, scope=company.scope, today=company.today)


def why(found: Compared, item: str) -> dict[str, Decimal]:
    """Cause -> amount in yuan, or in percentage points for a share."""
    one = next(d for d in found.differences if d.kind == "figure" and d.item == item and d.why)
    unit = 1 if one.why[0][1].endswith("pp") else 10_000
    return {cause: Decimal(re.sub(r"[^\d.+-]", "", amount)) * unit for cause, amount in one.why}
