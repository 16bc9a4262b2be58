"""Master data: products, customers, places, organisation."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from fupan.demo import tables
from fupan.demo.catalogue import LINE_NAMES
from fupan.demo.company import Company
from fupan.demo.facts import WrittenFile
from fupan.demo.files.writing import Sheet, write_delimited, write_workbook
from fupan.demo.manifest import source
from fupan.demo.shape import CHANNEL_NAMES
from fupan.demo.spelling import Spelling

RULES = {"sign": "经销商签收后确认", "confirm": "平台确认收货后确认", "order": "门店成交即确认", "lading": "提单日确认"}
ASSIGNED = {"main": "正式", "acting": "代理", "second": "兼任"}


def _slash(day: date | None) -> str:
    return "" if day is None else f"{day.year}/{day.month}/{day.day}"


def _zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _csv(root: Path, name: str, rows: list[list[Any]]) -> WrittenFile:
    spec = source(name)
    columns = [["" if v is None else str(v) for v in column] for column in zip(*rows, strict=True)]
    write_delimited(root / spec.pattern, spec.headers, columns, encoding=spec.encoding or "utf-8")
    return WrittenFile(spec.pattern, name, len(rows))


def masters(root: Path, company: Company, _s: Spelling) -> list[WrittenFile]:
    """Products, customers, regions, channels, dealers, stores and entities."""
    made = tables.dimensions(company)
    found = []
    products = source("产品目录")
    rows = [
        [
            p["product_id"],
            p["name"],
            LINE_NAMES[p["product_line"]][0],
            p["category"],
            p["unit"],
            float(p["list_price"]),
            float(p["standard_cost"]),
            p["launch_date"],
        ]
        for p in made["products"].to_pylist()
    ]
    write_workbook(
        root / products.pattern,
        [
            Sheet(
                "目录",
                ["云澜电子 产品目录", "制表：产品部　2025年7月　演示数据，全部为虚构"],
                products.headers,
                rows,
                widths={1: 26},
            )
        ],
    )
    found.append(WrittenFile(products.pattern, products.name, len(rows)))
    found.append(
        _csv(
            root,
            "客户档案",
            [
                [
                    c["customer_id"],
                    c["name"],
                    c["region_id"],
                    c["tier"],
                    c["kind"],
                    "是" if c["key_account"] else "否",
                    _slash(c["created_date"]),
                    c["credit_days"],
                ]
                for c in made["customers"].to_pylist()
            ],
        )
    )
    found.append(
        _csv(
            root, "区域", [[r["region_id"], r["name"], r["parent_id"], r["level"]] for r in made["regions"].to_pylist()]
        )
    )
    found.append(
        _csv(
            root,
            "渠道",
            [
                [c["channel_id"], c["name"], c["kind"], c["recognition"], RULES[c["recognition"]]]
                for c in made["channels"].to_pylist()
            ],
        )
    )
    dealers = source("经销商档案")
    rows = [
        [d["dealer_id"], d["name"], d["customer_id"], d["region_id"], d["grade"], _zh(d["joined_date"])]
        for d in made["dealers"].to_pylist()
    ]
    write_workbook(root / dealers.pattern, [Sheet("经销商", [], dealers.headers, rows, widths={1: 28})])
    found.append(WrittenFile(dealers.pattern, dealers.name, len(rows)))
    found.append(
        _csv(
            root,
            "门店档案",
            [
                [
                    v["store_id"],
                    v["name"],
                    v["region_id"],
                    CHANNEL_NAMES["store"][0],
                    int(v["area"]),
                    v["opened_date"].isoformat(),
                ]
                for v in made["stores"].to_pylist()
            ],
        )
    )
    found.append(
        _csv(root, "法人主体", [[e["legal_entity_id"], e["name"]] for e in made["legal_entities"].to_pylist()])
    )
    return found


def organisation(root: Path, company: Company, s: Spelling) -> list[WrittenFile]:
    """One workbook of four sheets, ownerships and territories."""
    made = tables.organisation(company)
    names = {p.code: p.name for p in company.organisation.people}
    sheets: dict[str, list[list[Any]]] = {
        "组织": [[u["org_unit_id"], u["name"], u["parent_id"], u["level"]] for u in made["org_units"].to_pylist()],
        "岗位": [
            [p["position_id"], p["name"], p["org_unit_id"], p["role"], p["manager_position_id"]]
            for p in made["positions"].to_pylist()
        ],
        "人员": [
            [p["person_id"], p["name"], p["hired_date"], p["left_date"], float(p["base_pay"])]
            for p in made["people"].to_pylist()
        ],
        "任职": [
            [
                a["position_id"],
                a["person_id"],
                f"{names[a['person_id']][0]} {names[a['person_id']][1:]}",
                a["valid_from"].isoformat(),
                a["valid_to"].isoformat() if a["valid_to"] else None,
                ASSIGNED[a["kind"]],
            ]
            for a in made["assignments"].to_pylist()
        ],
    }
    path = source("组织").pattern
    write_workbook(root / path, [Sheet(name, [], source(name).headers, rows) for name, rows in sheets.items()])
    found = [WrittenFile(path, name, len(rows)) for name, rows in sheets.items()]
    found.append(
        _csv(
            root,
            "客户归属",
            [
                [
                    o["customer_id"],
                    CHANNEL_NAMES[o["channel_id"]][0],
                    o["position_id"],
                    s.holder_unit[o["position_id"]],
                    _zh(o["valid_from"]),
                ]
                for o in made["ownerships"].to_pylist()
            ],
        )
    )
    found.append(
        _csv(
            root,
            "销售辖区",
            [
                [o["position_id"], o["region_id"], CHANNEL_NAMES[o["channel_id"]][0], o["valid_from"].isoformat()]
                for o in made["territories"].to_pylist()
            ],
        )
    )
    return found
