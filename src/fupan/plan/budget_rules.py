"""Rules of budgets (rules/budget.yaml): who approves which amount, when a deviation is explained, when spending warns."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from fupan.packs import read_yaml
from fupan.packs.validated import validated

_Share = Annotated[Decimal, Field(ge=0, lt=1)]


class _Tier(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    who: str
    up_to: Decimal | None = Field(default=None, gt=0)


class _Rules(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    tiers: tuple[_Tier, ...] | None = None
    explain: _Share | None = None
    warn: _Share | None = None
    incentives: tuple[_Share, _Share, _Share] | None = None
    price_fund: _Share | None = None

    @model_validator(mode="after")
    def _hold(self) -> _Rules:
        if self.tiers:
            bounds = [t.up_to for t in self.tiers]
            known = [b for b in bounds[:-1] if b is not None]
            if bounds[-1] is not None or len(known) != len(bounds) - 1 or known != sorted(set(known)):
                raise ValueError("tiers rise, and the last has no up_to: it approves everything above")
        if self.incentives and sum(self.incentives) != 1:
            raise ValueError("incentives by month, quarter and year add up to 1")
        return self


@dataclass(frozen=True, slots=True)
class Tier:
    """Who approves amounts up to, and including, ``up_to``; None: any."""

    who: str
    up_to: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BudgetRules:
    """``explain`` deviation beyond which a word is due; ``warn`` landing beyond which spending warns; shares as fractions."""

    tiers: tuple[Tier, ...] = ()
    explain: Decimal = Decimal("0.1")
    warn: Decimal = Decimal("0.1")
    incentives: tuple[Decimal, ...] = (Decimal("0.6"), Decimal("0.3"), Decimal("0.1"))
    price_fund: Decimal = Decimal("0.05")

    def approver(self, amount: Decimal) -> str | None:
        """Who approves so much; None where no tier is declared."""
        return next((t.who for t in self.tiers if t.up_to is None or amount <= t.up_to), None)


def read_budget_rules(*files: Path) -> BudgetRules:
    """The rules of the files, later ones over earlier ones, key by key; DefinitionError names file, line and key."""
    found: dict[str, object] = {}
    for file in files:
        document = read_yaml(file)
        rules = validated(document, _Rules)
        given = {n: getattr(rules, n) for n in rules.model_fields_set}
        if rules.tiers is not None:
            given["tiers"] = tuple(Tier(t.who, t.up_to) for t in rules.tiers)
        found |= given
    return BudgetRules(**found)  # type: ignore[arg-type]
