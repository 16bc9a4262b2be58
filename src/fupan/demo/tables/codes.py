"""Codes that several clean tables share: entities, regions, buyers, tiers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from fupan.demo import frames as f
from fupan.demo.buyers import DEALERS, ENTERPRISES, GROUP, IMPORTERS, SHOPPERS
from fupan.demo.company import Company
from fupan.demo.geography import REGIONS

ENTITIES = (("E1", "云澜电子科技股份有限公司"), ("E2", "云澜电子商务(杭州)有限公司"))
GROUP_CUSTOMER = ("C90001", "云澜电子商务(杭州)有限公司")
BASIS = "recognition/without/sell_in"
REGION_CODES = tuple(f"R{k + 1}" for k in range(len(REGIONS)))


def shopper_code(number: int) -> str:
    """0 -> M0000001."""
    return f"M{number + 1:07d}"


def buyer_codes(company: Company, kind: np.ndarray, buyer: np.ndarray) -> pa.Array:
    """Customer code of each (kind, index)."""
    market = company.market
    groups = {
        DEALERS: [d.customer_code for d in market.dealers],
        SHOPPERS: [shopper_code(k) for k in range(len(market.shopper_city))],
        ENTERPRISES: [e.code for e in market.enterprises],
        IMPORTERS: [i.code for i in market.importers],
        GROUP: [GROUP_CUSTOMER[0]],
    }
    start, names = {}, []
    for key, codes in groups.items():
        start[key] = len(names)
        names.extend(codes)
    offset = np.array([start[k] for k in range(5)])
    return f.pick(names, offset[kind] + buyer)


def yearly_purchases(company: Company) -> dict[str, float]:
    """Net purchases of 2024 in yuan per customer code."""
    lines = company.settled.lines
    chosen = np.flatnonzero(lines.month < 12)
    codes = buyer_codes(company, lines.buyer_kind[chosen], lines.buyer[chosen]).dictionary_encode()
    total = np.bincount(codes.indices.to_numpy(), weights=(lines.gross - lines.discount)[chosen] / 100)
    return dict(zip(codes.dictionary.to_pylist(), total.tolist(), strict=True))


def tier_of(yuan: float, scale: float) -> str:
    """A over 10 million a year, B from 5, C from 0.5, D below (times the company's scale)."""
    return "A" if yuan >= 1e7 * scale else "B" if yuan >= 5e6 * scale else "C" if yuan >= 5e5 * scale else "D"
