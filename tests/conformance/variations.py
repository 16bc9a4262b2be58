"""What a question may vary in: the one place where the grid is extended. Metrics and dimensions come from the pack.

An axis is a name and its options; an option is what it adds to a question's arguments (``scope`` stands for the asker's
scope). ``{dimension}`` and ``{member}`` in a text are filled with a dimension of the question and one of its members.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fupan.calendar import PlainRules, Window
from fupan.calendar.occasion import Occasion
from fupan.metrics import Scope

CALENDARS = {
    "accounting": PlainRules("accounting", cut_off_day=25),
    "retail": PlainRules("retail", weeks="4-4-5", year_start_month=2),
    "april": PlainRules("april", year_start_month=4, week_start=6),
}
"""Further calendars of the layer that asks."""
EVENTS = (
    Occasion(
        "618", "618", "618",
        {y: Window(date(y, 5, 20 + y % 3), date(y, 6, 19), "range", f"618@{y}") for y in (2024, 2025)},
    ),
)  # fmt: skip
"""Events of the layer that asks."""

Option = Mapping[str, Any]

AXES: dict[str, tuple[Option, ...]] = {
    "window": (
        {"window": "2025-06"},
        {"window": "2025-q2"},
        {"window": "2025-h1"},
        {"window": "2024"},
        {"window": "ytd"},
        {"window": "mtd", "as_of": date(2025, 5, 17)},
        {"window": "qtd", "as_of": date(2025, 2, 10)},
        {"window": "rolling-12m"},
        {"window": "2026-06"},
        {"window": "2025", "as_of": date(2025, 6, 15)},
    ),
    "time": (
        {},
        {"by": ("month",), "window": "2025-q2"},
        {"by": ("quarter",)},
        {"by": ("week",), "window": "2025-05"},
        {"by": ("year",)},
        {"by": ("half",)},
        {"by": ("day",), "window": "2025-06-09..2025-06-16"},
        {"by": ("target_period",)},
    ),
    "role": (
        {},
        *({"time": role} for role in ("order", "ship", "recognition", "invoice", "receipt", "created", "due")),
    ),
    "org": ({}, {"org": "as_is"}, {"org": "as_is", "compare": ("target", "last_year")}),
    "currency": (
        {},
        {"currency": "CNY"},
        {"currency": "USD"},
        {"currency": "USD", "rate": "plan", "compare": ("target",)},
        {"by": ("currency",)},
    ),
    "calendar": (
        {},
        {"calendar": "accounting", "by": ("month",), "window": "2025-q2", "compare": ("last_year",)},
        {"calendar": "retail", "by": ("month",), "compare": ("last_year",), "window": "2025-q1"},
        {"calendar": "retail", "by": ("week",), "window": "2025-03"},
        {"calendar": "april", "window": "ytd", "compare": ("last_year",)},
        {"calendar": "april", "by": ("week",), "window": "2025-06"},
    ),
    "figures": (
        {},
        {"figures": "reported"},
        {"figures": "reported", "by": ("month",), "window": "2025-q2"},
        {"figures": "reported", "window": "2025-05", "compare": ("previous", "target")},
    ),
    "compare": (
        {},
        {"compare": ("previous",)},
        {"compare": ("last_year",)},
        {"compare": ("previous", "last_year")},
        {"compare": ("target",)},
        {"compare": ("target", "last_year"), "window": "2025-06"},
        {"compare": ("floor", "stretch"), "window": "2025-06"},
        {"compare": ("target@v1", "target@v10")},
        {"compare": ("target",), "target_version": "in_force"},
        {"compare": ("festival",), "window": "2025-02"},
        {"compare": ("festival",), "window": "2025-01-24..2025-02-05", "by": ("day",)},
        {"compare": ("jan_feb",), "window": "2025-01"},
        {"compare": ("jan_feb", "last_year", "festival"), "window": "2025-02", "as_of": date(2025, 2, 17)},
        {"compare": ("event:618",), "window": "618@2025"},
        {"compare": ("event",), "window": "2025-06-10..2025-06-18", "by": ("day",)},
        {"compare": ("budget", "forecast"), "window": "2025-06"},
        {"compare": ("target",), "phase": "even", "by": ("week",), "window": "2025-06"},
        {"compare": ("target",), "phase": "working_days", "as_of": date(2025, 5, 17), "window": "mtd"},
        {"compare": ("target",), "phase": "season", "window": "2025-06"},
    ),
    "where": (
        {},
        {"where": "{dimension} = '{member}'"},
        {"where": "{dimension} in ('{member}', '(unknown)')"},
        {"where": "{dimension} != '{member}'"},
        {"where": "not ({dimension} = '{member}' or {dimension} is null)"},
        {"where": "contains({dimension}, 'a')"},
        {"where": "starts_with(lower({dimension}), 'z') or ends_with(trim({dimension}), '尾')"},
        {"where": "{dimension} > 'a'"},
        {"where": "{dimension} is null"},
        {"where": "length({dimension}) > 3 and not contains({dimension}, '%')"},
        {"where": "month_of_year = '03' or weekday = '1'"},
    ),
    "shape": (
        {},
        {"totals": True},
        {"top": 3, "others": True, "totals": True},
        {"top": 2},
        {"top": 1, "others": True},
        {"subtotals": True},
        {"order": "{metric}"},
        {"order": "-{metric}", "top": 2, "others": True},
        {"having": "{metric} > 0"},
        {"having": "{metric} is null or {metric} < 100", "totals": True},
        {"top": 2, "top_within": 1},
        {"top": 3, "top_within": 2, "others": True},
        {"subtotals": True, "totals": True, "by": ("month",), "window": "2025-q2"},
        {"order": "-{metric}.vs_last_year", "compare": ("last_year",)},
        {"order": "{metric}.previous", "compare": ("previous",), "top": 3},
        {"having": "{metric}.vs_last_year < 0 or {metric}.last_year is null", "compare": ("last_year",)},
        {"having": "not ({metric} = 0) and abs({metric}) > 1", "top": 2, "others": True},
    ),
    "scope": (
        {},
        {"scope": Scope(members={"region": ("大区1",)})},
        {"scope": Scope(members={"product_line": ("A", "(unknown)")})},
        {"scope": Scope(members={"customer": ("customers-1", "customers-2", "名称")})},
        {"scope": Scope(either=({"region": ("大区1",)}, {"product_line": ("丙",)}))},
        {"scope": Scope(members={"org_unit": ("org_unit_id-1",)})},
        {"scope": Scope(members={"position": ("positions-1", "positions-3")})},
        {"scope": Scope(members={"channel_kind": ("online",)}, masks=frozenset({"unit_cost", "customers.name"}))},
        {"scope": Scope(members={"region": ("大区2",)}, benchmarks={"company_mean": ("*",), "own_rank": ("*",)})},
        {"scope": Scope(either=({"org_unit": ("org_unit_id-2",)}, {"customer": ("customers-4",)})), "org": "as_is"},
    ),
}
"""Axis -> options; the first of each is the plainest."""
