"""Eight campaigns of the first half of 2025: what they cost and which sales they are credited with (1:4.2 in all)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fupan.demo.days import day_of
from fupan.demo.settle import Settled
from fupan.demo.shape import ONLINE, STORE

Ints = npt.NDArray[np.int64]

SPEND_YUAN = 5_200_000
RETURN_ON_SPEND = 4.2


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign: ``cost`` is its share of the spend in percent, ``ratio`` its sales per yuan before fitting."""

    code: str
    name: str
    kind: str
    channel: int
    region: int | None
    line: int | None
    start: str
    end: str
    cost: int
    ratio: float


CAMPAIGNS: tuple[Campaign, ...] = (
    Campaign("MK2501", "年货节直播专场", "直播", ONLINE, None, 0, "2025-01-06", "2025-01-26", 15, 4.4),
    Campaign("MK2502", "开学季换新", "促销", ONLINE, None, 0, "2025-02-10", "2025-03-02", 9, 3.7),
    Campaign("MK2503", "A9 Ultra 上市发布", "发布会", ONLINE, None, 0, "2025-03-10", "2025-03-31", 17, 4.6),
    Campaign("MK2504", "门店体验周", "线下活动", STORE, None, None, "2025-04-05", "2025-04-20", 10, 3.6),
    Campaign("MK2505", "五一家装节", "促销", STORE, None, 2, "2025-04-26", "2025-05-10", 11, 3.9),
    Campaign("MK2506", "达人种草计划", "达人", ONLINE, None, 1, "2025-05-06", "2025-05-31", 12, 4.0),
    Campaign("MK2507", "地铁广告(广深)", "户外广告", STORE, 1, None, "2025-05-15", "2025-06-15", 10, 2.1),
    Campaign("MK2508", "618大促", "促销", ONLINE, None, None, "2025-06-01", "2025-06-20", 16, 5.6),
)


@dataclass(frozen=True, slots=True)
class Marketing:
    """``spend``: (campaign index, day, kind, fen); ``attributed``: (campaign, day, channel, region, line, fen);
    ``tagged``: campaign of each order line or -1; ``reach``: (exposures, leads) per campaign."""

    spend: list[tuple[int, int, str, int]]
    attributed: list[tuple[int, int, int, int, int, int]]
    tagged: Ints
    reach: list[tuple[int, int]]


def _spend(rng: np.random.Generator, total: int) -> list[tuple[int, int, str, int]]:
    """Four or five payments per campaign that add up to its share of *total* fen."""
    made = []
    for k, campaign in enumerate(CAMPAIGNS):
        budget = total * campaign.cost // 100
        parts = rng.dirichlet((4, 3, 2, 1.5)) * budget
        fen = [int(p) // 100 * 100 for p in parts[:-1]]
        fen.append(budget - sum(fen))
        start, end = day_of(campaign.start), day_of(campaign.end)
        for kind, amount in zip(("媒体投放", "内容制作", "物料", "执行服务"), fen, strict=True):
            made.append((k, int(rng.integers(start, end + 1)), kind, amount))
    return made


def _fill(pool: Ints, net: Ints, goal: float) -> tuple[list[int], float]:
    """Lines of *pool*, in its order, that fit into *goal* fen, and what is left of it."""
    chosen = []
    for line in pool.tolist():
        if net[line] <= goal:
            chosen.append(line)
            goal -= float(net[line])
    return chosen, goal


def marketing(rng: np.random.Generator, settled: Settled, *, scale: float) -> Marketing:
    """Tag unreturned lines inside each campaign's window until its sales are reached; the last takes up the rest."""
    lines = settled.lines
    total = round(SPEND_YUAN * 100 * scale)
    goal = total * RETURN_ON_SPEND
    wanted = np.array([c.cost * c.ratio for c in CAMPAIGNS])
    wanted = wanted / wanted.sum() * goal
    net = lines.gross - lines.discount
    free = np.ones(len(lines), dtype=bool)
    free[settled.returns.of] = False
    tagged = np.full(len(lines), -1, dtype=np.int64)
    rest = 0.0
    for k, campaign in enumerate(CAMPAIGNS):
        inside = (
            free
            & (tagged < 0)
            & (lines.channel == campaign.channel)
            & (lines.recognised_day >= day_of(campaign.start))
            & (lines.recognised_day <= day_of(campaign.end))
        )
        inside &= net < max(wanted[k] * 0.2, 300_000)
        if campaign.region is not None:
            inside &= lines.region == campaign.region
        if campaign.line is not None:
            inside &= lines.line == campaign.line
        pool = rng.permutation(np.flatnonzero(inside))
        chosen, rest = _fill(pool, net, wanted[k] + rest)
        tagged[chosen] = k
    summed: dict[tuple[int, int, int, int, int], int] = {}
    for i in np.flatnonzero(tagged >= 0):
        key = (
            int(tagged[i]),
            int(lines.recognised_day[i]),
            int(lines.channel[i]),
            int(lines.region[i]),
            int(lines.line[i]),
        )
        summed[key] = summed.get(key, 0) + int(net[i])
    reach = [(int(rng.integers(20, 90)) * 100_000, int(rng.integers(900, 6000))) for _ in CAMPAIGNS]
    return Marketing(_spend(rng, total), [(*key, fen) for key, fen in sorted(summed.items())], tagged, reach)
