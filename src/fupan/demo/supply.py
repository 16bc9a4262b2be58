"""What dealers sell on and what lies where: dealers' stock from sell-in and sell-out, own depots with the planted stock-out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fupan.demo import causes
from fupan.demo.catalogue import Item
from fupan.demo.customers import Market
from fupan.demo.geography import REGIONS
from fupan.demo.settle import Settled
from fupan.demo.shape import DEALER, N_MONTHS

Ints = npt.NDArray[np.int64]

DEPOTS: tuple[tuple[str, str, int], ...] = (
    ("W1", "华东中心仓(苏州)", 0),
    ("W2", "华南中心仓(东莞)", 1),
    ("W3", "华北仓(天津)", 2),
    ("W4", "华中仓(武汉)", 3),
    ("W5", "西南仓(成都)", 4),
    ("W6", "西北仓(西安)", 5),
    ("W7", "东北仓(沈阳)", 6),
)


@dataclass(frozen=True, slots=True)
class DealerFlow:
    """Parallel arrays per dealer, item and month: units bought, sold on and left at the month's end (only where any is)."""

    dealer: Ints
    item: Ints
    month: Ints
    sell_in: Ints
    sell_out: Ints
    stock: Ints


@dataclass(frozen=True, slots=True)
class DepotStock:
    """Parallel arrays per depot, item and month end: units on hand."""

    depot: Ints
    item: Ints
    month: Ints
    quantity: Ints


def dealer_flow(rng: np.random.Generator, market: Market, settled: Settled, items: list[Item]) -> DealerFlow:
    """Sell-out follows the last three months' sell-in; the stuffed dealer's stays at its level of before the stuffing."""
    lines = settled.lines
    shape = (len(market.dealers), len(items), N_MONTHS)
    mine = np.flatnonzero((lines.channel == DEALER) & (lines.intercompany == 0))
    bought = np.zeros(shape)
    np.add.at(bought, (lines.buyer[mine], lines.item[mine], lines.month[mine]), lines.quantity[mine])
    stuffed = int(causes.STUFFED_DEALER[1:]) - 1
    sold = np.zeros(shape)
    stock = np.zeros(shape)
    before = np.rint(bought[:, :, :3].mean(axis=2) * 1.3)
    hand = before.copy()
    level = bought[stuffed, :, :12].mean(axis=1)
    for month in range(N_MONTHS):
        window = bought[:, :, max(0, month - 2) : month + 1].mean(axis=2)
        wish = window * rng.uniform(0.85, 1.12, window.shape)
        if month >= causes.MARCH_2025:
            wish[stuffed] = level * rng.uniform(0.9, 1.05, level.shape)
        if month == N_MONTHS - 1:
            wish *= 17 / 31
        hand += bought[:, :, month]
        sold[:, :, month] = np.minimum(np.floor(wish + rng.random(wish.shape)), hand)
        hand -= sold[:, :, month]
        stock[:, :, month] = hand
    seen = np.nonzero((bought > 0) | (sold > 0) | (stock > 0))
    dealer, item, month_index = (v.astype(np.int64) for v in seen)
    return DealerFlow(dealer, item, month_index, *(t[seen].astype(np.int64) for t in (bought, sold, stock)))


def depot_stock(rng: np.random.Generator, settled: Settled, items: list[Item]) -> DepotStock:
    """About six weeks of the region's sales at each month end; nothing of the stock-out items in 西南 in May and June 2025."""
    lines = settled.lines
    shape = (len(DEPOTS), len(items), N_MONTHS)
    home = np.minimum(lines.region, len(REGIONS) - 2)
    taken = np.zeros((len(REGIONS) - 1, len(items), N_MONTHS))
    np.add.at(taken, (home, lines.item, lines.month), lines.quantity)
    cover = rng.uniform(0.9, 1.9, shape)
    slow = rng.random((1, len(items), 1)) < 0.08
    quantity = np.rint(taken * np.where(slow, 4.0, cover))
    quantity[..., -1] = np.rint(quantity[..., -1] * 31 / 17)
    for k, item in enumerate(items):
        if item.category == "服务":
            quantity[:, k] = 0
        if item.code in causes.STOCK_OUT_ITEMS:
            quantity[causes.SOUTH_WEST, k, list(causes.STOCK_OUT_MONTHS)] = 0
    keep = (
        np.array([i.category != "服务" for i in items])[None, :, None]
        & np.array([[(i.launched <= (2024 + m // 12, m % 12 + 1)) for m in range(N_MONTHS)] for i in items])[None, :, :]
        & np.ones(shape, dtype=bool)
    )
    depot, item, month = (v.astype(np.int64) for v in np.nonzero(keep))
    return DepotStock(depot, item, month, quantity[keep].astype(np.int64))
