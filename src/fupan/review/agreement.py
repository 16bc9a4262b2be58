"""Whether the figures of a page agree as they are shown: within each block, and between sentences and blocks.

A reader subtracts the bars 126 and 95 and expects the sentence's 31; where rounding makes it another number, the page says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from fupan.review.model import Block, Chart, Display, Number, Table
from fupan.review.phrase import Fact, Listing, Quantity
from fupan.review.rounding import as_shown, differs, figures

Told = Sequence[Fact]
"""The facts of one sentence."""

_ZERO = Decimal(0)
_CENT = Decimal("0.005")
_ADDITIVE = ("money", "count")


def agree(blocks: Sequence[Block], sentences: Sequence[Told]) -> bool:
    """Whether every sum and difference that a reader can take of the page's figures is the one that the page tells."""
    drawn = [b for b in blocks if isinstance(b, Chart | Table)]
    if any(differs(b) for b in drawn) or any(_parts_miss(told) for told in sentences):
        return False
    taken = [made for block in drawn for made in _taken(block)]
    quantities = [q for told in sentences for q in _quantities(told) if q.display.kind in _ADDITIVE and q.value]
    return not any(_misses(q, exact, rounded, step) for q in quantities for exact, rounded, step in taken)


def _quantities(told: Told) -> Iterator[Quantity]:
    for fact in told:
        if isinstance(fact, Quantity):
            yield fact
        elif isinstance(fact, Listing):
            yield from (q for _, q in fact.entries if q is not None)


def _parts_miss(told: Told) -> bool:
    """A sentence that lists parts of a figure it tells: +91, -4, +35 and -2 are not 119."""
    wholes = [f for f in told if isinstance(f, Quantity)]
    for fact in told:
        parts = [q for _, q in fact.entries if q is not None] if isinstance(fact, Listing) else []
        if len(parts) < 2 or parts[0].display.kind not in _ADDITIVE:
            continue
        exact, rounded = sum((p.value for p in parts), _ZERO), sum((p.shown for p in parts), _ZERO)
        step = max(_step(p.display) for p in parts)
        if any(abs(exact - w.value) < step and _apart(rounded, w.shown, max(step, _step(w.display))) for w in wholes):
            return True
    return False


def _taken(block: Chart | Table) -> Iterator[tuple[Decimal, Decimal, Decimal]]:
    """What a reader may take of a block: sums of a series, differences of two and the sums of what is over and short:
    the exact amount, the one of shown figures, and the coarsest step of those."""
    columns = list(_columns(block))
    for display, values in columns:
        if len([v for v in values if v]) > 1:
            yield _sum(values), sum((as_shown(v, display) for v in values), _ZERO), _step(display)
    for (one, left), (other, right) in combinations(columns, 2):
        step = max(_step(one), _step(other))
        pairs = [(a, b) for a, b in zip(left, right, strict=True) if a is not None and b is not None]
        gaps = [(a - b, as_shown(a, one) - as_shown(b, other)) for a, b in pairs]
        yield from ((exact, rounded, step) for exact, rounded in gaps)
        for sign in (1, -1):
            side = [g for g in gaps if g[0] * sign > 0]
            if len(side) > 1:
                yield sum((g[0] for g in side), _ZERO), sum((g[1] for g in side), _ZERO), step


def _columns(block: Chart | Table) -> Iterator[tuple[Display, Sequence[Number]]]:
    if isinstance(block, Table):
        yield from ((d, v) for d, v, _ in figures(block) if block.kind == "table" and d.kind in _ADDITIVE)
    elif block.kind in ("combo", "bar", "column", "stacked"):
        yield from ((s.display, s.values) for s in block.series if s.display.kind in _ADDITIVE)


def _misses(told: Quantity, exact: Decimal, rounded: Decimal, step: Decimal) -> bool:
    """Whether a sentence tells the amount that a reader takes of a block, and comes to another figure."""
    if abs(abs(told.value) - abs(exact)) >= _CENT:
        return False
    return _apart(abs(rounded), abs(told.shown), max(step, _step(told.display)))


def _apart(one: Decimal, other: Decimal, step: Decimal) -> bool:
    """Whether two figures differ by more than the coarser one's rounding."""
    return abs(one - other) > step / 2


def _step(display: Display) -> Decimal:
    """What the last digit shown is worth."""
    return display.scale.scaleb(-display.decimals)


def _sum(values: Sequence[Number]) -> Decimal:
    return sum((v for v in values if v is not None), _ZERO)
