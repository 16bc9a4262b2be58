"""The shape of the company's two years: net sales per region x channel x line x month, fitted to the stated figures.

The stated totals are margins; the planted causes and some noise are the seed; iterative proportional fitting keeps the
interactions of the seed and meets every margin. The result is in fen and scales with the size of the company.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fupan.demo.causes import CELL_FACTORS
from fupan.demo.geography import CENTRAL_WEST, REGIONS

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

CHANNELS: tuple[str, ...] = ("online", "store", "dealer", "overseas")
CHANNEL_NAMES = {
    "online": ("线上", "Online"),
    "store": ("直营门店", "Own stores"),
    "dealer": ("经销商", "Dealers"),
    "overseas": ("海外", "Overseas"),
}
RECOGNITION = {"online": "confirm", "store": "order", "dealer": "sign", "overseas": "lading"}
ONLINE, STORE, DEALER, ABROAD = range(4)
N_REGIONS, N_CHANNELS, N_LINES, N_MONTHS = len(REGIONS), 4, 3, 19

#: plan of 2025 by month, million yuan: Q1 250, Q2 350, Q3 400, Q4 500
PLAN_MONTHS = (85, 70, 95, 100, 115, 135, 125, 130, 145, 145, 195, 160)
PLAN_REGIONS = (0.35, 0.20, 0.16, 0.08, 0.09, 0.04, 0.04, 0.04)
PLAN_CHANNELS = (0.33, 0.23, 0.40, 0.04)
PLAN_LINES = (0.45, 0.33, 0.22)

#: attainment of the first half by region: East 128%, South 95%, Central-West 120% together, 112% in all
ATTAINMENT = (1.28, 0.95, 0.98, 1.16, 1.188, 1.307, 0.93, 0.90)
ATTAINMENT_MONTHS = (1.10, 1.05, 1.13, 1.15, 1.14, 1.125)
SHARE_CHANNELS = (0.35, None, 0.40, None)
SHARE_LINES = (0.48, 0.30, 0.22)

#: growth of the first half of 2025 over 2024 by region; Central-West is fitted to +56% in total, online and offline alike
LAST_YEAR_REGIONS = (178.0, 88.0, 68.0, None, None, None, 16.5, None)
GROWTH_CENTRAL_WEST = 1.56
GROWTH_TILT = (0.96, 1.0, 1.08)
LAST_YEAR_CHANNELS = (0.32, None, 0.42, 0.0305)
LAST_YEAR_LINES = (0.44, 0.34, 0.22)
LAST_YEAR_MONTHS = (79, 57, 74, 75, 84, 92, 93, 98, 108, 109, 160, 125)
LAST_YEAR_TOTAL = 1500 / 1.3
LAST_YEAR_FIRST_HALF = LAST_YEAR_TOTAL * 0.4

MILLION_FEN = 100_000_000


@dataclass(frozen=True, slots=True)
class Shape:
    """``net``: fen by [region, channel, line, month 0..18]; ``plan``: fen by [region, channel, line, month 0..11] of 2025."""

    net: Ints
    plan: Ints


def fit(seed: Floats, margins: Sequence[tuple[tuple[int, ...], Floats]], *, rounds: int = 400) -> Floats:
    """Scale *seed* so that its sums over all axes but those named equal each margin (iterative proportional fitting).

    Margins must agree on the grand total; zeros of the seed stay zero. Stops when every margin holds to 1e-10 of the total.
    """
    cells = seed.copy()
    total = float(margins[0][1].sum())
    for _ in range(rounds):
        worst = 0.0
        for axes, wanted in margins:
            others = tuple(a for a in range(cells.ndim) if a not in axes)
            have = cells.sum(axis=others, keepdims=True)
            goal = wanted.reshape(have.shape)
            worst = max(worst, float(np.abs(have - goal).max()))
            cells = cells * np.divide(goal, have, out=np.ones_like(have), where=have > 0)
        if worst < total * 1e-10:
            break
    return cells


def round_to(cells: Floats, unit: float, total: float) -> Ints:
    """Whole numbers of *unit* whose sum is *total*: round down, then give the rest to the largest remainders."""
    scaled = cells / unit
    low = np.floor(scaled + 1e-9)
    missing = round(total / unit) - int(low.sum())
    order = np.argsort(-(scaled - low), axis=None, kind="stable")[: max(missing, 0)]
    np.put(low, order, np.take(low, order) + 1)
    return np.asarray(low, dtype=np.int64) * int(unit)


def _open_cells(months: int) -> Floats:
    """Ones where something can be sold: overseas regions through the overseas channel only."""
    cells = np.ones((N_REGIONS, N_CHANNELS, N_LINES, months))
    cells[:-1, ABROAD] = 0
    cells[-1, :ABROAD] = 0
    return cells


def _taste(rng: np.random.Generator, months: int) -> Floats:
    """Some noise, and tastes: online sells A, dealers sell C, spring sells C."""
    cells = _open_cells(months) * np.exp(rng.normal(0, 0.05, (N_REGIONS, N_CHANNELS, N_LINES, months)))
    tilt = np.array([[1.15, 1.0, 0.75], [1.05, 1.1, 0.9], [0.9, 0.95, 1.25], [0.8, 1.1, 1.2]])
    region = np.exp(rng.normal(0, 0.08, (N_REGIONS, N_CHANNELS, N_LINES, 1)))
    return np.asarray(cells * tilt[None, :, :, None] * region)


def _plan(rng: np.random.Generator) -> Floats:
    """The plan of 2025 in million yuan; halves are fitted apart so that the first half has the stated shares too."""
    seed = _taste(rng, 12)
    halves = []
    for half in (slice(0, 6), slice(6, 12)):
        months = np.array(PLAN_MONTHS[half], dtype=float)
        total = months.sum()
        halves.append(
            fit(
                seed[..., half],
                [
                    ((0,), np.array(PLAN_REGIONS) * total),
                    ((1,), np.array(PLAN_CHANNELS) * total),
                    ((2,), np.array(PLAN_LINES) * total),
                    ((3,), months),
                ],
            )
        )
    return np.concatenate(halves, axis=3)


def _causes(first: int, months: int) -> Floats:
    cells = np.ones((N_REGIONS, N_CHANNELS, N_LINES, months))
    for (region, line, month), factor in CELL_FACTORS.items():
        if first <= month < first + months:
            cells[region, :, line, month - first] *= factor
    return cells


def _first_half(rng: np.random.Generator, plan: Floats) -> Floats:
    """January to June 2025."""
    half = plan[..., :6]
    regions = half.sum(axis=(1, 2, 3)) * np.array(ATTAINMENT)
    total = 1.12 * half.sum()
    regions[5] += total - regions.sum()
    months = half.sum(axis=(0, 1, 2)) * np.array(ATTAINMENT_MONTHS)
    months *= total / months.sum()
    abroad = regions[-1]
    channels = np.array([0.35 * total, 0.0, 0.40 * total, abroad])
    channels[STORE] = total - channels.sum()
    seed = half * _causes(12, 6) * np.exp(rng.normal(0, 0.04, half.shape))
    return fit(seed, [((0,), regions), ((1,), channels), ((2,), np.array(SHARE_LINES) * total), ((3,), months)])


def _last_first_half(rng: np.random.Generator, now: Floats) -> Floats:
    """January to June 2024: Central-West is 1/1.56 of the year after, in total and in each channel."""
    current = now.sum(axis=(2, 3))
    west = [REGIONS.index(r) for r in CENTRAL_WEST]
    rest = [r for r in range(N_REGIONS) if r not in west]
    by_channel = current[west].sum(axis=0) / GROWTH_CENTRAL_WEST
    by_region = current[west].sum(axis=1) / np.array(GROWTH_TILT)
    by_region *= by_channel.sum() / by_region.sum()
    matrix = np.zeros((N_REGIONS, N_CHANNELS))
    matrix[west] = fit(current[west], [((0,), by_region), ((1,), by_channel)])

    total = LAST_YEAR_FIRST_HALF
    regions = np.array([v or 0.0 for v in LAST_YEAR_REGIONS])[rest]
    channels = np.array([v or 0.0 for v in LAST_YEAR_CHANNELS]) * total - np.append(by_channel[:3], 0.0)
    regions[-1] = channels[ABROAD]
    regions[:-1] *= (total - by_channel.sum() - regions[-1]) / regions[:-1].sum()
    channels[STORE] = regions.sum() - channels[ONLINE] - channels[DEALER] - channels[ABROAD]
    matrix[rest] = fit(current[rest] + 1e-12 * (current[rest] > 0), [((0,), regions), ((1,), channels)])

    months = np.array(LAST_YEAR_MONTHS[:6], dtype=float)
    seed = _taste(rng, 6) * now.mean(axis=3, keepdims=True) / np.maximum(now.mean(axis=(2, 3), keepdims=True), 1e-12)
    return fit(
        seed, [((0, 1), matrix), ((2,), np.array(LAST_YEAR_LINES) * total), ((3,), months * total / months.sum())]
    )


def _last_second_half(rng: np.random.Generator, before: Floats, after: Floats) -> Floats:
    """July to December 2024, half way between the halves around it."""
    total = LAST_YEAR_TOTAL - LAST_YEAR_FIRST_HALF
    matrix = before.sum(axis=(2, 3)) / before.sum() + after.sum(axis=(2, 3)) / after.sum()
    lines = (np.array(LAST_YEAR_LINES) + np.array(SHARE_LINES)) / 2
    months = np.array(LAST_YEAR_MONTHS[6:], dtype=float)
    return fit(
        _taste(rng, 6),
        [
            ((0, 1), matrix / 2 * total),
            ((2,), lines * total),
            ((3,), months * total / months.sum()),
        ],
    )


def _running_july(rng: np.random.Generator, plan: Floats, half: Floats) -> Floats:
    """1 to 17 July 2025: about 57% of July's plan, shaped like June."""
    june = half[..., 5:6] * np.exp(rng.normal(0, 0.05, half[..., 5:6].shape))
    return june / june.sum() * plan[..., 6].sum() * 17 / 31 * 1.04


def company_shape(rng: np.random.Generator, *, scale: float) -> Shape:
    """Net sales and plan of the whole company; online cells are whole yuan so that tax splits exactly."""
    plan = _plan(rng)
    half = _first_half(rng, plan)
    before = _last_first_half(rng, half)
    second = _last_second_half(rng, before, half)
    july = _running_july(rng, plan, half)
    net = np.concatenate([before, second, half, july], axis=3) * MILLION_FEN * scale
    fen = np.rint(net).astype(np.int64)
    fen[:, ONLINE] = np.rint(net[:, ONLINE] / 100).astype(np.int64) * 100
    whole = np.stack(
        [round_to(plan[..., m] * MILLION_FEN * scale, 10_000, PLAN_MONTHS[m] * MILLION_FEN * scale) for m in range(12)],
        axis=3,
    )
    return Shape(net=fen, plan=whole)
