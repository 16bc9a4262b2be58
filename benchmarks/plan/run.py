"""Spreading a target tree again, beside plain NumPy doing the same arithmetic on dense arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from time import perf_counter

import numpy as np

from fupan.calendar import Calendar
from fupan.plan.edit import Respread, SetCell, apply
from fupan.plan.measure import Measure
from fupan.plan.periods import make_periods
from fupan.plan.slices import AXES, make_slices
from fupan.plan.tree import Tree, new_tree

SIZES = {10_000: (7, 3, 4, 10), 100_000: (10, 10, 9, 9), 1_000_000: (20, 15, 20, 14)}


def company(shape: tuple[int, ...]) -> Tree:
    """A tree of so many regions, lines, channels and positions by month, filled unevenly."""
    axes = [AXES[n] for n in ("region", "product_line", "channel", "position")]
    names = [[f"{a.name[0]}{n}" for n in range(size)] for a, size in zip(axes, shape, strict=True)]
    calendar = Calendar()
    periods = make_periods(calendar, calendar.parse("2025", date(2024, 12, 1)), "month")
    slices = make_slices(axes, product(*names))
    tree = new_tree(Measure("net_sales"), slices, periods)
    weights = np.random.default_rng(7).uniform(0.2, 5, len(slices))
    tree = apply(tree, SetCell((), "2025", Decimal(1500000000)))
    return apply(tree, Respread(weights=weights))


def plain(months: np.ndarray, weights: list[np.ndarray]) -> np.ndarray:
    """The same in NumPy on dense arrays [month, region, line, ...]: shares, floors, largest remainders, layer by layer."""
    parents = months
    for layer in weights:
        total = layer.sum(axis=-1, keepdims=True)
        exact = parents[..., None] * layer / total
        parts = np.floor(exact).astype(np.int64)
        left = parents - parts.sum(axis=-1)
        order = np.argsort(parts - exact, axis=-1, kind="stable")
        extra = np.arange(layer.shape[-1]) < left[..., None]
        np.put_along_axis(parts, order, np.take_along_axis(parts, order, axis=-1) + extra, axis=-1)
        parents = parts
    return parents


def least(run: Callable[[], object], runs: int = 5) -> float:
    """Seconds of the quickest of *runs*."""
    found = []
    for _ in range(runs):
        start = perf_counter()
        run()
        found.append(perf_counter() - start)
    return min(found)


def run_size(size: int) -> dict[str, float]:
    """Seconds for one size: plain NumPy, spread by weights, spread with a tenth locked, one cell edited, and undone."""
    shape = SIZES[size]
    tree = company(shape)
    weights = np.random.default_rng(9).uniform(0.2, 5, len(tree.slices))
    dense = []
    for depth in range(1, 5):
        layer = weights[tree.slices.depth(depth)].reshape(shape[:depth])
        dense.append(np.broadcast_to(layer, (12, *layer.shape)).astype(np.float64))
    months = tree.values[1, :, 0]
    leaves = apply(tree, Respread(weights=weights)).values[1][:, tree.slices.depth(4)]
    if not (leaves == plain(months, dense).reshape(12, -1)).all():
        raise AssertionError("the two do not agree to the cent")
    bits = tree.bits.copy()
    bits[1][:, tree.slices.depth(4).start :: 10] |= 2
    locked = replace(tree, bits=bits)
    leaf = tree.slices.paths[-1]
    return {
        "cells": leaves.size,
        "plain": least(lambda: plain(months, dense)),
        "weights": least(lambda: apply(tree, Respread(weights=weights))),
        "mix": least(lambda: apply(tree, SetCell((), "2025", Decimal(1600000000)))),
        "locked": least(lambda: apply(locked, SetCell((), "2025", Decimal(1600000000)))),
        "one cell": least(lambda: apply(tree, SetCell(leaf, "2025-06", Decimal(7)))),
    }


def run(sizes: tuple[int, ...] = (10_000, 100_000, 1_000_000)) -> None:
    """Print one line for each size."""
    for size in sizes:
        found = run_size(size)
        times = "  ".join(f"{n} {s * 1000:.1f} ms ({s / found['plain']:.1f})" for n, s in found.items() if n != "cells")
        print(f"{int(found['cells']):>9,} leaf cells: {times}")
