"""Dimensions and the organisation as clean tables."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from fupan.demo import frames as f
from fupan.demo.company import Company
from fupan.demo.days import day_of
from fupan.demo.geography import region_rows
from fupan.demo.organisation import UNITS
from fupan.demo.shape import CHANNEL_NAMES, CHANNELS, RECOGNITION
from fupan.demo.tables.codes import (
    ENTITIES,
    GROUP_CUSTOMER,
    shopper_code,
    tier_of,
    yearly_purchases,
)


def dimensions(company: Company) -> dict[str, pa.Table]:
    """Customers, products, regions, channels, dealers, stores, entities."""
    market, scale = company.market, company.scale
    bought = yearly_purchases(company)
    cities = [c.code for c in market.cities]
    key = {a.customer for a in company.agreements}
    customers: list[tuple[str, str, str, str, str, int | None]] = [
        *((d.customer_code, d.name, cities[d.city], "经销商", d.joined, d.credit_days) for d in market.dealers),
        *((e.code, e.name, cities[e.city], "企业客户", "2023-01-01", e.credit_days) for e in market.enterprises),
        *((i.code, i.name, cities[i.city], "海外客户", "2022-06-01", i.credit_days) for i in market.importers),
        (
            *GROUP_CUSTOMER,
            cities[next(k for k, c in enumerate(market.cities) if c.name == "杭州市")],
            "集团内部",
            "2020-01-01",
            None,
        ),
        *(
            (shopper_code(k), f"会员{k + 1:07d}", cities[c], "个人会员", None, None)
            for k, c in enumerate(market.shopper_city.tolist())
        ),  # type: ignore[misc]
    ]
    regions = region_rows()
    return {
        "customers": pa.table(
            {
                "customer_id": pa.array([c[0] for c in customers]),
                "name": pa.array([c[1] for c in customers]),
                "region_id": pa.array([c[2] for c in customers]),
                "tier": pa.array([tier_of(bought.get(c[0], 0.0), scale) for c in customers]),
                "kind": pa.array([c[3] for c in customers]),
                "key_account": pa.array([c[0] in key for c in customers]),
                "created_date": f.iso_dates([c[4] for c in customers]),
                "credit_days": pa.array([c[5] for c in customers], type=pa.int64()),
            }
        ),
        "products": pa.table(
            {
                "product_id": pa.array([i.code for i in company.catalogue]),
                "name": pa.array([i.name for i in company.catalogue]),
                "product_line": pa.array([i.line for i in company.catalogue]),
                "category": pa.array([i.category for i in company.catalogue]),
                "unit": pa.array(["次" if i.category == "服务" else "台" for i in company.catalogue]),
                "list_price": f.money(
                    np.array([round(i.list_price_fen / (1 + i.tax_percent / 100)) for i in company.catalogue])
                ),
                "standard_cost": f.money(np.array([i.cost_fen for i in company.catalogue])),
                "launch_date": f.iso_dates([f"{i.launched[0]}-{i.launched[1]:02d}-01" for i in company.catalogue]),
            }
        ),
        "regions": pa.table(
            {
                "region_id": pa.array([r[0] for r in regions]),
                "name": pa.array([r[1] for r in regions]),
                "parent_id": pa.array([r[3] for r in regions], type=pa.string()),
                "level": pa.array([r[4] for r in regions]),
            }
        ),
        "channels": pa.table(
            {
                "channel_id": pa.array(CHANNELS),
                "name": pa.array([CHANNEL_NAMES[c][0] for c in CHANNELS]),
                "kind": pa.array(CHANNELS),
                "recognition": pa.array([RECOGNITION[c] for c in CHANNELS]),
            }
        ),
        "dealers": pa.table(
            {
                "dealer_id": pa.array([d.code for d in market.dealers]),
                "name": pa.array([d.name for d in market.dealers]),
                "customer_id": pa.array([d.customer_code for d in market.dealers]),
                "region_id": pa.array([cities[d.city] for d in market.dealers]),
                "grade": pa.array([d.grade for d in market.dealers]),
                "joined_date": f.iso_dates([d.joined for d in market.dealers]),
            }
        ),
        "stores": pa.table(
            {
                "store_id": pa.array([s.code for s in market.stores]),
                "name": pa.array([s.name for s in market.stores]),
                "region_id": pa.array([cities[s.city] for s in market.stores]),
                "channel_id": f.same("store", len(market.stores)),
                "area": f.number([s.area for s in market.stores]),
                "opened_date": f.iso_dates([s.opened for s in market.stores]),
            }
        ),
        "legal_entities": pa.table(
            {"legal_entity_id": pa.array([e for e, _ in ENTITIES]), "name": pa.array([n for _, n in ENTITIES])}
        ),
    }


def organisation(company: Company) -> dict[str, pa.Table]:
    """Units, positions, people, assignments, ownerships and territories."""
    org, market = company.organisation, company.market
    own: list[tuple[str, str, int]] = [
        *((d.customer_code, "dealer", p) for d, p in zip(market.dealers, org.dealer_owner, strict=True)),
        *((i.code, "overseas", p) for i, p in zip(market.importers, org.importer_owner, strict=True)),
    ]
    territory = [(org.positions[p].code, city.code) for p, city in zip(org.city_owner, market.cities, strict=False)]
    return {
        "org_units": pa.table(
            {
                "org_unit_id": pa.array([u[0] for u in UNITS]),
                "name": pa.array([u[1] for u in UNITS]),
                "parent_id": pa.array([u[2] for u in UNITS], type=pa.string()),
                "level": pa.array([u[3] for u in UNITS]),
            }
        ),
        "positions": pa.table(
            {
                "position_id": pa.array([p.code for p in org.positions]),
                "name": pa.array([p.name for p in org.positions]),
                "org_unit_id": pa.array([p.unit for p in org.positions]),
                "role": pa.array([p.role for p in org.positions]),
                "manager_position_id": pa.array([p.manager for p in org.positions], type=pa.string()),
            }
        ),
        "people": pa.table(
            {
                "person_id": pa.array([p.code for p in org.people]),
                "name": pa.array([p.name for p in org.people]),
                "hired_date": f.iso_dates([p.hired for p in org.people]),
                "left_date": f.iso_dates([p.left for p in org.people]),
                "base_pay": f.money(np.array([p.base_pay_yuan * 100 for p in org.people])),
            }
        ),
        "assignments": pa.table(
            {
                "position_id": pa.array([a[0] for a in org.assignments]),
                "person_id": pa.array([a[1] for a in org.assignments]),
                "valid_from": f.iso_dates([a[2] for a in org.assignments]),
                "valid_to": f.iso_dates([a[3] for a in org.assignments]),
                "kind": pa.array([a[4] for a in org.assignments]),
            }
        ),
        "ownerships": pa.table(
            {
                "customer_id": pa.array([o[0] for o in own]),
                "channel_id": pa.array([o[1] for o in own]),
                "position_id": pa.array([org.positions[o[2]].code for o in own]),
                "valid_from": f.dates(np.full(len(own), day_of("2024-01-01"))),
            }
        ),
        "territories": pa.table(
            {
                "position_id": pa.array([t[0] for t in territory]),
                "region_id": pa.array([t[1] for t in territory]),
                "channel_id": f.same("store", len(territory)),
                "valid_from": f.dates(np.full(len(territory), day_of("2024-01-01"))),
            }
        ),
    }
