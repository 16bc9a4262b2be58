"""Returns, rebates and price protection, and the fitting of every amount so that each cell's net sales are exact to the fen.

Net sales of a cell (region x channel x line x month) = gross without tax - line discounts - returns - rebates - price
protection. Returns and accruals depend on the lines, so the scale of each cell is found by a few rounds of substitution (the
dependence is a few percent, so it converges at once); the last fen go into the largest line of the cell that is not returned.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from fupan.demo import causes
from fupan.demo.customers import Market
from fupan.demo.days import LAST_DAY, month_of
from fupan.demo.lines import Lines
from fupan.demo.shape import DEALER, N_CHANNELS, N_LINES, N_MONTHS, N_REGIONS, ONLINE, Shape

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

RETURN_CHANCE = (0.045, 0.020, 0.030, 0.008)
RETURN_DAYS = ((3, 15), (2, 15), (10, 45), (30, 60))
REBATE = {"一级": 0.045, "二级": 0.035, "三级": 0.030}
REASONS = ("质量问题", "七天无理由", "物流破损", "发错货", "客户取消", "滞销调换")
_CELLS = (N_REGIONS, N_CHANNELS, N_LINES, N_MONTHS)


@dataclass(frozen=True, slots=True)
class Returns:
    """Parallel arrays: ``of`` is the index of the original line; amounts are fen, positive."""

    of: Ints
    day: Ints
    quantity: Ints
    amount: Ints
    amount_with_tax: Ints
    cost: Ints
    reason: Ints


@dataclass(frozen=True, slots=True)
class Accruals:
    """Parallel arrays: fen of a dealer, line and month; ``protection`` is 1 for price protection and 0 for rebates."""

    dealer: Ints
    line: Ints
    month: Ints
    protection: Ints
    amount: Ints


@dataclass(frozen=True, slots=True)
class Settled:
    """Lines with final amounts, their returns and the dealers' accruals."""

    lines: Lines
    returns: Returns
    accruals: Accruals


def _cell_of(region: Ints, channel: Ints, line: Ints, month: Ints) -> Ints:
    return np.asarray(np.ravel_multi_index((region, channel, line, month), _CELLS), dtype=np.int64)


def _sum(cell: Ints, amount: npt.NDArray[np.generic]) -> Floats:
    return np.bincount(cell, weights=amount.astype(np.float64), minlength=int(np.prod(_CELLS)))


def _largest_of_cell(cell: Ints, amount: Ints) -> Ints:
    """Index of the largest line of each cell that has any, -1 for the others."""
    order = np.lexsort((amount, cell))
    last = order[np.flatnonzero(np.append(cell[order][1:] != cell[order][:-1], True))]
    found = np.full(int(np.prod(_CELLS)), -1, dtype=np.int64)
    found[cell[last]] = last
    return found


