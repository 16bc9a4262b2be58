"""Invoices, payments and control totals as clean tables."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from fupan.demo import frames as f
from fupan.demo.buyers import DEALERS
from fupan.demo.company import Company
from fupan.demo.days import MONTH_ENDS, MONTH_STARTS, NEVER, month_label
from fupan.demo.shape import CHANNELS
from fupan.demo.tables.codes import (
    ENTITIES,
    buyer_codes,
)


def _party(company: Company, kind: np.ndarray, buyer: np.ndarray) -> dict[str, pa.Array]:
    """Customer, dealer, channel, region and position of dealers and importers."""
    market, org = company.market, company.organisation
    is_dealer = kind == DEALERS
    city = np.where(
        is_dealer,
        np.array([d.city for d in market.dealers])[np.where(is_dealer, buyer, 0)],
        np.array([i.city for i in market.importers])[np.where(is_dealer, 0, buyer)],
    )
    post = np.where(
        is_dealer,
        np.array(org.dealer_owner)[np.where(is_dealer, buyer, 0)],
        np.array(org.importer_owner)[np.where(is_dealer, 0, buyer)],
    )
    return {
        "legal_entity_id": f.same("E1", len(kind)),
        "customer_id": buyer_codes(company, kind, buyer),
        "dealer_id": f.pick([d.code for d in market.dealers], np.where(is_dealer, buyer, NEVER)),
        "channel_id": f.pick(CHANNELS, np.where(is_dealer, 2, 3)),
        "region_id": f.pick([c.code for c in market.cities], city),
        "position_id": f.pick([p.code for p in org.positions], post),
    }


def invoice_lines(company: Company) -> pa.Table:
    """Monthly invoices, blue and red."""
    rows = company.invoices
    kind, buyer = np.array([r.buyer_kind for r in rows]), np.array([r.buyer for r in rows])
    return pa.table(
        {
            "invoice_id": pa.array([r.invoice for r in rows]),
            "line_id": pa.array([str(r.line) for r in rows]),
            "red_of": pa.array([r.red_of for r in rows], type=pa.string()),
        }
        | _party(company, kind, buyer)
        | {
            "invoice_date": f.dates(np.array([r.invoice_day for r in rows])),
            "due_date": f.dates(np.array([r.due_day for r in rows])),
            "amount_with_tax": f.money(np.array([r.with_tax for r in rows])),
            "amount_without_tax": f.money(np.array([r.without_tax for r in rows])),
            "tax_rate": f.percent(np.array([r.tax_percent for r in rows])),
            "currency": f.same("CNY", len(rows)),
        }
    )


def receipts(company: Company) -> pa.Table:
    """Payments."""
    rows = company.receipts
    kind, buyer = np.array([r.buyer_kind for r in rows]), np.array([r.buyer for r in rows])
    return pa.table(
        {"receipt_id": pa.array([r.code for r in rows])}
        | _party(company, kind, buyer)
        | {
            "receipt_date": f.dates(np.array([r.day for r in rows])),
            "amount": f.money(np.array([r.amount for r in rows])),
            "currency": f.same("CNY", len(rows)),
            "kind": pa.array([r.kind for r in rows]),
            "maturity_date": f.dates(np.array([r.maturity_day for r in rows])),
            "invoice_id": pa.array([r.invoice for r in rows], type=pa.string()),
        }
    )


def control_totals(company: Company) -> pa.Table:
    """Finance's figures per month and legal entity, all positive: orders of the month with tax and their tax, what is taken off, cash.

    ``net_sales`` is by recognition, without tax and without intercompany; ``intercompany`` is what is left out of it.
    """
    s, n_months = company.settled, len(MONTH_ENDS)
    entity = (s.lines.channel == 0).astype(np.int64)
    back_month = np.searchsorted(MONTH_STARTS, s.returns.day, side="right") - 1

    def total(who: np.ndarray, month: np.ndarray, fen: np.ndarray) -> np.ndarray:
        flat = np.bincount(who * n_months + month, weights=fen.astype(np.float64), minlength=2 * n_months)
        return np.rint(flat).astype(np.int64).reshape(2, n_months)

    sold = total(entity, s.lines.month, s.lines.gross)
    everything = company.lines.take(np.flatnonzero(company.lines.cancelled == 0))
    placed = np.searchsorted(MONTH_STARTS, everything.order_day, side="right") - 1
    seller = (everything.channel == 0).astype(np.int64)
    group = everything.take(np.flatnonzero(everything.intercompany == 1))
    deductions = {
        "discount": total(entity, s.lines.month, s.lines.discount),
        "returns": total(entity[s.returns.of], back_month, s.returns.amount),
        "rebate": total(
            np.zeros_like(s.accruals.month), s.accruals.month, s.accruals.amount * (1 - s.accruals.protection)
        ),
        "price_protection": total(
            np.zeros_like(s.accruals.month), s.accruals.month, s.accruals.amount * s.accruals.protection
        ),
    }
    items = {
        "gross_with_tax": total(seller, placed, everything.gross_with_tax),
        "tax": total(seller, placed, everything.gross_with_tax - everything.gross),
        **deductions,
        "intercompany": total(np.zeros_like(group.month), group.month, group.gross),
        "net_sales": sold - sum(deductions.values()),
    }
    paid = np.array([[r.day, r.amount] for r in company.receipts], dtype=np.int64)
    items["receipts"] = total(
        np.zeros(len(paid), dtype=np.int64), np.searchsorted(MONTH_STARTS, paid[:, 0], side="right") - 1, paid[:, 1]
    )
    rows = [
        (month_label(m) + "-01", item, ENTITIES[e][0], int(values[e, m]))
        for m in range(n_months)
        for item, values in items.items()
        for e in range(2)
        if values[e, m] or item == "net_sales"
    ]
    return pa.table(
        {
            "period_start": f.iso_dates([r[0] for r in rows]),
            "legal_entity_id": pa.array([r[2] for r in rows]),
            "item": pa.array([r[1] for r in rows]),
            "amount": f.money(np.array([r[3] for r in rows])),
            "currency": f.same("CNY", len(rows)),
        }
    )
