"""The plan of 2025 as people keep it: by region x line x channel x month, and by position x month, in three levels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fupan.demo.geography import REGIONS
from fupan.demo.organisation import Organisation
from fupan.demo.settle import Settled
from fupan.demo.shape import CHANNELS, ONLINE, Shape, round_to

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

LEVELS: tuple[tuple[str, str, float], ...] = (
    ("floor", "保底", 0.85),
    ("target", "目标", 1.0),
    ("stretch", "挑战", 1.15),
)
HUNDRED_YUAN = 10_000

#: how far a position's target may be from its fair share of last year, either way
UNFAIR = 0.12
MONTHS_OF_2024 = 12


@dataclass(frozen=True, slots=True)
class Plan:
    """Fen, whole hundreds of yuan. ``cells``: level -> [region, channel, line, month]; ``posts``: level -> [position, month]."""

    cells: dict[str, Ints]
    posts: dict[str, Ints]


def _last_year(settled: Settled, positions: int) -> Floats:
    """What was stamped to each position in 2024, fen before returns and rebates."""
    lines = settled.lines
    mine = np.flatnonzero((lines.position >= 0) & (lines.month < MONTHS_OF_2024))
    return np.bincount(lines.position[mine], weights=lines.gross[mine] - lines.discount[mine], minlength=positions)


def _by_position(rng: np.random.Generator, org: Organisation, cells: Ints, base: Floats) -> Ints:
    """Each territory's plan shared among the positions that hold it by *base*, not quite fairly; directors hold none."""
    posts = np.zeros((len(org.positions), 12), dtype=np.int64)
    groups: dict[tuple[int | None, int], list[int]] = {}
    for k, post in enumerate(org.positions):
        region, channel = post.territory
        if channel:
            groups.setdefault((None if region is None else REGIONS.index(region), CHANNELS.index(channel)), []).append(
                k
            )
    for (region, channel), members in groups.items():
        part = cells[:, ONLINE] if region is None else cells[region : region + 1, channel]
        months = part.sum(axis=(0, 1))
        share = base[members] * rng.uniform(1 - UNFAIR, 1 + UNFAIR, len(members))
        share /= share.sum()
        for m in range(12):
            posts[members, m] = round_to(share * months[m], HUNDRED_YUAN, float(months[m]))
    return posts


def company_plan(rng: np.random.Generator, shape: Shape, org: Organisation, settled: Settled) -> Plan:
    """The three levels; children of the position plan add up to the region plan in every month and level."""
    cells = {}
    for key, _, factor in LEVELS:
        total = np.round(shape.plan.sum(axis=(0, 1, 2)) * factor / HUNDRED_YUAN) * HUNDRED_YUAN
        cells[key] = np.stack(
            [round_to(shape.plan[..., m] * factor, HUNDRED_YUAN, float(total[m])) for m in range(12)], axis=3
        )
    base = _last_year(settled, len(org.positions))
    state = rng.bit_generator.state
    posts = {}
    for key, _, _ in LEVELS:
        rng.bit_generator.state = state
        posts[key] = _by_position(rng, org, cells[key], base)
    return Plan(cells, posts)
