"""What customers say: service tickets and survey answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fupan.demo.buyers import SHOPPERS
from fupan.demo.days import FIRST_DAY, LAST_DAY, day
from fupan.demo.lines import Lines
from fupan.demo.shape import DEALER, ONLINE

Ints = npt.NDArray[np.int64]

TICKET_KINDS = ("质量", "物流", "服务", "合同", "价格", "咨询")
SEVERITIES = ("一般", "较重", "严重")
TOUCH_POINTS = ("csat", "nps")
CSAT_FIRST_HALF = 85.0


@dataclass(frozen=True, slots=True)
class Tickets:
    """Parallel arrays; ``of`` is the order line a ticket is about, days -1 while open."""

    of: Ints
    kind: Ints
    severity: Ints
    created: Ints
    closed: Ints
    response_tenths: Ints
    resolution_tenths: Ints
    complaint: Ints


@dataclass(frozen=True, slots=True)
class Answers:
    """Parallel arrays; ``nps`` is 1 for the 0-10 recommendation question, 0 for satisfaction on ``scale``."""

    of: Ints
    day: Ints
    nps: Ints
    score: Ints
    scale: Ints


def tickets(rng: np.random.Generator, lines: Lines, *, scale: float) -> Tickets:
    """About one ticket per sixty lines; in 西南 more about delivery in May and June, in 华南 more about price."""
    count = max(400, round(6500 * scale))
    of = np.sort(rng.choice(len(lines), size=count, replace=False))
    created = np.minimum(lines.recognised_day[of] + rng.integers(0, 25, count), LAST_DAY)
    kind = rng.choice(6, size=count, p=[0.24, 0.20, 0.20, 0.03, 0.08, 0.25])
    shifted = rng.random(count)
    kind = np.where((lines.region[of] == 4) & (lines.month[of] >= 16) & (shifted < 0.35), 1, kind)
    kind = np.where(
        (lines.region[of] == 1) & (lines.line[of] == 1) & (lines.month[of] >= 14) & (shifted < 0.35), 4, kind
    )
    severity = rng.choice(3, size=count, p=[0.72, 0.22, 0.06])
    response = np.maximum(2, np.rint(np.exp(rng.normal(3.6, 0.8, count)))).astype(np.int64)
    hours = np.where(created < day(2025, 1, 1), 40.0, 25.0)
    resolution = response + np.rint(10 * hours * np.exp(rng.normal(-0.3, 0.7, count))).astype(np.int64)
    closed = created + resolution // 240
    is_open = (closed > LAST_DAY) | (rng.random(count) < 0.015)
    return Tickets(
        of,
        kind,
        severity,
        created,
        np.where(is_open, -1, closed),
        response,
        np.where(is_open, -1, resolution),
        (kind != 5).astype(np.int64),
    )


def answers(rng: np.random.Generator, lines: Lines, *, scale: float) -> Answers:
    """Satisfaction on a scale of 100 (and of 10 at dealers) and recommendation 0-10; the first half of 2025 has a mean of 85."""
    count = max(600, round(5200 * scale))
    of = rng.choice(
        np.flatnonzero((lines.buyer_kind == SHOPPERS) | (lines.channel == DEALER)), size=count, replace=False
    )
    when = np.clip(lines.recognised_day[of] + rng.integers(1, 20, count), FIRST_DAY, LAST_DAY)
    sequence = np.argsort(when, kind="stable")
    of, when = of[sequence], when[sequence]
    nps = (rng.random(count) < 0.4).astype(np.int64)
    ten = (lines.channel[of] == DEALER) & (nps == 0)
    level = np.where(when < day(2025, 1, 1), 81.5, CSAT_FIRST_HALF) + np.where(lines.channel[of] == ONLINE, 1.0, -0.8)
    level = level - np.where((lines.region[of] == 4) & (lines.month[of] >= 16), 7.0, 0.0)
    score = np.clip(np.rint(level + rng.normal(0, 7, count)), 20, 100)
    score = np.where(ten, np.rint(score / 10) * 10, score)
    half = np.flatnonzero((nps == 0) & (when >= day(2025, 1, 1)) & (when < day(2025, 7, 1)))
    free = half[~ten[half]]
    while (gap := round(CSAT_FIRST_HALF * len(half) - score[half].sum())) != 0:
        room = free[(score[free] < 100) if gap > 0 else (score[free] > 20)]
        moved = rng.permutation(room)[: abs(gap)]
        score[moved] += np.sign(gap)
    likely = rng.choice(11, size=count, p=[0.01, 0.005, 0.005, 0.01, 0.02, 0.04, 0.06, 0.12, 0.22, 0.26, 0.25])
    return Answers(
        of,
        when,
        nps,
        np.where(nps == 1, likely, np.where(ten, score / 10, score)).astype(np.int64),
        np.where(nps == 1, 10, np.where(ten, 10, 100)).astype(np.int64),
    )
