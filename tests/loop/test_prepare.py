"""The month's review worked out beforehand: nobody waits for the first, and what is told is the same."""

from __future__ import annotations

from datetime import date

import pytest

from fupan.loop import Company
from fupan.metrics import Scope
from fupan.metrics.plan import run


def test_a_review_that_was_prepared_makes_next_to_no_plan(loaded: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    with loaded.reading() as reader:
        last: date = max(reader.sql("select max(order_date) as d from order_lines").column("d").to_pylist())
    running = last.replace(day=2)  # while a month runs, the one before it is asked for, too
    told: list[str] = []
    months = Company(loaded.workspace, scope=Scope.everything(), today=running).prepare(step=told.append)
    assert months[0] == running.isoformat()[:7]
    assert len(months) == len(told) == 2
    assert not loaded.workspace.reviews.exists()  # nothing is written but what is known of the snapshot
    made: list[object] = []
    compiled = run.compiled
    monkeypatch.setattr(run, "compiled", lambda *given: made.append(given) or compiled(*given))
    another = Company(loaded.workspace, scope=Scope.everything(), today=running)
    slides = another.review("monthly", window=months[0], to=(), out=loaded.workspace.state / "made").document.slides
    assert len(slides) > 3
    assert len(made) <= 2  # what was refused is looked up again


def test_nothing_is_prepared_where_nothing_is_loaded(fresh: Company) -> None:
    assert fresh.prepare() == ()
