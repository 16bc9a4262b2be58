"""Waiting in line: never more at once than there are places, who came first goes first, one number for all of a page."""

from __future__ import annotations

import threading
import time

import pytest

from fupan.warehouse.line import Line, ahead, arrived


def test_who_came_first_goes_first_with_all_that_belongs_to_it() -> None:
    line, done = Line(places=1), list[str]()
    came, inside, most = threading.Barrier(2), 0, 0

    def page(name: str) -> None:
        nonlocal inside, most
        with arrived():
            came.wait()
            for part in "12":
                with line.place(), arrived():  # inside, it stays the page's number
                    inside += 1
                    most = max(most, inside)
                    time.sleep(0.01)
                    done.append(name + part)
                    inside -= 1

    with line.place():  # all others wait meanwhile
        pages = []
        for name in "abcd":
            pages.append(threading.Thread(target=page, args=(name,)))
            pages[-1].start()
            came.wait()  # the next one comes later
        time.sleep(0.1)
    for each in pages:
        each.join(10)
    assert done == ["a1", "a2", "b1", "b2", "c1", "c2", "d1", "d2"]
    assert most == 1


def test_a_place_is_left_by_who_fails() -> None:
    line = Line(places=1)
    with pytest.raises(ValueError, match="wrong"), line.place():
        raise ValueError("wrong")
    with line.place():
        pass


def test_two_places_are_two() -> None:
    line, met = Line(places=2), threading.Barrier(2)

    def come() -> None:
        with line.place():
            met.wait(10)  # nobody gets on unless both are in

    both = [threading.Thread(target=come) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join(10)
    assert not met.broken


def test_who_makes_what_others_wait_for_stands_in_no_line() -> None:
    line = Line(places=1)
    with line.place(), ahead(), line.place(), arrived(), line.place():
        pass
    with line.place():  # and has taken nobody's place
        pass
