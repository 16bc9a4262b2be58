"""Whole cents split by weights, many parents at once: each part rounded down, what is left to the largest remainders."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
BASIS_POINTS = 10_000


def share_out(amounts: Ints, weights: Floats, counts: Ints) -> Ints:
    """*amounts* [rows, parents] split among the children of each parent by *weights* [rows, children].

    ``counts`` tells how many children each parent has (none may be 0); children stand in their parents' order. Parts add
    up to the amount exactly; of equal remainders the first goes first. Where all weights of a parent are 0, evenly.
    """
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    of = np.repeat(np.arange(len(counts)), counts)
    totals = np.add.reduceat(weights, starts, axis=1)
    if (totals == 0).any():
        weights = np.where((totals == 0)[:, of], 1.0, weights)
        totals = np.where(totals == 0, counts.astype(np.float64), totals)
    factor = amounts / totals
    exact = factor[:, of]
    exact *= weights
    below = np.floor(exact)
    parts = below.astype(np.int64)
    left = amounts - np.add.reduceat(parts, starts, axis=1)
    if (left < 0).any():  # a part a hair over a whole number: take the hair off everywhere, the remainders give it back
        exact *= 1 - 2.0**-50
        np.floor(exact, out=below)
        parts = below.astype(np.int64)
        left = amounts - np.add.reduceat(parts, starts, axis=1)
    if not left.any():
        return parts
    np.subtract(exact, below, out=exact)
    order = np.argsort(of - exact, axis=1, kind="stable")  # within each parent the largest remainder first
    rank = np.arange(len(of)) - starts[of]
    each, more = np.divmod(left, counts)
    extra = np.empty_like(parts)
    np.put_along_axis(extra, order, (rank < more[:, of]) + each[:, of], axis=1)
    parts += extra
    return parts


def half_even(amounts: Ints, over: Ints) -> Ints:
    """*amounts* x (1 + *over* basis points), rounded half-even to whole units."""
    exact = amounts * (BASIS_POINTS + over)
    quotient, rest = np.divmod(exact, BASIS_POINTS)
    half = BASIS_POINTS // 2
    rounded: Ints = quotient + ((rest > half) | ((rest == half) & (quotient % 2 == 1)))
    return rounded


def unloaded(amounts: Ints, over: Ints) -> Ints:
    """The parents of children that add up to *amounts* under *over* basis points: amounts / (1 + over), rounded."""
    factor = BASIS_POINTS + over
    quotient, rest = np.divmod(amounts * BASIS_POINTS, factor)
    rounded: Ints = quotient + ((2 * rest > factor) | ((2 * rest == factor) & (quotient % 2 == 1)))
    return rounded
