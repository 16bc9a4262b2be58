"""Agreed actions as bars over their days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from fupan.review.action_rows import Action, read_actions
from fupan.review.blocks.actions import LIGHTS, state_text
from fupan.review.blocks.chart import describe
from fupan.review.context import Context
from fupan.review.days import day_number
from fupan.review.deck_blocks import GanttSpec
from fupan.review.left_out import not_shown
from fupan.review.model import Chart, Display, Provenance, Series

_DAYS = Display("date")


def draw(spec: GanttSpec, context: Context) -> Chart | None:
    """A bar per action from the day it was raised to the day it is due; None without an action that has both.

    Those without a due day or beyond ``most`` are counted in the sentence; late ones come first, then by due day.
    """
    actions = read_actions(context.tables, context.window, context.as_of)
    if spec.show == "open":
        actions = tuple(a for a in actions if a.state in ("open", "late"))
    dated = [(a, a.raised, a.due) for a in actions if a.raised is not None and a.due is not None]
    if not dated:
        return None
    undated, left = len(actions) - len(dated), len(dated) - spec.most
    shown = dated[: spec.most]
    names = tuple(a.title for a, _, _ in shown)
    lights = tuple(LIGHTS[a.state] for a, _, _ in shown)
    series = [
        Series(
            context.word("开始", "Start"), tuple(day_number(min(start, due)) for _, start, due in shown), _DAYS, "start"
        ),
        Series(context.word("截止", "Due"), tuple(day_number(due) for _, _, due in shown), _DAYS, "end", lights=lights),
    ]
    if any(a.state == "done" for a, _, _ in shown):
        done = tuple(Decimal(a.state == "done") for a, _, _ in shown)
        series.append(Series(context.word("完成", "Done"), done, context.scales.percent(decimals=0), "done"))
    told = [context.word(f"竖线为{context.as_of.isoformat()}", f"The line is {context.as_of.isoformat()}")]
    if left > 0:
        told.append(
            context.word(
                f"另有{left}项未列（逾期在前，按截止日期）",
                f"{not_shown(left)} (late ones first, then by due date)",
            )
        )
    if undated:
        told.append(context.word(f"{undated}项没有日期，未画", f"{undated} without dates are not drawn"))
    return Chart(
        "gantt", names, tuple(series), spec.title.of(context.lang) if spec.title else "",
        context.word("；", "; ").join(told), alt=describe(names, series, context),
        provenance=Provenance(
            context.word("行动项表", "table of actions"), window=context.window.label, as_of=context.as_of,
            rows=len(actions), sources=("actions",),
        ),
        cross=(day_number(context.as_of), None), notes=tuple(_note(a, due, context) for a, _, due in shown),
    )  # fmt: skip


def _note(action: Action, due: date, context: Context) -> str:
    """Who does it, by when, and how it stands where that says more than the date."""
    words = [action.owner or context.word("未定", "Nobody yet"), f"{due.month}-{due.day:02d}"]
    if action.state != "open":
        words.append(state_text(action, context))
    return " · ".join(words)
