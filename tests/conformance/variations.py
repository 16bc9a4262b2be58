"""What a question may vary in: the one place where the grid is extended. Metrics and dimensions come from the pack.

An axis is a name and its options; an option is what it adds to a question's arguments (``scope`` stands for the asker's
scope). ``{dimension}`` and ``{member}`` in a text are filled with a dimension of the question and one of its members.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fupan.metrics import Scope

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
        {"by": ("month",)},
        {"by": ("quarter",)},
        {"by": ("week",)},
        {"by": ("year",)},
        {"by": ("half",)},
        {"by": ("day",), "window": "2025-06"},
        {"by": ("target_period",)},
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
        {"compare": ("festival",), "window": "2025-q1", "by": ("day",)},
        {"compare": ("jan_feb",), "window": "2025-01"},
        {"compare": ("target",), "phase": "even", "by": ("week",)},
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
    ),
    "scope": (
        {},
        {"scope": Scope(members={"region": ("大区1",)})},
        {"scope": Scope(members={"product_line": ("A", "(unknown)")})},
        {"scope": Scope(members={"customer": ("customers-1", "customers-2", "名称")})},
        {"scope": Scope(either=({"region": ("大区1",)}, {"product_line": ("丙",)}))},
        {"scope": Scope(members={"org_unit": ("org_unit_id-1",)})},
    ),
}
"""Axis -> options; the first of each is the plainest."""
