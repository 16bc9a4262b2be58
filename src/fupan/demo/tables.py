"""The demonstration company as clean canonical tables: what a perfect load of its files would give."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from fupan.demo import frames as f
from fupan.demo.catalogue import LINES
from fupan.demo.company import Company
from fupan.demo.days import MONTH_ENDS, MONTH_STARTS, NEVER, day_of, month_label
from fupan.demo.geography import REGIONS, region_rows
from fupan.demo.lines import DEALERS, ENTERPRISES, GROUP, IMPORTERS, SHOPPERS, Lines
from fupan.demo.marketing import CAMPAIGNS
from fupan.demo.organisation import UNITS
from fupan.demo.settle import REASONS
from fupan.demo.shape import CHANNEL_NAMES, CHANNELS, DEALER, RECOGNITION
from fupan.demo.supply import DEPOTS
from fupan.demo.targets import LEVELS
from fupan.demo.voice import SEVERITIES, TICKET_KINDS

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


def _yearly(company: Company) -> dict[str, float]:
    """Net purchases of 2024 in yuan per customer code."""
    lines = company.settled.lines
    chosen = np.flatnonzero(lines.month < 12)
    codes = buyer_codes(company, lines.buyer_kind[chosen], lines.buyer[chosen]).dictionary_encode()
    total = np.bincount(codes.indices.to_numpy(), weights=(lines.gross - lines.discount)[chosen] / 100)
    return dict(zip(codes.dictionary.to_pylist(), total.tolist(), strict=True))


def tier_of(yuan: float, scale: float) -> str:
    """A over 10 million a year, B from 5, C from 0.5, D below (times the company's scale)."""
    return "A" if yuan >= 1e7 * scale else "B" if yuan >= 5e6 * scale else "C" if yuan >= 5e5 * scale else "D"


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


def dimensions(company: Company) -> dict[str, pa.Table]:
    """Customers, products, regions, channels, dealers, stores, entities."""
    market, scale = company.market, company.scale
    bought = _yearly(company)
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


def clean_tables(company: Company) -> dict[str, pa.Table]:
    """Every canonical table of the demonstration company by name."""
    return {
        **dimensions(company),
        **organisation(company),
        "order_lines": order_lines(company),
        "return_lines": return_lines(company),
        "accruals": accruals(company),
        "invoice_lines": invoice_lines(company),
        "receipts": receipts(company),
        "sellout_lines": sellout_lines(company),
        "stock_snapshots": stock_snapshots(company),
        "targets": targets(company),
        "control_totals": control_totals(company),
        "opportunities": opportunities(company),
        "stage_events": stage_events(company),
        "tickets": tickets(company),
        "survey_answers": survey_answers(company),
        **marketing(company),
        "agreements": agreements(company),
        "actions": actions(company),
    }
