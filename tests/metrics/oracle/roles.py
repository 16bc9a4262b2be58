"""Random statistic dates: the same figures counted by order, shipping, recognition, invoice or receipt."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from tests.metrics.oracle.answer import BASE, Asked
from tests.metrics.oracle.asking import SALES, questions
from tests.metrics.oracle.companies import MAYBE_DAY, companies
from tests.metrics.oracle.pack import Tables, definitions, roles_of

from fupan.expressions import names, parse

ROLES = ("order", "ship", "recognition", "invoice", "receipt")
METRICS = tuple(m for m in SALES if "(" not in m)
CASH = ("receipts", "receipts", "gross_sales", "receivables")
STANDING = {"stock", "balance"}


@st.composite
def by_role(draw: st.DrawFn) -> tuple[Tables, Asked]:
    """Rows whose dates lie apart, and a question by one of them."""
    given = draw(companies())
    for fact, days in {
        "order_lines": ("ship_date", "invoice_date", "order_date"),
        "receipts": ("receipt_date",),
        "return_lines": ("order_date",),
    }.items():
        given[fact] = [r | {day: draw(MAYBE_DAY) for day in days} for r in given[fact]]
    role = draw(st.sampled_from(ROLES))
    asked = draw(questions("sales", running=True, given=CASH if role == "receipt" else METRICS, time=role))
    return given, asked


def lacks(name: str, role: str) -> bool:
    """Whether a part of a metric has no such date, or none at all: what stands at a day."""
    spec: dict[str, Any] = definitions()["metrics"][name]
    if spec["family"] in BASE:
        return spec["family"] in STANDING or role not in roles_of(spec["fact"])
    if spec["family"] == "derived":
        return any(lacks(part, role) for part in names(parse(spec["formula"])))
    return lacks(spec["of"], role)
