"""What an inquiry asks: its figures and, where rows are crossed with columns, the totals of either side at their own level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fupan.expressions.node import Member, Name, Not
from fupan.expressions.write import write
from fupan.metrics.partial import Partial
from fupan.metrics.question import UNKNOWN, Question
from fupan.metrics.result import Result
from fupan.metrics.scope import Scope
from fupan.web.cockpit.view import View
from fupan.web.company import House
from fupan.web.explore.inquiry import MOST_ROWS, Inquiry

MOST_ACROSS = 30
"""So many columns a crossed table has; the rest is in the totals and in the file."""


@dataclass(frozen=True, slots=True)
class Crossed:
    """Rows crossed with columns: ``cells``, ``over`` (by column alone), ``rest`` (the other rows by column)."""

    cells: Result
    over: Result
    rest: Result | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """``down``: by rows with others and total."""

    down: Partial
    crossed: Crossed | None = None
    snapshot: str | None = None


def questions(inquiry: Inquiry, view: View) -> list[Question]:
    """The questions of one page: those of the rows and, crossed, of the cells and of the columns."""
    whole = inquiry.question(view.definitions, window=view.window, as_of=view.as_of)
    if not inquiry.across:
        return [whole]
    timed = view.definitions.dimensions[inquiry.across].time is not None
    # A condition is about a row, not about each of its cells: the cells of all rows that may fulfil it are asked for.
    cells_top = MOST_ROWS if whole.having and whole.top is not None else whole.top
    cells = replace(whole, having=None, top=cells_top, others=False, totals=False)
    over = replace(
        whole, by=(inquiry.across,), having=None, order=None, top=None if timed else MOST_ACROSS, others=not timed,
        totals=False,
    )  # fmt: skip
    return [replace(whole, by=inquiry.rows), cells, over]


def ask(here: House, inquiry: Inquiry, view: View, *, scope: Scope) -> Answers:
    """The answers of one page; what is refused of one metric leaves the others."""
    asked = questions(inquiry, view)
    found, snapshot = here.ask_page(asked, scope=scope, nearest=True)
    answers = together(found, snapshot)
    down, crossed = answers.down.result, answers.crossed
    if crossed is None or down is None or down.others is None or len(inquiry.rows) != 1:
        return answers
    rest = _rest(here, inquiry, asked[2], down, scope)
    return replace(answers, crossed=replace(crossed, rest=rest))


def together(found: list[Partial], snapshot: str | None) -> Answers:
    """The answers to an inquiry's questions as one; a crossed one has all of its parts or is refused."""
    down = found[0]
    if len(found) == 1:
        return Answers(down, snapshot=snapshot)
    cells, over = found[1].result, found[2].result
    if down.result is None or cells is None or over is None:
        return Answers(Partial(None, {k: e for f in found for k, e in f.refused.items()}), snapshot=snapshot)
    return Answers(down, Crossed(cells, over), snapshot)


def _rest(here: House, inquiry: Inquiry, over: Question, down: Result, scope: Scope) -> Result | None:
    """By column, what all members but the leading ones come to together: asked for, never a difference of rounded sums."""
    dimension = inquiry.rows[0]
    leading = Not(Member(Name(dimension), tuple(_key(r, dimension) for r in down.rows)))
    where = f"({over.where}) and {write(leading)}" if over.where else write(leading)
    (answer,), _ = here.ask_page([replace(over, where=where, others=False)], scope=scope)
    return answer.result


def _key(row: Mapping[str, Any], dimension: str) -> str:
    found = row.get(f"{dimension}.key") or row.get(dimension)
    return UNKNOWN if found is None else str(found)


def question_at(inquiry: Inquiry, view: View, at: Mapping[str, str]) -> Question:
    """Which of the page's questions holds the figure at these members (``at.<dimension>`` -> member)."""
    named = {key.removeprefix("at.") for key in at}
    own = questions(inquiry, view)
    if named == set(inquiry.by) and len(own) > 1:
        return own[1]
    if inquiry.across and named == {inquiry.across}:
        return own[2]
    return own[0]