def _choose_returns(rng: np.random.Generator, lines: Lines, kept: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Original line, day, units and reason of each return; the lines *kept* never come back."""
    chance = np.array(RETURN_CHANCE)[lines.channel]
    chance[kept] = 0.0
    of = np.flatnonzero(rng.random(len(lines)) < chance)
    span = np.array(RETURN_DAYS)[lines.channel[of]]
    when = lines.recognised_day[of] + np.floor(span[:, 0] + rng.random(len(of)) * (span[:, 1] - span[:, 0])).astype(
        np.int64
    )
    sold = lines.quantity[of]
    part = np.where(
        (sold >= 4) & (lines.channel[of] != ONLINE),
        np.maximum(1, np.floor(sold * rng.uniform(0.1, 0.6, len(of)))),
        sold,
    ).astype(np.int64)
    reason = np.where(
        lines.channel[of] == DEALER,
        rng.choice([0, 2, 3, 5], size=len(of)),
        rng.choice([0, 1, 1, 1, 2, 3, 4], size=len(of)),
    )
    keep = when <= LAST_DAY
    return of[keep], when[keep], part[keep], reason[keep].astype(np.int64)


def _units(channel: Ints) -> Ints:
    """Amounts online are whole yuan without tax, so that a split of tax gives them back exactly; elsewhere fen."""
    return np.where(channel == ONLINE, 100, 1).astype(np.int64)


def _returned(lines: Lines, of: Ints, part: Ints, gross: Ints, discount: Ints) -> Ints:
    unit = _units(lines.channel[of])
    return np.rint((gross[of] - discount[of]) * (part / lines.quantity[of]) / unit).astype(np.int64) * unit


def _accrue(market: Market, lines: Lines, gross: Ints, discount: Ints) -> Accruals:
    mine = np.flatnonzero(lines.channel == DEALER)
    shape = (len(market.dealers), N_LINES, N_MONTHS)
    flat = np.ravel_multi_index((lines.buyer[mine], lines.line[mine], lines.month[mine]), shape)
    bought = np.bincount(
        flat, weights=(gross[mine] - discount[mine]).astype(np.float64), minlength=int(np.prod(shape))
    ).reshape(shape)
    rate = np.array([REBATE[d.grade] for d in market.dealers])[:, None, None]
    rebate = np.rint(bought * rate).astype(np.int64)
    share = np.zeros(shape)
    region = np.array([d.region for d in market.dealers])
    for (r, line, month), part in causes.PRICE_PROTECTION.items():
        share[region == r, line, month] = part
    protection = np.rint(bought * share).astype(np.int64)
    rows = [(np.nonzero(table), table, flag) for table, flag in ((rebate, 0), (protection, 1))]
    return Accruals(
        dealer=np.concatenate([where[0] for where, _, _ in rows]),
        line=np.concatenate([where[1] for where, _, _ in rows]),
        month=np.concatenate([where[2] for where, _, _ in rows]),
        protection=np.concatenate([np.full(len(where[0]), flag, dtype=np.int64) for where, _, flag in rows]),
        amount=np.concatenate([table[where] for where, table, _ in rows]),
    )


def settle(rng: np.random.Generator, shape: Shape, market: Market, lines: Lines) -> Settled:
    """Fit the amounts of *lines* to the shape. Raises ValueError if a cell has no line that can take up the rest."""
    wanted = shape.net.reshape(-1).astype(np.float64)
    cell = _cell_of(lines.region, lines.channel, lines.line, lines.month)
    taker = _largest_of_cell(cell, lines.gross)
    of, when, part, reason = _choose_returns(rng, lines, taker[taker >= 0])
    return_cell = _cell_of(lines.region[of], lines.channel[of], lines.line[of], month_of(when))
    dealer_region = np.array([d.region for d in market.dealers])
    unit = _units(lines.channel)
    factor = np.ones(len(wanted))

    def amounts() -> tuple[Ints, Ints, Ints, Accruals, Floats]:
        gross = np.maximum(np.rint(lines.gross * factor[cell] / unit).astype(np.int64), 1) * unit
        discount = np.minimum(np.rint(lines.discount * factor[cell] / unit).astype(np.int64) * unit, gross // 2)
        back = _returned(lines, of, part, gross, discount)
        accruals = _accrue(market, lines, gross, discount)
        taken = _cell_of(
            dealer_region[accruals.dealer], np.full_like(accruals.dealer, DEALER), accruals.line, accruals.month
        )
        less = _sum(return_cell, back) + _sum(taken, accruals.amount)
        return gross, discount, back, accruals, less

    for _ in range(12):
        gross, discount, back, accruals, less = amounts()
        sold = _sum(cell, gross - discount)
        factor *= np.divide(wanted + less, sold, out=np.ones_like(sold), where=sold > 0)
    gross, discount, back, accruals, less = amounts()
    rest = np.rint(wanted + less - _sum(cell, gross - discount)).astype(np.int64)

    for k in np.flatnonzero(rest):
        if taker[k] < 0 or gross[taker[k]] + rest[k] <= 0:
            raise ValueError(f"cell {np.unravel_index(k, _CELLS)} has no line to take up {rest[k]} fen")
        gross[taker[k]] += rest[k]

    final = replace(lines, gross=gross, discount=discount)
    tax = lines.tax_percent[of]
    returns = Returns(
        of=of,
        day=when,
        quantity=part,
        amount=back,
        amount_with_tax=(back * (100 + tax) * 2 + 100) // 200,
        cost=np.rint(lines.cost[of] * (part / lines.quantity[of])).astype(np.int64),
        reason=reason,
    )
    return Settled(final, returns, accruals)


def net_by_cell(settled: Settled, market: Market) -> Ints:
    """Net sales by [region, channel, line, month], summed again from the rows."""
    lines, returns, accruals = settled.lines, settled.returns, settled.accruals
    own = _cell_of(lines.region, lines.channel, lines.line, lines.month)
    back = _cell_of(lines.region[returns.of], lines.channel[returns.of], lines.line[returns.of], month_of(returns.day))
    region = np.array([d.region for d in market.dealers])[accruals.dealer]
    taken = _cell_of(region, np.full_like(region, DEALER), accruals.line, accruals.month)
    total = _sum(own, lines.gross - lines.discount) - _sum(back, returns.amount) - _sum(taken, accruals.amount)
    return np.rint(total).astype(np.int64).reshape(_CELLS)
