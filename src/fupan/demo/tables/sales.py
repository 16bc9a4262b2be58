"""Order lines, returns and accruals as clean tables."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from fupan.demo import frames as f
from fupan.demo.buyers import DEALERS
from fupan.demo.catalogue import LINES
from fupan.demo.company import Company
from fupan.demo.days import MONTH_ENDS, NEVER
from fupan.demo.lines import Lines
from fupan.demo.settle import REASONS
from fupan.demo.shape import CHANNELS, DEALER
from fupan.demo.tables.codes import (
    ENTITIES,
    buyer_codes,
)


def _order_columns(company: Company, lines: Lines, codes: list[str]) -> dict[str, pa.Array]:
    market = company.market
    dealer = np.where(lines.buyer_kind == DEALERS, lines.buyer, NEVER)
    return {
        "order_id": pa.array(codes),
        "line_id": pa.array(lines.line_no).cast(pa.string()),
        "legal_entity_id": f.pick([e for e, _ in ENTITIES], (lines.channel == 0).astype(np.int64)),
        "intercompany": f.flags(lines.intercompany),
        "customer_id": buyer_codes(company, lines.buyer_kind, lines.buyer),
        "product_id": f.pick([i.code for i in company.catalogue], lines.item),
        "product_line": f.pick(LINES, lines.line),
        "channel_id": f.pick(CHANNELS, lines.channel),
        "region_id": f.pick([c.code for c in market.cities], lines.city),
        "dealer_id": f.pick([d.code for d in market.dealers], dealer),
        "store_id": f.pick([s.code for s in market.stores], lines.store),
        "position_id": f.pick([p.code for p in company.organisation.positions], lines.position),
    }


def order_lines(company: Company) -> pa.Table:
    """Every order line, also open, cancelled and intercompany ones; ``recognised_date`` by the channel's rule."""
    lines = company.lines
    columns = _order_columns(company, lines, list(company.order_codes)) | {
        "order_date": f.dates(lines.order_day),
        "ship_date": f.dates(lines.ship_day),
        "signed_date": f.dates(lines.sign_day),
        "confirmed_date": f.dates(lines.confirm_day),
        "lading_date": f.dates(lines.lading_day),
        "recognised_date": f.dates(lines.recognised_day),
        "quantity": f.number(lines.quantity),
        "gross_with_tax": f.money(lines.gross_with_tax),
        "gross_without_tax": f.money(lines.gross),
        "tax_rate": f.percent(lines.tax_percent),
        "discount": f.money(lines.discount),
        "cost": f.money(lines.cost),
        "currency": f.same("CNY", len(lines)),
        "cancelled": f.flags(lines.cancelled),
    }
    return pa.table(columns)


def return_lines(company: Company) -> pa.Table:
    """Returns with links to their sale."""
    back = company.settled.returns
    origin = company.settled.lines.take(back.of)
    codes = [company.order_codes[k] for k in back.of.tolist()]
    columns = _order_columns(company, origin, codes)
    columns["order_line_id"] = columns.pop("line_id")
    return pa.table(
        {
            "return_id": pa.array([f"TH{k:06d}" for k in range(1, len(back.of) + 1)]),
            "line_id": f.same("1", len(back.of)),
        }
        | columns
        | {
            "return_date": f.dates(back.day),
            "quantity": f.number(back.quantity),
            "amount_with_tax": f.money(back.amount_with_tax),
            "amount_without_tax": f.money(back.amount),
            "tax_rate": f.percent(origin.tax_percent),
            "cost": f.money(back.cost),
            "currency": f.same("CNY", len(back.of)),
            "reason": f.pick(REASONS, back.reason),
        }
    )


def accruals(company: Company) -> pa.Table:
    """Rebates and price protection per dealer, line and month, dated at its last day."""
    rows, market = company.settled.accruals, company.market
    n = len(rows.dealer)
    city = np.array([d.city for d in market.dealers])[rows.dealer]
    return pa.table(
        {
            "accrual_id": pa.array([f"JT{k:06d}" for k in range(1, n + 1)]),
            "kind": f.pick(("rebate", "price_protection"), rows.protection),
            "accrual_date": f.dates(MONTH_ENDS[rows.month]),
            "legal_entity_id": f.same("E1", n),
            "customer_id": f.pick([d.customer_code for d in market.dealers], rows.dealer),
            "dealer_id": f.pick([d.code for d in market.dealers], rows.dealer),
            "product_line": f.pick(LINES, rows.line),
            "channel_id": f.same(CHANNELS[DEALER], n),
            "region_id": f.pick([c.code for c in market.cities], city),
            "position_id": f.pick(
                [p.code for p in company.organisation.positions],
                np.array(company.organisation.dealer_owner)[rows.dealer],
            ),
            "amount": f.money(rows.amount),
            "currency": f.same("CNY", n),
        }
    )
