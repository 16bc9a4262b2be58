"""What a crowd asks for at once is worked out once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest

from fupan.metrics.plan import turns
from fupan.metrics.plan.known import Memo
from fupan.metrics.plan.turns import Turns


def test_a_crowd_makes_a_thing_once() -> None:
    memo, made, together = Memo(), [], Barrier(8)

    def ask() -> Any:
        together.wait()
        return memo.once(("plan",), lambda: made.append(1) or Event().wait(0.05) or "plan")

    with ThreadPoolExecutor(8) as crowd:
        found = [f.result() for f in [crowd.submit(ask) for _ in range(8)]]
    assert found == ["plan"] * 8
    assert made == [1]


def test_what_failed_is_tried_by_the_next() -> None:
    memo, tries = Memo(), []

    def make() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("refused")
        return "plan"

    with pytest.raises(ValueError, match="refused"):
        memo.once(("plan",), make)
    assert memo.once(("plan",), make) == "plan"


def test_a_thing_may_be_made_of_others_and_of_itself() -> None:
    memo = Memo()
    assert memo.once("page", lambda: memo.once("one", lambda: 1) + memo.once("two", lambda: 2)) == 3
    held = Turns()
    with held.at("key"), held.at("key"):
        pass
    assert held._turns == {}


def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST_SECONDS", 0.05)
    held, inside, done = Turns(), Event(), Event()

    def slow() -> None:
        with held.at("key"):
            inside.set()
            done.wait(5)

    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(slow)
        inside.wait(5)
        with held.at("key"):
            done.set()
        waiting.result()
