"""What the plan room refuses, with a code for programs and the cell for people."""

from __future__ import annotations

from typing import Any

from fupan.errors import UserError


class PlanError(UserError):
    """An edit, a rule or a file that cannot be followed; nothing was changed.

    ``code`` is stable: path, period, level, amount, locked, nothing_free, over_assignment, weights, ratio, version,
    revision, bounds, structure. ``details`` tell the cell, what was found and what would be right.
    """

    def __init__(self, code: str, reason: str, **details: Any) -> None:
        self.code, self.reason, self.details = code, reason, details
        told = "; ".join(f"{name}: {value}" for name, value in details.items())
        super().__init__(f"[{code}] {reason}" + (f" ({told})" if told else ""))
