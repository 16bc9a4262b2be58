"""Two answers to one question, row for row: decimals, counts, texts and dates exactly, floats to 1e-9."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from fupan.errors import QuestionError
from fupan.metrics import MetricLayer, Question, Result, Scope

NEAR = 1e-9


def answer(layer: MetricLayer, question: Question, reader: Any, scope: Scope) -> Result | QuestionError:
    """The answer, or the refusal, which must be the same on every engine too."""
    try:
        return layer.ask(question, reader=reader, scope=scope)
    except QuestionError as refused:
        return refused


def difference(one: Result | QuestionError, other: Result | QuestionError) -> str | None:
    """The first difference in words; None where there is none."""
    if isinstance(one, QuestionError) or isinstance(other, QuestionError):
        return None if repr(one) == repr(other) else f"{_short(one)} / {_short(other)}"
    if one.columns != other.columns:
        return f"columns {one.columns} / {other.columns}"
    mine, theirs = one.all_rows(), other.all_rows()
    if len(mine) != len(theirs):
        return f"{len(mine)} / {len(theirs)} rows"
    rounded = _rounded(one)
    for number, (a, b) in enumerate(zip(mine, theirs, strict=True)):
        for column in a:
            if not same(a[column], b[column], rounded=rounded):
                return f"row {number}, {column}: {a[column]!r} / {b[column]!r} in {_plain(a)} / {_plain(b)}"
    if one.provenance.targets != other.provenance.targets or one.provenance.tables != other.provenance.tables:
        return f"provenance {one.provenance.targets} / {other.provenance.targets}"
    return None


def _rounded(answered: Result) -> bool:
    """Whether amounts of the answer were means before they were rounded to money: then their last digit is a float's."""
    means = {"average", "median", "percentile"}
    return any(
        d.get("family") in means or "average" in (d.get("over_time"), d.get("at"), d.get("counted"))
        for d in answered.provenance.definitions.values()
    )


def same(a: Any, b: Any, *, rounded: bool = False) -> bool:
    """Whether two values are the same, of the same type; amounts that are *rounded* means, to a float's precision."""
    if rounded and isinstance(a, Decimal) and isinstance(b, Decimal):
        return math.isclose(float(a), float(b), rel_tol=1e-12, abs_tol=1e-3)
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=NEAR, abs_tol=1e-12)
    return type(a) is type(b) and a == b


def _short(one: Result | QuestionError) -> str:
    return repr(one) if isinstance(one, QuestionError) else f"{len(one.rows)} rows"


def _plain(row: dict[str, Any]) -> str:
    return str(row)[:300]
