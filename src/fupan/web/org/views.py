"""The organisation on a day."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date

from fupan.web.company import house
from fupan.web.org.chart import Branch, Seat, chart
from fupan.web.org.reach import reached_positions
from fupan.web.rights.middleware import asking


def organisation(request: HttpRequest) -> HttpResponse:
    """Units, positions and who holds them on the day that the address names, inside what the asker may see of people."""
    here = house()
    day = _day(request.GET.get("day", "")) or here.today
    words, only = request.GET.get("q", "").strip(), request.GET.get("only", "")
    scope = asking(request).scope("people", needs="org.view")
    branches = chart(here.directory, day, reached=reached_positions(scope, here.directory, day))
    seats = [s for b in branches for s in b.seats]
    counts = {
        "positions": len(seats),
        "vacant": sum(s.vacant for s in seats),
        "acting": sum(h.kind == "acting" for s in seats for h in s.holders),
        "people": len({h.person.id for s in seats for h in s.holders}),
    }
    if words or only == "vacant":
        branches = tuple(_narrowed(branches, words.lower(), only))
    context = {
        "branches": branches, "day": day, "today": here.today, "counts": counts, "words": words, "only": only,
        "loaded": here.snapshot_id, "all": not scope.dimensions,
    }  # fmt: skip
    return render(request, "org/chart.html", context)


def _narrowed(branches: tuple[Branch, ...], words: str, only: str) -> list[Branch]:
    found = []
    for branch in branches:
        seats = tuple(s for s in branch.seats if (only != "vacant" or s.vacant) and _has(s, words))
        if seats:
            found.append(Branch(branch.depth, branch.unit, seats))
    return found


def _has(seat: Seat, words: str) -> bool:
    texts = (seat.position.id, seat.position.name, *(t for h in seat.holders for t in (h.person.name, h.person.id)))
    return any(words in text.lower() for text in texts)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
