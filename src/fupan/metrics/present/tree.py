"""Rows with subtotals as a tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fupan.metrics.result import Result


@dataclass(slots=True)
class Branch:
    """A row with the rows below it; ``member`` is what it is called at its own level (None for the whole)."""

    level: int
    member: str | None
    row: dict[str, Any] | None
    children: list[Branch] = field(default_factory=list)


def to_tree(result: Result) -> Branch:
    """The whole, below it the first dimension's members, and so on; ValueError without ``subtotals``."""
    if all(c.name != "level" for c in result.columns):
        raise ValueError("a tree needs rows at every level: ask with subtotals=True")
    dimensions = [c.name for c in result.columns if c.kind == "dimension"]
    root = Branch(0, None, result.total)
    path = [root]
    for row in [*result.rows, *([result.others] if result.others else [])]:
        level = row["level"]
        branch = Branch(level, row[dimensions[level - 1]], row)
        del path[level:]
        path[-1].children.append(branch)
        path.append(branch)
    return root
