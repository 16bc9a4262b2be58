"""Fewer pages than a deck has: those asked for, what they rest on, and nothing else is asked of the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fupan.errors import UserError
from fupan.review.deck import DeckSpec, LandingSpec, ProgressSpec
from fupan.review.definition import nearest

_ALWAYS = ("total",)
"""Data sets that more than their own pages look at: whether there are targets in the window."""


def choose_pages(deck: DeckSpec, only: Sequence[str] = (), without: Sequence[str] = ()) -> DeckSpec:
    """*deck* with the pages *only* (all where empty) but not *without*, in its own order.

    Findings of pages left out are not looked for, data sets that no page needs are not asked. UserError for a page that
    there is not, with the one most like it.
    """
    ids = [s.id for s in deck.slides]
    for name in (*only, *without):
        if name not in ids:
            near = nearest(name, ids)
            hint = f", did you mean “{near}”?" if near else ""
            raise UserError(f"{deck.deck} has no page “{name}”{hint}; its pages are {', '.join(ids)}")
    chosen = tuple(s for s in deck.slides if (not only or s.id in only) and s.id not in without)
    if not chosen:
        raise UserError(f"no page of {deck.deck} is left; its pages are {', '.join(ids)}")
    if len(chosen) == len(deck.slides):
        return deck
    pages = {s.id for s in chosen}
    findings = tuple(f for f in deck.findings if f.page in pages)
    named = {text.partition(".")[0] for part in (*chosen, *findings) for text in _texts(part.model_dump())}
    needed = {name for name in deck.data if name in named or name in _ALWAYS}
    for name in list(needed):
        needed |= _behind(deck, name)
    data = {name: spec for name, spec in deck.data.items() if name in needed}
    return deck.model_copy(update={"slides": chosen, "findings": findings, "data": data})


def _behind(deck: DeckSpec, name: str) -> set[str]:
    """The data sets that one is worked out of."""
    match deck.data[name]:
        case ProgressSpec() as spec:
            return {spec.reached, spec.plan}
        case LandingSpec() as spec:
            return {spec.months, spec.season, spec.plan}
        case _:
            return set()


def _texts(part: Any) -> Iterator[str]:
    """Every text in a specification: a data set is named by one of them."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for one in part.values():
            yield from _texts(one)
    elif isinstance(part, list | tuple):
        for one in part:
            yield from _texts(one)
