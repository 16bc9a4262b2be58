"""A budget 预算: categories with sub-splits, owners and months; what is assigned, spent, running over, and moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from fupan.money import CENT, round_half_even
from fupan.plan.budget_rules import BudgetRules
from fupan.plan.refusal import PlanError

Name = tuple[str, ...]
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Line:
    """One category or sub-split (``("promotion", "online")``) with its owner and an amount for each period."""

    name: Name
    owner: str
    amounts: tuple[Decimal, ...]

    @property
    def amount(self) -> Decimal:
        """Its whole."""
        return sum(self.amounts, ZERO)


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money moved from one line to another in a period, with who, when and why."""

    source: Name
    to: Name
    period: str
    amount: Decimal
    who: str
    when: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Budget:
    """``total`` is what was granted; lines need not use all of it, and what is left is always shown.

    ``periods`` are labels of the months; a line with sub-splits below it is told by them, never added to them.
    """

    total: Decimal
    periods: tuple[str, ...]
    lines: tuple[Line, ...]
    transfers: tuple[Transfer, ...] = ()

    def line(self, name: Name) -> Line:
        """A line by name; PlanError names those there are."""
        found = next((x for x in self.lines if x.name == name), None)
        if found is None:
            raise PlanError(
                "structure",
                f"there is no line {' / '.join(name)}",
                expected=", ".join(" / ".join(x.name) for x in self.lines),
            )
        return found

    @property
    def categories(self) -> tuple[Line, ...]:
        """The lines right below the total."""
        return tuple(x for x in self.lines if len(x.name) == 1)

    @property
    def assigned(self) -> Decimal:
        """What the categories take."""
        return sum((x.amount for x in self.categories), ZERO)

    @property
    def unassigned(self) -> Decimal:
        """What stands in no category: 250M - 80 - 50 - 40 - 30 - 20 leaves 30M. Negative: more was given out than granted."""
        return self.total - self.assigned

    def unsplit(self, name: Name) -> Decimal | None:
        """What of a category stands in none of its sub-splits; None where it has none."""
        parts = [x.amount for x in self.lines if x.name[:-1] == name and len(x.name) == len(name) + 1]
        return self.line(name).amount - sum(parts, ZERO) if parts else None

    def transfer(self, moved: Transfer, *, committed: Mapping[tuple[Name, str], Decimal]) -> Budget:
        """The budget with money moved, and the trail of it; PlanError (code amount) below what is committed already."""
        at = self._period(moved.period)
        source, to = self.line(moved.source), self.line(moved.to)
        left = source.amounts[at] - moved.amount
        bound = committed.get((moved.source, moved.period), ZERO)
        if moved.amount <= 0 or left < bound:
            raise PlanError(
                "amount",
                "a transfer leaves a line what is committed",
                line=" / ".join(moved.source),
                left=left,
                committed=bound,
            )
        changed = {source.name: _with(source, at, left), to.name: _with(to, at, to.amounts[at] + moved.amount)}
        return replace(
            self, lines=tuple(changed.get(x.name, x) for x in self.lines), transfers=(*self.transfers, moved)
        )

    def _period(self, label: str) -> int:
        if label not in self.periods:
            raise PlanError(
                "period", f"the budget has no period “{label}”", expected=f"{self.periods[0]} … {self.periods[-1]}"
            )
        return self.periods.index(label)


@dataclass(frozen=True, slots=True)
class Standing:
    """One line after ``gone`` periods.

    ``execution`` spent / whole; ``deviation`` spent / planned to date - 1 (None: nothing was planned); ``landing`` the whole
    at the present run rate (spent / share of periods gone); ``over`` landing / whole - 1; ``adjustment`` what the next
    period's budget gives or takes; ``left`` what is neither spent nor committed.
    """

    line: Line
    planned: Decimal
    committed: Decimal
    spent: Decimal
    execution: float | None
    deviation: float | None
    landing: Decimal
    over: float | None
    left: Decimal
    explain: bool
    warn: bool
    adjustment: Decimal
    returns: float | None = None


def standing(
    budget: Budget,
    spent: Mapping[tuple[Name, str], Decimal],
    committed: Mapping[tuple[Name, str], Decimal],
    gone: int,
    rules: BudgetRules,
    returned: Mapping[Name, Decimal] | None = None,
) -> list[Standing]:
    """Each line after *gone* periods, by what was *spent* and *committed* (by line and period), in the budget's order.

    A deviation beyond the rule's bound needs an explanation, and the next period gives back (or gets) what was over (or
    under); a landing beyond the rule's warning is told. *returned*: net sales that metrics attribute to a line.
    """
    if not 0 <= gone <= len(budget.periods):
        raise PlanError("period", "more periods are gone than the budget has", found=gone, expected=len(budget.periods))
    return [
        _standing(x, budget.periods, spent, committed, gone, rules, (returned or {}).get(x.name)) for x in budget.lines
    ]


def _standing(
    line: Line, periods: Sequence[str], spent: Mapping[tuple[Name, str], Decimal], committed: Mapping[tuple[Name, str], Decimal],
    gone: int, rules: BudgetRules, returned: Decimal | None,
) -> Standing:  # fmt: skip
    planned = sum(line.amounts[:gone], ZERO)
    used = sum((spent.get((line.name, p), ZERO) for p in periods), ZERO)
    bound = sum((committed.get((line.name, p), ZERO) for p in periods), ZERO)
    deviation = float(used / planned - 1) if planned else None
    landing = round_half_even(used * len(periods) / gone) if gone else line.amount
    over = float(landing / line.amount - 1) if line.amount else None
    explain = deviation is not None and abs(Decimal(str(deviation))) > rules.explain
    more = gone < len(periods)
    return Standing(
        line, planned, bound, used, float(used / line.amount) if line.amount else None, deviation, landing, over,
        line.amount - used - bound, explain, over is not None and Decimal(str(over)) > rules.warn,
        planned - used if explain and more else ZERO, float(returned / used) if returned is not None and used else None,
    )  # fmt: skip


def adjusted(budget: Budget, found: Iterable[Standing], gone: int) -> Budget:
    """The budget with the next period's amounts adjusted; none falls below zero: what is left is taken from those after."""
    changed: dict[Name, Line] = {}
    for s in found:
        amounts, rest = list(s.line.amounts), s.adjustment
        for at in range(gone, len(amounts)):
            after = max(amounts[at] + rest, ZERO)
            rest -= after - amounts[at]
            amounts[at] = after
            if not rest:
                break
        changed[s.line.name] = replace(s.line, amounts=tuple(amounts))
    return replace(budget, lines=tuple(changed.get(x.name, x) for x in budget.lines))


def incentive_parts(amount: Decimal, rules: BudgetRules) -> tuple[Decimal, ...]:
    """Incentives paid by month, quarter and year: 60%, 30% and 10% of 100.01 are 60.01, 30.00 and 10.00."""
    from fupan.money import allocate

    return tuple(allocate(amount.quantize(CENT), list(rules.incentives)))


def _with(line: Line, at: int, amount: Decimal) -> Line:
    return replace(line, amounts=(*line.amounts[:at], amount, *line.amounts[at + 1 :]))
