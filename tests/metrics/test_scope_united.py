"""Several roles of one asker: rows of any, and a column for the rows of those that show it, against a naive model."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.metrics.company import company, line
from tests.metrics.memory import ask

from fupan.errors import QuestionError
from fupan.metrics import Scope

COST = frozenset({"order_lines.cost"})
TREE = {"SH": "E", "NJ": "E", "GD": "S", "E": "CN", "S": "CN", "CN": None}
LEAVES, LINES = ("SH", "NJ", "GD"), ("A", "B")
MASKS = ("order_lines.cost", "people.phone", "cost")


def up(member: str) -> list[str]:
    found, at = [], TREE.get(member)
    while at is not None:
        found.append(at)
        at = TREE[at]
    return found


def above(dimension: str, member: str) -> list[tuple[str, str]]:
    return [(dimension, a) for a in up(member)] if dimension == "region" else []


def covers(role: Scope, row: tuple[str, str]) -> bool:
    region, line_ = row
    whole = {"region": {region, *up(region)}, "product_line": {line_}}
    return any(all(whole[d] & {*members} for d, members in one) for one in role.slices)


roles = st.builds(
    Scope,
    members=st.fixed_dictionaries(
        {},
        optional={
            "region": st.lists(st.sampled_from(sorted(TREE)), unique=True, max_size=3).map(tuple),
            "product_line": st.lists(st.sampled_from(LINES), unique=True, max_size=2).map(tuple),
        },
    ),
    masks=st.frozensets(st.sampled_from(MASKS)),
    benchmarks=st.sampled_from(({}, {"company_mean": ("*",)}, {"company_mean": ("net_sales",)})),
)
COLUMNS = (("order_lines", "cost"), ("people", "phone"), ("order_lines", "quantity"))


@given(st.lists(roles, min_size=1, max_size=4), st.booleans())
def test_united_against_a_model_that_goes_row_by_row(held: list[Scope], tree: bool) -> None:
    both = Scope.united(held, above if tree else None)
    rows = list(product(LEAVES, LINES))
    for row in rows:
        assert covers(both, row) == any(covers(r, row) for r in held)
    for table, column in COLUMNS:
        shows = [r for r in held if not r.hides(table, column)]
        if not both.hides(table, column):
            for row in rows:
                assert not covers(both, row) or any(covers(r, row) for r in shows)
        elif tree and any(all(covers(r, row) for row in product([*TREE, "?"], [*LINES, "?"])) for r in shows):
            raise AssertionError("a role that reaches every row and shows the column is overruled")
        if both.dimensions and both.may("company_mean", "net_sales") and not both.company.hides(table, column):
            assert any(r.may("company_mean", "net_sales") for r in shows)


@given(st.lists(roles, min_size=1, max_size=4), roles)
def test_a_further_role_takes_no_row_and_no_contained_role_takes_a_column(held: list[Scope], more: Scope) -> None:
    before, after = Scope.united(held, above), Scope.united([*held, more], above)
    assert all(covers(after, row) for row in product(LEAVES, LINES) if covers(before, row))
    if all(before.contains(Scope(members=dict(one)), lambda _, m: up(m)) for one in more.slices) and len(held) == 1:
        assert after.masks == before.masks


def test_a_role_inside_a_wider_one_that_shows_more_takes_nothing_away() -> None:
    everything, east = Scope.everything(), Scope({"region": ("华东",)}, masks=COST)
    assert Scope.united([everything, east]).shape == everything.shape
    shanghai = Scope({"region": ("SH",)}, masks=COST, benchmarks={"company_mean": ("*",)})
    region = Scope({"region": ("E",)})
    assert Scope.united([region, shanghai]).masks == COST
    inside = Scope.united([region, shanghai], above)
    assert inside.masks == frozenset()
    assert inside.text == "region=E"
    assert inside.company.masks == COST  # the mean of the company is held by the role that masks cost


def test_where_only_some_rows_show_a_column_it_stays_masked_for_all() -> None:
    east = Scope({"region": ("SH",)})
    south = Scope({"region": ("GD",)}, masks=COST)
    reader = company(
        order_lines=[
            line("a", "2025-06-01", 100, region_id="SH", cost=60),
            line("b", "2025-06-01", 50, region_id="GD", cost=10),
        ]
    )
    with pytest.raises(QuestionError, match="masked"):
        ask(reader, "sold_cost", scope=Scope.united([east, south]))
    assert ask(reader, "sold_cost", scope=Scope.united([east, Scope({"region": ("SH",)}, masks=COST)])).rows == [
        {"sold_cost": 60}
    ]


def test_a_mean_of_the_company_is_not_told_of_a_column_that_its_role_masks() -> None:
    lines = [line(str(n), "2025-06-01", 100, region_id=r, cost=60) for n, r in enumerate(("SH", "GD", "SH", "GD"))]
    reader = company(order_lines=lines)
    wide = Scope({"region": ("SH",)})
    narrow = Scope({"region": ("SH",), "product_line": ("A",)}, masks=COST, benchmarks={"company_mean": ("*",)})
    both = Scope.united([wide, narrow])
    assert ask(reader, "sold_cost", by=("region",), scope=both).rows[0]["sold_cost"] == 120
    with pytest.raises(QuestionError, match="masked"):
        ask(reader, "sold_cost", by=("region",), compare=("company_mean",), scope=both)
    with pytest.raises(QuestionError, match="masked"):
        ask(reader, "deviation(sold_cost)", by=("region",), scope=both)
