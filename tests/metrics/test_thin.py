"""Figures of few answers are marked thin; the NPS has an interval."""

from __future__ import annotations

from typing import Any

import pytest
from tests.metrics.company import company
from tests.metrics.memory import DEFINITIONS, ask

from fupan.metrics.thin import is_thin


def answers(number: int, region: str, score: int = 9) -> list[dict[str, Any]]:
    return [
        {"answer_id": f"{region}{n}", "answer_date": "2025-06-10", "question": "nps", "score": score, "scale": 10, "region_id": region}
        for n in range(number)
    ]  # fmt: skip


def test_each_row_says_how_many_answered_and_the_notes_which_are_thin() -> None:
    reader = company(survey_answers=[*answers(29, "SH"), *answers(30, "GD")])
    result = ask(reader, "nps", by="region", totals=True)
    found = {r["region"]: (r["nps.n"], is_thin(r, DEFINITIONS.metrics["nps"])) for r in result.rows}
    assert found == {"华东": (29, True), "华南": (30, False)}
    assert result.column("nps.n").kind == "sample"
    assert result.column("nps.n").type == "integer"
    assert "nps is thin in 1 of 2 rows: under 30 nps_answers (样本不足)" in result.provenance.notes
    assert result.total is not None
    assert result.total["nps.n"] == 59
    assert ask(reader, "nps", where="region = '华南'").provenance.notes == ()


def test_the_margin_of_the_nps() -> None:
    # 4 promoters, 2 detractors of 8: 25 points; variance 6/8 - (2/8)^2 = 0.6875
    scores = [10, 9, 9, 8, 7, 6, 0, 10]
    rows = [
        r | {"score": s, "answer_id": str(n)} for n, (s, r) in enumerate(zip(scores, answers(8, "SH"), strict=True))
    ]
    row = ask(company(survey_answers=rows), "nps", "nps_margin").rows[0]
    assert row["nps"] == pytest.approx(25)
    assert row["nps_margin"] == pytest.approx(100 * 1.96 * (0.6875 / 8) ** 0.5)
