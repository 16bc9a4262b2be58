"""Comparisons in time: what each reading of a question is compared with, and what must be said about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from fupan.calendar import Calendar, Window
from fupan.calendar.festival import festival_shift, shifted, touches_festival, two_months, two_months_last_year
from fupan.errors import QuestionError
from fupan.metrics.note import Note
from fupan.metrics.occasions import Occasions, is_occasion

Move = Callable[[Window], Window | None]
_ALSO = {"festival": "按春节对齐", "jan_feb": "按一二月合计"}
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
        notes.append(
            Note(
                f"{window.label} has not begun by {as_of}: no actuals count yet",
                f"{window.title()}截至{as_of}还没有开始，没有实际数",
            )
        )
    if window.running:
        en = f"{window.label} is running: figures to {window.last}, compared with the same elapsed part"
        notes.append(Note(en, f"本期尚未结束：数据到{window.last}，与对比期的同一段时间相比"))
    if "last_year" in compare:
        if any(touches_festival(w) for w in rows) and window.start.year > 1990:
            others = [n for n in ("festival", "jan_feb") if n not in compare]
            en = "January and February move with Spring Festival: last_year is as dated"
            zh = "一二月随春节移动：去年同期按日历日期取"
            if others:
                en += f"; other readings: {', '.join(others)}"
                zh += f"；也可以{'、'.join(_ALSO[n] for n in others)}看"
            notes.append(Note(en, zh))
        notes += _unequal(calendar, rows)
    notes += [occasions.move(name, window)[1] for name in compare if is_occasion(name)]
    if "festival" in compare:
        days = -festival_shift(window).days
        notes.append(
            Note(
                f"festival: {days} days back, at the same distance from Spring Festival",
                f"春节对齐：往前{days}天，与春节的距离相同",
            )
        )
    if "jan_feb" in compare:
        both, before = two_months(calendar, window), two_months_last_year(calendar, window)
        en = f"jan_feb: {both.start}..{both.last} against {before.start}..{before.last}, both months together"
        notes.append(Note(en, f"一二月合计：{both.start}至{both.last}，对比{before.start}至{before.last}"))
    return notes


def _unequal(calendar: Calendar, rows: Sequence[Window]) -> list[Note]:
    """Where a year of 53 weeks makes last year's part longer, shorter or shifted."""
    found: list[Note] = []
    for row in rows:
        before = calendar.last_year(row)
        weeks = calendar.year.of_weeks or row.grain == "week"
        if weeks and not row.running and before.days != row.days:
            now, then = row.days // 7, before.days // 7
            en = f"{row.label} has {now} weeks, {before.label} has {then}"
            found.append(Note(en, f"{row.title()}有{now}周，{before.title()}有{then}周"))
        elif weeks and row.grain == "week" and row.label[5:] != before.label[5:]:
            found.append(Note(f"{row.label} is compared with {before.label}", f"{row.title()}与{before.title()}相比"))
        elif weeks and before.grain == "range" and row.grain != "range":
            en = f"{row.label} is compared with the weeks 52 before: {before.start}..{before.last}"
            found.append(Note(en, f"{row.title()}与52周之前相比：{before.start}至{before.last}"))
    if len(found) < 4:
        return found
    more = len(found) - 1
    return [found[0], Note(f"and {more} more periods around a 53rd week", f"第53周前后还有{more}个期间也是如此")]
