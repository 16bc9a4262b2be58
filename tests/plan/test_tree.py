"""A target tree: what an edit does below, above and in time, cent for cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from tests.plan.company import NOW, empty, regions, year

from fupan.errors import ConflictError
from fupan.plan.edit import Lock, OverAssign, Respread, SetCell, SetMany, apply
from fupan.plan.history import Sheet
from fupan.plan.levels import derive_level, out_of_order
from fupan.plan.refusal import PlanError
from fupan.plan.spread import differences
from fupan.plan.tree import Tree

D = Decimal


def cell(path: str, period: str, amount: int | str, **more: object) -> SetCell:
    return SetCell(tuple(path.split("/")) if path else (), period, D(amount), **more)  # type: ignore[arg-type]


def of(tree: Tree, path: str = "", period: str | None = None, level: str = "target") -> Decimal:
    return tree.amount(tuple(path.split("/")) if path else (), period, level)


def test_a_year_over_three_regions_is_whole_to_the_cent() -> None:
    """100.00 over twelve months by days, each month evenly over three. 100 x 31 / 365 is 8.493: six cents are left to the
    largest remainders, the four months of 30 days, January and March."""
    tree = apply(empty(regions("E", "S", "N")), cell("", "2025", 100))
    assert of(tree) == 100
    assert (of(tree, period="2025-01"), of(tree, period="2025-02")) == (D("8.50"), D("7.67"))
    assert [of(tree, r, "2025-01") for r in "ESN"] == [D("2.84"), D("2.83"), D("2.83")]
    assert [of(tree, r, "2025-02") for r in "ESN"] == [D("2.56"), D("2.56"), D("2.55")]
    assert of(tree, period="2025-Q1") == sum(of(tree, period=f"2025-0{m}") for m in (1, 2, 3))
    assert differences(tree) == []


def test_of_a_child_bubbles_up_is_taken_from_siblings_or_shown() -> None:
    tree = apply(empty(regions("E", "S", "N"), year("quarter")), cell("", "2025-Q1", 90))
    bubbled = apply(tree, cell("E", "2025-Q1", 50))
    assert [of(bubbled, p, "2025-Q1") for p in ("", "E", "S", "N")] == [110, 50, 30, 30]
    taken = apply(tree, cell("E", "2025-Q1", 50, up="siblings"))
    assert [of(taken, p, "2025-Q1") for p in ("", "E", "S", "N")] == [90, 50, 20, 20]
    shown = apply(tree, cell("E", "2025-Q1", 50, up="show"))
    assert [of(shown, p, "2025-Q1") for p in ("", "E", "S", "N")] == [90, 50, 30, 30]
    assert differences(shown) == [(1, 0, 0, 2000)]
    assert (shown.state(1, 0), shown.state(2, 0), shown.state(1, 1)) == ("typed", "computed", "empty")
    assert shown.computed[1, 0, 1] == 3000  # what the spread had given stays beside


def test_locked_cells_stay_and_the_remainder_is_spread_again() -> None:
    tree = apply(empty(regions("E", "S", "N"), year("quarter")), cell("", "2025-Q1", 90))
    tree = apply(apply(tree, Lock(("E",), "2025-Q1")), cell("", "2025-Q1", 120))
    assert [of(tree, p, "2025-Q1") for p in "ESN"] == [30, 45, 45]
    with pytest.raises(PlanError, match="locked slices hold more") as refused:
        apply(tree, cell("", "2025-Q1", 20))
    assert refused.value.code == "locked"
    with pytest.raises(PlanError, match=r"E 2025-Q1"):
        apply(tree, cell("E", "2025-Q1", 31))
    every = apply(apply(tree, Lock(("S",))), Lock(("N",)))
    with pytest.raises(PlanError, match="every slice below is locked"):
        apply(every, cell("", "2025-Q1", 121))
    freed = apply(every, Lock((), locked=False, below=True))
    assert of(apply(freed, cell("", "2025-Q1", 60)), "E", "2025-Q1") == 15


def test_a_parent_that_is_locked_refuses_what_would_bubble_into_it() -> None:
    tree = apply(apply(empty(regions("E", "S"), year("quarter")), cell("", "2025-Q1", 90)), Lock(()))
    with pytest.raises(PlanError, match="choose siblings or show"):
        apply(tree, cell("E", "2025-Q1", 50))
    assert of(apply(tree, cell("E", "2025-Q1", 50, up="siblings")), "S", "2025-Q1") == 40


def test_periods_that_have_begun_are_locked_by_rule() -> None:
    """On 15 March January, February and March stay; a new year's sum falls to the other nine months."""
    periods = year()
    before = apply(empty(regions("E", "S"), periods), cell("", "2025", 1200))
    from dataclasses import replace

    tree = replace(before, closed=periods.begun(date(2025, 3, 15)))
    after = apply(tree, cell("", "2025", 2400))
    assert of(after) == 2400
    assert [of(after, period=f"2025-0{m}") for m in (1, 2, 3)] == [of(before, period=f"2025-0{m}") for m in (1, 2, 3)]
    assert of(after, period="2025-Q4") > 2 * of(before, period="2025-Q4")
    assert tree.state(1, 2) == "locked"
    with pytest.raises(PlanError, match="begun"):
        apply(tree, cell("E", "2025-03", 1))
    with pytest.raises(PlanError, match="locked periods hold more"):
        apply(tree, cell("", "2025", 1))


