"""Targets, agreements and actions as clean tables."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from fupan.demo import frames as f
from fupan.demo.catalogue import LINES
from fupan.demo.company import Company
from fupan.demo.geography import REGIONS
from fupan.demo.shape import CHANNELS
from fupan.demo.tables.codes import (
    BASIS,
    REGION_CODES,
)
from fupan.demo.targets import LEVELS


def targets(company: Company) -> pa.Table:
    """The plan of 2025: grain sets 区域×产品线×渠道 and 岗位, three levels."""
    starts = [f"2025-{m:02d}-01" for m in range(1, 13)]
    ends = [*starts[1:], "2026-01-01"]
    rows: dict[str, list[object]] = {
        n: []
        for n in (
            "level",
            "start_date",
            "end_date",
            "grain_set",
            "region_id",
            "product_line",
            "channel_id",
            "position_id",
            "fen",
        )
    }

    def add(
        level: str,
        month: int,
        grain: str,
        region: str | None,
        line: str | None,
        channel: str | None,
        post: str | None,
        fen: int,
    ) -> None:
        for name, value in zip(
            rows, (level, starts[month], ends[month], grain, region, line, channel, post, fen), strict=True
        ):
            rows[name].append(value)

    for level, _, _ in LEVELS:
        for (r, c, line, m), fen in np.ndenumerate(company.plan.cells[level]):
            if fen:
                add(level, m, "区域×产品线×渠道", REGION_CODES[r], LINES[line], CHANNELS[c], None, int(fen))
        for (p, m), fen in np.ndenumerate(company.plan.posts[level]):
            if fen:
                add(level, m, "岗位", None, None, None, company.organisation.positions[p].code, int(fen))
    n = len(rows["fen"])
    columns: dict[str, pa.Array] = {
        "metric": f.same("net_sales", n),
        "basis": f.same(BASIS, n),
        "version": f.same("2025年初版", n),
    }
    for name, values in rows.items():
        if name == "fen":
            columns["amount"] = f.money(np.array(values, dtype=np.int64))
        else:
            columns[name] = f.iso_dates(values) if name.endswith("_date") else pa.array(values, type=pa.string())  # type: ignore[arg-type]
    columns["currency"] = f.same("CNY", n)
    return pa.table(columns)


def agreements(company: Company) -> pa.Table:
    """Key-account agreements."""
    rows = company.agreements
    return pa.table(
        {
            "agreement_id": pa.array([r.code for r in rows]),
            "customer_id": pa.array([r.customer for r in rows]),
            "dealer_id": pa.array([r.dealer for r in rows], type=pa.string()),
            "region_id": pa.array([company.market.cities[r.city].code for r in rows]),
            "position_id": pa.array([company.organisation.positions[r.position].code for r in rows]),
            "kind": f.same("年度框架协议", len(rows)),
            "start_date": f.dates(np.array([r.start for r in rows])),
            "due_date": f.dates(np.array([r.due for r in rows])),
            "renewed": pa.array([r.renewed for r in rows], type=pa.bool_()),
            "renewed_by": pa.array([r.renewed_by for r in rows], type=pa.string()),
            "key_account": f.flags(np.ones(len(rows))),
            "amount": f.money(np.array([r.amount for r in rows])),
            "currency": f.same("CNY", len(rows)),
        }
    )


def actions(company: Company) -> pa.Table:
    """Actions of the meetings."""
    rows, org = company.actions, company.organisation
    holder: dict[str, str] = {
        post: person for post, person, _, end, kind in org.assignments if end is None and kind == "main"
    }

    def text(name: str) -> pa.Array:
        return pa.array([getattr(r, name) for r in rows], type=pa.string())

    return pa.table(
        {
            "action_id": text("code"),
            "title": text("title"),
            "meeting": text("meeting"),
            "created_date": f.iso_dates([r.created for r in rows]),
            "due_date": f.iso_dates([r.due for r in rows]),
            "done_date": f.iso_dates([r.done for r in rows]),
            "person_id": pa.array([holder[org.positions[r.owner].code] for r in rows]),
            "org_unit_id": pa.array([org.positions[r.owner].unit for r in rows]),
            "region_id": pa.array(
                [None if r.region is None else REGION_CODES[REGIONS.index(r.region)] for r in rows], type=pa.string()
            ),
            "product_line": text("line"),
            "channel_id": text("channel"),
            "status": text("status"),
            "metric": text("metric"),
            "criterion": text("criterion"),
            "result": text("result"),
            "resource": text("resource"),
        }
    )
