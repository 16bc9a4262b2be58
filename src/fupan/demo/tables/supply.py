"""Sell-out and stock as clean tables."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from fupan.demo import frames as f
from fupan.demo.company import Company
from fupan.demo.days import MONTH_ENDS
from fupan.demo.supply import DEPOTS
from fupan.demo.tables.codes import (
    REGION_CODES,
)


def sellout_lines(company: Company) -> pa.Table:
    """Units a dealer sold on per item and month, dated at its last day (also where none was sold); amount at 97% of the list price."""
    flow, market = company.flow, company.market
    dealer, item = flow.dealer, flow.item
    price = np.array([i.list_price_fen for i in company.catalogue])[item] * 97 // 100
    return pa.table(
        {
            "dealer_id": f.pick([d.code for d in market.dealers], dealer),
            "product_id": f.pick([i.code for i in company.catalogue], item),
            "sellout_date": f.dates(MONTH_ENDS[flow.month]),
            "region_id": f.pick([market.cities[d.city].code for d in market.dealers], dealer),
            "channel_id": f.same("dealer", len(item)),
            "quantity": f.number(flow.sell_out),
            "amount": f.money(price * flow.sell_out),
            "currency": f.same("CNY", len(item)),
        }
    )


def stock_snapshots(company: Company) -> pa.Table:
    """Own depots and dealers at each month end (and on 17 July 2025), at standard cost."""
    flow, depots, market = company.flow, company.depots, company.market
    cost = np.array([i.cost_fen for i in company.catalogue])
    parts = []
    for kind, place, item, month, quantity in (
        ("own", depots.depot, depots.item, depots.month, depots.quantity),
        ("dealer", flow.dealer, flow.item, flow.month, flow.stock),
    ):
        own = kind == "own"
        n = len(item)
        names = [code for code, _, _ in DEPOTS] if own else [d.code for d in market.dealers]
        region = (
            [REGION_CODES[r] for _, _, r in DEPOTS] if own else [market.cities[d.city].code for d in market.dealers]
        )
        parts.append(
            pa.table(
                {
                    "snapshot_date": f.dates(MONTH_ENDS[month]),
                    "place_kind": f.same(kind, n),
                    "place_id": f.pick(names, place),
                    "dealer_id": f.same(None, n) if own else f.pick(names, place),
                    "product_id": f.pick([i.code for i in company.catalogue], item),
                    "region_id": f.pick(region, place),
                    "quantity": f.number(quantity),
                    "unit_cost": f.money(cost[item]),
                    "value": f.money(cost[item] * quantity),
                    "currency": f.same("CNY", n),
                }
            )
        )
    return pa.concat_tables(parts)
