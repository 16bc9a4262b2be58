"""Bridges: from target, or from the value before, to the actual, in signed steps that sum exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from fupan.diagnose.contribution import Slice

_DUST = Decimal("0.01")
StepKind = Literal["slice", "others", "untargeted", "unassigned"]


@dataclass(frozen=True, slots=True)
class Step:
    """A signed step; ``members`` are the slices in it (several in *others*)."""

    key: str
    amount: Decimal
    kind: StepKind = "slice"
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bridge:
    """``start + sum(steps) == end``, always. ``gross`` is the sum of the steps' sizes: how much is netted out."""

    start: Decimal
    steps: tuple[Step, ...]
    end: Decimal

    @property
    def gross(self) -> Decimal:
        """The sum of all steps without their signs."""
        return sum((abs(s.amount) for s in self.steps), Decimal(0))


def bridge_plan(slices: Sequence[Slice], *, target: Decimal, actual: Decimal, most: int = 8) -> Bridge:
    """From *target* to *actual*: what every slice with a target is over or short, largest surplus first.

    ``untargeted`` is what was sold where no target was set; ``unassigned`` is what the slices' targets add up to more
    (positive: over-assigned) or less than the whole's *target*, or what *actual* holds beyond the slices. Beyond
    *most* slices the smallest go into one step *others*.

    >>> b = bridge_plan([Slice("E", Decimal(130), Decimal(100)), Slice("S", Decimal(90), Decimal(100))],
    ...                 target=Decimal(190), actual=Decimal(220))
    >>> [(s.key, s.amount, s.kind) for s in b.steps]
    [('E', Decimal('30'), 'slice'), ('S', Decimal('-10'), 'slice'), ('', Decimal('10'), 'unassigned')]
    """
    gaps = [(s.key, (s.actual or Decimal(0)) - s.base) for s in slices if s.base is not None]
    steps = _largest(gaps, most)
    free = sum((s.actual for s in slices if s.base is None and s.actual is not None), Decimal(0))
    if free:
        members = tuple(s.key for s in slices if s.base is None and s.actual)
        steps.append(Step("", free, "untargeted", members))
    return _closed(target, steps, actual)


def bridge_growth(slices: Sequence[Slice], *, before: Decimal, actual: Decimal, most: int = 8) -> Bridge:
    """From the value *before* to *actual*: each slice's change, largest rise first."""
    changes = [(s.key, (s.actual or Decimal(0)) - (s.base or Decimal(0))) for s in slices]
    return _closed(before, _largest(changes, most), actual)


def _largest(changes: Sequence[tuple[str, Decimal]], most: int) -> list[Step]:
    by_size = sorted(changes, key=lambda c: (-abs(c[1]), c[0]))
    named, rest = (by_size, []) if len(by_size) <= most else (by_size[: most - 1], by_size[most - 1 :])
    steps = [Step(key, amount, members=(key,)) for key, amount in sorted(named, key=lambda c: (-c[1], c[0]))]
    if rest:
        steps.append(Step("", sum((a for _, a in rest), Decimal(0)), "others", tuple(k for k, _ in rest)))
    return steps


def _closed(start: Decimal, steps: list[Step], end: Decimal) -> Bridge:
    remainder = end - start - sum((s.amount for s in steps), Decimal(0))
    if steps and abs(remainder) < _DUST * len(steps):
        # what rounding of phased targets leaves (below a cent a step) is no step of its own
        i = max(range(len(steps)), key=lambda n: abs(steps[n].amount))
        steps[i] = replace(steps[i], amount=steps[i].amount + remainder)
    elif remainder:
        steps.append(Step("", remainder, "unassigned"))
    return Bridge(start, tuple(steps), end)
