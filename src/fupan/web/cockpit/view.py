"""One look at a board: filters, windows, words and rules, for one asker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import reverse

from fupan.calendar import Calendar, Window
from fupan.contracts import Table, all_tables
from fupan.metrics.definitions import Definitions
from fupan.metrics.question import OTHERS, UNKNOWN, Question
from fupan.metrics.result import ROLLUP
from fupan.track import LightRules
from fupan.web.cockpit.board import PanelSpec
from fupan.web.cockpit.filters import Filters
from fupan.web.cockpit.telling import Teller, decimal

ABOUT = ("target", "phased_target", "attainment", "gap", "lag")
"""What is told of a metric that has a plan."""
_OF = {"org_history": "org_units", "position_spans": "positions", "position_history": "positions"}
"""Tables that the build makes of others, by the one that people know."""


@dataclass(frozen=True, slots=True)
class View:
    """What every panel draws from."""

    filters: Filters
    teller: Teller
    lights: LightRules
    definitions: Definitions
    calendar: Calendar
    window: Window
    as_of: date
    maps: Path | None = None

    @property
    def year(self) -> Window:
        """The whole fiscal year that the window ends in."""
        return self.calendar.window_of(self.window.last, "year")

    def about(self, metric: str) -> dict[str, str]:
        """What is told of *metric*'s plan -> the metric that tells it ("lag" -> "lag(receipts)")."""
        found: dict[str, str] = {}
        for name in ABOUT:
            known = self.definitions.metrics.get(name)
            of = getattr(known, "of", None)
            if of is not None:
                found[name] = name if of == metric else f"{name}({metric})"
        return found

    def table(self, name: str) -> str:
        """A table by its own name in the page's language; a table made of others by that of the first."""
        name = _OF.get(name, name)
        known = _tables().get(name.removeprefix(ROLLUP))
        return name if known is None else self.teller.word(known.zh, known.en)

    def field(self, table: str, name: str) -> str:
        """A column of a table by its own name in the page's language."""
        known = _tables().get(table)
        found = next((f for f in (*known.fields, *known.derived) if f.name == name), None) if known else None
        return name if found is None else self.teller.word(found.zh, found.en)

    def short_of_due(self, row: Mapping[str, Any], about: Mapping[str, str]) -> Decimal | None:
        """How far a row is above (below: negative) what is due of its target by now; in a closed window, its gap."""
        gap, target, due = (decimal(row.get(about.get(n, ""))) for n in ("gap", "target", "phased_target"))
        return gap + target - due if gap is not None and target is not None and due is not None else gap

    def level(self, dimension: str) -> str:
        """The dimension, or the next level below where the filters hold just one of its members."""
        known = self.definitions.dimensions[dimension]
        ways = [d.hierarchy for d in self.definitions.dimensions.values() if dimension in d.hierarchy]
        if not ways or self.filters.only(dimension) is None:
            return known.name
        below = ways[0][ways[0].index(dimension) + 1 :]
        return self.level(below[0]) if below else known.name

    def question(self, spec: PanelSpec, **fields: Any) -> Question:
        """The panel's question inside the filters."""
        by = tuple(self.level(d) for d in spec.by)
        window = self.year if spec.window == "year" else self.window
        asked = Question(metrics=(spec.metric,), by=by, window=window, as_of=self.as_of)
        return self.filters.question(replace(asked, **fields))

    def figure_url(self, panel: str, column: str, row: Mapping[str, Any], by: tuple[str, ...]) -> str:
        """Where a figure tells what it is."""
        return reverse("cockpit_figure") + self.filters.url(panel=panel, column=column, **places(row, by))

    def drill_url(self, dimension: str, member: Any) -> str | None:
        """The same board narrowed to a member; None for what is no member of its own."""
        if member in (None, OTHERS, UNKNOWN) or self.definitions.dimensions[dimension].time is not None:
            return None
        return reverse("cockpit") + self.filters.with_member(dimension, str(member)).url()


@cache
def _tables() -> Mapping[str, Table]:
    return {t.name: t for t in all_tables()}


def places(row: Mapping[str, Any], by: tuple[str, ...]) -> dict[str, str]:
    """Where a row stands, for a URL: at.<dimension> = key, or name where there is no key; nothing for a total."""
    found: dict[str, str] = {}
    for dimension in by:
        value = row.get(f"{dimension}.key")
        value = row.get(dimension) if value is None else value
        if value is not None:
            found[f"at.{dimension}"] = str(value)
    return found


def row_at(rows: list[dict[str, Any]], wanted: Mapping[str, str], by: tuple[str, ...]) -> dict[str, Any] | None:
    """The row that stands where ``places`` told."""
    return next((r for r in rows if places(r, by) == dict(wanted)), None)
