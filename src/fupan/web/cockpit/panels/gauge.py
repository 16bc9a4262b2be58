"""The gauge 标尺: what colours a cell of a heat table or a map, in seven steps around its middle.

Attainment where the window is closed; in a running window, the distance from what is due by now, since no part of a
month can have reached the whole month's target; growth where there is no plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from fupan.metrics.result import Result
from fupan.web.cockpit.board import PanelSpec
from fupan.web.cockpit.telling import decimal
from fupan.web.cockpit.view import View

_STEPS = {
    "attainment": (0.7, 0.85, 0.95, 1.0, 1.1, 1.2),
    "pace": (-0.3, -0.15, -0.05, 0.0, 0.1, 0.2),
    "growth": (-0.3, -0.15, -0.05, 0.0, 0.1, 0.2),
}
What = Literal["measure", "amount", "well", "ill"]
_WORDS: dict[str, dict[What, tuple[str, str]]] = {
    "attainment": {
        "measure": ("达成率", "attainment"), "amount": ("差额", "gap"),
        "well": ("完成目标", "reach their target"), "ill": ("未完成", "miss their target"),
    },
    "pace": {
        "measure": ("比应达进度", "against what is due"), "amount": ("与应达的差额", "gap to what is due"),
        "well": ("跟上应达进度", "keep up with what is due"), "ill": ("落后于应达", "behind what is due"),
    },
    "growth": {
        "measure": ("增长", "growth"), "amount": ("金额", "amount"), "well": ("有增长", "grow"), "ill": ("下降", "shrink"),
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gauge:
    """How cells are judged: ``kind`` is attainment, pace or growth; ``measure`` the column that it is told from."""

    kind: str
    measure: str
    metric: str
    about: Mapping[str, str]
    view: View

    @property
    def planned(self) -> bool:
        """Judged by a plan."""
        return self.kind != "growth"

    @property
    def signed(self) -> bool:
        """Shown with its sign: a distance, not a share."""
        return self.kind != "attainment"

    @property
    def middle(self) -> int:
        """Where neither good nor bad begins."""
        return 1 if self.kind == "attainment" else 0

    def value(self, row: Mapping[str, Any]) -> Decimal | None:
        """What colours the row."""
        found = decimal(row.get(self.measure))
        return -found if found is not None and self.kind == "pace" else found

    def amount(self, row: Mapping[str, Any]) -> Decimal | None:
        """The money beside it: the gap, or the figure itself where there is no plan."""
        return self.view.short_of_due(row, self.about) if self.planned else decimal(row.get(self.metric))

    def step(self, value: Decimal) -> int:
        """The colour's step, 1 (far below) to 7 (far above), judged as shown in whole percent."""
        return 1 + sum(float(round(value, 2)) >= s for s in _STEPS[self.kind])

    def told(self, what: What) -> str:
        """Its words in the page's language."""
        return self.view.teller.word(*_WORDS[self.kind][what])


def gauge_of(spec: PanelSpec, view: View, result: Result, *, most: bool = False) -> Gauge:
    """The gauge of a panel's answer; with ``most``, a plan counts only where most rows have one."""
    about = view.about(spec.metric)
    known = sum(decimal(r.get(about.get("attainment", ""))) is not None for r in result.rows)
    if known and (not most or 2 * known > len(result.rows)):
        if view.window.running and any(decimal(r.get(about.get("lag", ""))) is not None for r in result.rows):
            return Gauge("pace", about["lag"], spec.metric, about, view)
        return Gauge("attainment", about["attainment"], spec.metric, about, view)
    return Gauge("growth", f"{spec.metric}.vs_{view.filters.compare}", spec.metric, about, view)


def legend(view: View, gauge: Gauge) -> dict[str, str]:
    """The ends of the colour scale, in words."""
    steps = _STEPS[gauge.kind]
    percent = view.teller.scales.percent(decimals=0, signed=gauge.signed)
    return {"low": f"<{view.teller.show(steps[0], percent)}", "high": f"≥{view.teller.show(steps[-1], percent)}"}
