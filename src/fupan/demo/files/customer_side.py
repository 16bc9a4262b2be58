"""Files of the customer side: funnel, tickets, surveys, agreements, actions and campaigns."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from fupan.demo import tables
from fupan.demo.catalogue import LINE_NAMES
from fupan.demo.company import Company
from fupan.demo.facts import WrittenFile
from fupan.demo.files.writing import Sheet, write_delimited, write_workbook
from fupan.demo.geography import REGIONS
from fupan.demo.manifest import ACTION_STATUS, QUESTIONS, source
from fupan.demo.marketing import CAMPAIGNS
from fupan.demo.shape import CHANNEL_NAMES
from fupan.demo.spelling import Spelling

_NOTE = "演示数据，全部为虚构"


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _slash(day: date | None) -> str:
    return "" if day is None else f"{day.year}/{day.month}/{day.day}"


def _csv(root: Path, name: str, rows: list[list[Any]]) -> WrittenFile:
    spec = source(name)
    columns = [["" if v is None else str(v) for v in column] for column in zip(*rows, strict=True)]
    write_delimited(root / spec.pattern, spec.headers, columns, encoding=spec.encoding or "utf-8")
    return WrittenFile(spec.pattern, name, len(rows))


def _trim(value: Any) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _line(key: str | None) -> str:
    return "" if key is None else LINE_NAMES[key][0]


def _channel(key: str | None) -> str:
    return "" if key is None else CHANNEL_NAMES[key][0]


def funnel(root: Path, company: Company, _s: Spelling) -> list[WrittenFile]:
    """Opportunities in 万元 and the stages they entered."""
    cities = {c.code: c.name for c in company.market.cities}
    deals = [
        [
            o["opportunity_id"],
            o["name"],
            o["customer_id"],
            _line(o["product_line"]),
            cities[o["region_id"]],
            o["position_id"],
            _iso(o["created_date"]),
            o["origin"],
            o["stage"],
            _trim(o["amount"] / 10_000),
            _iso(o["expected_date"]),
            _iso(o["closed_date"]),
            o["lost_reason"],
        ]
        for o in tables.opportunities(company).to_pylist()
    ]
    events = [
        [e["opportunity_id"], e["stage"], int(e["stage_no"]), _iso(e["entered_date"])]
        for e in tables.stage_events(company).to_pylist()
    ]
    return [_csv(root, "商机", deals), _csv(root, "商机阶段", events)]


def voices(root: Path, company: Company, _s: Spelling) -> list[WrittenFile]:
    """Tickets and survey answers."""
    cities = {c.code: c.short for c in company.market.cities}
    rows = [
        [
            v["ticket_id"],
            v["customer_id"],
            v["product_id"],
            _channel(v["channel_id"]),
            cities[v["region_id"]],
            v["kind"],
            v["severity"],
            _slash(v["created_date"]),
            _slash(v["closed_date"]),
            _trim(v["response_hours"]),
            _trim(v["resolution_hours"]),
            "是" if v["complaint"] else "否",
        ]
        for v in tables.tickets(company).to_pylist()
    ]
    found = [_csv(root, "服务工单", rows)]
    words = {v: k for k, v in QUESTIONS.items()}
    spec = source("满意度")
    answers = [
        [
            a["answer_id"],
            a["survey"],
            a["customer_id"],
            cities[a["region_id"]],
            _channel(a["channel_id"]),
            _line(a["product_line"]),
            a["answer_date"],
            words[a["question"]],
            int(a["score"]),
            int(a["scale"]),
        ]
        for a in tables.survey_answers(company).to_pylist()
    ]
    write_workbook(root / spec.pattern, [Sheet("答卷", [f"客户满意度调研　{_NOTE}"], spec.headers, answers)])
    return [*found, WrittenFile(spec.pattern, spec.name, len(answers))]


def promises(root: Path, company: Company, s: Spelling) -> list[WrittenFile]:
    """Agreements and actions."""
    cities = {c.code: c.name for c in company.market.cities}
    names = {a.customer: a.customer_name for a in company.agreements}
    spec = source("协议")
    rows = [
        [
            a["agreement_id"],
            a["customer_id"],
            names[a["customer_id"]],
            a["dealer_id"],
            cities[a["region_id"]],
            a["position_id"],
            a["kind"],
            a["start_date"],
            a["due_date"],
            "" if a["renewed"] is None else "是" if a["renewed"] else "否",
            a["renewed_by"],
            "是",
            float(a["amount"] / 10_000),
        ]
        for a in tables.agreements(company).to_pylist()
    ]
    write_workbook(root / spec.pattern, [Sheet("协议", [f"重点客户年度协议台账　{_NOTE}"], spec.headers, rows)])
    found = [WrittenFile(spec.pattern, spec.name, len(rows))]
    people = {p.code: p.name for p in company.organisation.people}
    areas = {f"R{k + 1}": name for k, name in enumerate(s.region_area)}
    status = {v: k for k, v in ACTION_STATUS.items()}
    units = {u["org_unit_id"]: u["name"] for u in tables.organisation(company)["org_units"].to_pylist()}
    spec = source("行动项")
    actions = [
        [
            a["action_id"],
            a["meeting"],
            a["title"],
            people[a["person_id"]],
            units[a["org_unit_id"]],
            areas.get(a["region_id"], ""),
            _line(a["product_line"]),
            _channel(a["channel_id"]),
            _iso(a["created_date"]),
            _iso(a["due_date"]),
            _iso(a["done_date"]),
            status[a["status"]],
            a["metric"],
            a["criterion"],
            a["result"],
            a["resource"],
        ]
        for a in tables.actions(company).to_pylist()
    ]
    write_workbook(
        root / spec.pattern,
        [Sheet("行动项", [f"月度销售例会行动项跟踪表　{_NOTE}"], spec.headers, actions, widths={2: 36})],
    )
    return [*found, WrittenFile(spec.pattern, spec.name, len(actions))]


def campaigns(root: Path, company: Company, _s: Spelling) -> list[WrittenFile]:
    """One workbook: campaigns, spend with a total row, attributed sales."""
    made = tables.marketing(company)
    regions = {f"R{k + 1}": name for k, name in enumerate(REGIONS)}
    names = {c.code: c.name for c in CAMPAIGNS}
    rows = {
        "营销活动": [
            [
                c["campaign_id"],
                c["name"],
                c["kind"],
                _iso(c["start_date"]),
                _iso(c["end_date"]),
                regions.get(c["region_id"], ""),
                _channel(c["channel_id"]),
                int(c["exposures"]),
                int(c["leads"]),
            ]
            for c in made["campaigns"].to_pylist()
        ],
        "营销费用": [
            [
                v["spend_id"],
                f"{v['spend_date'].year}年{v['spend_date'].month}月{v['spend_date'].day}日",
                names[v["campaign_id"]],
                _channel(v["channel_id"]),
                v["kind"],
                float(v["amount"]),
            ]
            for v in made["spend"].to_pylist()
        ],
        "活动归因": [
            [
                v["campaign_id"],
                v["attribution_date"],
                _channel(v["channel_id"]),
                regions[v["region_id"]],
                _line(v["product_line"]),
                float(v["amount"]),
            ]
            for v in made["campaign_attributions"].to_pylist()
        ],
    }
    total = ["合计", "", "", "", "", sum(r[5] for r in rows["营销费用"])]
    path = source("营销活动").pattern
    write_workbook(
        root / path,
        [
            Sheet(source(name).sheet or "", [], source(name).headers, values, [total] if name == "营销费用" else [])
            for name, values in rows.items()
        ],
    )
    return [WrittenFile(path, name, len(values)) for name, values in rows.items()]
