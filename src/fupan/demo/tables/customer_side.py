"""Funnel, tickets, surveys and campaigns as clean tables."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from fupan.demo import frames as f
from fupan.demo.catalogue import LINES
from fupan.demo.company import Company
from fupan.demo.marketing import CAMPAIGNS
from fupan.demo.shape import CHANNELS
from fupan.demo.tables.codes import (
    REGION_CODES,
    buyer_codes,
)
from fupan.demo.voice import SEVERITIES, TICKET_KINDS


def opportunities(company: Company) -> pa.Table:
    """The funnel."""
    rows, n = company.opportunities, len(company.opportunities)
    return pa.table(
        {
            "opportunity_id": pa.array([r.code for r in rows]),
            "name": pa.array([r.name for r in rows]),
            "customer_id": pa.array([r.customer for r in rows]),
            "product_line": f.pick(LINES, np.array([r.line for r in rows])),
            "region_id": pa.array([company.market.cities[r.city].code for r in rows]),
            "position_id": pa.array([company.organisation.positions[r.position].code for r in rows]),
            "created_date": f.dates(np.array([r.created for r in rows])),
            "origin": pa.array([r.origin for r in rows]),
            "stage": pa.array([r.stage for r in rows]),
            "amount": f.money(np.array([r.amount for r in rows])),
            "expected_date": f.dates(np.array([r.expected for r in rows])),
            "currency": f.same("CNY", n),
            "closed_date": f.dates(np.array([r.closed for r in rows])),
            "lost_reason": pa.array([r.lost_reason for r in rows], type=pa.string()),
        }
    )


def stage_events(company: Company) -> pa.Table:
    """Every stage entered."""
    order = {"线索": 1, "合格商机": 2, "方案报价": 3, "商务谈判": 4, "赢单": 5, "输单": 6}
    rows = [(o.code, stage, when) for o in company.opportunities for stage, when in o.events]
    return pa.table(
        {
            "opportunity_id": pa.array([r[0] for r in rows]),
            "stage": pa.array([r[1] for r in rows]),
            "entered_date": f.dates(np.array([r[2] for r in rows])),
            "stage_no": f.number([order[r[1]] for r in rows]),
        }
    )


def tickets(company: Company) -> pa.Table:
    """Service tickets."""
    t = company.tickets
    about = company.settled.lines.take(t.of)
    return pa.table(
        {
            "ticket_id": pa.array([f"GD{k:05d}" for k in range(1, len(t.of) + 1)]),
            "customer_id": buyer_codes(company, about.buyer_kind, about.buyer),
            "product_id": f.pick([i.code for i in company.catalogue], about.item),
            "channel_id": f.pick(CHANNELS, about.channel),
            "region_id": f.pick([c.code for c in company.market.cities], about.city),
            "kind": f.pick(TICKET_KINDS, t.kind),
            "severity": f.pick(SEVERITIES, t.severity),
            "created_date": f.dates(t.created),
            "closed_date": f.dates(t.closed),
            "response_hours": f.number(t.response_tenths / 10),
            "resolution_hours": pa.array(
                np.where(t.resolution_tenths < 0, 0, t.resolution_tenths) / 10, mask=t.resolution_tenths < 0
            ).cast(pa.decimal128(19, 4), safe=False),
            "complaint": f.flags(t.complaint),
        }
    )


def survey_answers(company: Company) -> pa.Table:
    """Satisfaction and recommendation."""
    a = company.answers
    about = company.settled.lines.take(a.of)
    return pa.table(
        {
            "answer_id": pa.array([f"DC{k:05d}" for k in range(1, len(a.of) + 1)]),
            "survey": f.same("客户满意度调研", len(a.of)),
            "customer_id": buyer_codes(company, about.buyer_kind, about.buyer),
            "region_id": f.pick([c.code for c in company.market.cities], about.city),
            "channel_id": f.pick(CHANNELS, about.channel),
            "product_line": f.pick(LINES, about.line),
            "answer_date": f.dates(a.day),
            "question": f.pick(("csat", "nps"), a.nps),
            "score": f.number(a.score),
            "scale": f.number(a.scale),
        }
    )


def marketing(company: Company) -> dict[str, pa.Table]:
    """Campaigns, spend and attributed sales."""
    m = company.marketing
    codes = [c.code for c in CAMPAIGNS]
    spend, sales = (
        np.array([(k, d, 0, fen) for k, d, _, fen in m.spend], dtype=np.int64),
        np.array(m.attributed, dtype=np.int64),
    )
    return {
        "campaigns": pa.table(
            {
                "campaign_id": pa.array(codes),
                "name": pa.array([c.name for c in CAMPAIGNS]),
                "kind": pa.array([c.kind for c in CAMPAIGNS]),
                "start_date": f.iso_dates([c.start for c in CAMPAIGNS]),
                "end_date": f.iso_dates([c.end for c in CAMPAIGNS]),
                "region_id": pa.array(
                    [None if c.region is None else REGION_CODES[c.region] for c in CAMPAIGNS], type=pa.string()
                ),
                "channel_id": pa.array([CHANNELS[c.channel] for c in CAMPAIGNS]),
                "exposures": f.number([e for e, _ in m.reach]),
                "leads": f.number([v for _, v in m.reach]),
            }
        ),
        "spend": pa.table(
            {
                "spend_id": pa.array([f"FY{k:04d}" for k in range(1, len(spend) + 1)]),
                "spend_date": f.dates(spend[:, 1]),
                "campaign_id": f.pick(codes, spend[:, 0]),
                "channel_id": f.pick(CHANNELS, np.array([c.channel for c in CAMPAIGNS])[spend[:, 0]]),
                "kind": pa.array([k for _, _, k, _ in m.spend]),
                "amount": f.money(spend[:, 3]),
                "currency": f.same("CNY", len(spend)),
            }
        ),
        "campaign_attributions": pa.table(
            {
                "campaign_id": f.pick(codes, sales[:, 0]),
                "attribution_date": f.dates(sales[:, 1]),
                "channel_id": f.pick(CHANNELS, sales[:, 2]),
                "region_id": f.pick(REGION_CODES, sales[:, 3]),
                "product_line": f.pick(LINES, sales[:, 4]),
                "amount": f.money(sales[:, 5]),
                "currency": f.same("CNY", len(sales)),
            }
        ),
    }
