"""Comparisons in time: what each reading of a question is compared with, and what must be said about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from fupan.calendar import Calendar, Window
from fupan.calendar.festival import festival_shift, shifted, touches_festival, two_months, two_months_last_year
from fupan.errors import QuestionError
from fupan.metrics.occasions import Occasions, is_occasion

Move = Callable[[Window], Window | None]
NOW = "_now"
"""Suffix of the frame that holds the asked side of a reading that widens it."""


def moves_of(
    calendar: Calendar, window: Window, compare: Iterable[str], grain: str | None, occasions: Occasions
) -> dict[str, Move]:
    """Reading -> what a row's window is compared with, for the readings in *compare* that are comparisons in time.

    ``jan_feb`` has two: the asked side (both months together) and last year's.
    """
    found: dict[str, Move] = {}
    for name in dict.fromkeys(compare):
        match name:
            case "previous":
                found[name] = calendar.previous
            case "last_year":
                found[name] = calendar.last_year
            case "festival":
                by = festival_shift(window)
                found[name] = lambda w, by=by: shifted(w, by)  # type: ignore[misc]
            case "jan_feb":
                if grain in {"day", "week"}:
                    raise QuestionError("jan_feb", f"January and February together have no breakdown by {grain}.",
                                        closest="by month, or compare festival, which aligns day by day")  # fmt: skip
                two_months(calendar, window)
                found[f"{name}{NOW}"] = lambda w: two_months(calendar, _to(w, window))
                found[name] = lambda w: two_months_last_year(calendar, _to(w, window))
            case _ if is_occasion(name):
                found[name] = occasions.move(name, window)[0]
    return found


def _to(row: Window, window: Window) -> Window:
    """A row's window, which is running where the question's is: January with the days of February that have gone."""
    return row if not window.running else window


def notes_of(
    calendar: Calendar,
    window: Window,
    rows: Sequence[Window],
    compare: Sequence[str],
    occasions: Occasions,
    as_of: date | None = None,
) -> list[str]:
    """What a reader must know about the comparisons in time."""
    notes: list[str] = []
    if as_of is not None and window.start > as_of:
        notes.append(f"{window.label} has not begun by {as_of}: no actuals count yet")
    if window.running:
        notes.append(f"{window.label} is running: figures to {window.last}, compared with the same elapsed part")
    if "last_year" in compare:
        if any(touches_festival(w) for w in rows) and window.start.year > 1990:
            others = [n for n in ("festival", "jan_feb") if n not in compare]
            notes.append(
                "January and February move with Spring Festival: last_year is as dated"
                + (f"; other readings: {', '.join(others)}" if others else "")
            )
        notes += _unequal(calendar, rows)
    notes += [occasions.move(name, window)[1] for name in compare if is_occasion(name)]
    if "festival" in compare:
        days = -festival_shift(window).days
        notes.append(f"festival: {days} days back, at the same distance from Spring Festival")
    if "jan_feb" in compare:
        both, before = two_months(calendar, window), two_months_last_year(calendar, window)
        notes.append(f"jan_feb: {both.start}..{both.last} against {before.start}..{before.last}, both months together")
    return notes


def _unequal(calendar: Calendar, rows: Sequence[Window]) -> list[str]:
    """Where a year of 53 weeks makes last year's part longer, shorter or shifted."""
    found = []
    for row in rows:
        before = calendar.last_year(row)
        weeks = calendar.year.of_weeks or row.grain == "week"
        if weeks and not row.running and before.days != row.days:
            found.append(f"{row.label} has {row.days // 7} weeks, {before.label} has {before.days // 7}")
        elif weeks and row.grain == "week" and row.label[5:] != before.label[5:]:
            found.append(f"{row.label} is compared with {before.label}")
        elif weeks and before.grain == "range" and row.grain != "range":
            found.append(f"{row.label} is compared with the weeks 52 before: {before.start}..{before.last}")
    return found if len(found) < 4 else [found[0], f"and {len(found) - 1} more periods around a 53rd week"]
