"""A file beside the plan: what would change, what could not be read, and the one edit that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from fupan.money import round_half_even
from fupan.plan.edit import SetCell, SetMany, Up
from fupan.plan.given import Filled, Given, Message, Stamp
from fupan.plan.slices import Path
from fupan.plan.spread import differences
from fupan.plan.tree import Tree, level_number
from fupan.plan.workbook import summed


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that the file would change."""

    path: Path
    period: str
    level: str
    before: Decimal
    after: Decimal
    sheet: str
    row: int

    @property
    def change(self) -> Decimal:
        """By how much."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Preview:
    """What following the file would do. ``unchanged`` cells are blank or the same; errors are left out of the edit."""

    differences: tuple[Difference, ...]
    messages: tuple[Message, ...]
    unchanged: int
    stamp: Stamp | None = None

    @property
    def errors(self) -> tuple[Message, ...]:
        """Rows that could not be followed."""
        return tuple(m for m in self.messages if m.kind == "error")

    def edit(self, up: Up = "bubble") -> SetMany:
        """The differences as one edit: what is higher up first, so that what is typed lower down stands."""
        ordered = sorted(self.differences, key=lambda d: len(d.path))
        return SetMany(tuple(SetCell(d.path, d.period, d.after, d.level, up=up) for d in ordered))


def preview(tree: Tree, filled: Filled) -> Preview:
    """Compare a file with the plan. Blank is unchanged, never zero; totals by formula are never read back.

    Cells that are locked, unknown, no number, negative where that cannot be, or given twice with different figures are told
    with their sheet and row and left out.
    """
    found: dict[tuple[Path, str, str], Difference] = {}
    seen: dict[tuple[Path, str, str], Decimal] = {}
    messages = list(filled.messages)
    apart = {(leaf, node): level for level, leaf, node, _ in differences(tree)}
    unchanged = 0
    for cell in filled.cells:
        told = _cell(tree, cell, set(apart), messages)
        if told is None:
            unchanged += 1
            continue
        before, after = told
        key = (cell.path, cell.period, cell.level)
        if key in seen and seen[key] != after:
            messages.append(
                _error(cell, "同一单元格给了两个不同的数", "the cell is given twice with different figures")
            )
            continue
        seen[key] = after
        if before == after:
            unchanged += 1
            continue
        found[key] = Difference(cell.path, cell.period, cell.level, before, after, cell.sheet, cell.row)
    return Preview(tuple(found.values()), tuple(messages), unchanged, filled.stamp)


def _cell(
    tree: Tree, cell: Given, apart: set[tuple[int, int]], messages: list[Message]
) -> tuple[Decimal, Decimal] | None:
    """Amounts before and after of one cell; None where it says nothing or cannot be followed."""
    if cell.text is None or not cell.text.strip():
        return None
    if not tree.slices.has(cell.path):
        messages.append(_error(cell, "计划中没有这个单位", "the plan has no such slice", " / ".join(cell.path)))
        return None
    node, at, level = tree.slices.find(cell.path), tree.periods.find(cell.period), level_number(cell.level)
    if at.stop - at.start > 1 or summed(tree, node, at.start, apart):
        return None
    try:
        given = Decimal(cell.text.replace(",", "").replace("，", "").strip())
        exact = round_half_even(given, tree.measure.decimals)
        tree.measure.whole(exact)
    except (InvalidOperation, ValueError):
        messages.append(_error(cell, "不是数字", "no number", cell.text))
        return None
    if exact < 0 and tree.measure.unit in {"currency", "count"}:
        messages.append(_error(cell, "目标不能为负数", "a target is not negative", cell.text))
        return None
    before = tree.amount(cell.path, cell.period, cell.level)
    if exact != before and tree.locked(level, at)[:, node].any():
        messages.append(
            _error(cell, "该单元格已锁定或期间已开始", "the cell is locked or its period has begun", cell.text)
        )
        return None
    if exact != before and abs(given - exact) > Decimal("0.000001"):
        messages.append(
            Message(cell.sheet, cell.row, "note", f"已四舍六入到 {exact}", f"rounded to {exact}", cell.text)
        )
    return before, exact


def _error(cell: Given, zh: str, en: str, found: str = "") -> Message:
    return Message(cell.sheet, cell.row, "error", f"{cell.period} {zh}", f"{cell.period} {en}", found)
