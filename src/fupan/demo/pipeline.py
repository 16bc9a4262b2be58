"""The funnel: opportunities with enterprises and dealers to be, and each stage they entered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fupan.demo.customers import Market
from fupan.demo.days import FIRST_DAY, LAST_DAY
from fupan.demo.organisation import Organisation

STAGES = ("线索", "合格商机", "方案报价", "商务谈判", "赢单")
LOST = "输单"
PASS = (0.46, 0.58, 0.55, 0.56)
GAP_DAYS = ((3, 14), (7, 25), (10, 30), (5, 25))
ORIGINS = ("展会", "老客户介绍", "官网表单", "电话拓展", "直播间", "渠道推荐")
LOST_REASONS = ("价格", "竞品", "预算取消", "功能不符", "无响应")
COUNT_AT_FULL_SCALE = 3600


@dataclass(frozen=True, slots=True)
class Opportunity:
    """An opportunity and the days on which it entered each stage (the last may be 输单)."""

    code: str
    name: str
    customer: str
    line: int
    region: int
    city: int
    position: int
    created: int
    origin: str
    amount: int
    expected: int
    events: tuple[tuple[str, int], ...]
    lost_reason: str | None

    @property
    def stage(self) -> str:
        """The stage it is in now."""
        return self.events[-1][0]

    @property
    def closed(self) -> int:
        """Day of winning or losing, -1 while open."""
        return self.events[-1][1] if self.stage in (STAGES[-1], LOST) else -1


def opportunities(rng: np.random.Generator, market: Market, org: Organisation, *, scale: float) -> list[Opportunity]:
    """Opportunities created from January 2024 on, more of them each month; nothing after 17 July 2025."""
    made = []
    count = max(300, round(COUNT_AT_FULL_SCALE * scale))
    created = np.sort(FIRST_DAY + np.floor((LAST_DAY - FIRST_DAY + 1) * rng.random(count) ** 0.85).astype(np.int64))
    for k in range(count):
        firm = market.enterprises[int(rng.integers(len(market.enterprises)))]
        owners = [
            i
            for i, p in enumerate(org.positions)
            if p.role != "director" and p.territory[0] == market.cities[firm.city].region
        ]
        line = int(rng.choice(3, p=[0.45, 0.33, 0.22]))
        when = int(created[k])
        events = [(STAGES[0], when)]
        reason = None
        weaker = 0.7 if line == 1 and market.cities[firm.city].region == "华南" and when > LAST_DAY - 140 else 1.0
        for step, chance in enumerate(PASS):
            low, high = GAP_DAYS[step]
            when += int(rng.integers(low, high))
            if when > LAST_DAY:
                break
            if rng.random() < chance * weaker:
                events.append((STAGES[step + 1], when))
            else:
                events.append((LOST, when))
                reason = LOST_REASONS[int(rng.choice(5, p=[0.32, 0.28, 0.15, 0.12, 0.13]))]
                break
        amount = int(np.rint(np.exp(rng.normal(11.6, 0.8)) * scale**0.2 / 100)) * 10_000
        made.append(
            Opportunity(
                f"OP{k + 1:05d}",
                f"{firm.name[:8]}{('A系列采购', 'B系列采购', '智慧办公')[line]}",
                firm.code,
                line,
                firm.region,
                firm.city,
                owners[int(rng.integers(len(owners)))],
                int(created[k]),
                ORIGINS[int(rng.integers(len(ORIGINS)))],
                amount,
                int(created[k]) + 75,
                tuple(events),
                reason,
            )
        )
    return made
