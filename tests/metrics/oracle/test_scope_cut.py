"""The answer inside a scope is the answer over data that were physically cut down to it: figures, labels, refusals."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.metrics.oracle.answer import Asked
from tests.metrics.oracle.asking import ask_layer, questions
from tests.metrics.oracle.companies import companies
from tests.metrics.oracle.pack import Tables, may_see

from fupan.errors import QuestionError
from fupan.metrics import Scope

EXAMPLES = int(os.environ.get("FUPAN_EXAMPLES", "2"))
FACTS = ("order_lines", "return_lines", "accruals", "targets")


def cut(tables: Tables, scope: Scope) -> Tables:
    """Only the rows inside a scope, and of customers only those that are inside it or that such rows name."""
    kept = tables | {f: [r for r in tables[f] if may_see(tables, f, r, scope)] for f in FACTS}
    named = {r.get("customer_id") for f in FACTS for r in kept[f]}
    carries = "product_line" not in scope.dimensions
    kept["customers"] = [
        c for c in tables["customers"]
        if c["customer_id"] in named or (carries and may_see(tables, "customers", c, scope))
    ]  # fmt: skip
    return kept


def told(tables: Tables, asked: Asked, scope: Scope) -> Any:
    from dataclasses import replace

    try:
        result = ask_layer(tables, replace(asked, scope=scope))
    except QuestionError as e:
        return "refused" if e.code in {"not_loaded", "empty_snapshot"} else (e.code, e.reason, e.closest)
    rows = [r for r in result.all_rows() if any(v for k, v in r.items() if k in asked.metrics or "." in k)]
    return rows, [c.name for c in result.columns], result.provenance.targets


def check(tables: Tables, asked: Asked) -> None:
    """Inside the scope as over the cut data: figures, columns and the targets that answered, or the same refusal."""
    inside = told(tables, asked, asked.scope)
    outside = told(cut(tables, asked.scope), asked, Scope.everything())
    if "refused" in (inside, outside):  # that a table was loaded at all is no secret
        return
    if inside[0] == "unknown_member" and outside[0] == []:
        return  # the cut data's masters still name the member; either way nothing of it is told
    assert inside == outside


@pytest.mark.parametrize("kind", ["sales", "plan"])
def test_inside_a_scope_or_over_data_cut_down_to_it(kind: str) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(companies(), questions(kind, scoped=True))
    def run(tables: Tables, asked: Asked) -> None:
        check(tables, asked)

    run()
