"""Random credits: lines shared out among positions, who have a manager, written out as rows of their own."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from tests.metrics.oracle.answer import Asked
from tests.metrics.oracle.companies import companies, one
from tests.metrics.oracle.pack import Row, Tables
from tests.metrics.oracle.periods import Months
from tests.metrics.oracle.plans import MONTHS, unique

from fupan.metrics import Scope

POSITIONS = [
    {"position_id": "m", "name": "经理"}, {"position_id": "a", "name": "甲", "manager_position_id": "m"},
    {"position_id": "b", "name": "乙", "manager_position_id": "m"}, {"position_id": "x", "name": "丙"},
]  # fmt: skip
AMOUNTS = {
    "order_lines": ("gross_without_tax", "discount", "cost", "quantity"),
    "return_lines": ("amount_without_tax", "cost"),
}
METRICS = ("gross_sales", "net_sales", "units", "returns", "target", "attainment", "credited_sales", "unmatched_sales",
           "gross_margin_rate")  # fmt: skip
SHARES = (("1",), ("0.5", "0.5"), ("0.6", "0.4"), ("0.25",), ("0.3", "0.3", "0.4"))


@st.composite
def credited(draw: st.DrawFn) -> tuple[Tables, Asked]:
    """A question told by position, or not; lines and targets of positions and their manager."""
    given = draw(companies())
    positions = one(*(p["position_id"] for p in POSITIONS))
    for fact in ("order_lines", "return_lines"):
        given[fact] = [r | {"position_id": draw(positions)} for r in given[fact]]
    given["return_lines"] = [
        r | draw(st.sampled_from([{}, {"order_id": "o0", "order_line_id": "0"}])) for r in given["return_lines"]
    ]
    shares_of: list[Row] = []
    for r in given["order_lines"]:
        line = {k: r[k] for k in ("source_system", "order_id", "line_id")}
        shares = draw(st.one_of(st.just(()), st.sampled_from(SHARES)))
        for share, position in zip(shares, draw(st.permutations(["a", "b", "x"])), strict=False):
            shares_of.append(line | {"position_id": position, "kind": "split", "share": share})
        if draw(st.booleans()):
            shares_of.append(
                line | {"position_id": "m", "kind": draw(st.sampled_from(["overlay", "roll_up"])), "share": "1"}
            )
    goals = draw(st.lists(st.fixed_dictionaries({
        "position_id": st.sampled_from(["m", "a", "b", "x"]), "span": st.sampled_from(MONTHS),
        "amount": st.sampled_from([50, 100, 0, None]), "version": st.sampled_from(["v1", "v1", "v2"]),
    }), max_size=6))  # fmt: skip
    targets = [{"metric": "net_sales", "version": g["version"], "start_date": g["span"][0], "end_date": g["span"][1],
                "amount": g["amount"], "position_id": g["position_id"]} for g in goals]  # fmt: skip
    by = draw(st.sampled_from([(), ("position",), ("position",), ("position", "region"), ("region",)]))
    where = draw(st.sampled_from([None, None, "position = '甲'", "position != '乙'"]))
    metrics = METRICS if "region" not in by and (where is None or "position" in where) else METRICS[:4]
    asked = Asked(
        metrics=tuple(draw(st.lists(st.sampled_from(metrics), min_size=1, max_size=3, unique=True))), by=by, where=where,
        window=Months(*draw(st.sampled_from([(date(2025, 6, 1), 1), (date(2025, 5, 1), 2)]))),
        scope=draw(st.sampled_from([Scope.everything(), Scope.everything(), Scope(members={"position": ("m", "a")})])),
    )  # fmt: skip
    return given | {"positions": POSITIONS, "credits": shares_of, "targets": unique(targets)}, asked


def written_out(tables: Tables, asked: Asked) -> Tables:
    """Lines as their parts, where a question is told by position: each with its share of every amount."""
    told = {"position"} & {*asked.by, *asked.scope.dimensions} or (asked.where and "position" in asked.where)
    about_goals = any(m in {"target", "attainment", "credited_sales", "unmatched_sales"} for m in asked.metrics)
    if not told and not about_goals:
        return tables
    keys = {"order_lines": ("order_id", "line_id"), "return_lines": ("order_id", "order_line_id")}
    found = dict(tables)
    for fact, key in keys.items():
        found[fact] = [part for r in tables[fact] for part in _parts(tables, r, key, AMOUNTS[fact])]
    return found


def _parts(tables: Tables, row: Row, key: tuple[str, str], amounts: tuple[str, ...]) -> list[Row]:
    line = tuple(row.get(k) for k in key)
    mine = [c for c in tables["credits"] if (c["order_id"], c["line_id"]) == line and c["kind"] == "split"]
    rest = Fraction(1) - sum((Fraction(c["share"]) for c in mine), Fraction(0))
    shares: list[tuple[Any, Fraction]] = [(c["position_id"], Fraction(c["share"])) for c in mine]
    shares += [(row.get("position_id"), rest)] if rest else []
    return [
        row | {"position_id": p} | {a: None if row.get(a) is None else Fraction(str(row[a])) * s for a in amounts}
        for p, s in shares
    ]
