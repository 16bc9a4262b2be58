"""A board as drawn: the figures of all its pins asked in one batch inside the reader's scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fupan.errors import UserError
from fupan.metrics.question import Question
from fupan.metrics.scope import Scope
from fupan.web.boards.models import Pin
from fupan.web.cockpit.page import view_of
from fupan.web.cockpit.view import View
from fupan.web.company import House
from fupan.web.explore.answers import questions, together
from fupan.web.explore.bar import url
from fupan.web.explore.inquiry import Inquiry
from fupan.web.explore.leaking import outside
from fupan.web.explore.page import Shown, lay_out
from fupan.web.explore.saved import inquiry_of_text

MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Drawn:
    """A pin with its answer. ``state``: ok, empty, refused, beyond (narrowed to what the reader may not know) or wrong."""

    pin: Pin
    state: str
    shown: Shown | None = None
    url: str = ""
    chart_id: str = ""


def draw(here: House, pins: Sequence[Pin], *, scope: Scope, lang: str, own: bool) -> tuple[list[Drawn], str | None]:
    """The pins as drawn, and the snapshot they are of. *own*: the reader pinned them and knows what they are narrowed to."""
    looks = [_look(here, pin, lang) for pin in pins]
    readable = [look for look in looks if look is not None]
    beyond = [()] * len(readable) if own else outside(here, readable, scope=scope)
    asked: list[Question] = []
    spans: list[tuple[int, int] | None] = []
    for (inquiry, view), narrowed in zip(readable, beyond, strict=True):
        own_questions = [] if narrowed else questions(inquiry, view)
        spans.append((len(asked), len(asked) + len(own_questions)) if own_questions else None)
        asked += own_questions
    answers, snapshot = here.ask_page(asked, scope=scope) if asked else ([], here.snapshot_id)
    found: list[Drawn] = []
    told = iter(zip(readable, spans, strict=True))
    for pin, look in zip(pins, looks, strict=True):
        if look is None:
            found.append(Drawn(pin, "wrong"))
            continue
        (inquiry, view), span = next(told)
        if span is None:
            found.append(Drawn(pin, "beyond"))
            continue
        shown = lay_out(inquiry, view, together(answers[span[0] : span[1]], snapshot))
        found.append(Drawn(pin, shown.state, _short(shown), url(inquiry), f"pin-{pin.pk}"))
    return found, snapshot


def _look(here: House, pin: Pin, lang: str) -> tuple[Inquiry, View] | None:
    """A pin's question as it can be asked now; None where it cannot: its metric or window is no more."""
    inquiry = inquiry_of_text(pin.query, here)
    if not inquiry.metrics:
        return None
    try:
        return inquiry, view_of(here, inquiry.filters, lang=lang)
    except (UserError, ValueError):
        return None


def _short(shown: Shown) -> Shown:
    """A table as a board has room for: its first rows and its total."""
    if shown.grid is None or len(shown.grid.lines) <= MOST_LINES:
        return shown
    total = [line for line in shown.grid.lines if line.kind != "row"]
    lines = (*shown.grid.lines[: MOST_LINES - len(total)], *total)
    left = shown.grid.left_out + len(shown.grid.lines) - len(lines)
    return replace(shown, grid=replace(shown.grid, lines=lines, left_out=left))
