"""A budget: what is unassigned, deviation and landing, the next month's adjustment, transfers, who approves."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.plan.company import NOW

from fupan.errors import DefinitionError
from fupan.packs import pack_files
from fupan.plan.budget import Budget, Line, Transfer, adjusted, incentive_parts, standing
from fupan.plan.budget_rules import BudgetRules, read_budget_rules
from fupan.plan.refusal import PlanError

D = Decimal
RULES = read_budget_rules(*[f for f in pack_files("standard", "rules", None) if f.stem == "budget"])
M = 1_000_000
STATED = {"促销": 80, "渠道建设": 50, "激励": 40, "系统": 30, "应急": 20}
MONTHS = ("2025-01", "2025-02", "2025-03", "2025-04")


def small() -> Budget:
    """Promotion 40 a month for four months with two parts, systems 10."""
    lines = (
        Line(("p",), "li", (D(40),) * 4), Line(("p", "online"), "li", (D(25),) * 4), Line(("p", "stores"), "wu", (D(10),) * 4),
        Line(("s",), "wang", (D(10),) * 4),
    )  # fmt: skip
    return Budget(D(210), MONTHS, lines)


def test_the_documents_plan_leaves_thirty_million() -> None:
    """250M: 80 + 50 + 40 + 30 + 20 are 220; the price fund of 5%, 12.5M, stands in no line."""
    lines = tuple(Line((n,), "", (D(m * M),)) for n, m in STATED.items())
    budget = Budget(D(250 * M), ("2025",), lines)
    assert (budget.assigned, budget.unassigned) == (220 * M, 30 * M)
    assert budget.total * RULES.price_fund == D("12500000")
    assert Budget(D(200 * M), ("2025",), lines).unassigned == -20 * M


def test_deviation_landing_and_adjustment() -> None:
    """After two months 100 are spent where 80 were planned: +25%, landing 200 of 160; the third month gives back 20."""
    spent = {(("p",), "2025-01"): D(60), (("p",), "2025-02"): D(40), (("s",), "2025-01"): D(21)}
    found = standing(small(), spent, {(("p",), "2025-03"): D(5)}, 2, RULES, {("p",): D(350)})
    p, s = found[0], found[3]
    assert (p.execution, p.deviation, p.landing, p.over, p.left) == (0.625, 0.25, 200, 0.25, 55)
    assert (p.explain, p.warn, p.adjustment, p.returns) == (True, True, -20, 3.5)
    assert (s.deviation, s.explain, s.warn, s.adjustment) == (pytest.approx(0.05), False, False, 0)
    after = adjusted(small(), found, 2)
    assert after.line(("p",)).amounts == (40, 40, 20, 40)
    wild = standing(small(), {(("p",), "2025-01"): D(130)}, {}, 2, RULES)
    assert adjusted(small(), wild, 2).line(("p",)).amounts == (40, 40, 0, 30)
    assert standing(small(), {}, {}, 0, RULES)[0].deviation is None


def test_sub_splits_are_told_and_never_added() -> None:
    assert small().assigned == 200
    assert (small().unsplit(("p",)), small().unsplit(("s",))) == (20, None)
    with pytest.raises(PlanError, match="no line x"):
        small().line(("x",))


def test_a_transfer_leaves_a_trail_and_what_is_committed() -> None:
    moved = Transfer(("p",), ("s",), "2025-03", D(30), "li", NOW, "系统升级提前")
    after = small().transfer(moved, committed={(("p",), "2025-03"): D(10)})
    assert (after.line(("p",)).amounts[2], after.line(("s",)).amounts[2], after.transfers) == (10, 40, (moved,))
    assert after.assigned == small().assigned
    for wrong in (replace(moved, amount=D(31)), replace(moved, amount=D(-1)), replace(moved, period="2026-01")):
        with pytest.raises(PlanError):
            small().transfer(wrong, committed={(("p",), "2025-03"): D(10)})


def test_amounts_have_their_approver_and_incentives_their_parts(tmp_path: Path) -> None:
    assert [RULES.approver(D(a)) for a in (100_000, 100_001, 1_000_000, 5_000_000)] == [
        "department_manager",
        "cfo",
        "cfo",
        "ceo",
    ]
    assert BudgetRules().approver(D(1)) is None
    assert incentive_parts(D(40 * M), RULES) == (24 * M, 12 * M, 4 * M)
    own = tmp_path / "budget.yaml"
    own.write_text("explain: 0.2\n", encoding="utf-8")
    assert read_budget_rules(own).explain == D("0.2")
    for text in ("explian: 0.2", "tiers: [{who: a, up_to: 5}]", "incentives: [0.5, 0.3, 0.1]"):
        own.write_text(text, encoding="utf-8")
        with pytest.raises(DefinitionError):
            read_budget_rules(own)