def test_over_assignment_is_declared_in_percent() -> None:
    """Of 1,000.00 with 10% on top 1,100.00 is handed down; a child's edit bubbles up through it: 1,210 / 1.1 = 1,100."""
    tree = apply(empty(regions("E", "S"), year("quarter")), cell("", "2025-Q1", 1000))
    tree = apply(tree, OverAssign((), D("0.1")))
    assert [of(tree, p, "2025-Q1") for p in ("", "E", "S")] == [1000, 550, 550]
    tree = apply(tree, cell("E", "2025-Q1", 660))
    assert [of(tree, p, "2025-Q1") for p in ("", "E", "S")] == [1100, 660, 550]
    assert differences(tree) == []
    for wrong in ("-0.1", "1", "0.00001"):
        with pytest.raises(PlanError, match="0%"):
            apply(tree, OverAssign((), D(wrong)))


def test_a_pasted_block_is_set_as_a_whole_or_not_at_all() -> None:
    tree = apply(empty(regions("E", "S", lines=("A", "B")), year("quarter")), cell("", "2025", 400))
    tree = apply(tree, SetMany((cell("E/A", "2025-Q1", 10), cell("S/B", "2025-Q2", 20))))
    assert (of(tree, "E/A", "2025-Q1"), of(tree, "S/B", "2025-Q2")) == (10, 20)
    with pytest.raises(PlanError, match="no slice E / C"):
        apply(tree, SetMany((cell("E/A", "2025-Q1", 11), cell("E/C", "2025-Q2", 20))))
    assert of(tree, "E/A", "2025-Q1") == 10


def test_weights_spread_what_is_not_typed() -> None:
    tree = apply(empty(regions("E", "S", "N"), year("quarter")), cell("", "2025-Q1", 100))
    tree = apply(tree, cell("N", "2025-Q1", 40, up="siblings"))
    tree = apply(tree, Respread(weights=np.array([0.0, 3, 1, 9]), period="2025-Q1", method="potential"))
    assert [of(tree, p, "2025-Q1") for p in "ESN"] == [45, 15, 40]
    tree = apply(tree, Respread(weights=np.array([0.0, 3, 1, 6]), period="2025-Q1", keep_typed=False))
    assert [of(tree, p, "2025-Q1") for p in "ESN"] == [30, 10, 60]
    with pytest.raises(PlanError, match="weight"):
        apply(tree, Respread(weights=np.array([0.0, -3, 1, 6])))


def test_undo_goes_to_any_step_and_redo_back() -> None:
    sheet = Sheet(empty(regions("E", "S"), year("quarter")))
    for edit in (cell("", "2025", 800), cell("E", "2025-Q1", 50), Lock(("E",)), OverAssign((), D("0.05"))):
        sheet = sheet.edit(edit, who="li", now=NOW, reason="why")
    assert [s.number for s in sheet.steps] == [1, 2, 3, 4]
    for at in (1, 3, 0, 4, 2):
        moved = sheet.undo(at) if at < sheet.at else sheet.redo(at)
        again = Sheet(empty(regions("E", "S"), year("quarter")))
        for edit in (cell("", "2025", 800), cell("E", "2025-Q1", 50), Lock(("E",)), OverAssign((), D("0.05")))[:at]:
            again = again.edit(edit, who="li", now=NOW)
        for name in ("values", "computed", "bits", "over"):
            assert (getattr(moved.tree, name) == getattr(again.tree, name)).all()
        sheet = moved
    sheet = sheet.edit(cell("S", "2025-Q2", 7), who="wang", now=NOW)
    assert [s.who for s in sheet.steps] == ["li", "li", "wang"]


def test_two_people_never_overwrite_each_other_silently() -> None:
    start = Sheet(empty(regions("E", "S"), year("quarter"))).edit(cell("", "2025", 800), who="li", now=NOW)
    hers = start.edit(cell("E", "2025-Q1", 50), who="li", now=NOW, seen=1)
    with pytest.raises(ConflictError, match="li changed 1 of these cells meanwhile"):
        hers.edit(cell("E", "2025-Q1", 60), who="wang", now=NOW, seen=1)
    both = hers.edit(cell("S", "2025-Q2", 60), who="wang", now=NOW, seen=1)
    assert (of(both.tree, "E", "2025-Q1"), of(both.tree, "S", "2025-Q2")) == (50, 60)


def test_floor_and_stretch_are_made_from_the_target_and_kept_in_order() -> None:
    tree = apply(empty(regions("E", "S", "N"), year("quarter")), cell("", "2025-Q1", 100))
    tree = derive_level(derive_level(tree, "floor", D("0.85")), "stretch", D("1.15"))
    assert [of(tree, "", "2025-Q1", level) for level in ("floor", "target", "stretch")] == [85, 100, 115]
    assert out_of_order(tree) == []
    tree = apply(tree, cell("E", "2025-Q1", 50, level="floor", up="show"))
    assert [(d.path, d.level) for d in out_of_order(tree)] == [(("E",), "floor")]


@pytest.mark.parametrize(("amount", "code"), [("0.001", "amount"), ("9e17", "amount")])
def test_an_amount_has_to_fit_a_cell(amount: str, code: str) -> None:
    with pytest.raises(PlanError) as refused:
        apply(empty(regions("E", "S")), cell("", "2025", amount))
    assert refused.value.code == code
