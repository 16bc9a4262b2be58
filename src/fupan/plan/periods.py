"""The periods of a plan: its finest ones and the coarser ones that are made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from fupan.calendar import Calendar, Grain, Window
from fupan.plan.refusal import PlanError

_COARSER: tuple[Grain, ...] = ("year", "half", "quarter", "month", "week")


@dataclass(frozen=True)
class Periods:
    """A stretch of time cut into leaves of one grain; ``spans``: label of a coarser period -> its leaves [from, to)."""

    calendar: str
    whole: Window
    grain: Grain
    leaves: tuple[Window, ...]
    spans: tuple[tuple[Window, int, int], ...]

    def __len__(self) -> int:
        return len(self.leaves)

    @cached_property
    def _known(self) -> dict[str, slice]:
        return {w.label: slice(a, b) for w, a, b in self.spans}

    def find(self, label: str) -> slice:
        """The leaves of the period with this label; PlanError (code period) names what there is."""
        if label not in self._known:
            raise PlanError("period", f"the plan has no period “{label}”",
                            expected=f"{self.whole.label}, {self.leaves[0].label} … {self.leaves[-1].label}")  # fmt: skip
        return self._known[label]

    def window(self, label: str) -> Window:
        """The period with this label."""
        at = self.find(label)
        return next(w for w, a, b in self.spans if w.label == label and (a, b) == (at.start, at.stop))

    def of_grain(self, grain: Grain) -> list[Window]:
        """The plan's periods of one grain; empty where its leaves do not make them up."""
        return [w for w, _, _ in self.spans if w.grain == grain]

    @property
    def grains(self) -> tuple[Grain, ...]:
        """The grains in which the plan can be read, the coarsest first."""
        found = {w.grain for w, _, _ in self.spans}
        return tuple(g for g in (*_COARSER, "range") if g in found)

    def begun(self, as_of: date) -> int:
        """How many leaves have begun by *as_of*: closed ones and the running one, which no edit may change."""
        return sum(1 for w in self.leaves if w.start <= as_of)


def periods_of(calendar: str, windows: Sequence[Window]) -> Periods:
    """Windows that follow one another (quota windows of a company's own) as the leaves of a plan; PlanError for a gap."""
    for one, after in pairwise(windows):
        if one.end != after.start:
            raise PlanError("period", "windows of a plan follow one another", found=f"{one.last} … {after.start}")
    whole = Window(windows[0].start, windows[-1].end, "range", f"{windows[0].start}..{windows[-1].last}")
    spans = [(whole, 0, len(windows))] if len(windows) > 1 else []
    return Periods(calendar, whole, "range", tuple(windows), (*spans, *((w, n, n + 1) for n, w in enumerate(windows))))


def make_periods(calendar: Calendar, whole: Window, grain: Grain) -> Periods:
    """*whole* cut into periods of *grain*. Coarser periods are kept where leaves make them up exactly.

    A year of 4-4-5 weeks nests weeks in months; a calendar month holds no whole number of weeks, so a weekly plan of a
    calendar year has weeks and the year alone. PlanError where *grain* does not divide *whole*.
    """
    leaves = tuple(calendar.periods(whole, grain))
    starts = {w.start: n for n, w in enumerate(leaves)}
    ends = {w.end: n + 1 for n, w in enumerate(leaves)}
    cut = [w.label for w in (leaves[0], leaves[-1]) if w != calendar.window_of(w.start, grain)]
    if cut and grain != "week":
        raise PlanError("period", f"{whole.label} is not made of whole periods ({grain})", found=cut[0])
    spans: list[tuple[Window, int, int]] = []
    for coarser in _COARSER:
        if coarser == grain:
            break
        spans += [
            (w, starts[w.start], ends[w.end])
            for w in calendar.periods(whole, coarser)
            if w.start in starts and w.end in ends and w == calendar.window_of(w.start, coarser)
        ]
    if all(w.label != whole.label for w, _, _ in spans) and (len(leaves) > 1 or leaves[0].label != whole.label):
        spans.insert(0, (whole, 0, len(leaves)))
    spans += [(w, n, n + 1) for n, w in enumerate(leaves)]
    return Periods(calendar.name, whole, grain, leaves, tuple(spans))
