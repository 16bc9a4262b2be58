"""Bottom-up 自下而上: what each person commits to, with reasons, beside what was handed down, until both agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Literal

from fupan.plan.edit import SetCell, SetMany
from fupan.plan.refusal import PlanError
from fupan.plan.slices import Path
from fupan.plan.tree import Tree

LineState = Literal["missing", "equal", "open", "agreed"]


@dataclass(frozen=True, slots=True)
class Commitment:
    """What somebody takes on for a slice and a period, and why. A later one of the same cell replaces it."""

    path: Path
    period: str
    amount: Decimal
    who: str
    when: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A word on a line of the reconciliation."""

    who: str
    when: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One slice and period with both trees side by side; ``gap`` = committed - handed down.

    A parent's ``committed`` is what those below it committed to; ``missing`` tells how many of its leaves have not yet.
    """

    path: Path
    period: str
    handed_down: Decimal
    committed: Decimal | None
    reason: str = ""
    missing: int = 0
    agreed: Decimal | None = None
    comments: tuple[Comment, ...] = ()

    @property
    def gap(self) -> Decimal | None:
        """Committed - handed down; None while nobody committed."""
        return None if self.committed is None else self.committed - self.handed_down

    @property
    def state(self) -> LineState:
        """Where the line stands."""
        if self.agreed is not None:
            return "agreed"
        if self.committed is None or self.missing:
            return "missing"
        return "equal" if self.gap == 0 else "open"


def reconcile(tree: Tree, commitments: Iterable[Commitment], period: str, level: str = "target") -> list[Line]:
    """Each slice of *period* with what was handed down and what was committed to, in the tree's order.

    Commitments may name finer periods, which are added up; PlanError (code path, period) for cells the plan has not.
    """
    at = tree.periods.find(period)
    latest: dict[tuple[Path, str], Commitment] = {}
    for given in sorted(commitments, key=lambda c: c.when):
        tree.slices.find(given.path)
        span = tree.periods.find(given.period)
        if at.start <= span.start and span.stop <= at.stop:
            latest[given.path, given.period] = given
    own: dict[Path, Commitment] = {}
    for c in latest.values():
        before = own.get(c.path)
        own[c.path] = c if before is None else replace(before, amount=before.amount + c.amount)
    slices = tree.slices
    committed: list[Decimal | None] = [None] * len(slices)
    missing = [0] * len(slices)
    for node in reversed(range(len(slices))):
        mine = own.get(slices.paths[node])
        children = range(*slices.children(node).indices(len(slices)))
        if mine is not None:
            committed[node] = mine.amount
        elif children:
            told = [amount for c in children if (amount := committed[c]) is not None]
            committed[node] = sum(told, Decimal(0)) if told else None
            missing[node] = sum(missing[c] for c in children)
        else:
            missing[node] = 1
    return [
        Line(path, period, tree.amount(path, period, level), committed[node], own[path].reason if path in own else "", missing[node])
        for node, path in enumerate(slices.paths)
    ]  # fmt: skip


def agree(line: Line, amount: Decimal) -> Line:
    """The line settled at *amount*: what was handed down, what was committed to, or something between."""
    if amount < 0:
        raise PlanError("amount", "an agreed target is not negative", found=amount)
    return replace(line, agreed=amount)


def comment(line: Line, said: Comment) -> Line:
    """The line with one more word on it."""
    return replace(line, comments=(*line.comments, said))


def agreed_edit(lines: Sequence[Line], *, up: Literal["bubble", "siblings", "show"] = "bubble") -> SetMany:
    """The agreed lines as one edit of the tree, the lowest slices last so that they stand."""
    cells = [
        SetCell(x.path, x.period, x.agreed, up=up) for x in lines if x.agreed is not None and x.agreed != x.handed_down
    ]
    return SetMany(tuple(sorted(cells, key=lambda c: len(c.path))))
