"""The demonstration company in memory: everything drawn from one seed, before it is written down messily."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fupan.demo.catalogue import Item, items
from fupan.demo.customers import Market, build_market
from fupan.demo.lines import Lines, draw_lines, intercompany, join, unfinished
from fupan.demo.marketing import Marketing, marketing
from fupan.demo.organisation import Organisation, build_organisation
from fupan.demo.pipeline import Opportunity, opportunities
from fupan.demo.promises import Action, Agreement, actions, agreements
from fupan.demo.receivables import InvoiceLine, Receipt, invoices, receipts
from fupan.demo.settle import Settled, settle
from fupan.demo.shape import Shape, company_shape
from fupan.demo.supply import DealerFlow, DepotStock, dealer_flow, depot_stock
from fupan.demo.targets import Plan, company_plan
from fupan.demo.voice import Answers, Tickets, answers, tickets

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Company:
    """All of it. ``lines`` holds the settled lines first (so ``settled.returns.of`` points into it), then unfinished and intercompany ones."""

    seed: int
    scale: float
    catalogue: tuple[Item, ...]
    market: Market
    organisation: Organisation
    shape: Shape
    plan: Plan
    settled: Settled
    lines: Lines
    order_codes: tuple[str, ...]
    invoices: tuple[InvoiceLine, ...]
    receipts: tuple[Receipt, ...]
    flow: DealerFlow
    depots: DepotStock
    opportunities: tuple[Opportunity, ...]
    tickets: Tickets
    answers: Answers
    marketing: Marketing
    agreements: tuple[Agreement, ...]
    actions: tuple[Action, ...]


def _codes(lines: Lines) -> tuple[str, ...]:
    """The order number of each line: letters of the system, the day of order and a running number."""
    unique, first, back = np.unique(lines.order, return_index=True, return_inverse=True)
    day = np.datetime_as_string(lines.order_day[first].astype("datetime64[D]"), unit="D")
    prefix = np.where(
        lines.channel[first] == 0,
        np.array(["TM", "JD", "DY", "YL"])[np.maximum(lines.platform[first], 0)],
        np.array(["", "POS", "SO", "EX"])[lines.channel[first]],
    )
    prefix = np.where(lines.intercompany[first] == 1, "IC", prefix)
    codes = [
        f"{p}{d[2:4]}{d[5:7]}{d[8:10]}{k:06d}"
        for k, (p, d) in enumerate(zip(prefix.tolist(), day.tolist(), strict=True), start=1)
    ]
    del unique
    return tuple(np.array(codes, dtype=object)[back].tolist())


def build_company(*, seed: int, scale: float, progress: Progress | None = None) -> Company:
    """The company of *seed* and *scale* (1.0 = 1.5 billion plan, about 400 thousand lines). Raises ValueError if scale is not in (0, 4]."""
    if not 0 < scale <= 4:
        raise ValueError(f"scale: found {scale}, expected more than 0 and at most 4")
    tell = progress or (lambda _text, _share: None)
    streams = [np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(10)]
    tell("设定目标与规模 shaping", 0.0)
    catalogue = items()
    shape = company_shape(streams[0], scale=scale)
    market = build_market(streams[1], scale=scale)
    organisation = build_organisation(streams[2], market)
    tell("生成订单 drawing orders", 0.05)
    drawn = draw_lines(streams[3], shape, catalogue, market, organisation, scale=scale)
    settled = settle(streams[4], shape, market, drawn)
    rest = unfinished(streams[3], settled.lines)
    group = intercompany(streams[3], shape, catalogue, market, int(rest.order.max()) + 1)
    lines = join([settled.lines, rest, group])
    tell("发票与回款 invoices and receipts", 0.15)
    billed = invoices(market, settled)
    return Company(
        seed=seed,
        scale=scale,
        catalogue=tuple(catalogue),
        market=market,
        organisation=organisation,
        shape=shape,
        plan=company_plan(streams[5], shape, organisation, settled),
        settled=settled,
        lines=lines,
        order_codes=_codes(lines),
        invoices=tuple(billed),
        receipts=tuple(receipts(streams[6], market, billed)),
        flow=dealer_flow(streams[7], market, settled, catalogue),
        depots=depot_stock(streams[7], settled, catalogue),
        opportunities=tuple(opportunities(streams[8], market, organisation, scale=scale)),
        tickets=tickets(streams[8], settled.lines, scale=scale),
        answers=answers(streams[8], settled.lines, scale=scale),
        marketing=marketing(streams[9], settled, scale=scale),
        agreements=tuple(agreements(streams[9], market, organisation, scale=scale)),
        actions=tuple(actions(market, organisation)),
    )
